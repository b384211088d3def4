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

import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.testsupport.load.LoadGenerator;

/**
 * A benchmark: what one node sends to the clients of the other, and how the cost for each
 * process is measured.
 */
public interface ClusterScenario {

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
	 * The number of connections that the load generator has at the same time.
	 * @return the maximum
	 */
	int connections();

	/**
	 * The number of nodes of a cluster.
	 * @return the number, at least two
	 */
	default int nodes() {
		return 2;
	}

	/**
	 * Run one turn with one cluster. All clients have disconnected when this returns.
	 * @param cluster the measured servers
	 * @param load the load generator
	 * @param window how long to measure
	 * @return the measurements
	 */
	Outcome measure(Cluster cluster, LoadGenerator load, Duration window);

}
