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

package io.github.socketiospring.testsupport;

import java.net.URI;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/**
 * A client on WebSocket.
 */
class WebSocketLoadClient extends LoadClient {

	private static final int MAX_MESSAGE = 16 * 1024 * 1024;

	private static final int NO_STATUS = -1;

	private volatile Channel channel;

	WebSocketLoadClient(LoadClients clients) {
		super(clients);
	}

	/**
	 * Connect.
	 * @param session the parameter that names the session to join, or empty for a new one
	 */
	final void open(String session) {
		clients().connect(new Pipeline(session)).addListener((connecting) -> {
			if (!connecting.isSuccess()) {
				end(End.CUT);
			}
		});
	}

	/**
	 * The connection is a WebSocket now.
	 */
	void upgraded() {
		// The server has the first word.
	}

	/**
	 * Take a packet of Engine.IO.
	 * @param packet the packet as text
	 */
	void receivedText(String packet) {
		received(packet);
	}

	@Override
	public void send(String packet) {
		this.channel.writeAndFlush(new TextWebSocketFrame(packet), this.channel.voidPromise());
	}

	@Override
	boolean isWritable() {
		return this.channel.isWritable();
	}

	@Override
	public void stopReading() {
		this.channel.config().setAutoRead(false);
	}

	@Override
	public void leave() {
		clients().execute(() -> {
			send(Packets.DISCONNECT);
			this.channel.writeAndFlush(new CloseWebSocketFrame());
		});
	}

	@Override
	public void abort() {
		clients().execute(() -> {
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
			this.channel.close();
			end(End.LEFT);
		});
	}

	@Override
	void opened(String packet) {
		// Nothing in it matters to a WebSocket.
	}

	/**
	 * Decodes HTTP and frames.
	 */
	private final class Pipeline extends ChannelInitializer<Channel> {

		private final String session;

		Pipeline(String session) {
			this.session = session;
		}

		@Override
		protected void initChannel(Channel channel) {
			// Before the server can say anything.
			WebSocketLoadClient.this.channel = channel;
			WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
				.webSocketUri(URI.create(
						"ws://127.0.0.1:" + clients().port() + "/socket.io/?EIO=4&transport=websocket" + this.session))
				.maxFramePayloadLength(MAX_MESSAGE)
				.handleCloseFrames(false)
				.handshakeTimeoutMillis(60_000)
				.build();
			channel.pipeline()
				.addLast(new HttpClientCodec(), new HttpObjectAggregator(64 * 1024),
						new WebSocketClientProtocolHandler(config), new Frames());
		}

	}

	/**
	 * Takes what the server says.
	 */
	private final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
			if (frame instanceof TextWebSocketFrame text) {
				receivedText(text.text());
			}
			else if (frame instanceof CloseWebSocketFrame close) {
				end((close.statusCode() == NO_STATUS) ? End.CLOSE_FRAME : End.CLOSE_FRAME_WITH_STATUS);
				context.close();
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
				upgraded();
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			end(End.CUT);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			end(End.CUT);
			context.close();
		}

	}

}
