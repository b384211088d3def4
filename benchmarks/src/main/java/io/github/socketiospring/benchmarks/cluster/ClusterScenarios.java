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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.cluster.RateScenario.Receiver;

/**
 * The scenarios of clusters.
 */
public final class ClusterScenarios {

	private static final String GROWTH = "growth";

	private ClusterScenarios() {
	}

	/**
	 * Choose scenarios.
	 * @param names their names, {@code growth} for all whose clusters grow, nothing for
	 * all others
	 * @return the scenarios, always in the same order
	 * @throws IllegalArgumentException if there is none with a name
	 */
	public static List<ClusterScenario> named(List<String> names) {
		if (names.isEmpty()) {
			return ofTwoNodes();
		}
		List<String> wanted = new ArrayList<>(names);
		if (wanted.remove(GROWTH)) {
			growth().forEach((scenario) -> wanted.add(scenario.name()));
		}
		List<ClusterScenario> scenarios = new ArrayList<>(ofTwoNodes());
		scenarios.addAll(growth());
		scenarios.removeIf((scenario) -> !wanted.contains(scenario.name()));
		scenarios.forEach((scenario) -> wanted.removeIf(scenario.name()::equals));
		if (!wanted.isEmpty()) {
			throw new IllegalArgumentException("Unknown scenarios " + wanted);
		}
		return scenarios;
	}

	/** From the smallest to the largest; namespaces come last, since they stay. */
	private static List<ClusterScenario> growth() {
		return List.of(GrowthScenario.nodes(2), GrowthScenario.nodes(3), GrowthScenario.nodes(4),
				GrowthScenario.rooms(1), GrowthScenario.rooms(1000), GrowthScenario.rooms(10_000),
				GrowthScenario.namespaces(1), GrowthScenario.namespaces(1000), GrowthScenario.namespaces(10_000));
	}

	private static List<ClusterScenario> ofTwoNodes() {
		return List.of(
				new RateScenario("room", "32 bytes to a room with one receiver on the other node, 2,000 in a second",
						2000, Receiver.ELSEWHERE),
				new FloodScenario("flood", "32 bytes to a room with one receiver on the other node, as fast as it goes",
						1),
				new RateScenario("no-room", "32 bytes to a room that nobody is in, 2,000 in a second", 2000,
						Receiver.NOBODY),
				new FanOutScenario("fan-out-1000", "32 bytes to a room of 1,000 on the other node, each broadcast",
						1000, true),
				new FanOutScenario("fan-out-here", "32 bytes to a room of 1,000 on the same node, each broadcast", 1000,
						false),
				new QuestionScenario("fetch-sockets", "fetchSockets() of 1,000 sockets of the other node", "fetch",
						1000, false),
				new QuestionScenario("ack-200", "emitWithAck() to 200 sockets of the other node", "ask", 200, true));
	}

}
