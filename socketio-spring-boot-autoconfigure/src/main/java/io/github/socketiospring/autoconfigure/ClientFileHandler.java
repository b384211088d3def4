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

import java.time.Duration;
import java.util.Set;

import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Serves one file of the {@link ClientBundle}. The file's version is its entity tag, so a
 * browser revalidates the file each time, and downloads it again only after the server
 * has been updated.
 * <p>
 * Spring's {@code ResourceWebHandler} would read the file from the class path on the
 * event loop, for every request. Its {@code EncodedResourceResolver} selects the first
 * coding it knows from the first {@code Accept-Encoding} header, regardless of its
 * weight: it would answer {@code br;q=0, gzip} with Brotli.
 */
class ClientFileHandler implements WebHandler {

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

	private static final MediaType JAVASCRIPT = MediaType.parseMediaType("text/javascript;charset=utf-8");

	private final ClientBundle bundle;

	private final String file;

	private final MediaType contentType;

	ClientFileHandler(ClientBundle bundle, String file) {
		this.bundle = bundle;
		this.file = file;
		this.contentType = (!file.endsWith(".map")) ? JAVASCRIPT : MediaType.APPLICATION_JSON;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().set("X-Content-Type-Options", "nosniff");
		if (!METHODS.contains(request.getMethod())) {
			return Mono.error(new MethodNotAllowedException(request.getMethod(), METHODS));
		}
		response.getHeaders().setCacheControl(CacheControl.maxAge(Duration.ZERO).cachePublic());
		response.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		if (exchange.checkNotModified("\"" + this.bundle.version() + "\"")) {
			return response.setComplete();
		}
		ContentCoding coding = ContentCoding.negotiate(request.getHeaders().getOrEmpty(HttpHeaders.ACCEPT_ENCODING));
		return this.bundle.content(this.file, coding).flatMap((content) -> write(exchange, coding, content));
	}

	private Mono<Void> write(ServerWebExchange exchange, ContentCoding coding, byte[] content) {
		ServerHttpResponse response = exchange.getResponse();
		response.getHeaders().setContentType(this.contentType);
		response.getHeaders().setContentLength(content.length);
		if (coding != ContentCoding.IDENTITY) {
			response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, coding.token());
		}
		if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
			return response.setComplete();
		}
		return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(content)));
	}

}
