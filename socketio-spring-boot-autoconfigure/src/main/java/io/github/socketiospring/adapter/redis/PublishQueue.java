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

package io.github.socketiospring.adapter.redis;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands over one connection in the order of the calls. They are sent by the
 * event loop of the connection: it writes immediately, and in order, whereas what other
 * threads write becomes one task of the event loop for each of them.
 * <p>
 * If the connection is idle, a command is sent as soon as the event loop runs. Commands
 * that arrive before it is answered are sent together, since each small write has a cost
 * for Redis, the system and the event loop. A command does not wait longer than a few
 * milliseconds for the answers to others. While the connection is lost, commands fail
 * immediately.
 */
final class PublishQueue {

	private static final Logger logger = LoggerFactory.getLogger(PublishQueue.class);

	/**
	 * The maximum number of bytes that may wait for Redis, so that a stalled connection
	 * does not use up the memory.
	 */
	private static final long MOST_BYTES = 64L * 1024 * 1024;

	/**
	 * The maximum number of commands in one flush, so that the first one does not wait
	 * for too many others.
	 */
	private static final int MOST_IN_BURST = 256;

	/**
	 * How long a command waits for the answers to others, which may be slow or never
	 * arrive.
	 */
	private static final long LONGEST_WAIT_MILLIS = 2;

	/**
	 * The bytes that a waiting command takes in addition to its size, here and in the
	 * driver.
	 */
	private static final int OVERHEAD = 1024;

	private final Queue<Command<?>> commands = new ConcurrentLinkedQueue<>();

	private final AtomicLong bytes = new AtomicLong();

	/** Whether the event loop is going to look for commands that wait. */
	private final AtomicBoolean woken = new AtomicBoolean();

	/** Only the event loop sends the next one. */
	private volatile Burst last = Burst.NONE;

	private volatile @Nullable Target target;

	/**
	 * Use a connection from now on.
	 * @param connection the connection, on which the driver no longer flushes commands by
	 * itself
	 * @param loop the event loop of the connection
	 */
	synchronized void use(StatefulRedisConnection<String, byte[]> connection, EventExecutor loop) {
		connection.setAutoFlushCommands(false);
		this.target = new Target(connection, loop);
		// Neither the answers of the connection before nor a task of its event loop may
		// ever come.
		this.last = Burst.NONE;
		this.woken.set(false);
		if (!this.commands.isEmpty()) {
			wake();
		}
	}

	/**
	 * Use a connection no longer. Commands that wait for it fail.
	 * @param connection the connection; has no effect if there is another one now
	 */
	void leave(StatefulRedisConnection<String, byte[]> connection) {
		synchronized (this) {
			if (this.target == null || this.target.connection != connection) {
				return;
			}
			this.target = null;
		}
		failWaiting();
	}

	/**
	 * Whether commands can be sent to Redis, as far as known.
	 * @return {@code false} while the connection is lost
	 */
	boolean isOpen() {
		Target current = this.target;
		return current != null && current.connection.isOpen();
	}

	/**
	 * Send a command. Does not block.
	 * @param <T> the type of the result
	 * @param size the size of the command, in bytes
	 * @param call creates the command, on the event loop
	 * @return the result; fails immediately while Redis is unavailable
	 */
	<T> CompletableFuture<T> send(int size,
			Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call) {
		if (!isOpen()) {
			return CompletableFuture.failedFuture(unavailable());
		}
		long cost = (long) size + OVERHEAD;
		if (this.bytes.addAndGet(cost) > MOST_BYTES) {
			this.bytes.addAndGet(-cost);
			return CompletableFuture.failedFuture(new RedisException("Too many bytes are waiting for Redis"));
		}
		Command<T> command = new Command<>(call, new CompletableFuture<>());
		command.result.whenComplete((value, ex) -> this.bytes.addAndGet(-cost));
		this.commands.add(command);
		if (this.last.isOver()) {
			wake();
		}
		return command.result;
	}

	private static RedisException unavailable() {
		return new RedisException("Redis is unavailable");
	}

