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

import java.net.InetSocketAddress;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Thousands of clients on one thread, for tests with many of them. A few clients are
 * better made with {@link RawWebSocket} and {@link PollingClient}.
 */
public final class LoadClients implements AutoCloseable {

	/** Several, so that there are enough ports for connections that are just closed. */
	private static final int SOURCE_ADDRESSES = 8;

	/** Plain threads, which the search for blocking calls leaves alone. */
	private static final ThreadFactory PLAIN = Thread::new;

	private final EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, PLAIN, NioIoHandler.newFactory());

	private final Bootstrap bootstrap = new Bootstrap().group(this.thread)
		.channel(NioSocketChannel.class)
		.option(ChannelOption.SO_REUSEADDR, true)
		.option(ChannelOption.TCP_NODELAY, true);

	private final EventLoop loop = this.thread.next();

	private final AtomicInteger sourceAddress = new AtomicInteger();

	private final int port;

	/**
	 * Create clients of one server.
	 * @param port the server's port on the loopback address
	 */
	public LoadClients(int port) {
		this.port = port;
	}

	/**
	 * Connect a client by WebSocket.
	 * @return the client
	 */
	public LoadClient webSocket() {
		WebSocketLoadClient client = new WebSocketLoadClient(this);
		client.open("");
		return client;
	}

	/**
	 * Connect a client by HTTP long-polling, and change to WebSocket before it goes to
	 * the root namespace.
	 * @return the client
	 */
	public LoadClient upgrading() {
		return new UpgradingLoadClient(this);
	}

	/**
	 * Connect a client by HTTP long-polling.
	 * @return the client
	 */
	public LoadClient polling() {
		return new PollingLoadClient(this);
	}

	int port() {
		return this.port;
	}

	ChannelFuture connect(ChannelHandler handler) {
		int last = 1 + this.sourceAddress.getAndIncrement() % SOURCE_ADDRESSES;
		return this.bootstrap.clone()
			.handler(handler)
			.connect(new InetSocketAddress("127.0.0.1", this.port), new InetSocketAddress("127.0.0." + last, 0));
	}

	void execute(Runnable task) {
		if (this.loop.inEventLoop()) {
			task.run();
		}
		else {
			this.loop.execute(task);
		}
	}

	/**
	 * End all clients.
	 */
	@Override
	public void close() {
		this.thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

}
