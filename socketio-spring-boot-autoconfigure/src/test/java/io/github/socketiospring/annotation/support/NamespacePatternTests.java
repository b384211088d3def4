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

package io.github.socketiospring.annotation.support;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NamespacePatternTests {

	@Test
	void givesVariablesOfNameThatMatches() {
		assertThat(new NamespacePattern("/tenant-{id}").apply("/tenant-7")).isEqualTo(Map.of("id", "7"));
		assertThat(new NamespacePattern("/orders/**").apply("/orders/a/b")).isEmpty();
		assertThat(new NamespacePattern("/{a}/{b:[0-9]+}").apply("/x/12")).isEqualTo(Map.of("a", "x", "b", "12"));
	}

	@Test
	void givesNullForOtherNames() {
		assertThat(new NamespacePattern("/tenant-{id}").apply("/tenants")).isNull();
		assertThat(new NamespacePattern("/tenant-{id}").apply("/tenant-7/x")).isNull();
		assertThat(new NamespacePattern("/{a}/{b:[0-9]+}").apply("/x/y")).isNull();
	}

	@Test
	void oneNamespaceHasOneName() {
		assertThat(new NamespacePattern("/tenant-{id}").apply("//tenant-7")).isNull();
		assertThat(new NamespacePattern("/tenant-{id}").apply("/tenant-7/")).isNull();
		assertThat(new NamespacePattern("/orders/**").apply("/orders//a")).isNull();
	}

	@Test
	void tellsPatternsFromNames() {
		assertThat(NamespacePattern.isPattern("/chat")).isFalse();
		assertThat(NamespacePattern.isPattern("/tenant-{id}")).isTrue();
		assertThat(NamespacePattern.isPattern("/orders/*")).isTrue();
		assertThat(NamespacePattern.variables("/{a}/{b:[0-9]+}")).containsExactly("a", "b");
	}

}
