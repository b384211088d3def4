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

package io.github.socketiospring.engineio.packet;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EnginePacketCodec}.
 */
class EnginePacketCodecTests {

	static List<Vectors.Vector> decodedTexts() {
		return Vectors.of("eio4.packet", "decode-text");
	}

	static List<Vectors.Vector> encodedForPolling() {
		return Vectors.of("eio4.packet", "encode-polling");
	}

	static List<Vectors.Vector> encodedForWebSocket() {
		return Vectors.of("eio4.packet", "encode-ws").stream().filter((vector) -> vector.out().has("text")).toList();
	}

	@ParameterizedTest
	@MethodSource("decodedTexts")
	void decodesTextAsTheReferenceDoes(Vectors.Vector vector) {
		byte[] bytes = EngineVectors.bytes(vector.in());
		assertThat(EngineVectors.describe(EnginePacketCodec.decodeText(bytes, 0, bytes.length)))
			.isEqualTo(EngineVectors.describe(vector.out()));
	}

	@ParameterizedTest
	@MethodSource({ "encodedForPolling", "encodedForWebSocket" })
	void encodesTextAsTheReferenceDoes(Vectors.Vector vector) {
		EnginePacket packet = EngineVectors.packet(vector.in());
		byte[] text = new byte[EnginePacketCodec.textLength(packet)];
		assertThat(EnginePacketCodec.writeText(packet, text, 0)).isEqualTo(text.length);
		assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo(vector.out().get("text").asString());
	}

	@Test
	void readsOnlyItsPartOfTheBytes() {
		byte[] bytes = "4a|4hello|4b".getBytes(StandardCharsets.US_ASCII);
		assertThat(EngineVectors.describe(EnginePacketCodec.decodeText(bytes, 3, 9))).isEqualTo("MESSAGE text hello");
	}

	@Test
	void decodesWhatItEncodedWhateverTheBytes() {
		Random random = new Random(4);
		for (int length = 0; length < 200; length++) {
			byte[] data = new byte[length];
			random.nextBytes(data);
			EnginePacket packet = new EnginePacket(EnginePacketType.MESSAGE, true, data);
			byte[] text = new byte[EnginePacketCodec.textLength(packet)];
			EnginePacketCodec.writeText(packet, text, 0);
			assertThat(EngineVectors.describe(EnginePacketCodec.decodeText(text, 0, text.length)))
				.isEqualTo(EngineVectors.describe(packet));
		}
	}

	@Test
	void survivesAnyBytes() {
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			byte[] bytes = new byte[random.nextInt(40)];
			random.nextBytes(bytes);
			if (bytes.length > 0 && i % 2 == 0) {
				bytes[0] = 'b';
			}
			EnginePacketCodec.decodeText(bytes, 0, bytes.length);
		}
	}

}
