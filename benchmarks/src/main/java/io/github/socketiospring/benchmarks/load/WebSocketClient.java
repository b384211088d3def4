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

package io.github.socketiospring.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * A client on WebSocket alone: handshake, CONNECT to the root namespace, heartbeat, and
 * frames as short as servers write them.
 */
final class WebSocketClient extends ByteHandler implements Client {

	private static final Message CONNECT = Message.text(Packets.CONNECT);

	private static final Message DISCONNECT = Message.text(Packets.DISCONNECT);

	private static final Message PONG = Message.text(Packets.PONG);

	private static final Message CLOSE = Message.close();

	private static final byte[] REQUEST = Wire
		.webSocketRequest("/socket.io/?EIO=4&transport=websocket", "127.0.0.1",
				Map.of("User-Agent", "benchmark", "Accept", "*/*"))
		.getBytes(StandardCharsets.US_ASCII);

	private final ClientListener listener;

	private State state = State.UPGRADING;

	private ChannelHandlerContext context;

	@SuppressWarnings("NullAway.Init")
	WebSocketClient(ClientListener listener) {
		this.listener = listener;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.context = context;
		context.writeAndFlush(Unpooled.wrappedBuffer(REQUEST));
	}

	@Override
	void read(ByteBuf buffer) {
		if (this.state == State.UPGRADING && !upgraded(buffer)) {
			return;
		}
		while (buffer.readableBytes() >= 2) {
			int start = buffer.readerIndex();
			int length = buffer.getByte(start + 1) & 0x7F;
			int head = 2;
			if (length == 126) {
				if (buffer.readableBytes() < 4) {
					return;
				}
				length = buffer.getUnsignedShort(start + 2);
				head = 4;
			}
			else if (length == 127) {
				if (buffer.readableBytes() < 10) {
					return;
				}
				length = (int) buffer.getLong(start + 2);
				head = 10;
			}
			if (buffer.readableBytes() < head + length) {
				return;
			}
			buffer.skipBytes(head + length);
			frame(buffer.getByte(start) & 0xF, buffer, start + head, length);
		}
	}

	private boolean upgraded(ByteBuf buffer) {
		int end = HttpText.endOfHead(buffer);
		if (end < 0) {
			return false;
		}
		if (HttpText.status(buffer) != 101) {
			throw new IllegalStateException("No WebSocket: " + buffer.toString(StandardCharsets.UTF_8));
		}
		buffer.readerIndex(end);
		this.state = State.OPENING;
		return true;
	}

	private void frame(int opcode, ByteBuf buffer, int index, int length) {
		switch (opcode) {
			case 1 -> text(buffer, index, length);
			case 2 -> this.listener.onMessage(this, buffer, index, length, true);
			case 8 -> this.context.close();
			default -> {
				// Pings of WebSocket itself are not sent by these servers.
			}
		}
	}

	private void text(ByteBuf buffer, int index, int length) {
		if (buffer.getByte(index) == '2') {
			send(PONG);
		}
		else if (this.state == State.READY) {
			this.listener.onMessage(this, buffer, index, length, false);
		}
		else if (this.state == State.OPENING && buffer.getByte(index) == '0') {
			this.state = State.CONNECTING;
			send(CONNECT);
		}
		else if (length > 2 && buffer.getByte(index) == '4' && buffer.getByte(index + 1) == '0') {
			this.state = State.READY;
			this.listener.onReady(this);
		}
	}

	@Override
	public void send(Message message) {
		write(this.context, message.frames());
	}

	@Override
	public void flush() {
		flush(this.context);
	}

	@Override
	public void close() {
		send(DISCONNECT);
		send(CLOSE);
		flush();
	}

	@Override
	void closed() {
		this.listener.onClose(this);
	}

	private enum State {

		UPGRADING, OPENING, CONNECTING, READY

	}

}
