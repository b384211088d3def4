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

package io.github.socketiospring.engineio;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EngineCookie}.
 */
class EngineCookieTests {

	@Test
	void isThatOfTheReferenceByDefault() {
		assertThat(new EngineCookie("io").header("abc")).isEqualTo("io=abc; Path=/; HttpOnly; SameSite=Lax");
	}

	@Test
	void hasAllAttributes() {
		assertThat(new EngineCookie("sess", "/x", "ex.com", 86_400L, false, true, "strict").header("abc"))
			.isEqualTo("sess=abc; Max-Age=86400; Domain=ex.com; Path=/x; Secure; SameSite=Strict");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a;b", "a=b", "a\r\nb", "é" })
	void wantsATokenForAName(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EngineCookie(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/;Secure", "/\r\nX: y", "/é" })
	void wantsAPathWithoutSeparators(String path) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EngineCookie("io", path, null, null, true, false, null));
	}

	@Test
	void wantsAKnownSameSite() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EngineCookie("io", "/", null, null, true, false, "Whatever"));
	}

}
