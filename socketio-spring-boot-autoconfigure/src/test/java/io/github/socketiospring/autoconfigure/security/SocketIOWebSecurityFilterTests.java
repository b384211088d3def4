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

package io.github.socketiospring.autoconfigure.security;

import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.reactive.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

class SocketIOWebSecurityFilterTests {

	private final SocketIOProperties properties = new Binder(new MapConfigurationPropertySource())
		.bindOrCreate("socketio", SocketIOProperties.class);

	@ParameterizedTest
	@CsvSource({ "/socket.io,true", "/socket.io/,true", "/socket.io/x,false", "/socket.iox,false", "/api,false",
			"/,false", "/socket%2Eio/,false" })
	void matchesTheEndpointAndNothingBelowIt(String path, boolean matches) {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post(path));
		assertThat(EndpointPath.of(this.properties).test(exchange)).isEqualTo(matches);
	}

	@Test
	void warnsOnceOfAChainThatRefusesClientsBeforeTheyConnect() {
		try (CapturedLog log = CapturedLog.of(SocketIOWebSecurityFilter.class.getName())) {
			SocketIOWebSecurityFilter filter = filter(true);
			answer(filter, MockServerHttpRequest.get("/api"), HttpStatus.UNAUTHORIZED);
			answer(filter, MockServerHttpRequest.get("/socket.io/"), HttpStatus.OK);
			answer(filter, MockServerHttpRequest.get("/socket.io/").header("Authorization", "Bearer expired"),
					HttpStatus.UNAUTHORIZED);
			filter.filter(MockServerWebExchange.from(MockServerHttpRequest.get("/socket.io/")), (exchange) -> {
				exchange.getAttributes().put(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE, "the server");
				exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
				return exchange.getResponse().setComplete();
			}).block();
			assertThat(log.lines()).isEmpty();
			answer(filter, MockServerHttpRequest.get("/socket.io/"), HttpStatus.FOUND);
			answer(filter, MockServerHttpRequest.get("/socket.io/"), HttpStatus.UNAUTHORIZED);
			assertThat(log.lines()).singleElement()
				.asString()
				.startsWith("WARN ")
				.contains("302", "SocketIORequest.toEndpoint()");
			log.lines().clear();
			answer(filter(false), MockServerHttpRequest.get("/socket.io/"), HttpStatus.UNAUTHORIZED);
			assertThat(log.lines()).isEmpty();
		}
	}

	private SocketIOWebSecurityFilter filter(boolean connectAuthentication) {
		return new SocketIOWebSecurityFilter(mock(EngineWebHandler.class), EndpointPath.of(this.properties),
				connectAuthentication);
	}

	private static void answer(SocketIOWebSecurityFilter filter, MockServerHttpRequest.BaseBuilder<?> request,
			HttpStatus status) {
		filter.filter(MockServerWebExchange.from(request), (exchange) -> {
			exchange.getResponse().setStatusCode(status);
			return exchange.getResponse().setComplete();
		}).block();
	}

	@Test
	void matchesNothingWithoutSocketIO() {
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/socket.io/"));
		MatchResult result = SocketIORequest.toEndpoint().matches(exchange).block();
		assertThat(result).isNotNull();
		assertThat(result.isMatch()).isFalse();
	}

}
