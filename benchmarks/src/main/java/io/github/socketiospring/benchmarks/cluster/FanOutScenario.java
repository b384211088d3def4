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

package io.github.socketiospring.benchmarks.cluster;

import java.time.Duration;

import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.benchmarks.scenario.Crowd;
import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.netty.buffer.ByteBuf;

/**
 * A node sends to a room of many, and does so again once all have received the message.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param receivers the number of receivers
 * @param elsewhere whether they are on the other node
 */
record FanOutScenario(String name, String title, int receivers, boolean elsewhere) implements ClusterScenario {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Message PUBLISH = Message.text(Packets.event("publish", 1));

	@Override
	public int connections() {
		return this.receivers + 1;
	}

	@Override
	public Outcome measure(Cluster cluster, LoadGenerator load, Duration window) {
		int port = (this.elsewhere ? cluster.other() : cluster.publisher()).port();
		try (Control control = Control.connect(load, cluster.publisher().port());
				Crowd crowd = new Crowd(load).connect(port, this.receivers)) {
			crowd.join(crowd.clients());
			News news = new News(control, this.receivers);
			load.run(() -> {
				crowd.listener(news);
				news.publish();
			});
			Waiting.during(window.dividedBy(5));
			long before = load.call(() -> news.received);
			CostMeter meter = CostMeter.start(cluster);
			Waiting.during(window);
			long received = load.call(() -> news.received) - before;
			Outcome outcome = meter.stop(received);
			load.run(() -> news.ending = true);
			Waiting.until(load, "everybody got the last news", PATIENCE, () -> news.missing == 0);
			outcome.values().replaceAll((metric, value) -> perBroadcast(metric, value));
			return outcome;
		}
	}

	private double perBroadcast(Metric metric, double perDelivery) {
		return (metric == Metric.RATE) ? perDelivery / this.receivers : perDelivery * this.receivers;
	}

	/**
	 * Counts the messages that arrive.
	 */
	private static final class News implements ClientListener {

		private final Control control;

		private final int receivers;

		private long received;

		private int missing;

		private boolean ending;

		News(Control control, int receivers) {
			this.control = control;
			this.receivers = receivers;
		}

		void publish() {
			this.missing = this.receivers;
			this.control.send(PUBLISH);
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			this.received++;
			this.missing--;
			if (this.missing == 0 && !this.ending) {
				publish();
			}
		}

	}

}
