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

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.HttpCompression;
import io.github.socketiospring.engineio.transport.websocket.EmbeddedWebSocket;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.fuzz.FuzzInput;
import io.github.socketiospring.fuzz.FuzzTarget;
import io.github.socketiospring.fuzz.SessionRequest;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any request is answered with a status of the protocol, opens a session only if it is
 * accepted, and leaves no resources behind. The input is a byte of settings, then the
 * query and headers, separated by line breaks.
 */
public final class RequestTarget implements FuzzTarget {

	private static final List<String> HEADERS = List.of(HttpHeaders.UPGRADE, HttpHeaders.ORIGIN,
			HttpHeaders.ACCEPT_ENCODING, "Sec-WebSocket-Protocol", "Sec-Fetch-Site", HttpHeaders.CONTENT_TYPE,
			HttpHeaders.COOKIE, "Access-Control-Request-Method");

	private static final List<HttpMethod> METHODS = List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.OPTIONS,
			HttpMethod.HEAD);

	private static final CorsProcessor CORS = new OriginCheck();

	private static final Set<Integer> STATUSES = Set.of(200, 400, 403, 500);

	@Override
	public void run(FuzzInput input) {
		int settings = input.nextByte();
		List<String> lines = input.pieces('\n')
			.stream()
			.map((line) -> new String(line, StandardCharsets.ISO_8859_1))
			.toList();
		URI uri = uri(lines.get(0));
		if (uri != null) {
			run(settings, uri, lines.subList(1, lines.size()));
		}
	}

	/**
	 * Servers themselves refuse an invalid URI.
	 * @param query the raw query
	 * @return the URI, or {@code null} if it is none
	 */
	private static @Nullable URI uri(String query) {
		try {
			return new URI("http://localhost:8080/socket.io/?" + query);
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private static void run(int settings, URI uri, List<String> values) {
		TestTimer timer = new TestTimer();
		AtomicInteger ids = new AtomicInteger();
		EngineServer engine = new EngineServer(EngineOptions.builder()
			.allowEIO3((settings & 1) != 0)
			.cookie(EngineCookie.builder("io").build())
			.httpCompression(new HttpCompression(1))
			.build(), RecordingHandler.silent(), timer, () -> "session" + ids.incrementAndGet());
		EngineWebHandler door = EngineWebHandler.builder(engine, (exchange, handler) -> {
			EmbeddedWebSocket.open((EngineWebSocketHandler) handler, UnpooledByteBufAllocator.DEFAULT);
			return Mono.never();
		}).cors(((settings & 2) != 0) ? new CorsConfiguration().applyPermitDefaultValues() : null).build();
		HttpMethod method = METHODS.get((settings >> 2) % METHODS.size());
		SessionRequest request = new SessionRequest((exchange) -> handle(door, exchange), request(method, uri, values));
		if (request.isDone()) {
			assertThat(request.status()).isIn(STATUSES);
			assertThat(engine.sessionCount()).isEqualTo((request.isOk() && method == HttpMethod.GET) ? 1 : 0);
		}
		else {
			assertThat(engine.sessionCount("websocket")).isOne();
		}
		engine.close();
		assertThat(timer.pending()).isZero();
	}

	/**
	 * Do what a handler mapping does.
	 * @param door the handler
	 * @param exchange the request
	 * @return completes when it is answered
	 */
	private static Mono<Void> handle(EngineWebHandler door, ServerWebExchange exchange) {
		CorsConfiguration cors = door.corsConfiguration(exchange);
		return (cors == null || CORS.process(cors, exchange)) ? door.handle(exchange) : Mono.empty();
	}

	private static MockServerHttpRequest request(HttpMethod method, URI uri, List<String> values) {
		MockServerHttpRequest.BodyBuilder request = MockServerHttpRequest.method(method, uri);
		request.header("Sec-WebSocket-Version", "13");
		request.header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
		for (int i = 0; i < values.size(); i++) {
			String value = values.get(i);
			if (!value.isEmpty()) {
				request.header(HEADERS.get(i % HEADERS.size()), value);
			}
		}
		return request.build();
	}

}
