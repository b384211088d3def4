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
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * A node sends to the second one as fast as it goes, in a cluster that is larger in one
 * respect than it has to be.
 *
 * @param name the name on the command line
 * @param what the heading in the report, without the load
 * @param nodes the number of nodes
 * @param rooms the number of rooms with a member on the second node, to which the first
 * one sends in turn
 * @param namespaces the number of namespaces that each node has beside the root
 * namespace, which alone is used
 */
record GrowthScenario(String name, String what, int nodes, int rooms, int namespaces) implements ClusterScenario {

	static GrowthScenario nodes(int nodes) {
		return new GrowthScenario("nodes-" + nodes, "%d nodes".formatted(nodes), nodes, 1, 0);
	}

	static GrowthScenario rooms(int rooms) {
		return new GrowthScenario("rooms-" + rooms, "%,d rooms with a member".formatted(rooms), 2, rooms, 0);
	}

	static GrowthScenario namespaces(int namespaces) {
		return new GrowthScenario("namespaces-" + namespaces, "%,d more namespaces".formatted(namespaces), 2, 1,
				namespaces);
	}

	@Override
	public String title() {
		return this.what + ": 32 bytes to a receiver on the second node, as fast as it goes";
	}

	@Override
	public int connections() {
		return flood().connections();
	}

	private FloodScenario flood() {
		return new FloodScenario(this.name, title(), this.rooms);
	}

	@Override
	public Outcome measure(Cluster cluster, LoadGenerator load, Duration window) {
		for (ServerProcess node : cluster.nodes()) {
			try (Control control = Control.connect(load, node.port())) {
				long namespaces = control.ask("namespaces", this.namespaces);
				if (namespaces != this.namespaces) {
					throw new IllegalStateException("A node has %d namespaces".formatted(namespaces));
				}
			}
		}
		return flood().measure(cluster, load, window);
	}

}
