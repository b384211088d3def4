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

package io.github.socketiospring.protocol.msgpack;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.VectorValues;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.POJONode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MsgPackPacketParserTests {

	/** Where this parser accepts less, and why. */
	private static final Map<String, String> DECODED_DIFFERENTLY = Map.of("msgpack.parser.decode.010",
			"reserved names are reserved here as well");

	private final MsgPackPacketParser parser = new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults());

	static Stream<Vectors.Vector> encoded() {
		return Vectors.of("msgpack.parser", "encode")
			.stream()
			.filter((vector) -> !vector.in().has("options") && !vector.in().toString().contains("$date"));
	}

	static Stream<Vectors.Vector> decoded() {
		return Vectors.of("msgpack.parser", "decode")
			.stream()
			.filter((vector) -> !DECODED_DIFFERENTLY.containsKey(vector.id()));
	}

	/**
	 * The order of keys varies and there are several forms of nothing, so what counts is
	 * that the reference's bytes and ours mean the same.
	 */
	@ParameterizedTest
	@MethodSource("encoded")
	void writesWhatTheReferenceWrites(Vectors.Vector vector) {
		byte[] reference = HexFormat.of().parseHex(vector.out().get(0).get("binHex").asString());
		EncodedPacket packet = this.parser.encode(VectorValues.packet(vector.in()));
		assertThat(packet.binary()).isTrue();
		assertThat(packet.attachments()).isEmpty();
		assertThat(MsgPackValues.read(packet.message(), 500)).isEqualTo(MsgPackValues.read(reference, 500));
	}

	@ParameterizedTest
	@MethodSource("decoded")
	void decodesAsTheReferenceDoes(Vectors.Vector vector) {
		PacketDecoder decoder = this.parser.decoder();
		if (vector.out().has("error")) {
			assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(decoder, vector))
				.withMessageStartingWith("Expected ");
			return;
		}
		assertThat(VectorValues.describe(decode(decoder, vector)))
			.isEqualTo(VectorValues.expected(vector.out().get("packets").get(0)));
	}

	@Test
	void refusesReservedEventNames() {
		byte[] packet = HexFormat.of().parseHex("83a47479706502a36e7370a12fa46461746191aa646973636f6e6e656374");
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> this.parser.decoder().binary(packet));
	}

	@Test
	void readsDatesAsTheirIsoForm() {
		byte[] value = HexFormat.of().parseHex("d7000000018bcfe5687b");
		assertThat(MsgPackValues.read(value, 500).asString()).isEqualTo("2023-11-14T22:13:20.123Z");
	}

	@ParameterizedTest
	@CsvSource({ "d6ff6553f100, 2023-11-14T22:13:20.000Z", "d6ffffffffff, 2106-02-07T06:28:15.000Z",
			"d7ff1d5353006553f100, 2023-11-14T22:13:20.123Z",
			"c70cff3b8b87c0ffffffffffffffff, 1969-12-31T23:59:59.999Z",
			"c70cff000000000000003afff44180, +010000-01-01T00:00:00.000Z",
			"d7ff000007d000000000, 1970-01-01T00:00:00.000000500Z",
			"c70cff00000000fffffff1868b8400, 0000-01-01T00:00:00.000Z" })
	void readsTimestampsOfServers(String hex, String date) {
		byte[] value = HexFormat.of().parseHex(hex);
		assertThat(MsgPackValues.read(value, 500, 1).asString()).isEqualTo(date);
		if (!date.startsWith("+") && !date.startsWith("0000")) {
			assertThat(MsgPackValues.write(new POJONode(Instant.parse(date)))).isEqualTo(value);
		}
	}

	@Test
	void readsNoMoreValuesThanAllowed() {
		byte[] three = HexFormat.of().parseHex("920102");
		assertThat(MsgPackValues.read(three, 500, 3)).hasSize(2);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> MsgPackValues.read(three, 500, 2))
			.withMessage("Expected fewer values");
	}

	@Test
	void convertsToTheDeclaredTypes() {
		EncodedPacket packet = this.parser
			.encode(Packet.event("/", "file", new Picture("a", new byte[] { 1, 2 }, Instant.EPOCH)));
		ReceivedPacket received = this.parser.decoder().binary(packet.message());
		assertThat(received).isNotNull();
		JavaType type = JsonMapper.shared().constructType(Picture.class);
		assertThat((Picture) received.arguments().next(type)).satisfies((picture) -> {
			assertThat(picture.name()).isEqualTo("a");
			assertThat(picture.data()).containsExactly(1, 2);
			assertThat(picture.taken()).isEqualTo(Instant.EPOCH);
		});
	}

	@Test
	void writesAnOffsetAsTheLastArgument() {
		EncodedPacket packet = this.parser.encode(Packet.event("/", "e", 1).withOffset("x"));
		assertThat(MsgPackValues.read(packet.message(), 500).get("data").toString()).isEqualTo("[\"e\",1,\"x\"]");
	}

	@Test
	void believesNoLengthThatTheMessageDoesNotHave() {
		for (String claim : List.of("c6ffffff00", "dbffffff00", "ddffffff00", "dfffffff00", "c9ffffff0000")) {
			assertThatExceptionOfType(PacketFormatException.class)
				.isThrownBy(() -> MsgPackValues.read(HexFormat.of().parseHex(claim), 500));
		}
	}

	@Test
	void refusesNamesThatAreNoNames() {
		for (String map : List.of("8180c3", "819001", "81d4000001", "81c001")) {
			assertThatExceptionOfType(PacketFormatException.class)
				.isThrownBy(() -> MsgPackValues.read(HexFormat.of().parseHex(map), 500));
		}
	}

	@Test
	void refusesNamespaceWithoutSlash() {
		byte[] packet = HexFormat.of().parseHex("82a47479706500a36e7370a161");
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> this.parser.decoder().binary(packet))
			.withMessage("Expected a namespace");
	}

	@Test
	void refusesNestingWithoutEnd() {
		byte[] deep = new byte[100_000];
		java.util.Arrays.fill(deep, (byte) 0x91);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> MsgPackValues.read(deep, 500));
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"a\",[[1]]]", "[\"a\",{\"b\":{\"c\":1}}]" })
	void limitsNestingOfAClient(String data) {
		byte[] packet = MsgPackValues
			.write(JsonMapper.shared().readTree("{\"type\":2,\"nsp\":\"/\",\"data\":" + data + "}"));
		assertThat(decoder(PacketLimits.builder().nestingDepth(3)).binary(packet)).isNotNull();
		assertThatExceptionOfType(PacketLimitException.class)
			.isThrownBy(() -> decoder(PacketLimits.builder().nestingDepth(2)).binary(packet))
			.withMessage("Expected at most 2 levels of arrays and maps")
			.extracting(PacketLimitException::limit)
			.isEqualTo(PacketLimit.NESTING_DEPTH);
	}

	@Test
	void limitsPayloadOfConnect() {
		byte[] packet = MsgPackValues
			.write(JsonMapper.shared().readTree("{\"type\":0,\"nsp\":\"/\",\"data\":{\"a\":1}}"));
		assertThat(decoder(PacketLimits.builder().authSize(packet.length)).binary(packet)).isNotNull();
		assertLimited(PacketLimit.AUTH_SIZE, PacketLimits.builder().authSize(packet.length - 1), packet);
	}

	@Test
	void limitsNamesOfAClient() {
		byte[] packet = MsgPackValues
			.write(JsonMapper.shared().readTree("{\"type\":2,\"nsp\":\"/1234\",\"data\":[\"abc\"]}"));
		assertThat(decoder(PacketLimits.builder().namespaceLength(5).eventNameLength(3)).binary(packet)).isNotNull();
		assertLimited(PacketLimit.NAMESPACE_LENGTH, PacketLimits.builder().namespaceLength(4), packet);
		assertLimited(PacketLimit.EVENT_NAME_LENGTH, PacketLimits.builder().eventNameLength(2), packet);
	}

	@Test
	void countsTheBytesOfANamespace() {
		byte[] packet = MsgPackValues.write(JsonMapper.shared().readTree("{\"type\":0,\"nsp\":\"/\u20ac\"}"));
		assertThat(decoder(PacketLimits.builder().namespaceLength(4)).binary(packet)).isNotNull();
		assertLimited(PacketLimit.NAMESPACE_LENGTH, PacketLimits.builder().namespaceLength(3), packet);
	}

	private static void assertLimited(PacketLimit limit, PacketLimits.Builder limits, byte[] packet) {
		assertThatExceptionOfType(PacketLimitException.class).isThrownBy(() -> decoder(limits).binary(packet))
			.extracting(PacketLimitException::limit)
			.isEqualTo(limit);
	}

	private static PacketDecoder decoder(PacketLimits.Builder limits) {
		return new MsgPackPacketParser(JsonMapper.shared(), limits.build()).decoder();
	}

	private static ReceivedPacket decode(PacketDecoder decoder, Vectors.Vector vector) {
		ReceivedPacket packet = vector.in().has("text")
				? decoder.text(vector.in().get("text").asString().getBytes(java.nio.charset.StandardCharsets.UTF_8))
				: decoder.binary(HexFormat.of().parseHex(vector.in().get("binHex").asString()));
		assertThat(packet).isNotNull();
		return packet;
	}

	record Picture(String name, byte[] data, Instant taken) {
	}

}
