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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.protocol.ForwardedValue;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arguments of broadcasts go from the frames of other nodes to clients without a tree in
 * between. What clients get must be the same.
 */
class ForwardedBroadcastTests {

	private static final JsonMapper UNUSUAL = JsonMapper.builder()
		.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
		.enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
		.build();

	private static final JsonMapper SPARSE = JsonMapper.builder()
		.disable(JsonNodeFeature.WRITE_NULL_PROPERTIES)
		.disable(SerializationFeature.WRITE_EMPTY_JSON_ARRAYS)
		.build();

	private final BothWays ways = new BothWays(FrameLimits.DEFAULTS, JsonMapper.shared(), UNUSUAL, SPARSE);

	static Stream<ClassicVectors.Frame> vectors() {
		return ClassicVectors.frames().stream().filter((frame) -> !frame.isJson());
	}

	/** A broadcast to everybody with these arguments. */
	private static byte[] frame(String arguments) {
		return HexFormat.of().parseHex("93c082a47479706502a464617461" + arguments + "80");
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void isTheSameForEachVector(ClassicVectors.Frame frame) {
		this.ways.agree(frame.kind(), frame.bytes());
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void isTheSameForEachChangedVector(ClassicVectors.Frame frame) {
		Random random = new Random(frame.id().hashCode());
		for (int i = 0; i < 200; i++) {
			byte[] bytes = frame.bytes().clone();
			for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			if (bytes[0] != '{') {
				this.ways.agree(frame.kind(), bytes);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "92a165a0", "92a165a568656c6c6f", "92a165a2c328", "92a165a4f09f9880", "92a165d90161",
			"92a165c403010203", "92a165c400", "92a16590", "92a16580", "92a165c0", "92a165c3", "92a165d40000",
			"92a16591d40000", "92a16581a161d40000", "92a16591d6ff00000000", "92a16581d6ff0000000001",
			"92a16591d700ffffffffffffffff", "92a16591c70301010203", "92a16591cb8000000000000000",
			"92a165cb8000000000000000", "92a16591cb4024000000000000", "92a16591cfffffffffffffffff",
			"92a16591d38000000000000000", "92a16591cb7ff8000000000000", "92a16591ca3fc00000", "92a16582a16101a16102",
			"92a16582a161d40000a16102", "92a165820101a13102", "92a16581cb3ff000000000000001",
			"92a16582a2c32801a2c32802", "92a16582a2c3a401a2c3a402", "92a16591d90ac3a4c3a4c3a4c3a4c3a4",
			"93a165c4020102c4020304", "91cd0100", "91c0", "90", "92a165", "92a16581c001", "92a16581d4000001",
			"92aa646973636f6e6e656374a0" })
	void isTheSameFor(String arguments) {
		this.ways.agree(Kind.BROADCAST, frame(arguments));
	}

	static Stream<ShardedVectors.Frame> shardedVectors() {
		return ShardedVectors.frames().stream().filter((frame) -> !frame.isJson());
	}

	@ParameterizedTest
	@MethodSource("shardedVectors")
	void isTheSameForEachVectorOfTheShardedAdapter(ShardedVectors.Frame frame) {
		this.ways.agree(frame.bytes());
		Random random = new Random(frame.id().hashCode());
		for (int i = 0; i < 200; i++) {
			byte[] bytes = frame.bytes().clone();
			for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			if (bytes[0] != '{') {
				this.ways.agree(bytes);
			}
		}
	}

	@Test
	void isTheSameInFramesOfTheShardedAdapter() {
		String packet = map("type", "02", "data", "92a165" + map("a", "c4020102"));
		String data = map("packet", packet, "opts", "80");
		assertThat(this.ways.agree(bytes(map("type", "03", "data", data, "nsp", "a12f")))).isTrue();
		assertThat(this.ways.agree(bytes(map("data", data, "nsp", "a12f", "type", "03")))).isTrue();
		assertThat(this.ways.agree(bytes(map("type", "03", "data", data, "type", "04", "nsp", "a12f")))).isFalse();
	}

	@Test
	void isNestedAsDeepInFramesOfTheShardedAdapter() {
		FrameLimits limits = new FrameLimits(1000, 10, 1000, 10, 10, 10);
		BothWays limited = new BothWays(limits, JsonMapper.shared());
		for (int depth = 7; depth <= 12; depth++) {
			String packet = map("type", "02", "data", "92a165" + "91".repeat(depth - 1) + "90");
			String data = map("packet", packet, "opts", "80");
			assertThat(limited.agree(bytes(map("type", "03", "data", data, "nsp", "a12f")))).isEqualTo(depth < 10);
		}
	}

	/** Answers may look like the packets of events. */
	@Test
	void decodesAnswers() {
		String like = map("type", "02", "data", "92a16581a1610a");
		byte[] answer = bytes(map("type", "09", "requestId", "a131", "packet", like));
		assertThat(this.ways.agree(Kind.RESPONSE, answer)).isFalse();
		assertDecoded(new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false).reader("/")
			.frame(Kind.RESPONSE, answer));
		ShardedFrameReader sharded = new ShardedFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false).reader("/");
		String data = map("requestId", "a131", "packet", like);
		for (String frame : List.of(map("type", "0c", "data", data, "nsp", "a12f"),
				map("data", data, "nsp", "a12f", "type", "0c"),
				map("type", "03", "data", data, "nsp", "a12f", "type", "0c"))) {
			assertThat(this.ways.agree(bytes(frame))).isFalse();
			assertDecoded(sharded.frame(bytes(frame)));
		}
	}

	private static void assertDecoded(ClusterFrame frame) {
		assertThat(frame.read().message()).isInstanceOfSatisfying(ClusterMessage.ClientAnswer.class,
				(answer) -> assertThat(answer.arguments()).singleElement()
					.hasToString("{\"type\":2,\"data\":[\"e\",{\"a\":10}]}"));
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex);
	}

