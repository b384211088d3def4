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

package io.github.socketiospring.testsupport.load;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.testsupport.FrameReader;
import io.github.socketiospring.testsupport.HttpHead;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/**
 * A client on WebSocket alone: handshake, CONNECT to the root namespace, heartbeat, and
 * frames as short as servers write them.
 */
class WebSocketClient extends ByteHandler implements Client {

	private static final Message CONNECT = Message.text(Packets.CONNECT);

	private static final Message DISCONNECT = Message.text(Packets.DISCONNECT);

	private static final Message PONG = Message.text(Packets.PONG);

	private static final Message CLOSE = Message.close();

	private static final byte[] REQUEST = request("");

	private final FrameReader.FrameListener frames = this::frame;

	private final ClientListener listener;

	private byte[] request = REQUEST;

	private State state = State.UPGRADING;

	private Ending ending = Ending.CUT;

	/** Set once the client is connected. */
	private ChannelHandlerContext context;

	WebSocketClient(ClientListener listener) {
		this.listener = listener;
	}

	private static byte[] request(String session) {
		return Wire.webSocketRequest(Wire.target("websocket", session), "127.0.0.1", HttpConnection.OF_ALL_CLIENTS)
			.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Connect.
	 * @param load the generator that does
	 * @param port the server's port
	 */
	final void open(LoadGenerator load, int port) {
		load.connect(port, this).addListener((connecting) -> {
			if (!connecting.isSuccess()) {
				failed(connecting.cause());
				closed();
			}
		});
	}

	/**
	 * Join a session that has begun already.
	 * @param session the parameter that names it
	 */
	final void join(String session) {
		this.request = request(session);
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.context = context;
		context.writeAndFlush(Unpooled.wrappedBuffer(this.request));
	}

	@Override
	void read(ByteBuf buffer) {
		if (this.state == State.UPGRADING && !upgraded(buffer)) {
			return;
		}
		boolean whole = true;
		while (whole) {
			whole = FrameReader.read(buffer, this.frames) == 0;
		}
	}

	private boolean upgraded(ByteBuf buffer) {
		HttpHead head = HttpHead.find(buffer);
		if (head == null) {
			return false;
		}
		if (head.status() != 101) {
			this.ending = Ending.REFUSED;
			throw new IllegalStateException("No WebSocket: " + buffer.toString(StandardCharsets.UTF_8));
		}
		buffer.readerIndex(head.end());
		this.state = State.OPENING;
		upgraded();
		return true;
	}

	/**
	 * The connection is a WebSocket now.
	 */
	void upgraded() {
		// The server has the first word.
	}

	private void frame(int head, ByteBuf buffer, int index, int length) {
		switch (head & FrameReader.OPCODE) {
			case 1 -> text(buffer, index, length);
			case 2 -> this.listener.onMessage(this, buffer, index, length, true);
			case 8 -> {
				end((length == 0) ? Ending.CLOSE_FRAME : Ending.CLOSE_FRAME_WITH_STATUS);
				this.context.close();
			}
			default -> {
				// Pings of WebSocket itself are not sent by these servers.
			}
		}
	}

	private void text(ByteBuf buffer, int index, int length) {
		byte type = buffer.getByte(index);
		if (type == '2') {
			send(PONG);
		}
		else if (type == '1') {
			end(Ending.CLOSE_PACKET);
		}
		else if (this.state == State.READY) {
			this.listener.onMessage(this, buffer, index, length, false);
		}
		else if (this.state == State.OPENING) {
			opening(type);
		}
		else if (length > 2 && type == '4' && buffer.getByte(index + 1) == '0') {
			this.state = State.READY;
			this.listener.onReady(this);
		}
	}

	/**
	 * Take a packet from before the CONNECT.
	 * @param type the type of the packet
	 */
	void opening(byte type) {
		if (type == '0') {
			enter();
		}
	}

	/**
	 * Go to the root namespace.
	 */
	final void enter() {
		this.state = State.CONNECTING;
		send(CONNECT);
	}

	/**
	 * End before the server does.
	 * @param ending how it ends
	 * @param problem what went wrong
	 */
	final void breakOff(Ending ending, Throwable problem) {
		end(ending);
		failed(problem);
		if (this.context != null) {
			this.context.close();
		}
		else {
			closed();
		}
	}

	private void end(Ending ending) {
		if (this.ending == Ending.CUT) {
			this.ending = ending;
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
	public boolean isWritable() {
		return this.context.channel().isWritable();
	}

	@Override
	public void stopReading() {
		this.context.channel().config().setAutoRead(false);
	}

	@Override
	public void close() {
		send(DISCONNECT);
		send(CLOSE);
		flush();
	}

	@Override
	public void abort() {
		end(Ending.LEFT);
		this.context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
		this.context.close();
	}

	@Override
	final void failed(Throwable problem) {
		this.listener.onProblem(this, problem);
	}

	@Override
	final void closed() {
		this.listener.onClose(this, this.ending);
	}

	private enum State {

		UPGRADING, OPENING, CONNECTING, READY

	}

}
