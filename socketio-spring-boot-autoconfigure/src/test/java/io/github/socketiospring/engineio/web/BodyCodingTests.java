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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BodyCoding}.
 */
class BodyCodingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "gzip|GZIP", "deflate|DEFLATE", "deflate, gzip|GZIP", "GZIP;q=0.5, br|GZIP",
					"gzip;q=0, deflate|DEFLATE", "gzip; q=0.000|", "br|", "''|", "identity|", "x-gzip|", "gzipped|",
					"gzip, deflate, br, zstd|GZIP", "gzip;q=0.01|GZIP" })
	void isWhatTheClientAccepts(String header, BodyCoding coding) {
		assertThat(BodyCoding.accepted(List.of(header))).isEqualTo(coding);
	}

	@Test
	void isNoneWithoutAWordFromTheClient() {
		assertThat(BodyCoding.accepted(null)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void canBeDecoded(BodyCoding coding) throws IOException {
		byte[] body = "hello ".repeat(500).getBytes();
		byte[] encoded = coding.encode(body);
		assertThat(encoded.length).isLessThan(body.length / 10);
		InputStream in = new ByteArrayInputStream(encoded);
		try (InputStream decoded = (coding == BodyCoding.GZIP) ? new GZIPInputStream(in)
				: new InflaterInputStream(in)) {
			assertThat(decoded.readAllBytes()).isEqualTo(body);
		}
	}

}
