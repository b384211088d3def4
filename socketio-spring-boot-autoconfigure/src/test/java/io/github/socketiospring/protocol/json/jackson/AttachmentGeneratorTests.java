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
import java.util.Locale;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonGeneratorDecorator;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AttachmentGenerator}: text is written as by the application's mapper.
 */
class AttachmentGeneratorTests {

	private static final int LENGTH = 43;

	static Stream<String> specials() {
		return Stream.concat(MessageJsonFactoryTests.specials(), Stream.of("\uD83D", "\uDE00", "?\uD83D?"));
	}

	@ParameterizedTest
	@MethodSource("specials")
	void writesTextAsJacksonDoes(String special) {
		for (int place = 0; place < LENGTH; place++) {
			assertWritesAsTheMapper(JsonMapper.shared(), "x".repeat(place) + special + "?".repeat(LENGTH - place));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 511, 512, 513, 3995, 7980, 7990, 7995, 8000, 8005, 20_000 })
	void writesTextAroundTheSizeOfBuffers(int length) {
		for (int i = 0; i < 12; i++) {
			assertWritesAsTheMapper(JsonMapper.shared(), "a".repeat(length + i));
			assertWritesAsTheMapper(JsonMapper.shared(), "\u20AC".repeat((length + i) / 3) + "?");
		}
	}

	@Test
	void writesAnApplicationsEscapes() {
		assertWritesAsTheMapper(JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build(),
				"a/b".repeat(LENGTH));
		assertWritesAsTheMapper(JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build(),
				"\u00E9".repeat(LENGTH));
		assertWritesAsTheMapper(
				JsonMapper.builder().disable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build(),
				"\uD83D\uDE00".repeat(LENGTH));
		assertWritesAsTheMapper(mapper(JsonFactory.builder().highestNonEscapedChar(0xFF).build()),
				"\u20AC".repeat(LENGTH));
		assertWritesAsTheMapper(mapper(JsonFactory.builder().characterEscapes(new LetterEscapes()).build()),
				"a/b".repeat(LENGTH));
		assertWritesAsTheMapper(mapper(JsonFactory.builder().quoteChar('\'').build()), "it's so ".repeat(LENGTH));
	}

	@Test
	void writesWhatAnApplicationsDecoratorMakesOfText() {
		JsonMapper loud = mapper(JsonFactory.builder().addDecorator(new Loud()).build());
		assertThat(write(loud, "quiet".repeat(LENGTH))).contains("QUIETQUIET").doesNotContain("quiet");
	}

	private static JsonMapper mapper(JsonFactory factory) {
		return JsonMapper.builder(factory).build();
	}

	private static void assertWritesAsTheMapper(JsonMapper mapper, String text) {
		String expected = new String(mapper.writeValueAsBytes(new Object[] { "e", text }), StandardCharsets.UTF_8);
		assertThat(write(mapper, text)).isEqualTo("2" + expected);
	}

	private static String write(JsonMapper mapper, String text) {
		JsonPacketParser parser = new JsonPacketParser(mapper, PacketLimits.defaults());
		return new String(parser.encode(Packet.event("/", "e", text)).message(), StandardCharsets.UTF_8);
	}

	/**
	 * What an application may make of a letter.
	 */
	private static final class LetterEscapes extends CharacterEscapes {

		private static final long serialVersionUID = 1L;

		@Override
		public int[] getEscapeCodesForAscii() {
			int[] codes = standardAsciiEscapesForJSON();
			codes['a'] = ESCAPE_CUSTOM;
			return codes;
		}

		@Override
		public SerializableString getEscapeSequence(int character) {
			return new SerializedString("(A)");
		}

	}

	/**
	 * What an application may make of all text.
	 */
	private static final class Loud implements JsonGeneratorDecorator {

		private static final long serialVersionUID = 1L;

		@Override
		public JsonGenerator decorate(TokenStreamFactory factory, JsonGenerator generator) {
			return new JsonGeneratorDelegate(generator) {
				@Override
				public JsonGenerator writeString(String text) {
					return super.writeString(text.toUpperCase(Locale.ROOT));
				}
			};
		}

	}

}
