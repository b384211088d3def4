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

package io.github.socketiospring.engineio.transport.polling;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Jsonp}. Unlike those of Node.js, answers have the content type of
 * scripts: browsers run nothing else if they must not guess the type.
 */
class JsonpTests {

	static List<Vectors.Vector> answers() {
		return Vectors.of("eio3.jsonp", "encode-response");
	}

	static List<Vectors.Vector> forms() {
		return Vectors.of("eio3.jsonp", "decode-form");
	}

	@ParameterizedTest
	@MethodSource("answers")
	void wrapsAsTheReferenceDoes(Vectors.Vector vector) {
		byte[] payload = vector.in().get("payload").asString().getBytes(StandardCharsets.UTF_8);
		assertThat(new String(new Jsonp(vector.in().get("j").asString()).wrap(payload), StandardCharsets.UTF_8))
			.isEqualTo(vector.out().get("body").asString());
	}

	@ParameterizedTest
	@MethodSource("forms")
	void unwrapsAsTheReferenceDoes(Vectors.Vector vector) {
		byte[] payload = Jsonp.unwrap(vector.in().get("body").asString().getBytes(StandardCharsets.UTF_8));
		if (vector.out().has("ignored")) {
			assertThat(payload).isNull();
		}
		else {
			assertThat(new String(payload, StandardCharsets.UTF_8)).isEqualTo(vector.out().get("payload").asString());
		}
	}

	@Test
	void ignoresAFormThatIsNoForm() {
		assertThat(Jsonp.unwrap("d=%zz".getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void leavesNothingToBreakOutOfTheString() {
		byte[] script = new Jsonp("0").wrap("\"\\\u0000\u001f\r\t\b\f\u2028\u2029".getBytes(StandardCharsets.UTF_8));
		assertThat(new String(script, StandardCharsets.UTF_8))
			.isEqualTo("___eio[0](\"\\\"\\\\\\u0000\\u001f\\r\\t\\b\\f\\u2028\\u2029\");");
	}

}
