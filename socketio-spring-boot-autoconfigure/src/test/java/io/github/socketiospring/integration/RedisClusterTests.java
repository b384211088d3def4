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

package io.github.socketiospring.integration;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of every node and of an emitter with the classic adapter.
 */
class RedisClusterTests extends MixedCluster {

	RedisClusterTests() {
		super(Map.of(), "{}", List.of("emitter"));
	}

	/** Rooms named after sockets are not told, since they are known by their sockets. */
	@Test
	void roomsOfAllNodesAreToldToANodeServer() {
		List<String> rooms = cluster().call("rooms", "node-1")
			.get("value")
			.valueStream()
			.map(JsonNode::asString)
			.toList();
		assertThat(rooms).contains("a", "b", "c #*é", cluster().id("at-node-2"));
	}

}
