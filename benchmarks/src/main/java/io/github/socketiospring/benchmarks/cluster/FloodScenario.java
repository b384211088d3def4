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
 * A node sends to rooms of the other as fast as it goes. A client asks for each message,
 * and for the next when one of them has arrived.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param rooms the number of rooms to which it sends in turn, whose members are few
 * clients
 */
record FloodScenario(String name, String title, int rooms) implements ClusterScenario {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int UNDER_WAY = 256;

	/** Fewer than the number of rooms in which a socket may be. */
	private static final int ROOMS_OF_CLIENT = 500;

	private static final Message PUBLISH = Message.text(Packets.event("publish", 1));

	@Override
	public int connections() {
		return 1 + clients();
	}

	private int clients() {
		return (this.rooms + ROOMS_OF_CLIENT - 1) / ROOMS_OF_CLIENT;
	}

	@Override
	public Outcome measure(Cluster cluster, LoadGenerator load, Duration window) {
		try (Control control = Control.connect(load, cluster.publisher().port());
				Crowd crowd = new Crowd(load).connect(cluster.other().port(), clients())) {
			crowd.join(crowd.clients(), this::join);
			control.ask("rooms", this.rooms);
			Flood flood = new Flood(control);
			load.run(() -> {
				crowd.listener(flood);
				flood.fill();
			});
			Waiting.during(window.dividedBy(5));
			long before = load.call(() -> flood.received);
			CostMeter meter = CostMeter.start(cluster);
			Waiting.during(window);
			// A short window may end before a cold server has sent anything.
			Waiting.until(load, "a message", PATIENCE, () -> flood.received > before);
			long messages = load.call(() -> flood.received) - before;
			Outcome outcome = meter.stop(messages);
			load.run(() -> flood.ending = true);
			Waiting.until(load, "all messages", PATIENCE, () -> flood.received == flood.requested);
			control.ask("rooms", 1);
			return outcome;
		}
	}

	private String join(int client) {
		int from = client * ROOMS_OF_CLIENT;
		return Packets.event(0, "join-rooms", from, Math.min(from + ROOMS_OF_CLIENT, this.rooms));
	}

	/**
	 * Keeps messages under way.
	 */
	private static final class Flood implements ClientListener {

		private final Control control;

		private long requested;

		private long received;

		private boolean ending;

		Flood(Control control) {
			this.control = control;
		}

		void fill() {
			// Several at once, as they come from many clients.
			if (this.ending || this.requested - this.received > UNDER_WAY / 2) {
				return;
			}
			while (this.requested - this.received < UNDER_WAY) {
				this.requested++;
				this.control.hold(PUBLISH);
			}
			this.control.flush();
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			this.received++;
			fill();
		}

	}

}
