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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.process.UsageMeter;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.netty.buffer.ByteBuf;

/**
 * Messages are sent at a fixed rate, whether or not the server keeps up. Latency is
 * measured from the time at which a message was due.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param connections the number of clients
 * @param rate the number of messages that they send per second
 */
record LatencyScenario(String name, String title, int connections, int rate) implements Scenario {

	private static final Message ECHO = Message.text(Packets.event("echo", "x".repeat(32)));

	private static final Duration TICK = Duration.ofMillis(1);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		try (Crowd crowd = new Crowd(load).connect(server.port(), this.connections)) {
			Schedule schedule = new Schedule(crowd.clients(), this.rate,
					(int) (window.multipliedBy(2).toMillis() * this.rate / 1000));
			load.run(() -> crowd.listener(schedule));
			try (AutoCloseable sending = load.every(TICK, schedule::sendWhatIsDue)) {
				Waiting.during(window.dividedBy(5));
				load.run(schedule::forget);
				UsageMeter meter = UsageMeter.start(server);
				Waiting.during(window);
				long messages = load.call(() -> (long) schedule.count);
				Usage usage = meter.stop();
				sending.close();
				Waiting.until(load, "all answers", PATIENCE, () -> schedule.underWay == 0);
				return Outcome.of(usage, messages)
					.with(Metric.P50, schedule.percentile(50))
					.with(Metric.P99, schedule.percentile(99));
			}
			catch (RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Schedules the messages of the clients, and records when they are answered.
	 */
	private static final class Schedule implements ClientListener {

		private final List<Client> clients;

		private final double nanosBetween;

		private final Map<Client, Queue<Long>> due = new HashMap<>();

		private final long[] latencies;

		private final long start = System.nanoTime();

		private long sent;

		private int count;

		private int underWay;

		Schedule(List<Client> clients, int rate, int capacity) {
			this.clients = clients;
			this.nanosBetween = 1e9 / rate;
			this.latencies = new long[capacity];
			clients.forEach((client) -> this.due.put(client, new ArrayDeque<>()));
		}

		void sendWhatIsDue() {
			long now = System.nanoTime();
			long next = this.start + (long) (this.sent * this.nanosBetween);
			while (next <= now) {
				Client client = this.clients.get((int) (this.sent % this.clients.size()));
				this.due.getOrDefault(client, new ArrayDeque<>()).add(next);
				client.send(ECHO);
				client.flush();
				this.underWay++;
				this.sent++;
				next = this.start + (long) (this.sent * this.nanosBetween);
			}
		}

		void forget() {
			this.count = 0;
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			Long since = this.due.getOrDefault(client, new ArrayDeque<>()).poll();
			this.underWay--;
			if (since != null && this.count < this.latencies.length) {
				this.latencies[this.count++] = System.nanoTime() - since;
			}
		}

		double percentile(int percent) {
			long[] sorted = Arrays.copyOf(this.latencies, this.count);
			Arrays.sort(sorted);
			return sorted[(int) ((long) (sorted.length - 1) * percent / 100)] / 1e3;
		}

	}

}
