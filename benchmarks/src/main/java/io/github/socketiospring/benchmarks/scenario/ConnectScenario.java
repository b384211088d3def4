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
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Clients connect, many at a time.
 *
 * @param name the name on the command line
 * @param title the heading in the report
 * @param connections the number of clients
 */
record ConnectScenario(String name, String title, int connections) implements Scenario {

	/**
	 * A connection runs most of the server's code once, so it takes about a hundred
	 * thousand of them until a JVM has compiled it all.
	 */
	@Override
	public int warmUpTurns() {
		return 40;
	}

	@Override
	public Outcome measure(ServerProcess server, LoadGenerator load, Duration window) {
		UsageMeter meter = UsageMeter.start(server);
		try (Crowd crowd = new Crowd(load)) {
			crowd.connect(server.port(), this.connections);
			Usage usage = meter.stop();
			return Outcome.of(usage, this.connections);
		}
	}

}
