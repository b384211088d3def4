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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@RequiresPythonClient
class PythonScriptTests {

	@ParameterizedTest
	@ValueSource(strings = { "asyncio", "threads" })
	void readsReportsUntilTheEnd(String client) {
		try (PythonScript script = PythonScript.start("selftest.py", 1, client, "a", "ü")) {
			assertThat(script.await("arguments")).extracting(JsonNode::asString).containsExactly(client, "a", "ü");
			script.awaitEnd();
		}
	}

	@Test
	void failsWhenTheScriptFails() {
		try (PythonScript script = PythonScript.start("selftest.py", 1, "asyncio", "fail")) {
			script.await("arguments");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(script::awaitEnd)
				.withMessageContaining("RuntimeError: as asked");
		}
	}

}
