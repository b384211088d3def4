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

import io.github.socketiospring.benchmarks.process.ResidentMemory;
import io.github.socketiospring.benchmarks.process.Usage;
import io.github.socketiospring.benchmarks.process.UsageMeter;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Clients connect to a new server and stay idle.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param connections the number of clients
 */
record IdleScenario(String name, String title, int connections) implements Scenario {

	@Override
	public boolean needsNewServers() {
		return true;
	}

	@Override
	public int warmUpTurns() {
		return 1;
	}

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		new Crowd(load).connect(server.port(), this.connections / 10).close();
		OptionalLong heapBefore = server.usedMemory();
		long rssBefore = ResidentMemory.of(server);
		UsageMeter meter = UsageMeter.start(server);
		try (Crowd crowd = new Crowd(load)) {
			crowd.connect(server.port(), this.connections);
			Usage usage = meter.stop();
			OptionalLong heapAfter = server.usedMemory();
			long rssAfter = ResidentMemory.of(server);
			Outcome outcome = Outcome.of(usage, this.connections).with(Metric.RSS, perConnection(rssAfter - rssBefore));
			if (heapBefore.isPresent() && heapAfter.isPresent()) {
				outcome.with(Metric.HEAP, perConnection(heapAfter.getAsLong() - heapBefore.getAsLong()));
			}
			return outcome;
		}
	}

	private double perConnection(long bytes) {
		return bytes / 1024.0 / this.connections;
	}

}
