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

package io.github.socketiospring.server.support.life;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DefaultHandshake}.
 */
class DefaultHandshakeTests {

	private static final WireFormat FORMAT = new WireFormat(
			new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults()), JsonMapper.shared());

	private final AtomicInteger parsed = new AtomicInteger();

	private final DefaultHandshake handshake = DefaultHandshake.of(TestEngineSession.open((opened) -> null).handshake(),
			this::parse, FORMAT);

	private JsonNode parse() {
		this.parsed.incrementAndGet();
		return JsonMapper.shared().readTree("{\"token\":\"t\"}");
	}

	@Test
	void parsesThePayloadWhenItIsAskedFor() {
		assertThat(this.parsed).hasValue(0);
		((ObjectNode) this.handshake.auth()).put("token", "other");
		assertThat(this.handshake.auth()).hasToString("{\"token\":\"t\"}");
		assertThat(this.handshake.auth(Login.class)).isEqualTo(new Login("t"));
		assertThat(this.parsed).hasValue(3);
	}

	@Test
	void tellsOtherNodesOfThePayload() {
		assertThat(this.handshake.details().auth()).hasToString("{\"token\":\"t\"}");
		assertThat(new RemoteHandshake(this.handshake.details(), FORMAT).auth(Login.class)).isEqualTo(new Login("t"));
	}

	@Test
	void tellsOtherNodesOfEachValueOfARepeatedParameter() {
		EngineHandshake request = new EngineHandshake("/socket.io/?EIO=4&a=1&a=%202&b", Map.of(), Map.of("a", " 2"),
				null, false, Instant.EPOCH, null, Context.empty());
		HandshakeDetails details = DefaultHandshake.of(request, this::parse, FORMAT).details();
		assertThat(details.query()).isEqualTo(Map.of("EIO", List.of("4"), "a", List.of("1", " 2"), "b", List.of("")));
		assertThat(new RemoteHandshake(details, FORMAT).query()).isEqualTo(Map.of("EIO", "4", "a", " 2", "b", ""));
	}

	@Test
	void refusesAPayloadOfAnotherType() {
		assertThatExceptionOfType(BadEventException.class).isThrownBy(() -> this.handshake.auth(int[].class));
	}

	/**
	 * What a client says when it connects.
	 */
	record Login(String token) {

	}

}
