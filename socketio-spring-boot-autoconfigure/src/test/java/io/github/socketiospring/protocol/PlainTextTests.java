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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PlainText}, which must not be noticed.
 */
class PlainTextTests {

	private static final JsonMapper mapper = JsonMapper.shared();

	private static final JavaType STRING = mapper.constructType(String.class);

	/** Long enough that text is taken as it is, and for every place in a word. */
	private static final int LENGTH = 43;

	private final JsonPacketParser parser = new JsonPacketParser(mapper, PacketLimits.defaults());

	@Test
	void everyByteAtEveryPlaceEndsItOrNot() {
		for (int value = 0; value < 256; value++) {
			boolean plain = value >= ' ' && value < 0x80 && value != '"' && value != '\\';
			for (int place = 0; place < LENGTH; place++) {
				byte[] bytes = "x".repeat(LENGTH).getBytes(StandardCharsets.US_ASCII);
				bytes[place] = (byte) value;
				assertThat(PlainText.end(bytes, 0, LENGTH)).as("%d at %d", value, place)
					.isEqualTo(plain ? LENGTH : place);
				assertThat(PlainText.end(bytes, place, LENGTH)).isEqualTo(plain ? LENGTH : place);
				assertThat(PlainText.end(bytes, 0, place)).isEqualTo(place);
			}
		}
	}

	@Test
	void everyCharacterIsWrittenAndReadAsJacksonDoes() {
		for (String special : specials()) {
			for (int place = 0; place < LENGTH; place++) {
				String text = "x".repeat(place) + special + "?".repeat(LENGTH - place);
				byte[] expected = mapper.writeValueAsBytes(new Object[] { "e", text });
				assertThat(encode(this.parser, text)).isEqualTo("2" + new String(expected, StandardCharsets.UTF_8));
				assertThat(decode(this.parser, expected)).isEqualTo(mapper.readValue(expected, String[].class)[1]);
			}
		}
	}

	private static List<String> specials() {
		List<String> specials = new ArrayList<>();
		for (char value = 0; value < 0x100; value++) {
			specials.add(String.valueOf(value));
		}
		specials.addAll(List.of("", "\u20AC", "\uD83D\uDE00", "\uD83D", "\uDE00", "?\uD83D?", "\"\\"));
		return specials;
	}

	@Test
	void takesWhatIsLongerThanABuffer() {
		String text = "It is long, is it not? ".repeat(2000);
		assertThat(encode(this.parser, text)).isEqualTo("2[\"e\",\"" + text + "\"]");
		assertThat(decode(this.parser, mapper.writeValueAsBytes(new Object[] { "e", text }))).isEqualTo(text);
	}

	@Test
	void anUnterminatedStringIsMalformed() {
		byte[] packet = ("2[\"e\",\"" + "x".repeat(LENGTH)).getBytes(StandardCharsets.US_ASCII);
		ReceivedPacket received = this.parser.decoder().text(packet);
		assertThat(received).isNotNull();
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> received.arguments().next(STRING));
	}

	@Test
	void anApplicationsEscapesAreWritten() {
		String text = "a/b".repeat(LENGTH);
		JsonMapper slashes = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build();
		assertThat(encode(new JsonPacketParser(slashes, PacketLimits.defaults()), text)).contains("a\\/b");
		JsonMapper capitals = JsonMapper.builder(JsonFactory.builder().characterEscapes(new LetterEscapes()).build())
			.build();
		assertThat(encode(new JsonPacketParser(capitals, PacketLimits.defaults()), text)).contains("(A)/b");
	}

	@Test
	void anApplicationsLimitHolds() {
		JsonMapper limited = JsonMapper
			.builder(JsonFactory.builder()
				.streamReadConstraints(
						JsonFactory.builder().build().streamReadConstraints().rebuild().maxStringLength(LENGTH).build())
				.build())
			.build();
		JsonPacketParser parser = new JsonPacketParser(limited, PacketLimits.defaults());
		byte[] fits = mapper.writeValueAsBytes(new Object[] { "e", "x".repeat(LENGTH) });
		byte[] tooLong = mapper.writeValueAsBytes(new Object[] { "e", "x".repeat(LENGTH + 1) });
		assertThat(decode(parser, fits)).isEqualTo("x".repeat(LENGTH));
		assertThatExceptionOfType(PacketFormatException.class).isThrownBy(() -> decode(parser, tooLong));
	}

	private static String encode(JsonPacketParser parser, String text) {
		return new String(parser.encode(Packet.event("/", "e", text)).message(), StandardCharsets.UTF_8);
	}

	private static Object decode(JsonPacketParser parser, byte[] json) {
		byte[] packet = new byte[1 + json.length];
		packet[0] = '2';
		System.arraycopy(json, 0, packet, 1, json.length);
		ReceivedPacket received = parser.decoder().text(packet);
		assertThat(received).isNotNull();
		assertThat(received.event()).isEqualTo("e");
		Object argument = received.arguments().next(STRING);
		assertThat(received.arguments().hasNext()).isFalse();
		assertThat(argument).isNotNull();
		return argument;
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
		public SerializedString getEscapeSequence(int character) {
			return new SerializedString("(A)");
		}

	}

}
