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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every operation of every node and of an emitter with the classic adapter, and with
 * another key. One server of each kind answers only to the node that asked.
 */
class RedisClusterTests extends MixedCluster {

	RedisClusterTests() {
		super(Map.of("socketio.adapter.key", "other",
				"only.java-2.socketio.adapter.publish-on-specific-response-channel", "true"),
				"{\"key\":\"other\",\"only\":{\"node-2\":{\"publishOnSpecificResponseChannel\":true}}}",
				List.of("emitter"));
	}

	@Test
	void roomsOfAllNodesAreToldToANodeServer() {
		List<String> rooms = cluster().call("rooms", "node-1")
			.get("value")
			.valueStream()
			.map(JsonNode::asString)
			.toList();
		assertThat(rooms).contains("a", "b", "c #*é");
		for (String client : List.of("at-java-1", "at-java-2", "at-node-1", "at-node-2")) {
			boolean told = Difference.OWN_ROOMS.choose(cluster().isJava(client.substring("at-".length())), false, true);
			assertThat(rooms.contains(cluster().id(client))).as(client).isEqualTo(told);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/other" })
	void eachServerIsCountedOnce(String namespace) {
		assertThat(redis().subscribers("other-request#" + namespace + "#")).isEqualTo(NODES.size());
	}

}
