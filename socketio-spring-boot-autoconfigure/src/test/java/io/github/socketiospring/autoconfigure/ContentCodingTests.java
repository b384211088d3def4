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

package io.github.socketiospring.autoconfigure;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContentCodingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gzip, deflate, br, zstd   | BROTLI
			gzip, deflate             | GZIP
			br;q=0.5, gzip;q=0.8      | GZIP
			br;q=0.8, gzip;q=0.8      | BROTLI
			br;q=0, gzip              | GZIP
			br;q=0, gzip;q=0          | IDENTITY
			GZIP;Q=1.0                | GZIP
			gzip ; q=0.3 , identity   | IDENTITY
			identity;q=0.1, gzip;q=0.2 | GZIP
			*                         | BROTLI
			br;q=0, *;q=0.1           | GZIP
			*;q=0                     | IDENTITY
			identity;q=0              | IDENTITY
			deflate                   | IDENTITY
			gzip;q=x                  | IDENTITY
			;                         | IDENTITY
			,,                        | IDENTITY
			""")
	void choosesWhatTheClientLikesBest(String acceptEncoding, ContentCoding expected) {
		assertThat(ContentCoding.negotiate(List.of(acceptEncoding))).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "gzip, br, BROTLI", "gzip, br;q=0.1, GZIP" })
	void readsRepeatedHeaders(String first, String second, ContentCoding expected) {
		assertThat(ContentCoding.negotiate(List.of(first, second))).isEqualTo(expected);
	}

}
