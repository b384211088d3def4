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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptEncoding}.
 */
class AcceptEncodingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			gzip                   | 1
			br, gzip               | 1
			GZIP ; Q=0.3, br       | 0.3
			gzip;q=0               | 0
			gzip;q=0.000           | 0
			gzip;level=9;q=0.5     | 0.5
			gzip;level=9           | 1
			gzip;q=x               | 0
			gzip;q=                | 0
			gzip;                  | 1
			gzip; q=0.5 ,br;q=0.9  | 0.5
			x-gzip                 | -1
			gzipped                | -1
			br;gzip                | -1
			*;q=0.5                | -1
			;                      | -1
			,,                     | -1
			''                     | -1
			""")
	void readsTheWeightOfACoding(String header, double expected) {
		assertThat(AcceptEncoding.weight(List.of(header), "gzip", -1)).isEqualTo(expected);
	}

	@Test
	void readsRepeatedHeaders() {
		assertThat(AcceptEncoding.weight(List.of("br", "gzip;q=0.5, *;q=0.1"), "gzip", -1)).isEqualTo(0.5);
		assertThat(AcceptEncoding.weight(List.of("br", "gzip;q=0.5, *;q=0.1"), "*", -1)).isEqualTo(0.1);
		assertThat(AcceptEncoding.weight(List.of(), "gzip", -1)).isEqualTo(-1);
	}

}
