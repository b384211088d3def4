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

import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PayloadCodec}.
 */
class PayloadCodecTests {

	static List<Vectors.Vector> encoded() {
		return Vectors.of("eio4.payload", "encode");
	}

	static List<Vectors.Vector> decoded() {
		return Vectors.of("eio4.payload", "decode");
	}

	@ParameterizedTest
	@MethodSource("encoded")
	void encodesAsTheReferenceDoes(Vectors.Vector vector) {
		assertThat(new String(PayloadCodec.encode(EngineVectors.packets(vector.in())), StandardCharsets.UTF_8))
			.isEqualTo(vector.out().get("text").asString());
	}

	@ParameterizedTest
	@MethodSource("decoded")
	void decodesAsTheReferenceDoes(Vectors.Vector vector) {
		PayloadCodec.Payload payload = PayloadCodec.decode(EngineVectors.bytes(vector.in()));
		assertThat(EngineVectors.describe(payload.packets(), payload.malformed()))
			.isEqualTo(EngineVectors.describe(vector.out().values()));
	}

}
