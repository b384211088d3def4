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

package io.github.socketiospring.protocol;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.ValueNode;

import static org.assertj.core.api.Assertions.assertThat;

class NullValuesTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	static Stream<PacketParser> parsers() {
		return Stream.of(new JsonPacketParser(MAPPER, PacketLimits.defaults()),
				new MsgPackPacketParser(MAPPER, PacketLimits.defaults()));
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void nullIsANodeWhereATreeIsAskedFor(PacketParser parser) {
		for (Class<?> type : new Class<?>[] { JsonNode.class, ValueNode.class, NullNode.class }) {
			assertThat(read(parser, type)).isSameAs(NullNode.getInstance()).isSameAs(MAPPER.readValue("null", type));
		}
		for (Class<?> type : new Class<?>[] { ObjectNode.class, String.class, Object.class, int[].class }) {
			assertThat(read(parser, type)).isNull();
			assertThat((Object) MAPPER.readValue("null", type)).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("parsers")
	void nullIsEmptyWhereAnOptionalIsAskedFor(PacketParser parser) {
		for (Class<?> type : new Class<?>[] { Optional.class, OptionalInt.class, OptionalLong.class,
				OptionalDouble.class }) {
			assertThat(read(parser, type)).isNotNull()
				.isEqualTo(MAPPER.readValue("null", type))
				.isEqualTo(NullValues.ofMissing(MAPPER.constructType(type)));
		}
	}

	private static Object read(PacketParser parser, Class<?> type) {
		EncodedPacket encoded = parser.encode(Packet.event("/", "e", new Object[] { null }));
		ReceivedPacket received = encoded.binary() ? parser.decoder().binary(encoded.message())
				: parser.decoder().text(encoded.message());
		assertThat(received).isNotNull();
		return received.arguments().next(MAPPER.constructType(type));
	}

}
