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

import java.time.Duration;

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
		assertThat(EngineCookie.builder("io").build().header("abc"))
			.isEqualTo("io=abc; Path=/; HttpOnly; SameSite=Lax");
	}

	@Test
	void hasAllAttributes() {
		assertThat(EngineCookie.builder("sess")
			.path("/x")
			.domain("ex.com")
			.maxAge(Duration.ofDays(1))
			.httpOnly(false)
			.secure(true)
			.sameSite("strict")
			.build()
			.header("abc")).isEqualTo("sess=abc; Max-Age=86400; Domain=ex.com; Path=/x; Secure; SameSite=Strict");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a;b", "a=b", "a\r\nb", "é" })
	void wantsATokenForAName(String name) {
		EngineCookie.Builder builder = EngineCookie.builder(name);
		assertThatIllegalArgumentException().isThrownBy(builder::build);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/;Secure", "/\r\nX: y", "/é" })
	void wantsAPathWithoutSeparators(String path) {
		EngineCookie.Builder builder = EngineCookie.builder("io").path(path);
		assertThatIllegalArgumentException().isThrownBy(builder::build);
	}

	@Test
	void takesSameSiteInAnyCase() {
		assertThat(EngineCookie.builder("io").sameSite("STRICT").build().sameSite()).isEqualTo("Strict");
		assertThat(EngineCookie.builder("io").sameSite(null).build().sameSite()).isNull();
	}

	@Test
	void wantsAKnownSameSite() {
		EngineCookie.Builder builder = EngineCookie.builder("io").sameSite("Whatever");
		assertThatIllegalArgumentException().isThrownBy(builder::build);
	}

}