	/** A map with these names, and values in MessagePack, by turns. */
	private static String map(String... properties) {
		HexFormat hex = HexFormat.of();
		StringBuilder map = new StringBuilder(hex.toHexDigits((byte) (0x80 + properties.length / 2)));
		for (int i = 0; i < properties.length; i += 2) {
			byte[] name = properties[i].getBytes(StandardCharsets.UTF_8);
			map.append(hex.toHexDigits((byte) (0xa0 + name.length))).append(hex.formatHex(name));
			map.append(properties[i + 1]);
		}
		return map.toString();
	}

	@Test
	void isWellFormedInTheseTests() {
		assertThat(this.ways.agree(Kind.BROADCAST, frame("92a165a0"))).isTrue();
		assertThat(this.ways.agree(Kind.BROADCAST, frame("92a165"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 15, 16, 17, 40 })
	void isTheSameForManyNames(int count) {
		assertThat(this.ways.agree(Kind.BROADCAST, names(count, -1))).isTrue();
		for (int repeated = 0; repeated < count; repeated++) {
			assertThat(this.ways.agree(Kind.BROADCAST, names(count, repeated))).isTrue();
		}
	}

	private static byte[] names(int count, int repeated) {
		return packed((packer) -> {
			packer.packArrayHeader(2).packString("e");
			packer.packMapHeader((repeated < 0) ? count : count + 1);
			for (int i = 0; i < count; i++) {
				// Names with the hash code of others are different names all the same.
				packer.packString(((i % 2 == 0) ? "Aa" : "BB") + i / 2).packInt(i);
			}
			if (repeated >= 0) {
				packer.packString(((repeated % 2 == 0) ? "Aa" : "BB") + repeated / 2).packString("last");
			}
		});
	}

	private static byte[] packed(Packing arguments) {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packArrayHeader(3).packNil();
			packer.packMapHeader(2).packString("type").packInt(2).packString("data");
			arguments.pack(packer);
			packer.packMapHeader(0);
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static IntStream seeds() {
		return IntStream.range(0, 40);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void isTheSameForRandomValues(int seed) {
		Random random = new Random(seed);
		int broadcasts = 0;
		for (int i = 0; i < 50; i++) {
			byte[] frame = packed((packer) -> {
				int count = random.nextInt(4);
				packer.packArrayHeader(count + 1).packString("e");
				for (int argument = 0; argument < count; argument++) {
					value(random, packer, 0);
				}
			});
			broadcasts += this.ways.agree(Kind.BROADCAST, frame) ? 1 : 0;
		}
		assertThat(broadcasts).isGreaterThan(10);
	}

	private static void value(Random random, MessageBufferPacker packer, int depth) throws IOException {
		switch (random.nextInt((depth < 4) ? 14 : 11)) {
			case 0 -> packer.packNil();
			case 1 -> packer.packBoolean(random.nextBoolean());
			case 2 -> packer.packLong(random.nextLong() >> random.nextInt(64));
			case 3 -> packer.packBigInteger(BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(random.nextInt())));
			case 4 -> packer.packDouble(random.nextBoolean() ? random.nextInt(10) : random.nextDouble() * 1e20);
			case 5 -> packer.packFloat(random.nextBoolean() ? -0f : random.nextFloat());
			case 6 -> packer.packString(text(random));
			case 7 -> {
				byte[] bytes = new byte[random.nextInt(5)];
				random.nextBytes(bytes);
				packer.packBinaryHeader(bytes.length).writePayload(bytes);
			}
			case 8 -> packer.packTimestamp(Instant.ofEpochMilli(random.nextLong() >> random.nextInt(16, 60)));
			case 9 -> packer.packExtensionTypeHeader((byte) 0, 1).writePayload(new byte[1]);
			case 10 -> {
				byte[] bytes = text(random).getBytes(StandardCharsets.UTF_16);
				packer.packRawStringHeader(bytes.length).writePayload(bytes);
			}
			case 11 -> {
				int size = random.nextInt(5);
				packer.packArrayHeader(size);
				for (int i = 0; i < size; i++) {
					value(random, packer, depth + 1);
				}
			}
			default -> {
				int size = random.nextInt(6);
				packer.packMapHeader(size);
				for (int i = 0; i < size; i++) {
					if (random.nextInt(20) == 0) {
						packer.packInt(random.nextInt(3));
					}
					else {
						packer.packString(text(random));
					}
					value(random, packer, depth + 1);
				}
			}
		}
	}

	private static String text(Random random) {
		List<String> parts = List.of("", "a", "1", "key", "\"", "\n", "ä", "\uD83D\uDE00", "\u2028", "/");
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(3); i > 0; i--) {
			text.append(parts.get(random.nextInt(parts.size())));
		}
		return (random.nextInt(10) == 0) ? text.toString().repeat(20) : text.toString();
	}

	@ParameterizedTest
	@ValueSource(ints = { 17, 18, 19, 20 })
	void allowsAsManyValues(int values) {
		FrameLimits limits = new FrameLimits(1000, 10, values, 10, 10, 10);
		BothWays limited = new BothWays(limits, JsonMapper.shared());
		byte[] frame = frame("92a16583a16101a16293c0c0c0a163c0");
		assertThat(limited.agree(Kind.BROADCAST, frame)).isEqualTo(values >= 19);
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 9, 10, 11 })
	void isNestedAsDeep(int depth) {
		FrameLimits limits = new FrameLimits(1000, 10, 1000, 10, 10, 10);
		BothWays limited = new BothWays(limits, JsonMapper.shared());
		byte[] arrays = frame("92a165" + "91".repeat(depth - 1) + "90");
		assertThat(limited.agree(Kind.BROADCAST, arrays)).isEqualTo(depth < 10);
		byte[] maps = frame("92a165" + "81a161".repeat(depth - 1) + "80");
		assertThat(limited.agree(Kind.BROADCAST, maps)).isEqualTo(depth < 10);
	}

	@Test
	void refusesMoreArgumentsThanThereCanBe() {
		byte[] frame = frame("dd7fffffffa165");
		assertThat(this.ways.agree(Kind.BROADCAST, frame)).isFalse();
	}

	@Test
	void decodesNoArgumentOfTheShardedAdapter() {
		String packet = map("type", "02", "data", "92a16581a1610a");
		byte[] frame = bytes(map("type", "03", "data", map("packet", packet, "opts", "80"), "nsp", "a12f"));
		ClusterMessage.Broadcast broadcast = (ClusterMessage.Broadcast) new ShardedFrames(JsonMapper.shared(),
				FrameLimits.DEFAULTS, false)
			.reader("/")
			.frame(frame)
			.read()
			.message();
		assertThat(broadcast).isNotNull();
		assertThat(((Object[]) broadcast.event().data())[1]).isInstanceOfSatisfying(ForwardedValue.class,
				(forwarded) -> assertThat(forwarded.tree()).hasToString("{\"a\":10}"));
	}

	@Test
	void decodesNoArgument() {
		ClassicFrames frames = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);
		ClusterMessage.Broadcast broadcast = (ClusterMessage.Broadcast) frames.reader("/")
			.frame(Kind.BROADCAST, frame("95a165a26869c4010181a16101910a"))
			.read()
			.message();
		assertThat(broadcast).isNotNull();
		Object[] data = (Object[]) broadcast.event().data();
		assertThat(Arrays.asList(data).subList(1, 5))
			.allSatisfy((argument) -> assertThat(argument).isInstanceOf(ForwardedValue.class));
		assertThat(((ForwardedValue) data[3]).tree()).hasToString("{\"a\":1}");
		JsonPacketParser parser = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		assertThat(parser.encode(broadcast.event()).message()).asString(StandardCharsets.UTF_8)
			.isEqualTo("51-[\"e\",\"hi\",{\"_placeholder\":true,\"num\":0},{\"a\":1},[10]]");
	}

	/**
	 * Writes a part of a frame.
	 */
	@FunctionalInterface
	private interface Packing {

		void pack(MessageBufferPacker packer) throws IOException;

	}

}
