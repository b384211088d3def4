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

import java.util.Iterator;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderBlock}.
 */
class HeaderBlockTests {

	private final HttpHeaders source = new HttpHeaders();

	@Test
	void findsWithoutRegardToCase() {
		this.source.set("User-Agent", "test");
		this.source.set("Host", "here");
		HeaderBlock headers = HeaderBlock.of(this.source);
		assertThat(headers.get("uSER-aGENT")).containsExactly("test");
		assertThat(headers.get("Host")).containsExactly("here");
		assertThat(headers).containsKey("host").doesNotContainKeys("Hos", "Hosts", "Host\0", "HostUser");
		assertThat(headers.get("Cookie")).isNull();
		assertThat(headers.get(1)).isNull();
	}

	@Test
	void tellsLettersFromWhatIsNextToThem() {
		this.source.set("@[", "1");
		assertThat(HeaderBlock.of(this.source)).containsKey("@[").doesNotContainKeys("`[", "@{");
	}

	@Test
	void keepsAllValuesInTheirOrder() {
		this.source.add("X-Forwarded-For", "203.0.113.7");
		this.source.add("Cookie", "a=1");
		this.source.add("x-forwarded-for", "");
		this.source.add("X-FORWARDED-FOR", "198.51.100.1");
		this.source.put("Empty", List.of());
		HeaderBlock headers = HeaderBlock.of(this.source);
		assertThat(headers.get("x-Forwarded-for")).containsExactly("203.0.113.7", "", "198.51.100.1");
		assertThat(headers.get("Empty")).isEmpty();
		assertThat(headers.keySet()).containsExactly("X-Forwarded-For", "Cookie", "Empty");
		assertThat(headers).hasSize(3).isEqualTo(this.source.asMultiValueMap());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 128, 16_383, 16_384, 70_000 })
	void takesTextOfAnyLength(int length) {
		String text = "x".repeat(length);
		this.source.set(text, text);
		this.source.set("Last", "1");
		HeaderBlock headers = HeaderBlock.of(this.source);
		assertThat(headers.get(text)).containsExactly(text);
		assertThat(headers.get("last")).containsExactly("1");
		assertThat(headers.entrySet()).extracting(Map.Entry::getKey).containsExactly(text, "Last");
	}

	@Test
	void takesTextOfAnyKind() {
		this.source.set("X-Name", "J\u00fcrgen \ud83d\ude00 \u0000\r\n");
		assertThat(HeaderBlock.of(this.source).get("x-name")).containsExactly("J\u00fcrgen \ud83d\ude00 \u0000\r\n");
	}

	@Test
	void doesNotChange() {
		this.source.add("Host", "here");
		this.source.add("Host", "there");
		HeaderBlock headers = HeaderBlock.of(this.source);
		this.source.set("Host", "elsewhere");
		assertThat(headers.get("Host")).containsExactly("here", "there");
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> headers.put("a", List.of("b")));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> headers.remove("Host"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(headers::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> headers.get("Host").add("everywhere"));
		Iterator<?> entries = headers.entrySet().iterator();
		entries.next();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(entries::remove);
	}

}
