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
import java.util.Arrays;

import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.benchmarks.scenario.Crowd;
import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.netty.buffer.ByteBuf;

/**
 * A node sends to a room at a fixed rate. Each message tells when it was sent: what a
 * message takes longer than one to a receiver of the same node is what Redis adds to its
 * way.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param rate the number of messages in a second
 * @param receiver where the receiver is
 */
record RateScenario(String name, String title, int rate, Receiver receiver) implements ClusterScenario {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Override
	public int connections() {
		return 2;
	}

	@Override
	public Outcome measure(Cluster cluster, LoadGenerator load, Duration window) {
		try (Control control = Control.connect(load, cluster.publisher().port())) {
			if (this.receiver == Receiver.NOBODY) {
				return measure(cluster, control, window);
			}
			double here = latency(cluster.publisher().port(), control, load, window.dividedBy(2));
			try (Crowd crowd = new Crowd(load).connect(cluster.other().port(), 1)) {
				crowd.join(crowd.clients());
				Arrivals arrivals = new Arrivals(capacity(window));
				load.run(() -> crowd.listener(arrivals));
				Outcome outcome = measure(cluster, control, window);
				long sent = control.ask("sent");
				Waiting.until(load, "all messages", PATIENCE, () -> arrivals.total >= sent);
				outcome.values().put(Metric.ADDED, arrivals.median() - here);
				return outcome;
			}
		}
	}

	private int capacity(Duration window) {
		return (int) (2 * this.rate * (window.toMillis() + 1000) / 1000);
	}

	private double latency(int port, Control control, LoadGenerator load, Duration window) {
		try (Crowd crowd = new Crowd(load).connect(port, 1)) {
			crowd.join(crowd.clients());
			Arrivals arrivals = new Arrivals(capacity(window));
			load.run(() -> crowd.listener(arrivals));
			control.ask("rate", this.rate);
			Waiting.during(window);
			control.ask("rate", 0);
			return load.call(arrivals::median);
		}
	}

	private Outcome measure(Cluster cluster, Control control, Duration window) {
		control.ask("rate", this.rate);
		Waiting.during(window.dividedBy(5));
		long before = control.ask("sent");
		CostMeter meter = CostMeter.start(cluster);
		Waiting.during(window);
		long messages = control.ask("sent") - before;
		Outcome outcome = meter.stop(messages);
		control.ask("rate", 0);
		outcome.values().remove(Metric.RATE);
		return outcome;
	}

	/**
	 * Where the receiver is.
	 */
	enum Receiver {

		/** On the other node. */
		ELSEWHERE,

		/** The room has no members. */
		NOBODY

	}

	/**
	 * Records how long messages were under way.
	 */
	private static final class Arrivals implements ClientListener {

		private static final int DIGITS = 32;

		private static final int TEXT = "42[\"news\",\"".length();

		private final long[] nanos;

		private long total;

		Arrivals(int capacity) {
			this.nanos = new long[capacity];
		}

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			long now = System.nanoTime();
			long sent = 0;
			for (int i = 0; i < DIGITS; i++) {
				sent = 10 * sent + (buffer.getByte(index + TEXT + i) - '0');
			}
			this.nanos[(int) (this.total++ % this.nanos.length)] = now - sent;
		}

		double median() {
			int count = (int) Math.min(this.total, this.nanos.length);
			if (count == 0) {
				throw new IllegalStateException("No message arrived");
			}
			long[] sorted = Arrays.copyOf(this.nanos, count);
			Arrays.sort(sorted);
			return sorted[count / 2] / 1e3;
		}

	}

}
