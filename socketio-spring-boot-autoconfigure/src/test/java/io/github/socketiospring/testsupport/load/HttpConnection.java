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

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.testsupport.HttpHead;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/**
 * A connection for one request at a time. It is opened when it is needed, kept between
 * requests, and reopened if the server has closed it.
 */
final class HttpConnection extends ByteHandler {

	/** The headers of all requests. */
	static final Map<String, String> OF_ALL_CLIENTS = Map.of("User-Agent", "benchmark", "Accept", "*/*");

	private final LoadGenerator load;

	private final int port;

	private final ResponseListener listener;

	private byte @Nullable [][] unsent;

	private @Nullable Channel channel;

	private boolean waiting;

	/**
	 * Create a connection.
	 * @param load the generator that connects it
	 * @param port the server's port
	 * @param listener takes what the server answers
	 */
	HttpConnection(LoadGenerator load, int port, ResponseListener listener) {
		this.load = load;
		this.port = port;
		this.listener = listener;
	}

	/**
	 * A request to long-polling.
	 * @param method the method
	 * @param session the parameter that names the session, or empty for a new one
	 * @param headers more headers by name
	 * @return the head of the request
	 */
	static byte[] request(String method, String session, Map<String, String> headers) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("Host", "127.0.0.1");
		all.putAll(OF_ALL_CLIENTS);
		all.putAll(headers);
		return Wire.request(method, PollingProtocol.target(session), all).getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public boolean isSharable() {
		// One channel after another.
		return true;
	}

	void send(byte[]... request) {
		this.waiting = true;
		if (this.channel != null) {
			write(this.channel, request);
			return;
		}
		this.unsent = request;
		this.load.connect(this.port, this).addListener((connecting) -> {
			if (!connecting.isSuccess()) {
				failed(connecting.cause());
				closed();
			}
		});
	}

	private static void write(Channel channel, byte[][] request) {
		channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		if (this.unsent == null) {
			context.close();
			return;
		}
		this.channel = context.channel();
		write(this.channel, this.unsent);
		this.unsent = null;
	}

	@Override
	void read(ByteBuf buffer) {
		HttpHead head = HttpHead.find(buffer);
		if (head == null) {
			return;
		}
		if (head.status() != 200) {
			String answer = buffer.toString(StandardCharsets.UTF_8);
			buffer.skipBytes(buffer.readableBytes());
			this.listener.onEnd(Ending.REFUSED, new IllegalStateException("Refused: " + answer));
			return;
		}
		int end = head.end();
		int length = head.contentLength();
		if (length < 0) {
			throw new IllegalStateException("A response without Content-Length cannot be read");
		}
		if (buffer.writerIndex() < end + length) {
			return;
		}
		buffer.readerIndex(end + length);
		this.waiting = false;
		this.listener.onBody(buffer, end, length);
	}

	@Override
	void failed(Throwable problem) {
		// A connection that is not in use may end as it likes.
		if (this.waiting || !(problem instanceof IOException)) {
			this.waiting = false;
			this.listener.onEnd(Ending.CUT, problem);
		}
	}

	@Override
	void closed() {
		this.channel = null;
		failed(new EOFException("The server ended a connection without an answer"));
	}

	void stopReading() {
		if (this.channel != null) {
			this.channel.config().setAutoRead(false);
		}
	}

	/**
	 * Have the connection end with a reset when it is closed.
	 */
	void resetOnClose() {
		if (this.channel != null) {
			this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		}
	}

	void close() {
		this.waiting = false;
		this.unsent = null;
		if (this.channel != null) {
			this.channel.close();
		}
	}

	/**
	 * Takes what a server answers.
	 */
	interface ResponseListener {

		/**
		 * The body of a response.
		 * @param buffer where it is
		 * @param index where it begins
		 * @param length how long it is
		 */
		void onBody(ByteBuf buffer, int index, int length);

		/**
		 * A request was not answered as it should be.
		 * @param ending what came of it
		 * @param problem what went wrong
		 */
		void onEnd(Ending ending, Throwable problem);

	}

}
