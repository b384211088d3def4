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
 * Something that clients do, and what it costs the server.
 */
public interface Scenario {

	/**
	 * What it is called on the command line.
	 * @return a short name
	 */
	String name();

	/**
	 * What it does.
	 * @return a phrase that says what one message is
	 */
	String title();

	/**
	 * How many connections a server has at a time.
	 * @return the largest number
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
	 * How many turns of a server do not count, until a JVM on one processor has compiled
	 * what matters. The more code a message passes, the longer that takes.
	 * @return 3 by default
	 */
	default int warmUpTurns() {
		return 3;
	}

	/**
	 * One turn of one server. All clients have left when this returns.
	 * @param server the server
	 * @param load what drives the clients
	 * @param window how long to measure, where the scenario has no end of its own
	 * @return what was measured
	 */
	Outcome measure(ServerProcess server, LoadGenerator load, Duration window);

}
