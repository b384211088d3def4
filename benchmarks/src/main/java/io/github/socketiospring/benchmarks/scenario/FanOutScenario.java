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
import java.util.List;

import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.process.UsageMeter;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.netty.buffer.ByteBuf;

/**
 * One client makes the server send to a room, and does so again once all members have
 * received the message.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param webSockets the number of members that use WebSocket
 * @param pollings the number of members that use HTTP long-polling
 */
record FanOutScenario(String name, String title, int webSockets, int pollings) implements Scenario {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Message PUBLISH = Message.text(Packets.event("publish", "x".repeat(100)));

	private static final int NEWS_LENGTH = "42[\"news\",\"\"]".length() + 100;

	@Override
	public int connections() {
		return this.webSockets + 2 * this.pollings + 1;
	}

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		try (Crowd crowd = new Crowd(load).connect(server.port(), this.webSockets + 1)) {
			if (this.pollings > 0) {
				crowd.connectPolling(server.port(), this.pollings);
			}
			List<Client> clients = crowd.clients();
			crowd.join(clients.subList(1, clients.size()));
			News news = new News(clients.get(0), clients.size() - 1);
			load.run(() -> {
				crowd.listener(news);
				news.publish();
			});
			Waiting.during(window.dividedBy(5));
			long before = load.call(() -> news.received);
			UsageMeter meter = UsageMeter.start(server);
			Waiting.during(window);
			long messages = load.call(() -> news.received) - before;
			Usage usage = meter.stop();
			load.run(() -> news.ending = true);
			Waiting.until(load, "everybody got the last news", PATIENCE, () -> news.missing == 0);
			news.check();
			return Outcome.of(usage, messages);
		}
	}

	/**
	 * Counts the messages that members receive.
	 */
	private static final class News implements ClientListener {

		private final Client publisher;

		private final int members;

		private long received;

		private long wrong;

		private int missing;

		private boolean ending;

		News(Client publisher, int members) {
			this.publisher = publisher;
			this.members = members;
		}

		void publish() {
			this.missing = this.members;
			this.publisher.send(PUBLISH);
			this.publisher.flush();
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			this.received++;
			if (length != NEWS_LENGTH) {
				this.wrong++;
			}
			this.missing--;
			if (this.missing == 0 && !this.ending) {
				publish();
			}
		}

		void check() {
			if (this.wrong > 0 || this.missing < 0) {
				throw new IllegalStateException(this.wrong + " of " + this.received + " messages are wrong");
			}
		}

	}

}
