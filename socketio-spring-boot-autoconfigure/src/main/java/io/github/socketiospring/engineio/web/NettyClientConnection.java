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

package io.github.socketiospring.engineio.web;

import java.util.concurrent.Executor;

import io.github.socketiospring.engineio.transport.EventLoopThread;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2StreamChannel;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A connection of Reactor Netty.
 * <p>
 * Reactor Netty accepts an answer on any thread, but then it may read the client's next
 * request before it has registered the end of the answer. It postpones that request. If
 * the request is answered as soon as it is resumed, which is usual with polls, Reactor
 * Netty stops reading from the connection. Therefore, answers are written on the event
 * loop of the connection.
 */
final class NettyClientConnection extends ClientConnection implements Executor {

	private final Channel channel;

	private NettyClientConnection(Channel channel) {
		this.channel = channel;
	}

	/**
	 * Whether a response is one of Reactor Netty.
	 * @param response the native response of the server
	 * @return {@code true} if this class can be used for it
	 */
	static boolean isKnown(Object response) {
		return response instanceof HttpServerResponse && response instanceof Connection;
	}

	static ClientConnection of(Object response) {
		return new NettyClientConnection(((Connection) response).channel());
	}

	@Override
	boolean reportsEnd() {
		return true;
	}

	@Override
	Executor answering() {
		return this;
	}

	@Override
	public void execute(Runnable answer) {
		EventLoop eventLoop = this.channel.eventLoop();
		if (eventLoop.inEventLoop() || eventLoop.isShuttingDown()) {
			answer.run();
		}
		else {
			eventLoop.execute(answer);
		}
	}

	@Override
	ReadingThread readingThread() {
		return new EventLoopThread(this.channel.eventLoop());
	}

	/**
	 * Unlike other servers, Reactor Netty does not wait until the client has read.
	 */
	@Override
	boolean isTaken() {
		// A connection that was closed after the answer, as the client requested, is no
		// longer writable, but has nothing left to write either.
		return this.channel.isWritable() || isClosed();
	}

	private boolean isClosed() {
		if (this.channel instanceof Http2StreamChannel) {
			// A stream never has its own outbound buffer.
			return !this.channel.isOpen();
		}
		return this.channel.unsafe().outboundBuffer() == null;
	}

	@Override
	long untaken() {
		return this.channel.bytesBeforeWritable();
	}

	@Override
	Mono<Void> taken() {
		return WritableAgain.of(this.channel);
	}

	@Override
	void cut() {
		this.channel.close();
	}

}
