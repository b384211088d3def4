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

package io.github.socketiospring.engineio.web;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link QueryParameters}.
 */
class QueryParametersTests {

	@Test
	void findsByTheExactName() {
		Map<String, String> parameters = new QueryParameters("/socket.io/?EIO=4&transport=polling");
		assertThat(parameters.get("EIO")).isEqualTo("4");
		assertThat(parameters.get("eio")).isNull();
		assertThat(parameters.get(4)).isNull();
		assertThat(parameters.getOrDefault("sid", "none")).isEqualTo("none");
		assertThat(parameters).containsKey("transport").doesNotContainKeys("Transport", "transpor", "4");
	}

	@Test
	void keepsTheOrderAndTheLastValue() {
		Map<String, String> parameters = new QueryParameters("/?z=1&a=2&z=3&m=%C3%BC+x");
		assertThat(parameters.keySet()).containsExactly("z", "a", "m");
		assertThat(parameters).isEqualTo(Map.of("z", "3", "a", "2", "m", "\u00fc x")).hasSize(3);
		assertThat(parameters.get("z")).isEqualTo("3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/", "/socket.io/?", "/socket.io/?&" })
	void isEmptyWithoutParameters(String url) {
		Map<String, String> parameters = new QueryParameters(url);
		assertThat(parameters).isEmpty();
		assertThat(parameters.get("EIO")).isNull();
	}

	@Test
	void doesNotChange() {
		Map<String, String> parameters = new QueryParameters("/?EIO=4");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> parameters.put("a", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> parameters.remove("EIO"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(parameters::clear);
	}

}
