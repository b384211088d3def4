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

package io.github.socketiospring.integration;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.web.HandshakeContextFilter;
import io.github.socketiospring.server.SocketIOServer;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an idle session keeps from the request that opened it.
 */
class KeptContextTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

	@BeforeAll
	static void register() {
		OBSERVATIONS.observationConfig().observationHandler((context) -> true);
		ContextRegistry.getInstance().registerThreadLocalAccessor("propagated", new ThreadLocal<String>());
	}

	@AfterAll
	static void unregister() {
		ContextRegistry.getInstance().removeThreadLocalAccessor("propagated");
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void leadsToNothingOfTheRequest(String transport) {
		try (TestServer server = TestServer.start(Application.class, Map.of());
				HeaderClient client = HeaderClient.connect(server.port(), transport, BasicLogin.of("ann"), Map.of())) {
			Request handshake = server.bean(Requests.class).seen().remove();
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50)).atMost(PATIENCE).until(() -> {
				System.gc();
				return handshake.isGone();
			});
			ContextView kept = server.bean(SocketIOServer.class).of("/").socket(client.id()).handshake().context();
			assertThat(kept.stream()).extracting(Object::toString)
				.containsExactlyInAnyOrder("propagated=by accessor", "chosen=by filter");
		}
	}

	/**
	 * The objects of a request.
	 */
	record Request(WeakReference<ServerWebExchange> exchange, WeakReference<ServerHttpRequest> request,
			WeakReference<Object> nativeRequest, WeakReference<Object> nativeHeaders,
			WeakReference<Object> nativeAnswer, WeakReference<Observation> observation) {

		static Request of(ServerWebExchange exchange, Observation observation) {
			HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
			HttpServerResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
			return new Request(new WeakReference<>(exchange), new WeakReference<>(exchange.getRequest()),
					new WeakReference<>(request), new WeakReference<>(request.requestHeaders()),
					new WeakReference<>(response.responseHeaders()), new WeakReference<>(observation));
		}

		boolean isGone() {
			return Stream
				.of(this.exchange, this.request, this.nativeRequest, this.nativeHeaders, this.nativeAnswer,
						this.observation)
				.allMatch((reference) -> reference.get() == null);
		}

	}

	record Requests(Queue<Request> seen) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class Application {

		@Bean
		Requests requests() {
			return new Requests(new ConcurrentLinkedQueue<>());
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		WebFilter filter(Requests requests) {
			return (exchange, chain) -> {
				Observation observation = Observation.start("request", OBSERVATIONS);
				requests.seen().add(Request.of(exchange, observation));
				return chain.filter(exchange)
					.doFinally((signal) -> observation.stop())
					.contextWrite(Context.of(ObservationThreadLocalAccessor.KEY, observation, "propagated",
							"by accessor", "chosen", "by filter", "other", exchange));
			};
		}

		@Bean
		ServerWebExchangeContextFilter exchangeFilter() {
			return new ServerWebExchangeContextFilter();
		}

		@Bean
		HandshakeContextFilter chosen() {
			return (request) -> Context.of("chosen", request.get("chosen"));
		}

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return BasicLogin.accept(http)
				.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(BasicLogin.user("ann"));
		}

		@Bean
		PasswordEncoder passwords() {
			return BasicLogin.passwords();
		}

	}

}
