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
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.netty.buffer.ByteBuf;

/**
 * A node asks the other about its sockets, or its sockets themselves, again and again.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param event the event that makes a node ask
 * @param sockets the number of sockets of the other node, which is the answer
 * @param answering whether they acknowledge what they get
 */
record QuestionScenario(String name, String title, String event, int sockets,
		boolean answering) implements ClusterScenario {

	@Override
	public int connections() {
		return this.sockets + 1;
	}

	@Override
	public Outcome measure(Cluster cluster, LoadGenerator load, Duration window) {
		try (Control control = Control.connect(load, cluster.publisher().port());
				Crowd crowd = new Crowd(load).connect(cluster.other().port(), this.sockets)) {
			crowd.join(crowd.clients());
			if (this.answering) {
				load.run(() -> crowd.listener(new Acknowledging()));
			}
			askDuring(control, window.dividedBy(5));
			CostMeter meter = CostMeter.start(cluster);
			long[] times = askDuring(control, window);
			Outcome outcome = meter.stop(times.length);
			Arrays.sort(times);
			outcome.values().remove(Metric.RATE);
			outcome.values().put(Metric.TIME, times[times.length / 2] / 1e3);
			return outcome;
		}
	}

	private long[] askDuring(Control control, Duration window) {
		long[] times = new long[16];
		int count = 0;
		long start = System.nanoTime();
		long now = start;
		while (count == 0 || now - start < window.toNanos()) {
			long answer = control.ask(this.event);
			if (answer != this.sockets) {
				throw new IllegalStateException("Expected " + this.sockets + " answers, got " + answer);
			}
			if (count == times.length) {
				times = Arrays.copyOf(times, 2 * count);
			}
			times[count++] = System.nanoTime() - now;
			now = System.nanoTime();
		}
		return Arrays.copyOf(times, count);
	}

	/**
	 * Acknowledges each event with a number.
	 */
	private static final class Acknowledging implements ClientListener {

		@Override
		public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
			StringBuilder answer = new StringBuilder("43");
			byte digit = buffer.getByte(index + 2);
			for (int i = index + 3; digit >= '0' && digit <= '9'; i++) {
				answer.append((char) digit);
				digit = buffer.getByte(i);
			}
			client.send(Message.passing(answer.append("[1]").toString()));
			client.flush();
		}

	}

}
