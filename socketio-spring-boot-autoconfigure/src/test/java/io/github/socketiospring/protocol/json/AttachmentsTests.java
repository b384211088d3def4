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

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import io.github.socketiospring.protocol.json.jackson.MessageJsonParser;
import io.github.socketiospring.protocol.json.jackson.Placeholders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for attachments of received packets. Placeholders in the form that JavaScript
 * writes are read from the stream, others from a tree, with the same result.
 */
class AttachmentsTests {

	private static final JsonMapper JACKSON = JsonMapper.shared();

	private static final String USUAL = "{\"_placeholder\":true,\"num\":%s}";

	private static final List<byte[]> ATTACHMENTS = List.of("first".getBytes(StandardCharsets.UTF_8), new byte[0],
			"third".getBytes(StandardCharsets.UTF_8));

	private final JsonSource source = new JsonSource(JACKSON, 100);

	/**
	 * What an argument looks like, 0 to 2 being placeholders, and what it is read into.
	 */
	static Stream<Arguments> readable() {
		List<JavaType> whole = types(byte[].class, ByteBuffer.class, Object.class, JsonNode.class, String.class,
				int.class, Boolean.class, Map.class, Held.class);
		return Stream.of(argument("0", whole), argument("null", whole),
				argument("[0,1,[2]]", types(Object.class, JsonNode.class, List.class)),
				argument("[0,\"text\",2]", types(Object.class, JsonNode.class, String[].class, Object[].class)),
				argument("[2,1,0]", List.of(JACKSON.constructType(new TypeReference<List<byte[]>>() {
				}), JACKSON.constructType(new TypeReference<List<String>>() {
				}), JACKSON.constructType(new TypeReference<List<ByteBuffer>>() {
				}))), argument("{\"a\":0,\"b\":{\"c\":[1]},\"d\":2}", types(Object.class, JsonNode.class, Map.class)),
				argument("{\"a\":1,\"b\":0}", List.of(JACKSON.constructType(new TypeReference<Map<String, byte[]>>() {
				}), JACKSON.constructType(new TypeReference<Map<String, String>>() {
				}))),
				argument("{\"name\":\"n\",\"data\":0,\"more\":[1,2],\"unknown\":{}}",
						types(Held.class, JsonNode.class)),
				argument("{\"name\":0,\"data\":2}", types(Held.class)), argument("{\"count\":0}", types(Counted.class)),
				argument("{\"total\":0}", types(Counted.class)), argument("{\"sure\":0}", types(Counted.class)),
				argument("{\"text\":0}", types(Counted.class)),
				argument("{\"count\":1,\"held\":{\"data\":0}}", types(Counted.class)),
				argument("{\"other\":0,\"data\":2,\"name\":\"n\"}", types(Unwrapped.class)),
				argument("{\"data\":0,\"kind\":\"sound\"}", types(Media.class)))
			.flatMap((arguments) -> arguments);
	}

	private static Stream<Arguments> argument(String json, List<JavaType> types) {
		return types.stream().map((type) -> Arguments.of(json, type));
	}

	private static List<JavaType> types(Class<?>... classes) {
		return Stream.of(classes).map(JACKSON::constructType).toList();
	}

	@ParameterizedTest
	@MethodSource("readable")
	void readsUsualPlaceholdersAsOthers(String argument, JavaType type) {
		String usual = withPlaceholders(argument, USUAL);
		assertThat(Placeholders.areUsual(bytes(usual), 0, ATTACHMENTS.size())).isTrue();
		Object expected = read(withPlaceholders(argument, "{\"num\":%s,\"_placeholder\":true}"), type);
		assertThat(read(usual, type)).usingRecursiveComparison().isEqualTo(expected);
		assertThat(read(withPlaceholders(argument, " {\"_placeholder\":true,\"num\":%s,\"more\":1} "), type))
			.usingRecursiveComparison()
			.isEqualTo(expected);
	}

	/**
	 * Read an argument between others.
	 * @param argument the argument
	 * @param type its type
	 * @return the value, or that there is none
	 */
	private static @Nullable Object read(String argument, JavaType type) {
		ArgumentReader arguments = decode("53-[\"e\",\"before\"," + argument + ",{\"behind\":[1]}]");
		assertThat(arguments.next(JACKSON.constructType(String.class))).isEqualTo("before");
		Object value = null;
		try {
			value = arguments.next(type);
		}
		catch (ArgumentConversionException ex) {
			value = "argument " + ex.index() + " does not fit";
		}
		assertThat(arguments.next(JACKSON.constructType(Object.class))).isEqualTo(Map.of("behind", List.of(1)));
		assertThat(arguments.hasNext()).isFalse();
		arguments.finish();
		return value;
	}

