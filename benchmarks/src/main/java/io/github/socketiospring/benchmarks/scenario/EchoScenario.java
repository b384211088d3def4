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

import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.process.UsageMeter;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.netty.buffer.ByteBuf;

/**
 * Each client sends an event, and sends the next one when it gets the answer.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param request the packet that clients send
 * @param answer the expected answer
 * @param connections the number of clients
 * @param outstanding the number of outstanding messages of each client
 * @param polling whether clients use HTTP long-polling
 */
record EchoScenario(String name, String title, Message request, Answer answer, int connections, int outstanding,
		boolean polling) implements Scenario {

	private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);

	@Override
	public int warmUpTurns() {
		return this.polling ? 12 : Scenario.super.warmUpTurns();
	}

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		try (Crowd crowd = connect(server, load)) {
			Echoes echoes = new Echoes();
			load.run(() -> {
				crowd.listener(echoes);
				crowd.clients().forEach(echoes::begin);
			});
			Waiting.during(window.dividedBy(5));
			long before = load.call(() -> echoes.received);
			UsageMeter meter = UsageMeter.start(server);
			Waiting.during(window);
			long messages = load.call(() -> echoes.received) - before;
			Usage usage = meter.stop();
			load.run(() -> echoes.ending = true);
			echoes.check();
			Waiting.until(load, "all answers", DRAIN_PATIENCE, () -> echoes.underWay == 0);
			return Outcome.of(usage, messages);
		}
	}

	private Crowd connect(ServerProcess server, LoadGenerator load) {
		Crowd crowd = new Crowd(load);
		return this.polling ? crowd.connectPolling(server.port(), this.connections)
				: crowd.connect(server.port(), this.connections);
	}

	/**
	 * The expected answer.
	 *
	 * @param length the length of the answer or, if it has an attachment, of the
	 * attachment
	 * @param binary whether the answer has an attachment
	 */
	record Answer(int length, boolean binary) {

		/**
		 * Whether an answer has the expected length. netty-socketio begins an attachment
		 * with its type, as an older revision of the protocol does.
		 * @param actual the length of the answer
		 * @return {@code true} if the length is right
		 */
		boolean hasLength(int actual) {
			return actual == this.length || this.binary && actual == this.length + 1;
		}

	}

	/**
	 * Counts answers, and sends the next message for each.
	 */
	private final class Echoes implements ClientListener {

		private long received;

		private long underWay;

		private long wrong;

		private boolean ending;

		void begin(Client client) {
			for (int i = 0; i < EchoScenario.this.outstanding; i++) {
				client.send(EchoScenario.this.request);
			}
			client.flush();
			this.underWay += EchoScenario.this.outstanding;
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			if (binary != EchoScenario.this.answer.binary()) {
				// The head of an attachment.
				return;
			}
			this.received++;
			if (!EchoScenario.this.answer.hasLength(length)) {
				this.wrong++;
			}
			if (this.ending) {
				this.underWay--;
			}
			else {
				client.send(EchoScenario.this.request);
			}
		}

		void check() {
			if (this.wrong > 0) {
				throw new IllegalStateException(this.wrong + " of " + this.received + " answers are wrong");
			}
		}

	}

}
