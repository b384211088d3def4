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

package io.github.socketiospring.adapter.redis;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.HandshakeDetails;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandshakeTrees}.
 */
class HandshakeTreesTests {

	private static HandshakeDetails handshake() throws Exception {
		Map<String, List<String>> headers = new LinkedHashMap<>();
		headers.put("Host", List.of("chat.example"));
		headers.put("X-Many", List.of("a", "b"));
		headers.put("Cookie", List.of("session=1"));
		headers.put("AUTHORIZATION", List.of("Bearer t"));
		headers.put("Proxy-Authorization", List.of("Basic p"));
		Map<String, List<String>> query = new LinkedHashMap<>();
		query.put("EIO", List.of("4"));
		query.put("Tag", List.of("x", "y"));
		InetAddress address = InetAddress.getByAddress(new byte[] { 10, 0, 0, 1 });
		return new HandshakeDetails("/socket.io/?EIO=4", headers, query, new InetSocketAddress(address, 4711), true,
				true, Instant.parse("2026-11-02T09:08:03.999Z"), Instant.ofEpochMilli(1_795_377_503_828L),
				JsonMapper.shared().readTree("{\"token\":\"t\"}"));
	}

	@Test
	void leavesOutCredentials() throws Exception {
		JsonNode tree = new HandshakeTrees(false).write(handshake());
		assertThat(tree).hasToString("{\"headers\":{\"host\":\"chat.example\",\"x-many\":[\"a\",\"b\"]},"
				+ "\"time\":\"Mon Nov 02 2026 09:08:03 GMT+0000 (Coordinated Universal Time)\",\"address\":\"10.0.0.1\","
				+ "\"xdomain\":true,\"secure\":true,\"issued\":1795377503828,\"url\":\"/socket.io/?EIO=4\","
				+ "\"query\":{\"EIO\":\"4\",\"Tag\":[\"x\",\"y\"]},\"auth\":{}}");
	}

	@Test
	void tellsCredentialsIfAskedFor() throws Exception {
		JsonNode tree = new HandshakeTrees(true).write(handshake());
		assertThat(tree.get("headers").get("cookie").asString()).isEqualTo("session=1");
		assertThat(tree.get("headers").get("authorization").asString()).isEqualTo("Bearer t");
		assertThat(tree.get("headers").get("proxy-authorization").asString()).isEqualTo("Basic p");
		assertThat(tree.get("auth")).hasToString("{\"token\":\"t\"}");
		HandshakeDetails read = HandshakeTrees.read(tree);
		assertThat(read.headers()).containsEntry("x-many", List.of("a", "b"))
			.containsEntry("cookie", List.of("session=1"));
		assertThat(read.query()).isEqualTo(handshake().query());
		assertThat(read.auth()).isEqualTo(handshake().auth());
		assertThat(read.time()).isEqualTo("2026-11-02T09:08:03Z");
		assertThat(read.issued()).isEqualTo(handshake().issued());
	}

	@ParameterizedTest
	@CsvSource({ "::ffff:127.0.0.1, 127.0.0.1", "::1, 0:0:0:0:0:0:0:1", "10.1.2.3, 10.1.2.3" })
	void readsAddresses(String address, String expected) {
		assertThat(address(address).getAddress().getHostAddress()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "localhost", "''", "1.2.3", "example.org" })
	void looksUpNoNames(String address) {
		assertThat(address(address)).isNull();
	}

	private static InetSocketAddress address(String address) {
		return HandshakeTrees.read(JsonMapper.shared().createObjectNode().put("address", address)).address();
	}

	@ParameterizedTest
	@CsvSource({ "Sun Nov 22 2026 19:58:23 GMT+0100 (Central European Standard Time), 2026-11-22T18:58:23Z",
			"Sun Nov 22 2026 19:58:23 GMT-0330, 2026-11-22T23:28:23Z", "yesterday, 1970-01-01T00:00:00.007Z" })
	void readsTimesOfAnyZone(String time, Instant expected) {
		JsonNode tree = JsonMapper.shared().createObjectNode().put("time", time).put("issued", 7);
		assertThat(HandshakeTrees.read(tree).time()).isEqualTo(expected);
	}

}
