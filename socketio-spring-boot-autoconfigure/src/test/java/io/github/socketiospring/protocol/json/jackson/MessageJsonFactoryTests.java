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

package io.github.socketiospring.protocol.json.jackson;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageJsonFactory}, which must only differ in speed.
 */
class MessageJsonFactoryTests {

	private static final JsonMapper JACKSON = JsonMapper.shared();

	private static final int LENGTH = 43;

	private final JsonFactory factory = factory(new JsonFactory());

	private static JsonFactory factory(JsonFactory settings) {
		return MessageJsonFactory.of(settings, settings.streamReadConstraints());
	}

	static Stream<String> specials() {
		return Stream.concat(IntStream.range(0, 0x100).mapToObj(Character::toString),
				Stream.of("", "\u20AC", "\u2028", "\uD83D\uDE00", "\"\\"));
	}

	@ParameterizedTest
	@MethodSource("specials")
	void readsWhatJacksonReads(String special) {
		for (int place = 0; place < LENGTH; place++) {
			String text = "x".repeat(place) + special + "?".repeat(LENGTH - place);
			byte[] json = JACKSON.writeValueAsBytes(Map.of(text, List.of(text, 17, text)));
			assertThat(JACKSON.readValue(this.factory.createParser(ObjectReadContext.empty(), json), Map.class))
				.isEqualTo(Map.of(text, List.of(text, 17, text)));
		}
	}

	@Test
	void keepsTheTextOfItsToken() {
		JsonParser parser = parser("[\"plain, and long enough\",\"\",{\"a\":\"YWJj\"},\"skipped\",1]");
		assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
		assertThat(parser.getString()).isEqualTo("plain, and long enough").isSameAs(parser.getString());
		assertThat(parser.getStringLength()).isEqualTo(22);
		assertThat(new String(parser.getStringCharacters(), parser.getStringOffset(), 22))
			.isEqualTo("plain, and long enough");
		assertThat(parser.nextStringValue()).isEmpty();
		assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
		assertThat(parser.nextName()).isEqualTo("a");
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
		assertThat(parser.getString()).isEqualTo("YWJj");
		assertThat(parser.getBinaryValue()).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
		assertThat(parser.nextToken()).isEqualTo(JsonToken.END_OBJECT);
		assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_STRING);
		assertThat(parser.nextIntValue(0)).isEqualTo(1);
	}

	@Test
	void tellsWhereTheErrorBehindAPlainStringIs() {
		byte[] json = "[\"plain, and long enough\",x]".getBytes(StandardCharsets.US_ASCII);
		JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), json);
		parser.nextToken();
		parser.nextToken();
		assertThat(parser.getString()).hasSize(22);
		assertThatExceptionOfType(StreamReadException.class).isThrownBy(parser::nextToken)
			.satisfies((ex) -> assertThat(ex.getLocation().getByteOffset()).isEqualTo(errorOffset(json)));
	}

	private static long errorOffset(byte[] json) {
		try {
			JACKSON.readTree(json);
			throw new AssertionError("This is no JSON");
		}
		catch (StreamReadException ex) {
			return ex.getLocation().getByteOffset();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"not ended, and long enough for a word", "[\"two\nlines\"]", "[\"\\", "\uFEFF[]" })
	void refusesWhatIsNoJson(String json) {
		assertThatExceptionOfType(StreamReadException.class).isThrownBy(() -> JACKSON.readTree(parser(json)));
	}

	@Test
	void looksForNoOtherEncoding() {
		byte[] json = "[\"a\"]".getBytes(StandardCharsets.UTF_16BE);
		JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), json);
		assertThatExceptionOfType(StreamReadException.class).isThrownBy(parser::nextToken);
	}

	@Test
	void countsCharactersAgainstAnApplicationsLimit() {
		JsonFactory limited = factory(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LENGTH).build())
			.build());
		assertThat(readString(limited, "\u20AC".repeat(LENGTH))).hasSize(LENGTH);
		assertThatExceptionOfType(StreamConstraintsException.class)
			.isThrownBy(() -> readString(limited, "\u20AC".repeat(LENGTH + 1)));
	}

	@Test
	void keepsAnApplicationsFeatures() {
		JsonFactory lenient = factory(JsonFactory.builder()
			.enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
			.build());
		String json = "['single \" quotes',\"a tab:\t and more\"]";
		JsonParser parser = lenient.createParser(ObjectReadContext.empty(), json.getBytes(StandardCharsets.US_ASCII));
		assertThat(JACKSON.readValue(parser, List.class)).isEqualTo(List.of("single \" quotes", "a tab:\t and more"));
	}

	@Test
	void readsNamesWithoutATableOfThem() {
		JsonMapper mapper = JsonMapper
			.builder(JsonFactory.builder().disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES).build())
			.build();
		PacketDecoder decoder = new JsonPacketParser(mapper, PacketLimits.defaults()).decoder();
		JavaType map = mapper.constructType(Map.class);
		ReceivedPacket event = decoder.text("2[\"e\",{\"a\":\"b\"}]".getBytes(StandardCharsets.US_ASCII));
		assertThat(event).isNotNull();
		assertThat(event.arguments().next(map)).isEqualTo(Map.of("a", "b"));
		ReceivedPacket connect = decoder.text("0{\"token\":\"b\"}".getBytes(StandardCharsets.US_ASCII));
		assertThat(connect).isNotNull();
		assertThat(connect.payload().read()).hasToString("{\"token\":\"b\"}");
	}

	@Test
	void keepsAnApplicationsFactory() {
		JsonFactory own = new OwnFactory();
		assertThat(factory(own)).isNotInstanceOf(MessageJsonFactory.class);
		assertThat(this.factory).isInstanceOf(MessageJsonFactory.class);
	}

	private JsonParser parser(String json) {
		return this.factory.createParser(ObjectReadContext.empty(), json.getBytes(StandardCharsets.UTF_8));
	}

	private static String readString(JsonFactory factory, String text) {
		byte[] json = JACKSON.writeValueAsBytes(text);
		JsonParser parser = factory.createParser(ObjectReadContext.empty(), json);
		parser.nextToken();
		return parser.getString();
	}

	/**
	 * What an application may have made.
	 */
	private static final class OwnFactory extends JsonFactory {

		private static final long serialVersionUID = 1L;

	}

}