	@Test
	void areDroppedWhenNobodyWillTakeTheirPacket() {
		PacketDecoder decoder = new JsonPacketParser(JACKSON, PacketLimits.defaults()).decoder((namespace) -> false);
		assertThat(decoder.text(bytes("53-/adm,7[\"a\"," + USUAL.formatted(0) + "]"))).isNull();
		assertThat(decoder.isKeeping()).isFalse();
		byte[] attachment = new byte[1000];
		assertThat(decoder.binary(attachment)).isNull();
		WeakReference<byte[]> dropped = new WeakReference<>(attachment);
		attachment = null;
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
			System.gc();
			return dropped.get() == null;
		});
		assertThat(decoder.binary(new byte[0])).isNull();
		ReceivedPacket packet = decoder.binary(new byte[0]);
		assertThat(packet).isNotNull();
		assertThat(packet.type()).isEqualTo(PacketType.EVENT);
		assertThat(packet.namespace()).isEqualTo("/adm");
		assertThat(packet.id()).isEqualTo(7);
	}

	@Test
	void areMalformedWhenTheirPacketIsTakenMeanwhile() {
		AtomicBoolean taken = new AtomicBoolean();
		PacketDecoder decoder = new JsonPacketParser(JACKSON, PacketLimits.defaults())
			.decoder((namespace) -> taken.get());
		decoder.text(bytes("51-[\"a\"," + USUAL.formatted(0) + "]"));
		taken.set(true);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.binary(new byte[1]));
	}

	@Test
	void ofMalformedPacketsAreRefusedAtOnce() {
		PacketDecoder decoder = new JsonPacketParser(JACKSON, PacketLimits.defaults()).decoder((namespace) -> false);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decoder.text(bytes("51-{}")));
	}

	@Test
	void countsMoreThanAnIntegerHolds() {
		byte[] json = new byte[3 * 21_000_000 + 1];
		for (int i = 0; i + 2 < json.length; i += 3) {
			json[i] = '[';
			json[i + 1] = ']';
			json[i + 2] = ',';
		}
		System.arraycopy(json, 0, json, 1, json.length - 2);
		json[0] = '[';
		json[json.length - 1] = ']';
		MessageJsonParser parser = (MessageJsonParser) this.source.parser(json, 0);
		while (parser.nextToken() != null) {
			// The cost of each token is added up.
		}
		assertThat(parser.cost()).isGreaterThan(Integer.MAX_VALUE);
	}

	@Test
	void putsAttachmentsInPlaceForEveryWayToAskForAToken() {
		String json = withPlaceholders("[0,{\"a\":0,\"b\":1,\"c\":2,\"d\":{\"e\":1}},2,0,1]", USUAL);
		MessageJsonParser parser = (MessageJsonParser) this.source.parser(bytes(json), 0);
		parser.attach(ATTACHMENTS);
		parser.nextToken();
		assertThat(parser.nextStringValue()).isNull();
		assertThat(parser.getBinaryValue()).isSameAs(ATTACHMENTS.get(0));
		assertThat(parser.getString()).isEqualTo("Zmlyc3Q=");
		assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
		assertThat(parser.getEmbeddedObject()).isNull();
		assertThat(parser.nextName()).isEqualTo("a");
		assertThat(parser.nextIntValue(7)).isEqualTo(7);
		assertThat(parser.getEmbeddedObject()).isSameAs(ATTACHMENTS.get(0));
		assertThat(parser.nextName()).isEqualTo("b");
		assertThat(parser.nextLongValue(8)).isEqualTo(8);
		assertThat(parser.getEmbeddedObject()).isSameAs(ATTACHMENTS.get(1));
		assertThat(parser.nextName()).isEqualTo("c");
		assertThat(parser.nextBooleanValue()).isNull();
		assertThat(parser.getEmbeddedObject()).isSameAs(ATTACHMENTS.get(2));
		assertThat(parser.nextName()).isEqualTo("d");
		assertThat(parser.nextStringValue()).isNull();
		assertThat(parser.currentToken()).isEqualTo(JsonToken.START_OBJECT);
		assertThat(parser.skipChildren().currentToken()).isEqualTo(JsonToken.END_OBJECT);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_EMBEDDED_OBJECT);
		assertThat(parser.getEmbeddedObject()).isSameAs(ATTACHMENTS.get(2));
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_EMBEDDED_OBJECT);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_EMBEDDED_OBJECT);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"_placeholder\":true,\"num\":1}", "{\"_placeholder\":true,\"num\":-1}",
			"{\"_placeholder\":true,\"num\":\"0\"}", "{\"_placeholder\":true,\"num\":0.5}", "{\"_placeholder\":true}",
			"{\"_placeholder\":true,\"num\":18446744073709551616}", "{\"_placeholder\":true,\"num\":00}",
			"{\"_placeholder\":true,\"num\":}", "{\"_placeholder\":true,\"num\":0", "{\"\\u005fplaceholder\":true}" })
	void refusesAPlaceholderOfNoAttachment(String placeholder) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decode("51-[\"e\"," + placeholder + "]", 1).finish());
	}

	@ParameterizedTest
	@ValueSource(strings = { "51-[%s]", "51-[%s,1]", "51-%s]", "61-%s]", "51-[[\"e\",%s]]" })
	void refusesAPlaceholderInPlaceOfTheHead(String packet) {
		assertThatExceptionOfType(PacketFormatException.class)
			.isThrownBy(() -> decode(packet.formatted(USUAL.formatted(0)), 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"{_placeholder: true, num: 0}\"", "\"_placeholder\"",
			"\"{\\\"_placeholder\\\":true,\\\"num\\\":0}\"", "{\"_placeholder\":false,\"num\":0}",
			"{\"_placeholder\":1,\"num\":0}", "{\"num\":0}" })
	void takesNothingElseForAPlaceholder(String value) {
		ArgumentReader arguments = decode("51-[\"e\"," + value + "," + USUAL.formatted(0) + "]", 1);
		assertThat(arguments.next(JACKSON.constructType(JsonNode.class))).isEqualTo(JACKSON.readTree(value));
		assertThat(arguments.next(JACKSON.constructType(byte[].class))).isSameAs(ATTACHMENTS.get(0));
		arguments.finish();
	}

	@ParameterizedTest
	@ValueSource(strings = { USUAL, "{\"num\":%s,\"_placeholder\":true}" })
	void refusesToRepeatAnAttachment(String placeholder) {
		String json = withPlaceholders("[\"e\",0,0]", placeholder);
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode("51-" + json, 1))
			.withMessage("Expected each attachment once, got number 0 again");
	}

	@Test
	void keepsAttachmentsThatNothingStandsFor() {
		ArgumentReader arguments = decode("63-7[" + USUAL.formatted(2) + "]");
		assertThat(arguments.next(JACKSON.constructType(byte[].class))).isSameAs(ATTACHMENTS.get(2));
		arguments.finish();
	}

	private static ArgumentReader decode(String packet) {
		return decode(packet, ATTACHMENTS.size());
	}

	private static ArgumentReader decode(String packet, int attachments) {
		PacketDecoder decoder = new JsonPacketParser(JACKSON, PacketLimits.defaults()).decoder();
		List<@Nullable ReceivedPacket> packets = new ArrayList<>();
		packets.add(decoder.text(bytes(packet)));
		ATTACHMENTS.subList(0, attachments).forEach((attachment) -> packets.add(decoder.binary(attachment)));
		ReceivedPacket last = packets.remove(attachments);
		assertThat(packets).containsOnlyNulls();
		assertThat(last).isNotNull();
		return last.arguments();
	}

	private static String withPlaceholders(String json, String placeholder) {
		return json.replaceAll("(?<=[:\\[,]|^)([0-2])(?=[,\\]}]|$)", placeholder.replace("\\", "\\\\").formatted("$1"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	record Held(@Nullable String name, byte @Nullable [] data, @Nullable List<ByteBuffer> more) {
	}

	static class Counted {

		public int count;

		public long total;

		public boolean sure;

		public @Nullable String text;

		public @Nullable Held held;

	}

	static class Unwrapped {

		public byte @Nullable [] other;

		@JsonUnwrapped
		public @Nullable Held held;

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
	@JsonSubTypes(@JsonSubTypes.Type(value = Sound.class, name = "sound"))
	interface Media {

	}

	record Sound(byte[] data) implements Media {
	}

}
