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

package io.github.socketiospring.protocol.json;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.VectorValues;
import io.github.socketiospring.testsupport.Vectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonPacketParserTests {

	/** Where this parser writes other output than Node.js, and why. */
	private static final Map<String, String> ENCODED_DIFFERENTLY = Map.of("sio5.parser.encode.022",
			"times have no fraction when it is zero", "sio5.parser.encode.023",
			"hexadecimal digits of escapes are upper case", "sio5.parser.encode.024", "event names are text",
			"sio5.parser.encode.028", "times have no fraction when it is zero", "sio5.parser.encode.030",
			"numbers look like those of Java");

	/** Where this parser is stricter than Node.js, which does not affect clients. */
	private static final Map<String, String> DECODED_DIFFERENTLY = Map.of("sio5.parser.decode.045",
			"ids have at most 18 digits", "sio5.parser.decode.046", "white space is no id", "sio5.parser.decode.074",
			"a count is made of digits", "sio5.parser.decode.085", "a fraction is no number of an attachment",
			"sio5.parser.decode.079", "an attachment is not repeated", "sio5.parser.decode.101",
			"an empty message is no packet");

	/** White space is an id of 0 to the reference, and none here. */
	private static final String BLANK_ID = "sio5.parser.decode.047";

	private final JsonPacketParser parser = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());

	static Stream<Vectors.Vector> encoded() {
		return Vectors.of("sio5.parser", "encode")
			.stream()
			.filter((vector) -> !ENCODED_DIFFERENTLY.containsKey(vector.id()));
	}

	static Stream<Vectors.Vector> decoded() {
		return Vectors.of("sio5.parser", "decode")
			.stream()
			.filter((vector) -> !DECODED_DIFFERENTLY.containsKey(vector.id()))
			.filter((vector) -> !vector.id().equals(BLANK_ID));
	}

	@ParameterizedTest
	@MethodSource("encoded")
	void encodesAsTheReferenceDoes(Vectors.Vector vector) {
		EncodedPacket packet = this.parser.encode(VectorValues.packet(vector.in()));
		List<String> frames = new ArrayList<>(List.of(text(packet)));
		packet.attachments().forEach((attachment) -> frames.add(HexFormat.of().formatHex(attachment)));
		assertThat(frames).isEqualTo(vector.out()
			.valueStream()
			.map((frame) -> frame.has("text") ? frame.get("text").asString() : frame.get("binHex").asString())
			.toList());
	}

	@ParameterizedTest
	@MethodSource("decoded")
	void decodesAsTheReferenceDoes(Vectors.Vector vector) {
		PacketDecoder decoder = this.parser.decoder();
		List<Map<String, @Nullable Object>> packets = new ArrayList<>();
		boolean refused = false;
		for (JsonNode frame : vector.in()) {
			try {
				ReceivedPacket packet = decode(decoder, frame);
				if (packet != null) {
					packets.add(VectorValues.describe(packet));
				}
			}
			catch (PacketFormatException ex) {
				assertThat(ex).hasMessageStartingWith("Expected ");
				refused = true;
			}
		}
		assertThat(refused).as("refused").isEqualTo(vector.out().has("error"));
		assertThat(packets).isEqualTo(vector.out().get("packets").valueStream().map(VectorValues::expected).toList());
	}

	static Set<String> strictlyDecoded() {
		return DECODED_DIFFERENTLY.keySet();
	}

	@ParameterizedTest
	@MethodSource("strictlyDecoded")
	void refusesWhatNoClientSends(String id) {
		JsonNode in = Vectors.of("sio5.parser", "decode")
			.stream()
			.filter((vector) -> vector.id().equals(id))
			.findFirst()
			.orElseThrow()
			.in();
		PacketDecoder decoder = this.parser.decoder();
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> in.forEach((frame) -> decode(decoder, frame)));
	}

	@Test
	void limitsAttachmentsOfAClient() {
		PacketDecoder decoder = decoder(PacketLimits.builder().attachments(2));
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(bytes("53-[\"a\"]")))
			.withMessage("Expected 1 to 2 attachments, got 3");
	}

	@Test
	void limitsPayloadOfConnect() {
		PacketDecoder decoder = decoder(PacketLimits.builder().authSize(8));
		assertThat(decoder.text(bytes("0{\"ab\":1}"))).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(bytes("0{\"abc\":1}")))
			.withMessage("Expected a payload of CONNECT of at most 8 bytes, got 9");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"a\",[[1]]]", "2[\"a\",{\"b\":{\"c\":1}}]", "0{\"a\":[[[1]]]}",
			"51-[\"a\",[[{\"_placeholder\":true,\"num\":0}]]]", "3[[[1]]]" })
	void limitsNestingOfAClient(String packet) {
		int depth = (packet.startsWith("2") || packet.startsWith("3")) ? 3 : 4;
		assertThat(JsonPacketParserTests.depth(packet, depth)).isEqualTo("taken");
		assertThat(JsonPacketParserTests.depth(packet, depth - 1))
			.isEqualTo("Expected at most " + (depth - 1) + " levels of arrays and objects");
	}

	private static PacketDecoder decoder(PacketLimits.Builder limits) {
		return new JsonPacketParser(JsonMapper.shared(), limits.build()).decoder();
	}

	private static String depth(String packet, int limit) {
		PacketDecoder decoder = decoder(PacketLimits.builder().nestingDepth(limit));
		try {
			ReceivedPacket received = decoder.text(bytes(packet));
			if (received == null) {
				received = decoder.binary(new byte[0]);
			}
			assertThat(received).isNotNull();
			received.arguments().finish();
			return "taken";
		}
		catch (PacketLimitException ex) {
			assertThat(ex.limit()).isEqualTo(PacketLimit.NESTING_DEPTH);
			return ex.getMessage();
		}
	}

	@Test
	void limitsNestingWhereAnArgumentIsReadIntoAnObject() {
		ReceivedPacket packet = decoder(PacketLimits.builder().nestingDepth(3)).text(bytes("2[\"a\",[[[1]]]]"));
		assertThat(packet).isNotNull();
		assertThatExceptionOfType(PacketLimitException.class)
			.isThrownBy(() -> packet.arguments().next(JsonMapper.shared().constructType(Object.class)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"a\",secret]", "0{secret}", "2[\"a\",1e]secret", "2[\"a\"]secret" })
	void quotesNothingOfAMalformedPacket(String packet) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> this.parser.decoder().text(bytes(packet)).arguments().finish())
			.withMessageStartingWith("Expected ")
			.withMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "51-", "510-", "51-/admin,", "51-12", "51- ", "61-", "0 ", "4 " })
	void refusesAPacketThatEndsBeforeItsPayload(String packet) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> this.parser.decoder().text(packet.getBytes(StandardCharsets.UTF_8)))
			.withMessageStartingWith("Expected ");
	}

	@Test
	void limitsNamesOfAClient() {
		PacketDecoder decoder = decoder(PacketLimits.builder().namespaceLength(5).eventNameLength(3));
		assertThat(decoder.text(bytes("0/1234,"))).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(bytes("0/12345,")));
		assertThat(decoder.text(bytes("2[\"abc\"]"))).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(bytes("2[\"abcd\"]")));
	}

	@Test
	void refusesToSendMoreBinaryValuesThanClientsTake() {
		byte[][] values = new byte[11][1];
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.parser.encode(Packet.event("/", "e", (Object[]) values)))
			.withMessageContaining("11 binary values")
			.withMessageContaining("at most 10");
	}

	@Test
	void writesWhatJavaScriptCannotSayAsNull() {
		assertThat(text(Packet.event("/", "odd", Double.NaN, Float.POSITIVE_INFINITY, List.of(Double.NaN))))
			.isEqualTo("2[\"odd\",null,null,[null]]");
		assertThat(text(
				Packet.event("/", "odd", new double[] { Double.NaN, 1.5 }, new float[] { Float.NEGATIVE_INFINITY, 2 },
						Map.of("at", new double[] { Double.POSITIVE_INFINITY }), new double[0])))
			.isEqualTo("2[\"odd\",[null,1.5],[null,2.0],{\"at\":[null]},[]]");
	}

	@Test
	void writesTimesAsIsoText() {
		assertThat(text(Packet.event("/", "at", Instant.EPOCH, Map.of("at", Instant.ofEpochMilli(1)))))
			.isEqualTo("2[\"at\",\"1970-01-01T00:00:00Z\",{\"at\":\"1970-01-01T00:00:00.001Z\"}]");
	}

	@Test
	void escapesLoneSurrogates() {
		assertThat(text(Packet.event("/", "uni", "\u00e9\ud83d\ude00", "\ud83d")))
			.isEqualToIgnoringCase("2[\"uni\",\"\u00e9\ud83d\ude00\",\"\\ud83d\"]");
	}

	@Test
	void findsBinaryValuesInsideRecordsAndBuffers() {
		ByteBuffer slice = ByteBuffer.wrap(new byte[] { 0, 1, 2, 3 }, 1, 2).slice();
		EncodedPacket packet = this.parser.encode(Packet.event("/", "file", new Picture("a", new byte[] { 9 }), slice));
		assertThat(text(packet)).isEqualTo("52-[\"file\",{\"name\":\"a\",\"data\":{\"_placeholder\":true,\"num\":0}},"
				+ "{\"_placeholder\":true,\"num\":1}]");
		assertThat(packet.attachments()).containsExactly(new byte[] { 9 }, new byte[] { 1, 2 });
	}

	@Test
	void writesLargePackets() {
		String large = "x".repeat(100_000);
		assertThat(text(Packet.event("/", "large", large))).isEqualTo("2[\"large\",\"" + large + "\"]");
		assertThat(text(Packet.event("/", "large", large, new byte[0])))
			.isEqualTo("51-[\"large\",\"" + large + "\",{\"_placeholder\":true,\"num\":0}]");
	}

	@Test
	void readsArgumentsIntoTheirTypes() {
		ArgumentReader arguments = decode("2[\"e\",{\"name\":\"a\",\"data\":\"AQI=\"},[1,2],null,\"text\",7]");
		Picture picture = (Picture) arguments.next(type(Picture.class));
		assertThat(picture.name()).isEqualTo("a");
		assertThat(picture.data()).containsExactly(1, 2);
		assertThat(arguments.next(JsonMapper.shared().getTypeFactory().constructCollectionType(List.class, Long.class)))
			.isEqualTo(List.of(1L, 2L));
		assertThat(arguments.next(type(String.class))).isNull();
		assertThat(arguments.next(type(String.class))).isEqualTo("text");
		assertThat(arguments.next(type(int.class))).isEqualTo(7);
		assertThat(arguments.hasNext()).isFalse();
	}

	@Test
	void handsAttachmentsOverWithoutACopy() {
		byte[] attachment = { 5, 6 };
		ArgumentReader arguments = decode("51-[\"e\",{\"name\":\"a\",\"data\":{\"_placeholder\":true,\"num\":0}}]",
				attachment);
		assertThat(((Picture) arguments.next(type(Picture.class))).data()).isSameAs(attachment);
	}

	@Test
	void goesOnBehindAnArgumentThatDoesNotFit() {
		ArgumentReader arguments = decode(
				"2[\"e\",{\"name\":[{\"deep\":[1]}],\"data\":1},\"x\",{\"name\":\"b\"},\"end\"]");
		assertThatExceptionOfType(ArgumentConversionException.class)
			.isThrownBy(() -> arguments.next(type(Picture.class)))
			.satisfies((ex) -> assertThat(ex.index()).isZero());
		assertThatExceptionOfType(ArgumentConversionException.class).isThrownBy(() -> arguments.next(type(int.class)));
		assertThat(((Picture) arguments.next(type(Picture.class))).name()).isEqualTo("b");
		assertThat(arguments.next(type(String.class))).isEqualTo("end");
		arguments.finish();
	}

	@Test
	void refusesNestingWithoutEnd() {
		String deep = "[".repeat(100_000);
		ArgumentReader arguments = decode("2[\"e\"," + deep);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(arguments::finish);
		ArgumentReader beside = decode("51-[\"e\",{\"_placeholder\":true,\"num\":0}," + deep + "]", new byte[0]);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(beside::finish);
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> this.parser.decoder().text(bytes("51-[\"e\"," + deep)));
	}

	@Test
	void parsesNothingBeforeTheAttachmentsAreThere() {
		AtomicInteger trees = new AtomicInteger();
		JsonMapper mapper = JsonMapper.builder().nodeFactory(new JsonNodeFactory() {

			@Override
			public ObjectNode objectNode() {
				trees.incrementAndGet();
				return super.objectNode();
			}

		}).build();
		PacketDecoder decoder = new JsonPacketParser(mapper, PacketLimits.defaults()).decoder();
		// Not written as JavaScript does.
		assertThat(decoder.text(bytes("51-[\"e\",{ \"_placeholder\":true,\"num\":0},{},{}]"))).isNull();
		assertThat(trees).hasValue(0);
		assertThat(decoder.binary(new byte[1])).isNotNull();
		assertThat(trees).hasValue(3);
	}

	@Test
	void takesNoIdFromWhiteSpace() {
		ReceivedPacket packet = this.parser.decoder().text(bytes("2\n[\"a\"]"));
		assertThat(packet).extracting(ReceivedPacket::id).isEqualTo(Packet.NO_ID);
	}

	@Test
	void noticesMalformedArgumentsLate() {
		ArgumentReader arguments = decode("2[\"e\",1,{\"a\":}]");
		assertThat(arguments.next(type(int.class))).isEqualTo(1);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(arguments::finish);
	}

	private ArgumentReader decode(String text, byte[]... attachments) {
		PacketDecoder decoder = this.parser.decoder();
		ReceivedPacket packet = decoder.text(bytes(text));
		for (byte[] attachment : attachments) {
			assertThat(packet).isNull();
			packet = decoder.binary(attachment);
		}
		assertThat(packet).isNotNull();
		return packet.arguments();
	}

	private static @Nullable ReceivedPacket decode(PacketDecoder decoder, JsonNode frame) {
		ReceivedPacket packet = frame.has("text") ? decoder.text(bytes(frame.get("text").asString()))
				: decoder.binary(HexFormat.of().parseHex(frame.get("binHex").asString()));
		if (packet != null) {
			// Malformed data after the head is detected when the arguments are read.
			packet.arguments().hasNext();
			if (Collections.disjoint(List.of(PacketType.EVENT, PacketType.ACK), List.of(packet.type()))) {
				packet.arguments().finish();
			}
		}
		return packet;
	}

	private String text(Packet packet) {
		return text(this.parser.encode(packet));
	}

	private static String text(EncodedPacket packet) {
		return new String(packet.message(), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void readsArgumentsOfNoParticularType() {
		ReceivedPacket packet = this.parser.decoder()
			.text("2[\"e\",{\"a\":[1,\"b\",null]},[true],2.5]".getBytes(StandardCharsets.UTF_8));
		assertThat(packet.arguments().next(type(Object.class))).isEqualTo(Map.of("a", Arrays.asList(1, "b", null)));
		assertThat(packet.arguments().next(type(List.class))).isEqualTo(List.of(true));
		assertThat(packet.arguments().next(type(Object.class))).isEqualTo(2.5);
		packet.arguments().finish();
	}

	private static JavaType type(Class<?> type) {
		return JsonMapper.shared().constructType(type);
	}

	record Picture(String name, byte[] data) {
	}

}
