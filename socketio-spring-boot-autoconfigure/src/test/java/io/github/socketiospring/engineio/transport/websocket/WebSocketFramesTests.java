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

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.Vectors;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketFrames}.
 */
class WebSocketFramesTests {

	static List<Vectors.Vector> packets() {
		return Vectors.of("eio4.packet", "encode-ws");
	}

	@ParameterizedTest
	@MethodSource("packets")
	void encodesAsTheReferenceDoes(Vectors.Vector vector) {
		byte[] frame = frame(EngineVectors.packet(vector.in()));
		byte[] payload = EngineVectors.bytes(vector.out());
		assertThat(frame).startsWith(vector.out().has("text") ? 0x81 : 0x82, payload.length);
		assertThat(frame).hasSize(2 + payload.length).endsWith(payload);
	}

	@ParameterizedTest
	@CsvSource({ "125, 827d", "126, 827e007e", "65535, 827effff", "65536, 827f0000000000010000" })
	void writesTheShortestLength(int length, String header) {
		byte[] frame = frame(new EnginePacket(EnginePacketType.MESSAGE, true, new byte[length]));
		assertThat(ByteBufUtil.hexDump(frame)).startsWith(header).hasSize(header.length() + 2 * length);
	}

	private static byte[] frame(EnginePacket packet) {
		ByteBuf buffer = Unpooled.buffer();
		try {
			WebSocketFrames.write(packet, WebSocketFormat.REVISION_4, buffer);
			assertThat(buffer.readableBytes()).isLessThanOrEqualTo(WebSocketFrames.expectedLength(packet));
			return ByteBufUtil.getBytes(buffer);
		}
		finally {
			buffer.release();
		}
	}

}