	private void wake() {
		Target current = this.target;
		if (current == null) {
			failWaiting();
		}
		else if (this.woken.compareAndSet(false, true)) {
			try {
				current.loop.execute(() -> {
					this.woken.set(false);
					sendWaiting(current);
				});
			}
			catch (RejectedExecutionException ex) {
				// The client is shut down.
				this.woken.set(false);
				failWaiting();
			}
		}
	}

	private void failWaiting() {
		for (Command<?> command = this.commands.poll(); command != null; command = this.commands.poll()) {
			command.result.completeExceptionally(unavailable());
		}
	}

	/**
	 * Send the waiting commands, on the event loop.
	 * @param current where to send them
	 */
	private void sendWaiting(Target current) {
		while (current == this.target && !this.commands.isEmpty() && this.last.isOver()) {
			try {
				sendBurst(current);
			}
			catch (Throwable ex) {
				// Errors too: others must still be able to send.
				logger.error("Commands could not be sent to Redis", ex);
			}
		}
	}

	private void sendBurst(Target current) {
		Burst burst = new Burst();
		this.last = burst;
		try {
			Command<?> command = this.commands.poll();
			for (int number = 1; command != null; number++) {
				burst.unanswered.incrementAndGet();
				command.result.whenComplete((value, ex) -> answered(burst, current));
				command.send(current.connection);
				command = (number < MOST_IN_BURST) ? this.commands.poll() : null;
			}
			current.connection.flushCommands();
		}
		finally {
			if (burst.unanswered.decrementAndGet() > 0) {
				burst.patience = current.loop.schedule(() -> overdue(burst, current), LONGEST_WAIT_MILLIS,
						TimeUnit.MILLISECONDS);
			}
		}
	}

	/**
	 * Called on the event loop, or by another thread that closes the connection.
	 * @param burst the burst of the command that was answered, or failed
	 * @param current where it was sent
	 */
	private void answered(Burst burst, Target current) {
		if (burst.unanswered.decrementAndGet() > 0) {
			return;
		}
		Future<?> patience = burst.patience;
		if (patience != null) {
			patience.cancel(false);
		}
		sendNext(burst, current);
	}

	private void overdue(Burst burst, Target current) {
		burst.overdue = true;
		sendNext(burst, current);
	}

	private void sendNext(Burst burst, Target current) {
		if (burst != this.last || this.commands.isEmpty()) {
			return;
		}
		if (current == this.target && current.loop.inEventLoop()) {
			sendWaiting(current);
		}
		else {
			wake();
		}
	}

	/**
	 * Where commands are sent.
	 *
	 * @param connection the connection
	 * @param loop its event loop
	 */
	private record Target(StatefulRedisConnection<String, byte[]> connection, EventExecutor loop) {
	}

	/**
	 * Commands that are sent together.
	 */
	private static final class Burst {

		/** Stands for the burst before the first one. */
		static final Burst NONE = new Burst();

		static {
			NONE.unanswered.set(0);
		}

		/**
		 * Starts at one, so that answers do not start the next burst before all commands
		 * are sent.
		 */
		private final AtomicInteger unanswered = new AtomicInteger(1);

		private volatile boolean overdue;

		private volatile @Nullable Future<?> patience;

		boolean isOver() {
			return this.unanswered.get() == 0 || this.overdue;
		}

	}

	/**
	 * A command that waits to be sent.
	 *
	 * @param <T> the type of the result
	 * @param call creates the command
	 * @param result the result of the command
	 */
	private record Command<T>(Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call,
			CompletableFuture<T> result) {

		void send(StatefulRedisConnection<String, byte[]> connection) {
			try {
				this.call.apply(connection.async()).whenComplete((value, ex) -> {
					if (ex != null) {
						this.result.completeExceptionally(ex);
					}
					else {
						this.result.complete(value);
					}
				});
			}
			catch (Throwable ex) {
				// Errors too: the caller waits for the result.
				this.result.completeExceptionally(ex);
			}
		}

	}

}
