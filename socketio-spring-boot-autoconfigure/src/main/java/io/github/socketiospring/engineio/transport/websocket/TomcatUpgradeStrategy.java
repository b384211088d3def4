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

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.Endpoint;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.adapter.ContextWebSocketHandler;
import org.springframework.web.reactive.socket.adapter.StandardWebSocketHandlerAdapter;
import org.springframework.web.reactive.socket.adapter.TomcatWebSocketSession;
import org.springframework.web.reactive.socket.server.upgrade.StandardWebSocketUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * WebFlux's own support for Tomcat, with sessions that may be closed while they send.
 */
final class TomcatUpgradeStrategy extends StandardWebSocketUpgradeStrategy {

	TomcatUpgradeStrategy(int maxPayload) {
		setMaxTextMessageBufferSize(maxPayload);
		setMaxBinaryMessageBufferSize(maxPayload);
	}

	@Override
	public Mono<Void> upgrade(ServerWebExchange exchange, WebSocketHandler handler, @Nullable String subProtocol,
			Supplier<HandshakeInfo> handshakeInfo) {
		HttpServletRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
		HttpServletResponse response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
		HandshakeInfo info = handshakeInfo.get();
		DataBufferFactory buffers = exchange.getResponse().bufferFactory();
		return exchange.getResponse().setComplete().then(Mono.deferContextual((context) -> {
			Endpoint endpoint = new StandardWebSocketHandlerAdapter(ContextWebSocketHandler.decorate(handler, context),
					(session) -> new CloseableSession(session, info, buffers));
			try {
				upgradeHttpToWebSocket(request, response, config(request, endpoint, subProtocol), Map.of());
			}
			catch (Exception ex) {
				return Mono.error(ex);
			}
			return Mono.empty();
		}));
	}

	private static ServerEndpointConfig config(HttpServletRequest request, Endpoint endpoint,
			@Nullable String subProtocol) {
		return ServerEndpointConfig.Builder.create(endpoint.getClass(), request.getRequestURI())
			.subprotocols((subProtocol != null) ? List.of(subProtocol) : List.of())
			.configurator(new ServerEndpointConfig.Configurator() {

				@Override
				public <T> T getEndpointInstance(Class<T> type) {
					return type.cast(endpoint);
				}

			})
			.build();
	}

	/**
	 * A session that reports the failure of a message that is sent after the close.
	 * Tomcat throws an exception if a session is already closed. WebFlux only expects
	 * asynchronous errors, so the exception would end the thread that sent the previous
	 * message.
	 */
	static final class CloseableSession extends TomcatWebSocketSession {

		CloseableSession(Session session, HandshakeInfo info, DataBufferFactory buffers) {
			super(session, info, buffers);
		}

		@Override
		protected boolean sendMessage(WebSocketMessage message) throws IOException {
			try {
				return super.sendMessage(message);
			}
			catch (IllegalStateException ex) {
				getSendProcessor().cancel();
				getSendProcessor().onError(ex);
				return true;
			}
		}

	}

}
