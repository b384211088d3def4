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

import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * A benchmark: what clients do, and how the cost for the server is measured.
 */
public interface Scenario {

	/**
	 * The name on the command line.
	 * @return a short name
	 */
	String name();

	/**
	 * The description of the scenario.
	 * @return a phrase that says what one message is
	 */
	String title();

	/**
	 * The number of connections that a server has at the same time.
	 * @return the maximum
	 */
	int connections();

	/**
	 * Whether each turn needs a server that has just been started.
	 * @return {@code false} by default
	 */
	default boolean needsNewServers() {
		return false;
	}

	/**
	 * The number of warm-up turns of a server, after which a JVM on one processor has
	 * compiled the relevant code. The more code a message needs, the longer this takes.
	 * @return 3 by default
	 */
	default int warmUpTurns() {
		return 3;
	}

	/**
	 * Run one turn with one server. All clients have disconnected when this returns.
	 * @param server the measured server
	 * @param load the load generator
	 * @param window how long to measure, unless the scenario ends by itself
	 * @return the measurements
	 */
	Outcome measure(ServerProcess server, LoadGenerator load, Duration window);

}
