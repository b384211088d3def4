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

import io.github.socketiospring.engineio.transport.EventLoopThread;
import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import org.springframework.web.server.ServerWebExchange;

/**
 * Upgrades to WebSocket on Reactor Netty and leaves {@link EngineWebSocketHandler
 * Engine.IO} with the bare channel: no session, no stream, no exchange and no request is
 * kept for the life of the connection. The upgrade happens on the connection's event
 * loop, regardless of the thread that handled the request: on another one, a frame could
 * arrive before there is a transport that reads it.
 *
 * @since 0.1.0
 */
public final class ChannelUpgradeStrategy extends ReactorNettyRequestUpgradeStrategy {

	private static final String HANDLER_NAME = "engineio";

	private static final String DECODER_NAME = "wsdecoder";

	@Override
	public Mono<Void> upgrade(ServerWebExchange exchange, WebSocketHandler handler, @Nullable String subProtocol,
			Supplier<HandshakeInfo> handshakeInfo) {
		if (handler instanceof EngineWebSocketHandler engine
				&& ServerHttpResponseDecorator
					.getNativeResponse(exchange.getResponse()) instanceof HttpServerResponse response
				&& response instanceof Connection connection) {
			WebsocketServerSpec spec = spec(engine, subProtocol);
			Mono<Void> upgrade = Mono.defer(() -> response.sendWebsocket((in, out) -> {
				out.withConnection((webSocket) -> start(webSocket, engine));
				return Mono.never();
			}, spec));
			return exchange.getResponse()
				.setComplete()
				.then(Mono.defer(() -> onEventLoop(connection.channel().eventLoop(), upgrade)));
		}
		return super.upgrade(exchange, handler, subProtocol, handshakeInfo);
	}

	private static Mono<Void> onEventLoop(EventLoop eventLoop, Mono<Void> upgrade) {
		return eventLoop.inEventLoop() ? upgrade : upgrade.subscribeOn(Schedulers.fromExecutor(eventLoop));
	}

	private static WebsocketServerSpec spec(EngineWebSocketHandler engine, @Nullable String subProtocol) {
		WebsocketServerSpec.Builder builder = WebsocketServerSpec.builder().maxFramePayloadLength(engine.maxPayload());
		PerMessageDeflate compression = engine.compression();
		if (compression != null) {
			builder.compress(true)
				.compressionAllowServerNoContext(compression.serverNoContextTakeover())
				.compressionPreferredClientNoContext(compression.clientNoContextTakeover())
				.maxDecompressionBufferSize(engine.maxPayload());
		}
		return ((subProtocol != null) ? builder.protocols(subProtocol) : builder).build();
	}

	/**
	 * Replace the server's decoder, so that a frame that violates the protocol is
	 * answered before the connection is closed. The server's decoder closes at once, with
	 * the rest of the frame unread: the client then sees a reset and rarely the reason.
	 * @param channel a channel after its upgrade
	 * @param maxPayload the largest frame a client may send, in bytes
	 * @return the new decoder
	 */
	private static PacedFrameDecoder replaceDecoder(Channel channel, int maxPayload) {
		ChannelPipeline pipeline = channel.pipeline();
		WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(maxPayload)
			.allowExtensions(pipeline.get(WebSocketExtensionDecoder.class) != null)
			.withUTF8Validator(false)
			.closeOnProtocolViolation(false)
			.build();
		PacedFrameDecoder decoder = new PacedFrameDecoder(config, new EventLoopThread(channel.eventLoop()));
		pipeline.replace(WebSocketFrameDecoder.class, DECODER_NAME, decoder);
		return decoder;
	}

	static void start(Connection connection, EngineWebSocketHandler engine) {
		Channel channel = connection.channel();
		// Before the session is opened, which may suspend reading.
		channel.config().setAutoRead(true);
		PacedFrameDecoder decoder = replaceDecoder(channel, engine.maxPayload());
		engine.starter().start((session) -> {
			ChannelWebSocketTransport transport = new ChannelWebSocketTransport(channel, session, engine, decoder);
			connection.addHandlerLast(HANDLER_NAME, transport);
			return transport;
		});
		connection.rebind(new UpgradedConnection(channel));
	}

	/**
	 * The server's reference to a channel after its upgrade. The previous reference keeps
	 * the request and its answer with all their headers, which are no longer needed.
	 *
	 * @param channel the upgraded channel
	 */
	private record UpgradedConnection(Channel channel) implements Connection {

	}

}
