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

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.socketiospring.engineio.HttpCompression;
import io.github.socketiospring.engineio.transport.polling.PollAnswer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;

/**
 * The responses to Engine.IO requests, each written as one buffer with its length.
 */
final class EngineResponse {

	private static final String HTML = "text/html";

	private static final String JSON = "application/json";

	static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";

	/** Compressing a larger body would delay the other clients of the event loop. */
	private static final int MAX_ON_EVENT_LOOP = 32 * 1024;

	private final ServerHttpResponse response;

	private final ServerWebExchange exchange;

	private final boolean upgrade;

	private final ClientConnection connection;

	EngineResponse(ServerWebExchange exchange, boolean upgrade) {
		this.exchange = exchange;
		this.response = exchange.getResponse();
		this.upgrade = upgrade;
		this.connection = ClientConnection.of(exchange.getResponse());
	}

	ClientConnection connection() {
		return this.connection;
	}

	Mono<Void> answer(PollAnswer answer, @Nullable HttpCompression compression) {
		noStore();
		byte[] body = answer.body();
		if (compression == null || body.length < compression.threshold() || !answer.compress()) {
			return write(HttpStatus.OK, answer.contentType(), body);
		}
		BodyCoding coding = BodyCoding
			.accepted(this.exchange.getRequest().getHeaders().get(HttpHeaders.ACCEPT_ENCODING));
		if (coding == null) {
			return write(HttpStatus.OK, answer.contentType(), body);
		}
		this.response.getHeaders().set(HttpHeaders.CONTENT_ENCODING, coding.value());
		if (body.length <= MAX_ON_EVENT_LOOP) {
			return write(HttpStatus.OK, answer.contentType(), coding.encode(body));
		}
		return Mono.fromCallable(() -> coding.encode(body))
			.subscribeOn(Schedulers.parallel())
			.publishOn(Schedulers.fromExecutor(this.connection.answering()))
			.flatMap((encoded) -> write(HttpStatus.OK, answer.contentType(), encoded));
	}

	Mono<Void> html(byte[] body) {
		noStore();
		return write(HttpStatus.OK, HTML, body);
	}

	Mono<Void> refuse(EngineError error, String message) {
		if (this.upgrade) {
			this.response.getHeaders().set(HttpHeaders.CONNECTION, "close");
			return write(HttpStatus.BAD_REQUEST, HTML, message.getBytes(StandardCharsets.UTF_8));
		}
		return write(error.status(), JSON, body(error, message));
	}

	/**
	 * Refuse a handshake that exceeds a limit of its address. The code is that of the
	 * closest error that clients know.
	 * @param message the message for the client
	 * @return completes when the response has been sent
	 */
	Mono<Void> tooOften(String message) {
		return write(HttpStatus.TOO_MANY_REQUESTS, JSON, body(EngineError.FORBIDDEN, message));
	}

	private static byte[] body(EngineError error, String message) {
		return ("{\"code\":" + error.code() + ",\"message\":" + Json.quote(message) + "}")
			.getBytes(StandardCharsets.UTF_8);
	}

	Mono<Void> empty(HttpStatus status) {
		this.response.setStatusCode(status);
		this.response.getHeaders().setContentLength(0);
		return this.response.setComplete();
	}

	/**
	 * Refuse a request temporarily.
	 * @param retryAfter how long the client should wait before it tries again
	 * @return completes when the response has been sent
	 */
	Mono<Void> unavailable(Duration retryAfter) {
		this.response.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
		return empty(HttpStatus.SERVICE_UNAVAILABLE);
	}

	private void noStore() {
		this.response.getHeaders().set(HttpHeaders.CACHE_CONTROL, "no-store");
	}

	private Mono<Void> write(HttpStatus status, String contentType, byte[] body) {
		this.response.setStatusCode(status);
		this.response.getHeaders().set(HttpHeaders.CONTENT_TYPE, contentType);
		this.response.getHeaders().setContentLength(body.length);
		return this.response.writeWith(Mono.just(this.response.bufferFactory().wrap(body)));
	}

}
