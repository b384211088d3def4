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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Arguments that are read later are equal to those that are read at once.
 */
class KeptArgumentsTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final String LONG_NUMBER = "1".repeat(2000);

	private static final PacketParser JSON = new JsonPacketParser(MAPPER, PacketLimits.defaults());

	private static final PacketParser MSGPACK = new MsgPackPacketParser(MAPPER, PacketLimits.defaults());

	static Stream<EncodedPacket> packets() {
		List<byte[]> attachments = List.of(new byte[] { 1, 2, 3 }, new byte[] { 4 });
		Packet binary = Packet.event("/", "e", 1, Map.of("a", attachments.get(0)), "x", attachments.get(1));
		return Stream.of(text("2[\"e\"]"), text("2/adm,7[\"e\",1,\"two\",[3],{\"four\":null},null]"), text("2"),
				text("37[1,[2]]"), text("37[]"), text("2[1,2]"), text("2[\"e\"," + LONG_NUMBER + ",2]"),
				text("2[\"e\",[" + LONG_NUMBER + "],{\"a\":" + LONG_NUMBER + "}]"), JSON.encode(binary),
				new EncodedPacket(false, JSON.encode(Packet.ack("/", 7, attachments.get(0))).message(),
						attachments.subList(0, 1)),
				// Not written as JavaScript does.
				new EncodedPacket(false,
						bytes("52-[\"e\",{ \"num\":1,\"_placeholder\":true},[{ \"num\":0,"
								+ "\"_placeholder\":true}],\"x\"]"),
						attachments),
				new EncodedPacket(false, bytes("51-[\"e\",{ \"num\":0,\"_placeholder\":true}," + LONG_NUMBER + "]"),
						attachments.subList(0, 1)),
				MSGPACK.encode(binary), MSGPACK.encode(Packet.event("/", "e")),
				MSGPACK.encode(Packet.ack("/", 7, "a", Map.of("b", 2L))));
	}

	private static EncodedPacket text(String text) {
		return new EncodedPacket(false, bytes(text), List.of());
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static ReceivedPacket decode(EncodedPacket packet) {
		return ReceivedMessages.decode(packet, (packet.binary() ? MSGPACK : JSON).decoder());
	}

	@ParameterizedTest
	@MethodSource("packets")
	void readAsTheyWouldHaveBeenAtOnce(EncodedPacket packet) {
		for (Class<?> type : List.of(JsonNode.class, Object.class, int.class, String.class, List.class, byte[].class)) {
			KeptArguments kept = decode(packet).arguments().keep();
			List<String> atOnce = read(decode(packet).arguments(), type);
			assertThat(read(kept.reader(), type)).as(type.getName()).isEqualTo(atOnce);
			assertThat(read(kept.reader(), type)).as(type.getName() + " again").isEqualTo(atOnce);
			assertThat(read(kept.reader().keep().reader(), type)).as(type.getName() + " kept again").isEqualTo(atOnce);
		}
	}

	private static List<String> read(ArgumentReader reader, Class<?> type) {
		JavaType javaType = MAPPER.constructType(type);
		Stream.Builder<String> outcomes = Stream.builder();
		while (reader.hasNext()) {
			try {
				outcomes.add(MAPPER.writeValueAsString(reader.next(javaType)));
			}
			catch (ArgumentConversionException ex) {
				outcomes.add(ex.index() + " " + ex.reason());
			}
		}
		return outcomes.build().toList();
	}

	@ParameterizedTest
	@MethodSource("packets")
	void weighWhatTheirMessagesWeigh(EncodedPacket packet) {
		long attached = packet.attachments().stream().mapToLong((attachment) -> attachment.length).sum();
		ArgumentReader arguments = decode(packet).arguments();
		boolean none = arguments == NoArguments.INSTANCE;
		boolean unreadable = new String(packet.message(), StandardCharsets.UTF_8).contains(LONG_NUMBER);
		assertThat(arguments.keep().size()).isEqualTo(none ? 0 : packet.message().length + (unreadable ? 0 : attached));
		assertThat(arguments.hasNext()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"e\",}", "2[\"e\",1", "2[\"e\"]x", "2[\"e\",[1}]", "2[\"e\",[]]]" })
	void areWellFormed(String message) {
		ArgumentReader arguments = decode(text(message)).arguments();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(arguments::keep)
			.withMessageStartingWith("Expected");
	}

	@Test
	void areNotNestedTooDeep() {
		ArgumentReader arguments = decode(text("2[\"e\"," + "[".repeat(2000) + "]".repeat(2000) + "]")).arguments();
		assertThatExceptionOfType(PacketLimitException.class).isThrownBy(arguments::keep)
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(PacketLimit.NESTING_DEPTH));
	}

	@Test
	void ofOtherParsersWaitAsTrees() {
		List<JsonNode> trees = List.of(MAPPER.readTree("{\"a\":[1,\"text\"]}"),
				MAPPER.getNodeFactory().binaryNode(new byte[1000]));
		KeptArguments kept = new TreeArgumentReader(trees, MAPPER).keep();
		assertThat(kept.size()).isBetween(1000L, 2000L);
		assertThat(read(kept.reader(), Object.class)).hasSize(2).first().isEqualTo("{\"a\":[1,\"text\"]}");
	}

}
