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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.transport.EventLoopThread;
import io.github.socketiospring.testsupport.FrameReader;
import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.ReferenceCountUtil;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client's end of a WebSocket without a network, after the handshake. Nothing happens
 * at the server's end until {@link #run()}.
 */
public final class EmbeddedWebSocket {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final WebSocketFormat format;

	/** The data that arrived while the server did not read. */
	private final Queue<byte[]> unread = new ArrayDeque<>();

	private final List<EnginePacket> received = new ArrayList<>();

	private boolean closed;

	private EmbeddedWebSocket(EngineWebSocketHandler handler, ByteBufAllocator allocator) {
		this.format = handler.format();
		this.channel.freezeTime();
		this.channel.config().setAllocator(allocator);
		PacedFrameDecoder decoder = new PacedFrameDecoder(WebSocketDecoderConfig.newBuilder()
			.maxFramePayloadLength(handler.maxPayload())
			.withUTF8Validator(false)
			.closeOnProtocolViolation(false)
			.build(), new EventLoopThread(this.channel.eventLoop()));
		this.channel.pipeline().addLast(decoder);
		handler.starter().start((session) -> {
			ChannelWebSocketTransport transport = new ChannelWebSocketTransport(this.channel, session, handler,
					decoder);
			this.channel.pipeline().addLast(transport);
			return transport;
		});
	}

	/**
	 * Open a WebSocket.
	 * @param handler what the server made of the handshake
	 * @param allocator where buffers come from
	 * @return the open WebSocket
	 */
	public static EmbeddedWebSocket open(EngineWebSocketHandler handler, ByteBufAllocator allocator) {
		return new EmbeddedWebSocket(handler, allocator);
	}

	/**
	 * Whether the connection exists.
	 * @return {@code false} once one end closed it
	 */
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	/**
	 * Send a packet.
	 * @param packet the packet
	 */
	public void send(EnginePacket packet) {
		sendFrame(this.format.isText(packet) ? Wire.TEXT : Wire.BINARY, this.format.encode(packet));
	}

	/**
	 * Send a frame.
	 * @param head its first byte
	 * @param content its content, masked with zeros
	 */
	public void sendFrame(int head, byte[] content) {
		sendBytes(Wire.frame(head, 0, content));
	}

	/**
	 * Send bytes.
	 * @param bytes the bytes
	 */
	public void sendBytes(byte[] bytes) {
		this.unread.add(bytes);
	}

	/**
	 * Lose the connection.
	 */
	public void lose() {
		this.channel.close();
	}

	/**
	 * Set whether the client reads.
	 * @param reading whether to take it
	 */
	public void reading(boolean reading) {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		if (buffer != null) {
			buffer.setUserDefinedWritability(1, reading);
		}
	}

	/**
	 * Let time pass.
	 * @param time how much
	 */
	public void advance(Duration time) {
		this.channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
		run();
	}

	/**
	 * Run the pending tasks of the server's end.
	 */
	public void run() {
		this.channel.runPendingTasks();
		this.channel.runScheduledPendingTasks();
		while (this.channel.isOpen() && this.channel.config().isAutoRead() && !this.unread.isEmpty()) {
			byte[] bytes = this.unread.remove();
			this.channel.writeInbound(this.channel.alloc().buffer(bytes.length).writeBytes(bytes));
			this.channel.runPendingTasks();
		}
		this.channel.checkException();
		Object message = this.channel.readOutbound();
		while (message != null) {
			receive(message);
			message = this.channel.readOutbound();
		}
	}

	private void receive(Object message) {
		try {
			if (message instanceof ByteBuf frames) {
				assertThat(this.closed).as("nothing follows a close frame").isFalse();
				while (frames.isReadable()) {
					receive(frames);
				}
			}
			else if (message instanceof CloseWebSocketFrame) {
				assertThat(this.closed).as("one close frame").isFalse();
				this.closed = true;
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void receive(ByteBuf frames) {
		int missing = FrameReader.read(frames, (head, buffer, index, length) -> {
			byte[] content = ByteBufUtil.getBytes(buffer, index, length);
			this.received
				.add((head == Wire.TEXT) ? this.format.decodeText(content) : this.format.decodeBinary(content));
		});
		assertThat(missing).as("missing bytes of a frame").isZero();
	}

	/**
	 * The frames that the server sent since the last call.
	 * @return the packets in order
	 */
	public List<EnginePacket> take() {
		List<EnginePacket> packets = List.copyOf(this.received);
		this.received.clear();
		return packets;
	}

}
