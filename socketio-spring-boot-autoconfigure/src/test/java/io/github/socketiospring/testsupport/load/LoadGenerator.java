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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The one thread on which all clients of a run live. Clients speak to loopback addresses
 * only.
 *
 * @see LoadClients
 */
public final class LoadGenerator implements AutoCloseable {

	/** Several, so that there are enough ports for connections that are just closed. */
	private static final int SOURCE_ADDRESSES = 16;

	private final EventLoopGroup group;

	private final Bootstrap bootstrap;

	private int sourceAddress;

	/**
	 * Create a generator on epoll, where there is one.
	 */
	public LoadGenerator() {
		this(new MultiThreadIoEventLoopGroup(1, ioHandler()), channelType());
	}

	private LoadGenerator(EventLoopGroup group, Class<? extends SocketChannel> channelType) {
		this.group = group;
		this.bootstrap = new Bootstrap().group(group)
			.channel(channelType)
			.option(ChannelOption.TCP_NODELAY, true)
			.option(ChannelOption.SO_REUSEADDR, true);
	}

	private static IoHandlerFactory ioHandler() {
		return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
	}

	private static Class<? extends SocketChannel> channelType() {
		return Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
	}

	/**
	 * Create a generator for tests. A client that has stopped reading does not notice
	 * either that the server has closed, as it would on epoll.
	 * @return the generator, on a plain thread, which the search for blocking calls
	 * leaves alone
	 */
	static LoadGenerator forTests() {
		return new LoadGenerator(
				new MultiThreadIoEventLoopGroup(1, (ThreadFactory) Thread::new, NioIoHandler.newFactory()),
				NioSocketChannel.class);
	}

	/**
	 * Connect a client by WebSocket, on the generator's thread.
	 * @param port the server's port
	 * @param listener told what becomes of it
	 * @return the client, under way
	 */
	public Client connectWebSocket(int port, ClientListener listener) {
		WebSocketClient client = new WebSocketClient(listener);
		client.open(this, port);
		return client;
	}

	/**
	 * Connect a client by HTTP long-polling, on the generator's thread.
	 * @param port the server's port
	 * @param listener told what becomes of it
	 * @return the client, under way
	 */
	public Client connectPolling(int port, ClientListener listener) {
		PollingClient client = new PollingClient(this, port, listener);
		client.open();
		return client;
	}

	/**
	 * Connect a client by HTTP long-polling, on the generator's thread, and change to
	 * WebSocket before it goes to the root namespace.
	 * @param port the server's port
	 * @param listener told what becomes of it
	 * @return the client, under way
	 */
	public Client connectUpgrading(int port, ClientListener listener) {
		UpgradingClient client = new UpgradingClient(this, port, listener);
		client.open();
		return client;
	}

	ChannelFuture connect(int port, ChannelHandler handler) {
		this.sourceAddress = (this.sourceAddress + 1) % SOURCE_ADDRESSES;
		return this.bootstrap.clone()
			.handler(handler)
			.connect(new InetSocketAddress("127.0.0.1", port),
					new InetSocketAddress("127.0.0." + (1 + this.sourceAddress), 0));
	}

	/**
	 * Run something on the generator's thread, at once when called there.
	 * @param task what to run
	 */
	void execute(Runnable task) {
		EventLoop loop = this.group.next();
		if (loop.inEventLoop()) {
			task.run();
		}
		else {
			loop.execute(task);
		}
	}

	/**
	 * Run something on the generator's thread.
	 * @param <T> the type of its result
	 * @param task what to run
	 * @return its result
	 */
	public <T> T call(Callable<T> task) {
		try {
			return this.group.submit(task).get(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public void run(Runnable task) {
		call(() -> {
			task.run();
			return 0;
		});
	}

	/**
	 * Run something again and again on the generator's thread.
	 * @param task what to run
	 * @param period the time between
	 * @return stops it
	 */
	public AutoCloseable every(Duration period, Runnable task) {
		var future = this.group.next().scheduleAtFixedRate(task, 0, period.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public void close() {
		this.group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
	}

}
