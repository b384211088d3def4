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

package io.github.socketiospring.engineio.packet.v3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.polling.PayloadFormat;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PayloadCodecV3} and {@link EnginePacketCodecV3}.
 */
class PayloadCodecV3Tests {

	/** Where this server differs from Node.js, and why. */
	private static final Map<String, String> DIFFERENT = Map.of("eio3.payload.decode-text.004",
			"half a character cannot be delivered as UTF-8", "eio3.payload.decode-text.019",
			"a length is made of digits and nothing else", "eio3.payload.decode-text.020",
			"a length is made of digits and nothing else");

	static List<Vectors.Vector> packets() {
		return Vectors.of("eio3.packet", "decode");
	}

	static Stream<Vectors.Vector> decodedTexts() {
		return Vectors.of("eio3.payload", "decode-text")
			.stream()
			.filter((vector) -> !DIFFERENT.containsKey(vector.id()));
	}

	static List<Vectors.Vector> decodedBytes() {
		return Vectors.of("eio3.payload", "decode-binary");
	}

	static List<Vectors.Vector> encodedForXhr2() {
		return Vectors.of("eio3.payload", "encode-xhr2");
	}

	static List<Vectors.Vector> encodedForBase64() {
		return Vectors.of("eio3.payload", "encode-b64");
	}

	@ParameterizedTest
	@MethodSource("packets")
	void decodesPacketsAsTheReferenceDoes(Vectors.Vector vector) {
		byte[] bytes = EngineVectors.bytes(vector.in());
		EnginePacket packet = vector.in().has("text") ? EnginePacketCodecV3.decodeText(bytes, 0, bytes.length)
				: EnginePacketCodecV3.decodeBinary(bytes, 0, bytes.length);
		assertThat((packet == EnginePacket.NOOP) ? "ignored" : EngineVectors.describe(packet))
			.isEqualTo(EngineVectors.describe(vector.out()));
	}

	@ParameterizedTest
	@MethodSource("decodedTexts")
	void decodesTextAsTheReferenceDoes(Vectors.Vector vector) {
		assertDecodes(vector, PayloadCodecV3.decodeText(EngineVectors.bytes(vector.in())));
	}

	@ParameterizedTest
	@MethodSource("decodedBytes")
	void decodesDataAsTheReferenceDoes(Vectors.Vector vector) {
		assertDecodes(vector, PayloadCodecV3.decodeBinary(EngineVectors.bytes(vector.in())));
	}

	private static void assertDecodes(Vectors.Vector vector, PayloadCodec.Payload payload) {
		List<String> actual = new ArrayList<>(EngineVectors.describe(payload.packets(), payload.malformed()));
		actual.replaceAll((packet) -> packet.startsWith("NOOP") ? "ignored" : packet);
		assertThat(actual).isEqualTo(EngineVectors.describe(vector.out().values()));
	}

	@ParameterizedTest
	@MethodSource("encodedForXhr2")
	void encodesForXhr2AsTheReferenceDoes(Vectors.Vector vector) {
		assertEncodes(vector, PayloadFormat.REVISION_3);
	}

	@ParameterizedTest
	@MethodSource("encodedForBase64")
	void encodesForBase64AsTheReferenceDoes(Vectors.Vector vector) {
		assertEncodes(vector, PayloadFormat.REVISION_3_TEXT);
	}

	private static void assertEncodes(Vectors.Vector vector, PayloadFormat format) {
		PayloadFormat.Body body = format.encode(EngineVectors.packets(vector.in()));
		assertThat(body.binary()).isEqualTo(vector.out().has("binHex"));
		assertThat(HexFormat.of().formatHex(body.bytes()))
			.isEqualTo(HexFormat.of().formatHex(EngineVectors.bytes(vector.out())));
	}

	@Test
	void refusesHalfACharacter() {
		PayloadCodec.Payload payload = PayloadCodecV3.decodeText("2:4a2:4😀".getBytes(StandardCharsets.UTF_8));
		assertThat(EngineVectors.describe(payload.packets(), payload.malformed())).containsExactly("MESSAGE text a",
				"error");
	}

	@Test
	void survivesAnyBytes() {
		Random random = new Random(3);
		for (int i = 0; i < 50_000; i++) {
			byte[] bytes = new byte[random.nextInt(30)];
			random.nextBytes(bytes);
			for (int j = 0; j < bytes.length; j++) {
				if (random.nextInt(3) == 0) {
					bytes[j] = new byte[] { 0, 1, 2, 4, 9, -1, '0', '4', ':', 'b' }[random.nextInt(10)];
				}
			}
			PayloadFormat.REVISION_3.decode(bytes, true);
			PayloadFormat.REVISION_3.decode(bytes, false);
			PayloadFormat.REVISION_4.decode(bytes, false);
		}
	}

}
