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

package io.github.socketiospring.testsupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RequiresTool({ "node", "npm" })
class NodeScriptTests {

	@ParameterizedTest
	@CsvSource({ "3, false", "4, true" })
	void readsReportsUntilTheEnd(String generation, boolean emitWithAck) {
		try (NodeScript script = NodeScript.start("selftest.mjs", 1, generation, "a", "ü")) {
			assertThat(script.await("arguments")).extracting(JsonNode::asString).containsExactly("a", "ü");
			assertThat(script.awaitValue("emitWithAck").asBoolean()).isEqualTo(emitWithAck);
			script.awaitEnd();
		}
	}

	@Test
	void showsWhatCameInsteadOfTheExpectedReport() {
		try (NodeScript script = NodeScript.start("selftest.mjs", 1, "4", "a")) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> script.await("emitWithAck"))
				.withMessageContaining("[\"arguments\",\"a\"]");
		}
	}

	@Test
	void failsWhenTheScriptFails() {
		try (NodeScript script = NodeScript.start("selftest.mjs", 1, "4", "fail")) {
			script.await("arguments");
			script.await("emitWithAck");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(script::awaitEnd)
				.withMessageContaining("Error: as asked");
		}
	}

	@Test
	void failsWhenReportsAreLeft() {
		try (NodeScript script = NodeScript.start("selftest.mjs", 1, "4")) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(script::awaitEnd)
				.withMessageContaining("emitWithAck");
		}
	}

}
