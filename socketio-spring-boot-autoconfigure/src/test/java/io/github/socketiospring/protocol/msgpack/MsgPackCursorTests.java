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

import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;

import io.github.socketiospring.protocol.PacketFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessagePackException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MsgPackCursor}.
 */
class MsgPackCursorTests {

	private static final int DEPTH = 4;

	/** Every kind of value, including those that only JavaScript has. */
	private static final byte[] EVERYTHING = HexFormat.of()
		.parseHex("dc0011" + "c0c3cd0100d3ffffffffffffffffcb3ff8000000000000ca3fc00000" + "a3616263d90161c40301020391ff"
				+ "d400008301a1610202d7000000018bcfe5687bc3c7030501020380"
				+ "81a161d6ff6553f100d7ff1d5353006553f100c70cff3b8b87c0ffffffffffffffff");

	/**
	 * Where a value can be skipped.
	 * @return the index of the byte behind it, -1 if it is malformed
	 */
	private static int skip(byte[] message, boolean timestamps) {
		MsgPackCursor cursor = new MsgPackCursor(message, 0, DEPTH, Integer.MAX_VALUE, timestamps);
		try {
			cursor.skip(1);
			return cursor.position();
		}
		catch (PacketFormatException | MessagePackException | IOException ex) {
			return -1;
		}
	}

	private static int read(byte[] message, boolean timestamps) {
		MsgPackCursor cursor = new MsgPackCursor(message, 0, DEPTH, Integer.MAX_VALUE, timestamps);
		try {
			cursor.read(1);
			return cursor.position();
		}
		catch (PacketFormatException | MessagePackException | IOException ex) {
			return -1;
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void skipsExactlyWhatCanBeRead(boolean timestamps) {
		assertThat(skip(EVERYTHING, timestamps)).isEqualTo(read(EVERYTHING, timestamps)).isPositive();
		Random random = new Random(23);
		int wellFormed = 0;
		for (int i = 0; i < 50_000; i++) {
			byte[] message = EVERYTHING.clone();
			for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
				message[random.nextInt(message.length)] = (byte) random.nextInt(256);
			}
			int end = read(message, timestamps);
			assertThat(skip(message, timestamps)).as(() -> HexFormat.of().formatHex(message)).isEqualTo(end);
			wellFormed += (end >= 0) ? 1 : 0;
		}
		assertThat(wellFormed).isBetween(1_000, 49_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "81d6ff6553f100c0", "81d7000000018bcfe5687bc0", "81d7007fffffffffffffffc0",
			"81c70cff000000007fffffffffffffffc0", "81d5ff0001c0" })
	void takesADateForAName(String map) {
		byte[] message = HexFormat.of().parseHex(map);
		assertThat(skip(message, true)).isEqualTo(read(message, true));
		assertThat(skip(message, false)).isEqualTo(read(message, false));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a161", "07", "cb3ff8000000000000", "c403010203", "c0" })
	void readsSimpleValues(String value) throws IOException {
		byte[] message = HexFormat.of().parseHex(value);
		JsonNode simple = new MsgPackCursor(message, 0, DEPTH).readSimple(1);
		assertThat(simple).isEqualTo(MsgPackValues.read(message, DEPTH));
	}

	@Test
	void skipsWhatIsNotSimple() throws IOException {
		byte[] message = MsgPackValues.write(JsonMapper.shared().readTree("[[1,{\"a\":[]}],7]"));
		MsgPackCursor cursor = new MsgPackCursor(message, 0, DEPTH);
		assertThat(cursor.enterArray()).isEqualTo(2);
		assertThat(cursor.readSimple(2).isNull()).isTrue();
		assertThat(cursor.readSimple(2).asInt()).isEqualTo(7);
		assertThat(cursor.position()).isEqualTo(message.length);
	}

	@Test
	void beginsAnywhere() throws IOException {
		byte[] message = MsgPackValues.write(JsonMapper.shared().readTree("[1,\"text\"]"));
		MsgPackCursor cursor = new MsgPackCursor(message, 2, DEPTH);
		assertThat(cursor.read(2).asString()).isEqualTo("text");
		cursor.expectEnd();
	}

}
