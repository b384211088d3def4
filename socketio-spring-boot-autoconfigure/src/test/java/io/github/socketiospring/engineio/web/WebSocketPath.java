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
import java.util.function.IntFunction;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Http2;
import io.github.socketiospring.testsupport.TestWebServer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

/**
 * The implementations of a WebSocket, and what may stand before them.
 */
enum WebSocketPath {

	/** On a channel of Reactor Netty. */
	CHANNEL(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::forServerInUse),

	/**
	 * The same behind a filter that continues on another thread than the connection's, as
	 * filters of Spring Security may.
	 */
	BEHIND_HOPPING_FILTER(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::forServerInUse) {
		@Override
		EngineTestServer start(EngineServer engine) {
			return EngineTestServer.start(MOUNTED_AT, door(engine).build(),
					(exchange, chain) -> hop(chain.filter(exchange)));
		}
	},

	/**
	 * The same behind a middleware and an interceptor that continue on another thread.
	 */
	BEHIND_HOPPING_INTERCEPTOR(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::forServerInUse) {
		@Override
		EngineTestServer start(EngineServer engine) {
			return EngineTestServer.start(MOUNTED_AT,
					door(engine).middleware(List.of((exchange, chain) -> hop(chain.filter(exchange))))
						.interceptors(List.of((handshake, headers) -> hop(Mono.empty())))
						.build());
		}
	},

	/** The same, with polling by HTTP/2 in plain text. */
	BESIDE_H2C(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::forServerInUse) {
		@Override
		EngineTestServer start(EngineServer engine) {
			return EngineTestServer.start(Http2.PLAIN_TEXT, MOUNTED_AT, door(engine).build());
		}
	},

	/** By TLS, with polling by HTTP/2. */
	BESIDE_H2(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::forServerInUse) {
		@Override
		EngineTestServer start(EngineServer engine) {
			return EngineTestServer.start(Http2.TLS, MOUNTED_AT, door(engine).build());
		}
	},

	/** On WebFlux's WebSocket session. */
	SESSION(TestWebServer.REACTOR_NETTY, EngineUpgradeStrategies::reactorNettySession),

	/** On Tomcat. */
	TOMCAT(TestWebServer.TOMCAT, EngineUpgradeStrategies::forServerInUse),

	/** On Jetty. */
	JETTY(TestWebServer.JETTY, EngineUpgradeStrategies::forServerInUse);

	static final String MOUNTED_AT = "/engine.io/";

	private final TestWebServer webServer;

	private final IntFunction<RequestUpgradeStrategy> strategy;

	WebSocketPath(TestWebServer webServer, IntFunction<RequestUpgradeStrategy> strategy) {
		this.webServer = webServer;
		this.strategy = strategy;
	}

	/**
	 * Whether the server detects that a client abandons a poll while nothing is sent.
	 * Servlet containers do not, so the heartbeat has to.
	 */
	boolean noticesAbandonedPolls() {
		return this.webServer == TestWebServer.REACTOR_NETTY;
	}

	EngineTestServer start(EngineServer engine) {
		return EngineTestServer.start(this.webServer, MOUNTED_AT, engine, strategy(engine));
	}

	EngineWebHandler.Builder door(EngineServer engine) {
		return EngineWebHandler.builder(engine, new HandshakeWebSocketService(strategy(engine)));
	}

	RequestUpgradeStrategy strategy(EngineServer engine) {
		return this.strategy.apply(engine.options().maxPayload());
	}

	private static <T> Mono<T> hop(Mono<T> continued) {
		return Mono.defer(() -> continued).subscribeOn(Schedulers.boundedElastic());
	}

}
