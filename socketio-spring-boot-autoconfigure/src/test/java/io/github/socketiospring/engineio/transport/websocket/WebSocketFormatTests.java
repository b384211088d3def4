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

package io.github.socketiospring.engineio.transport.websocket;

import java.util.List;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketFormat}, and for the frames that the writer shares among
 * receivers.
 */
class WebSocketFormatTests {

	private static final EnginePacket DATA = new EnginePacket(EnginePacketType.MESSAGE, true,
			new byte[] { 1, 2, 3, 4 });

	static List<Vectors.Vector> revision3() {
		return Vectors.of("eio3.packet", "encode-ws");
	}

	static List<Vectors.Vector> revision3Text() {
		return Vectors.of("eio3.packet", "encode-b64");
	}

	static Stream<Vectors.Vector> revision4Text() {
		return Vectors.of("eio4.packet", "encode-polling").stream();
	}

	@ParameterizedTest
	@MethodSource("revision3")
	void encodesRevision3AsTheReferenceDoes(Vectors.Vector vector) {
		assertEncodes(vector, WebSocketFormat.REVISION_3);
	}

	@ParameterizedTest
	@MethodSource("revision3Text")
	void encodesRevision3TextAsTheReferenceDoes(Vectors.Vector vector) {
		assertEncodes(vector, WebSocketFormat.REVISION_3_TEXT);
	}

	@ParameterizedTest
	@MethodSource("revision4Text")
	void encodesRevision4TextAsTheReferenceDoes(Vectors.Vector vector) {
		assertEncodes(vector, WebSocketFormat.REVISION_4_TEXT);
	}

	private static void assertEncodes(Vectors.Vector vector, WebSocketFormat format) {
		EnginePacket packet = EngineVectors.packet(vector.in());
		assertThat(format.isText(packet)).isEqualTo(vector.out().has("text"));
		assertThat(format.encode(packet)).isEqualTo(EngineVectors.bytes(vector.out()));
	}

	@ParameterizedTest
	@CsvSource({ "REVISION_4, 820401020304", "REVISION_4_TEXT, 8109624151494442413d3d", "REVISION_3, 82050401020304",
			"REVISION_3_TEXT, 810a62344151494442413d3d" })
	void framesData(WebSocketFormat format, String hex) {
		assertThat(hex(format)).isEqualTo(hex);
	}

	@ParameterizedTest
	@EnumSource
	void decodesWhatItEncoded(WebSocketFormat format) {
		byte[] message = format.encode(DATA);
		EnginePacket packet = format.isText(DATA) ? format.decodeText(message) : format.decodeBinary(message);
		assertThat(EngineVectors.describe(packet)).isEqualTo("MESSAGE binary 01020304");
	}

	@ParameterizedTest
	@CsvSource({ "4, '', REVISION_4", "4, 1, REVISION_4_TEXT", "3, '', REVISION_3", "3, 1, REVISION_3_TEXT" })
	void isChosenByTheRequest(int protocol, String base64, WebSocketFormat format) {
		boolean text = !base64.isEmpty();
		assertThat((protocol == 3) ? WebSocketFormat.revision3(text) : WebSocketFormat.revision4(text))
			.isEqualTo(format);
	}

	private static String hex(WebSocketFormat format) {
		ByteBuf frame = Unpooled.buffer();
		try {
			WebSocketFrames.write(DATA, format, frame);
			return ByteBufUtil.hexDump(frame);
		}
		finally {
			frame.release();
		}
	}

}
