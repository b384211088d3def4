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

package io.github.socketiospring.engineio.transport.websocket;

import java.util.function.Supplier;

import org.eclipse.jetty.websocket.api.Configurable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.JettyCoreRequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.JettyRequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * Creates upgrade strategies that accept messages up to Engine.IO's own limit, which is
 * larger than the default of most servers.
 *
 * @since 0.1.0
 */
public final class EngineUpgradeStrategies {

	private static final boolean reactorNettyPresent = ClassUtils
		.isPresent("reactor.netty.http.server.HttpServerRequest", EngineUpgradeStrategies.class.getClassLoader());

	private EngineUpgradeStrategies() {
	}

	/**
	 * Create a strategy for the server that runs the application: the channel on Reactor
	 * Netty, WebFlux's own support elsewhere. The class path may hold several servers;
	 * the first upgrade shows which one is used.
	 * @param maxPayload the largest message a client may send, in bytes
	 * @return a strategy that chooses on first use
	 */
	public static RequestUpgradeStrategy forServerInUse(int maxPayload) {
		return new ServerInUse(maxPayload);
	}

	/**
	 * Create a strategy with WebFlux's own support on Reactor Netty, for applications
	 * that cannot use {@link ChannelUpgradeStrategy}.
	 * @param maxPayload the largest message a client may send, in bytes
	 * @return a strategy for Reactor Netty only
	 */
	public static RequestUpgradeStrategy reactorNettySession(int maxPayload) {
		return ReactorNetty.session(maxPayload);
	}

	/**
	 * Chooses the strategy with the first request.
	 */
	private static final class ServerInUse implements RequestUpgradeStrategy {

		private final int maxPayload;

		private volatile @Nullable RequestUpgradeStrategy strategy;

		ServerInUse(int maxPayload) {
			this.maxPayload = maxPayload;
		}

		@Override
		public Mono<Void> upgrade(ServerWebExchange exchange, WebSocketHandler handler, @Nullable String subProtocol,
				Supplier<HandshakeInfo> handshakeInfo) {
			RequestUpgradeStrategy known = this.strategy;
			if (known == null) {
				known = strategy(ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest()));
				this.strategy = known;
			}
			return known.upgrade(exchange, handler, subProtocol, handshakeInfo);
		}

		private RequestUpgradeStrategy strategy(Object request) {
			if (reactorNettyPresent && ReactorNetty.made(request)) {
				return ReactorNetty.channel();
			}
			String type = request.getClass().getName();
			if (type.startsWith("org.eclipse.jetty.")) {
				return type.contains(".servlet.") ? Jetty.servlet(this.maxPayload) : Jetty.core(this.maxPayload);
			}
			return new TomcatUpgradeStrategy(this.maxPayload);
		}

	}

	/**
	 * A separate class, since Reactor Netty may be absent.
	 */
	private static final class ReactorNetty {

		static boolean made(Object request) {
			return request instanceof HttpServerRequest;
		}

		static RequestUpgradeStrategy channel() {
			return new ChannelUpgradeStrategy();
		}

		static RequestUpgradeStrategy session(int maxPayload) {
			return new ReactorNettyRequestUpgradeStrategy(
					() -> WebsocketServerSpec.builder().maxFramePayloadLength(maxPayload));
		}

	}

	/**
	 * A separate class, since Jetty may be absent.
	 */
	private static final class Jetty {

		static RequestUpgradeStrategy servlet(int maxPayload) {
			JettyRequestUpgradeStrategy strategy = new JettyRequestUpgradeStrategy();
			strategy.addWebSocketConfigurer((webSocket) -> configure(webSocket, maxPayload));
			return strategy;
		}

		static RequestUpgradeStrategy core(int maxPayload) {
			JettyCoreRequestUpgradeStrategy strategy = new JettyCoreRequestUpgradeStrategy();
			strategy.addWebSocketConfigurer((webSocket) -> configure(webSocket, maxPayload));
			return strategy;
		}

		private static void configure(Configurable webSocket, int maxPayload) {
			webSocket.setMaxTextMessageSize(maxPayload);
			webSocket.setMaxBinaryMessageSize(maxPayload);
			webSocket.setMaxFrameSize(maxPayload);
		}

	}

}
