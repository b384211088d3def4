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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.VectorValues;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import io.github.socketiospring.testsupport.Vectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get of a broadcast that came from another node.
 */
class ReceivedBroadcastTests {

	private final ClassicFrames frames = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	private final JsonPacketParser json = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());

	private final MsgPackPacketParser msgPack = new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults());

	static Stream<Vectors.Vector> inbound() {
		return Vectors.of("redis.redis-adapter", "inbound")
			.stream()
			.filter((vector) -> vector.out().get("c1").get("frames").size() > 0
					&& vector.out().get("c1").get("frames").toString().contains("[\\\""));
	}

	static Stream<JsonNode> exchanges() {
		return ClassicVectors.exchanges()
			.stream()
			.filter((vector) -> vector.path("delivered").has("b1")
					&& vector.get("id").asString().contains("broadcast"));
	}

	private Packet event(String namespace, byte[] frame) {
		ClassicChannels.Kind kind = ((frame[0] & 0xF0) == 0x90) ? ClassicChannels.Kind.BROADCAST
				: ClassicChannels.Kind.REQUEST;
		ClusterMessage message = this.frames.reader(namespace).frame(kind, frame).read().message();
		assertThat(message).isInstanceOf(ClusterMessage.Broadcast.class);
		return ((ClusterMessage.Broadcast) message).event();
	}

	@ParameterizedTest
	@MethodSource("inbound")
	void isTheTextThatTheReferenceSends(Vectors.Vector vector) {
		Packet event = event("/", HexFormat.of().parseHex(vector.in().get("payload").get("hex").asString()));
		EncodedPacket encoded = this.json.encode(event);
		List<String> sent = new ArrayList<>();
		sent.add("4" + new String(encoded.message(), StandardCharsets.UTF_8));
		encoded.attachments().forEach((attachment) -> sent.add(HexFormat.of().formatHex(attachment)));
		List<String> expected = vector.out()
			.get("c1")
			.get("frames")
			.valueStream()
			// Acknowledgement ids are those of the node.
			.map((frame) -> frame.isString() ? frame.asString().replaceFirst("^420", "42")
					: frame.get("hex").asString())
			.toList();
		assertThat(sent).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("exchanges")
	void isWhatClientsOfTheReferenceGet(JsonNode vector) {
		byte[] frame = Base64.getDecoder()
			.decode(vector.get("messages").get(0).get("payload").get("base64").asString());
		Packet event = event(vector.get("nsp").asString(), frame);
		JsonNode delivered = vector.get("delivered").get("b1").get(0);
		Object expected = Meanings.describe(java(delivered));
		assertThat(Meanings.describe(decode(this.json.encode(event)))).isEqualTo(expected);
		JsonNode data = MsgPackValues.read(this.msgPack.encode(event).message(), 500, Integer.MAX_VALUE).get("data");
		assertThat(Meanings.describe(data)).isEqualTo(expected);
	}

	private static @Nullable Object java(JsonNode tagged) {
		return VectorValues.toJava(tagged);
	}

	private static Object decode(EncodedPacket packet) {
		String text = new String(packet.message(), StandardCharsets.UTF_8);
		JsonNode data = JsonMapper.shared().readTree(text.substring(text.indexOf('[')));
		return withAttachments(data, packet.attachments());
	}

	private static Object withAttachments(JsonNode node, List<byte[]> attachments) {
		if (node.has("_placeholder")) {
			return attachments.get(node.get("num").asInt());
		}
		if (node.isArray()) {
			return node.valueStream().map((element) -> withAttachments(element, attachments)).toList();
		}
		if (node.isObject()) {
			Map<String, Object> map = new LinkedHashMap<>();
			node.properties()
				.forEach((property) -> map.put(property.getKey(), withAttachments(property.getValue(), attachments)));
			return map;
		}
		return node;
	}

	@ParameterizedTest
	@CsvSource({ "cb7ff8000000000000, null", "cb7ff0000000000000, null", "ca3fc00000, 1.5", "cb3ff0000000000000, 1",
			"cfffffffffffffffff, 18446744073709551615", "d38000000000000000, -9223372036854775808",
			"cb4415af1d78b58c40, 1.0E20", "d40000, null", "d6ff00000000, '\"1970-01-01T00:00:00.000Z\"'",
			"d700ffffffffffffffff, '\"1969-12-31T23:59:59.999Z\"'", "c70cff000000007fffffffffffffff, null",
			"d7007fffffffffffffff, null", "c70cff00000000ffffff8c8842e280, '\"-013746-08-08T00:53:20.000Z\"'" })
	void isWhatJavaScriptMakesOfAValue(String value, String expected) {
		byte[] frame = HexFormat.of().parseHex("93c082a47479706502a46461746192a165" + value + "80");
		EncodedPacket packet = this.json.encode(event("/", frame));
		assertThat(packet.message()).asString(StandardCharsets.UTF_8).isEqualTo("2[\"e\"," + expected + "]");
	}

	@Test
	void namesAnEventByANumber() {
		byte[] frame = HexFormat.of().parseHex("93c082a47479706502a46461746191cb402400000000000080");
		assertThat(this.json.encode(event("/", frame)).message()).asString(StandardCharsets.UTF_8)
			.isEqualTo("2[\"10\"]");
	}

	@Test
	void goesAsDeepAsThePacketsOfClients() {
		int depth = FrameLimits.DEFAULTS.depth() - 1;
		byte[] frame = HexFormat.of()
			.parseHex("93c082a47479706502a46461746192a165" + "91".repeat(depth - 1) + "90" + "80");
		assertThat(this.json.encode(event("/", frame)).message()).asString(StandardCharsets.UTF_8)
			.isEqualTo("2[\"e\"," + "[".repeat(depth) + "]".repeat(depth) + "]");
	}

}
