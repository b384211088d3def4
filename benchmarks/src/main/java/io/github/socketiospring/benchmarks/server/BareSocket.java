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

package io.github.socketiospring.benchmarks.server;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One WebSocket of the bare server, which sends most frames back unchanged.
 */
final class BareSocket extends BareServer.QuietHandler {

	private static final ByteBuf OPEN = fixed(
			"0{\"sid\":\"AAAAAAAAAAAAAAAAAAAA\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");

	private static final ByteBuf CONNECTED = fixed("40{\"sid\":\"BBBBBBBBBBBBBBBBBBBB\"}");

	private static final ByteBuf JOINED = fixed("430[]");

	private static final ByteBuf ACK = fixed("430[");

	private static final int ACK_PREFIX = "420[\"ack\",".length();

	private static final int PUBLISH_PREFIX = "42[\"publish\",".length();

	private final BareRoom room;

	private boolean dirty;

	BareSocket(BareRoom room) {
		this.room = room;
	}

	static Mono<Void> upgrade(HttpServerResponse response, BareRoom room) {
		return response.sendWebsocket((in, out) -> {
			out.withConnection((connection) -> {
				connection.addHandlerLast("bare", new BareSocket(room));
				connection.channel().config().setAutoRead(true);
			});
			return Mono.never();
		});
	}

	static ByteBuf fixed(String text) {
		return Unpooled.unreleasableBuffer(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		context.writeAndFlush(new TextWebSocketFrame(OPEN.duplicate()));
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof CloseWebSocketFrame close) {
			context.writeAndFlush(close).addListener((written) -> context.close());
		}
		else if (message instanceof TextWebSocketFrame text) {
			answer(context, text, text.content());
		}
		else if (message instanceof BinaryWebSocketFrame binary) {
			write(context, binary);
		}
	}

	private void answer(ChannelHandlerContext context, TextWebSocketFrame frame, ByteBuf text) {
		int length = text.readableBytes();
		if (length == 2 && text.getByte(1) == '0') {
			frame.release();
			write(context, new TextWebSocketFrame(CONNECTED.duplicate()));
		}
		else if (length == 1 || text.getByte(1) == '1') {
			frame.release();
		}
		else if (text.getByte(2) == '0' && text.getByte(5) == 'a') {
			ByteBuf argument = text.readRetainedSlice(length).skipBytes(ACK_PREFIX);
			frame.release();
			write(context, new TextWebSocketFrame(Unpooled.wrappedBuffer(ACK.duplicate(), argument)));
		}
		else if (text.getByte(2) == '0') {
			frame.release();
			this.room.join(context);
			write(context, new TextWebSocketFrame(JOINED.duplicate()));
		}
		else if (text.getByte(4) == 'p') {
			this.room.publish(text.skipBytes(PUBLISH_PREFIX));
			frame.release();
		}
		else {
			write(context, frame);
		}
	}

	private void write(ChannelHandlerContext context, WebSocketFrame frame) {
		context.write(frame, context.voidPromise());
		if (!this.dirty) {
			this.dirty = true;
			context.executor().execute(() -> {
				this.dirty = false;
				context.flush();
			});
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.room.leave(context);
		context.fireChannelInactive();
	}

}
