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
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.github.socketiospring.testsupport.Packets;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * A client that polls: one connection on which a GET is always open, and one for POST
 * requests.
 */
final class PollingClient implements Client {

	private static final Message CONNECT = Message.text(Packets.CONNECT);

	private static final Message DISCONNECT = Message.text(Packets.DISCONNECT);

	private static final Message PONG = Message.text(Packets.PONG);

	private static final byte SEPARATOR = 0x1E;

	private final ClientListener listener;

	private final Exchange polls = new Exchange(this::polled);

	private final Exchange posts = new Exchange((buffer, index, length) -> posted());

	private final Queue<Message> outgoing = new ArrayDeque<>();

	private byte[] get = request("GET", "", "");

	private String sid = "";

	private boolean posting;

	private boolean ready;

	private boolean closing;

	PollingClient(ClientListener listener) {
		this.listener = listener;
	}

	void connect(Bootstrap bootstrap, int port) {
		this.posts.connect(bootstrap, port, () -> this.polls.connect(bootstrap, port, () -> this.polls.send(this.get)));
	}

	private static byte[] request(String method, String query, String headers) {
		return (method + " /socket.io/?EIO=4&transport=polling" + query
				+ " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: benchmark\r\nAccept: */*\r\n" + headers + "\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	private void polled(ByteBuf buffer, int index, int length) {
		if (this.sid.isEmpty()) {
			this.sid = Packets.sid(buffer.toString(index, length, StandardCharsets.UTF_8));
			this.get = request("GET", "&sid=" + this.sid, "");
			send(CONNECT);
		}
		else {
			int start = index;
			for (int i = index; i < index + length; i++) {
				if (buffer.getByte(i) == SEPARATOR) {
					packet(buffer, start, i - start);
					start = i + 1;
				}
			}
			packet(buffer, start, index + length - start);
		}
		if (!this.closing) {
			this.polls.send(this.get);
		}
	}

	private void packet(ByteBuf buffer, int index, int length) {
		byte type = buffer.getByte(index);
		if (type == '2') {
			send(PONG);
		}
		else if (type == '4' && this.ready) {
			this.listener.onMessage(this, buffer, index, length, false);
		}
		else if (type == '4') {
			this.ready = true;
			this.listener.onReady(this);
		}
	}

	private void posted() {
		this.posting = false;
		if (this.closing) {
			this.polls.close();
			this.posts.close();
			this.listener.onClose(this);
			return;
		}
		post(this.outgoing.poll());
	}

	private void post(@Nullable Message message) {
		if (message != null) {
			this.posting = true;
			byte[] head = request("POST", "&sid=" + this.sid,
					"Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + message.body().length + "\r\n");
			this.posts.send(head, message.body());
		}
	}

	@Override
	public void send(Message message) {
		if (this.posting) {
			this.outgoing.add(message);
		}
		else {
			post(message);
		}
	}

	@Override
	public void flush() {
		// A request is never held back.
	}

	@Override
	public void close() {
		this.outgoing.clear();
		send(DISCONNECT);
		this.closing = true;
	}

	/**
	 * Takes the body of a response.
	 */
	private interface ResponseListener {

		void onBody(ByteBuf buffer, int index, int length);

	}

	/**
	 * A connection that is kept alive from request to request, and opened again when the
	 * server gave it up in between.
	 */
	private static final class Exchange extends ByteHandler {

		private final ResponseListener listener;

		private final Queue<byte[]> unsent = new ArrayDeque<>();

		private Runnable connect = () -> {
		};

		private @Nullable Channel channel;

		private boolean waiting;

		Exchange(ResponseListener listener) {
			this.listener = listener;
		}

		@Override
		public boolean isSharable() {
			// One channel after another.
			return true;
		}

		void connect(Bootstrap bootstrap, int port, Runnable connected) {
			this.connect = () -> bootstrap.clone().handler(this).connect("127.0.0.1", port);
			bootstrap.clone().handler(this).connect("127.0.0.1", port).addListener((future) -> connected.run());
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.channel = context.channel();
			sendUnsent();
		}

		void send(byte[]... parts) {
			this.waiting = true;
			this.unsent.addAll(List.of(parts));
			if (this.channel != null) {
				sendUnsent();
			}
			else {
				this.connect.run();
			}
		}

		private void sendUnsent() {
			if (this.channel != null && !this.unsent.isEmpty()) {
				this.channel.writeAndFlush(Unpooled.wrappedBuffer(this.unsent.toArray(byte[][]::new)));
				this.unsent.clear();
			}
		}

		void close() {
			this.waiting = false;
			if (this.channel != null) {
				this.channel.close();
			}
		}

		@Override
		void read(ByteBuf buffer) {
			int end = HttpText.endOfHead(buffer);
			if (end < 0) {
				return;
			}
			int length = HttpText.contentLength(buffer, end);
			if (buffer.writerIndex() < end + length) {
				return;
			}
			if (HttpText.status(buffer) != 200) {
				throw new IllegalStateException("Refused: " + buffer.toString(StandardCharsets.UTF_8));
			}
			buffer.readerIndex(end + length);
			this.waiting = false;
			this.listener.onBody(buffer, end, length);
		}

		@Override
		void closed() {
			this.channel = null;
			if (this.waiting) {
				System.out.println("A server ended a connection without an answer");
			}
		}

	}

}
