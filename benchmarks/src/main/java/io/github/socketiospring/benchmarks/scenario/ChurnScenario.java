/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketiospring.benchmarks.scenario;

import java.time.Duration;
import java.util.OptionalLong;

import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.process.UsageMeter;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.netty.buffer.ByteBuf;

/**
 * Clients connect, join a room, send an event and disconnect.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param cycles how many clients connect and disconnect
 */
record ChurnScenario(String name, String title, int cycles) implements Scenario {

	private static final int AT_ONCE = 32;

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final Message JOIN = Message.text(Packets.event(0, "join", "news"));

	private static final Message ECHO = Message.text(Packets.event("echo", "x".repeat(32)));

	@Override
	public int connections() {
		return AT_ONCE;
	}

	@Override
	public int warmUpTurns() {
		return 4;
	}

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		run(server, load, this.cycles / 10);
		OptionalLong before = server.usedMemory();
		UsageMeter meter = UsageMeter.start(server);
		run(server, load, this.cycles);
		Usage usage = meter.stop();
		OptionalLong after = server.usedMemory();
		Outcome outcome = Outcome.of(usage, this.cycles);
		if (before.isPresent() && after.isPresent()) {
			outcome.with(Metric.HEAP_AFTER, 100.0 * after.getAsLong() / before.getAsLong());
		}
		return outcome;
	}

	private static void run(ServerProcess server, LoadGenerator load, int cycles) {
		Visits visits = new Visits(load, server.port(), cycles);
		load.run(visits::begin);
		Waiting.until(load, cycles + " visits", PATIENCE, () -> visits.open == 0);
	}

	/**
	 * Clients that connect and disconnect, a fixed number at the same time.
	 */
	private static final class Visits implements ClientListener {

		private final LoadGenerator load;

		private final int port;

		private int toCome;

		private int open;

		Visits(LoadGenerator load, int port, int count) {
			this.load = load;
			this.port = port;
			this.toCome = count;
		}

		void begin() {
			for (int i = 0; i < AT_ONCE; i++) {
				next();
			}
		}

		private void next() {
			if (this.toCome > 0) {
				this.toCome--;
				this.open++;
				this.load.connectWebSocket(this.port, this);
			}
		}

		@Override
		public void onReady(Client client) {
			client.send(JOIN);
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			if (buffer.getByte(index + 1) == '3') {
				client.send(ECHO);
			}
			else {
				client.close();
			}
		}

		@Override
		public void onClose(Client client, Ending ending) {
			next();
			this.open--;
		}

	}

}
