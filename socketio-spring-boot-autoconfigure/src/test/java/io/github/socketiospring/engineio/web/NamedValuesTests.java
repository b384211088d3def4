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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamedValuesTests {

	private final Map<String, String> source = new LinkedHashMap<>(Map.of("EIO", "4"));

	@Test
	void findsByTheExactName() {
		this.source.put("transport", "polling");
		Map<String, String> values = NamedValues.exactly(this.source);
		assertThat(values.get("EIO")).isEqualTo("4");
		assertThat(values.get("eio")).isNull();
		assertThat(values.getOrDefault("sid", "none")).isEqualTo("none");
		assertThat(values).containsKey("transport").doesNotContainKey("Transport");
	}

	@Test
	void findsWithoutRegardToCase() {
		Map<String, String> values = NamedValues.ignoringCase(this.source);
		assertThat(values.get("eIo")).isEqualTo("4");
		assertThat(values).containsKey("eio").doesNotContainKey("EI");
	}

	@Test
	void keepsTheOrderAndEqualsTheSource() {
		List.of("z", "a", "m").forEach((name) -> this.source.put(name, "1"));
		Map<String, String> values = NamedValues.exactly(this.source);
		assertThat(values.keySet()).containsExactly("EIO", "z", "a", "m");
		assertThat(values).isEqualTo(this.source).hasSize(4).hasToString("{EIO=4, z=1, a=1, m=1}");
	}

	@Test
	void doesNotChange() {
		Map<String, String> values = NamedValues.exactly(this.source);
		this.source.put("EIO", "3");
		assertThat(values).containsEntry("EIO", "4");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> values.put("a", "b"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> values.remove("EIO"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(values::clear);
	}

}
