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

import java.util.List;

import io.github.socketiospring.benchmarks.cluster.RateScenario.Receiver;

/**
 * All scenarios of clusters.
 */
public final class ClusterScenarios {

	private ClusterScenarios() {
	}

	public static List<ClusterScenario> all() {
		return List.of(
				new RateScenario("room", "32 bytes to a room with one receiver on the other node, 2,000 in a second",
						2000, Receiver.ELSEWHERE),
				new FloodScenario("flood",
						"32 bytes to a room with one receiver on the other node, as fast as it goes"),
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
