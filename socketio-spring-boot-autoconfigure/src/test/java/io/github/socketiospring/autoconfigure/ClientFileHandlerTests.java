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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.MethodNotAllowedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClientFileHandlerTests {

	private static final String ETAG = "\"" + new ClientBundle().version() + "\"";

	private final ClientBundle bundle = new ClientBundle();

	@Test
	void servesEveryFileInEveryCoding() {
		for (String file : this.bundle.files()) {
			for (ContentCoding coding : ContentCoding.values()) {
				MockServerHttpResponse response = serve(file,
						get(file).header(HttpHeaders.ACCEPT_ENCODING, coding.token()));
				assertThat(response.getHeaders().getContentLength()).isPositive();
				assertThat(body(response)).hasSize((int) response.getHeaders().getContentLength());
			}
		}
	}

	@Test
	void servesAsAlwaysRevalidated() {
		HttpHeaders headers = serve("socket.io.js", get("socket.io.js")).getHeaders();
		assertThat(headers.getETag()).isEqualTo(ETAG).matches("\"4\\.\\d+\\.\\d+\"");
		assertThat(headers.getCacheControl()).isEqualTo("max-age=0, public");
		assertThat(headers.get(HttpHeaders.VARY)).contains(HttpHeaders.ACCEPT_ENCODING);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			socket.io.js               | text/javascript;charset=utf-8
			socket.io.msgpack.min.js   | text/javascript;charset=utf-8
			socket.io.esm.min.js.map   | application/json
			""")
	void namesContentType(String file, String expected) {
		assertThat(serve(file, get(file)).getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo(expected);
	}

	@Test
	void sendsTheSameFileCompressed() throws IOException {
		byte[] plain = body(serve("socket.io.min.js", get("socket.io.min.js")));
		MockServerHttpResponse compressed = serve("socket.io.min.js",
				get("socket.io.min.js").header(HttpHeaders.ACCEPT_ENCODING, "gzip"));
		assertThat(compressed.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)).isEqualTo("gzip");
		byte[] body = body(compressed);
		assertThat(body.length).isLessThan(plain.length / 2);
		assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes()).isEqualTo(plain);
	}

	@Test
	void leavesPlainFileWithoutContentEncoding() {
		assertThat(serve("socket.io.js", get("socket.io.js")).getHeaders().headerNames())
			.doesNotContain(HttpHeaders.CONTENT_ENCODING);
	}

	@Test
	void answersHeadWithoutBody() {
		MockServerHttpResponse response = serve("socket.io.js", MockServerHttpRequest.head("/socket.io/socket.io.js"));
		assertThat(response.getHeaders().getContentLength()).isGreaterThan(100_000);
		assertThat(response.getHeaders().getETag()).isEqualTo(ETAG);
		assertThat(body(response)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "W/%s", "\"1.0.0\", %s" })
	void answersNotModified(String ifNoneMatch) {
		MockServerHttpResponse response = serve("socket.io.js",
				get("socket.io.js").header(HttpHeaders.IF_NONE_MATCH, ifNoneMatch.formatted(ETAG)));
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.NOT_MODIFIED);
		assertThat(response.getHeaders().getETag()).isEqualTo(ETAG);
		assertThat(body(response)).isEmpty();
	}

	@Test
	void sendsFileWhenBrowserHasAnotherVersion() {
		MockServerHttpResponse response = serve("socket.io.js",
				get("socket.io.js").header(HttpHeaders.IF_NONE_MATCH, "\"4.0.0\""));
		assertThat(body(response)).isNotEmpty();
	}

	@Test
	void refusesOtherMethods() {
		assertThatExceptionOfType(MethodNotAllowedException.class)
			.isThrownBy(() -> serve("socket.io.js", MockServerHttpRequest.post("/socket.io/socket.io.js")))
			.satisfies((ex) -> assertThat(ex.getSupportedMethods()).containsOnly(HttpMethod.GET, HttpMethod.HEAD));
	}

	private MockServerHttpResponse serve(String file, MockServerHttpRequest.BaseBuilder<?> request) {
		MockServerWebExchange exchange = MockServerWebExchange.from(request);
		new ClientFileHandler(this.bundle, file).handle(exchange).block();
		return exchange.getResponse();
	}

	private static MockServerHttpRequest.BaseBuilder<?> get(String file) {
		return MockServerHttpRequest.get("/socket.io/" + file);
	}

	private static byte[] body(MockServerHttpResponse response) {
		return response.getBody().reduce(new byte[0], (bytes, buffer) -> {
			byte[] joined = Arrays.copyOf(bytes, bytes.length + buffer.readableByteCount());
			buffer.read(joined, bytes.length, buffer.readableByteCount());
			return joined;
		}).block();
	}

}
