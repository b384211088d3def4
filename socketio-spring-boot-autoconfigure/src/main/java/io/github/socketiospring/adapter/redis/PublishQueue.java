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
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands over one connection in the order of the calls. If the connection is
 * idle, a command is sent immediately. Commands that arrive before it is answered are
 * sent together, since each small write has a cost for Redis, the system and the driver's
 * thread. A command does not wait longer than a few milliseconds for the answers to
 * others. While the connection is lost, commands fail immediately.
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
	private static final int BURST = 256;

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

	/** Runs the check for commands that have waited too long. */
	private final Executor later;

	private final Queue<Command<?>> commands = new ConcurrentLinkedQueue<>();

	private final AtomicInteger bursts = new AtomicInteger();

	private final AtomicBoolean lookingAfter = new AtomicBoolean();

	private final AtomicLong bytes = new AtomicLong();

	/**
	 * The number of commands of the last burst that are not answered yet, and one more
	 * while the burst is being sent.
	 */
	private volatile AtomicInteger unanswered = new AtomicInteger();

	private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

	/**
	 * Create a queue.
	 * @param executor sends the commands that have waited too long, not on a thread of
	 * the driver
	 */
	PublishQueue(Executor executor) {
		this.later = CompletableFuture.delayedExecutor(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS, executor);
	}

	/**
	 * Set the connection.
	 * @param connection the connection, on which the driver no longer flushes commands by
	 * itself
	 */
	synchronized void use(StatefulRedisConnection<String, byte[]> connection) {
		connection.setAutoFlushCommands(false);
		this.connection = connection;
	}

	/**
	 * Use a connection no longer.
	 * @param connection the connection; has no effect if there is another one now
	 */
	synchronized void leave(StatefulRedisConnection<String, byte[]> connection) {
		if (this.connection == connection) {
			this.connection = null;
		}
	}

	/**
	 * Whether commands can be sent to Redis, as far as known.
	 * @return {@code false} while the connection is lost
	 */
	boolean isOpen() {
		StatefulRedisConnection<String, byte[]> current = this.connection;
		return current != null && current.isOpen();
	}

	/**
	 * Send a command. Does not block.
	 * @param <T> the type of the result
	 * @param size the size of the command, in bytes
	 * @param call creates the command
	 * @return the result; fails immediately while Redis is unavailable
	 */
	<T> CompletableFuture<T> send(int size,
			Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call) {
		if (!isOpen()) {
			return CompletableFuture.failedFuture(new RedisException("Redis is unavailable"));
		}
		long cost = (long) size + OVERHEAD;
		if (this.bytes.addAndGet(cost) > MOST_BYTES) {
			this.bytes.addAndGet(-cost);
			return CompletableFuture.failedFuture(new RedisException("Too many bytes are waiting for Redis"));
		}
		Command<T> command = new Command<>(call, new CompletableFuture<>());
		command.result.whenComplete((value, ex) -> this.bytes.addAndGet(-cost));
		this.commands.add(command);
		if (this.unanswered.get() == 0) {
			burst(false);
		}
		else {
			lookAfterLater();
		}
		return command.result;
	}

	private void lookAfter() {
		this.lookingAfter.set(false);
		if (!this.commands.isEmpty()) {
			burst(true);
		}
		if (!this.commands.isEmpty()) {
			// There were more commands than fit into a burst.
			lookAfterLater();
		}
	}

	private void lookAfterLater() {
		if (this.lookingAfter.compareAndSet(false, true)) {
			this.later.execute(this::lookAfter);
		}
	}

	/**
	 * Send the waiting commands, on one thread at a time.
	 * <p>
	 * The driver's thread writes immediately, while a burst of another thread is written
	 * later, by a task of the driver's thread. So only when the last burst is answered,
	 * and therefore written, may any thread send the next one. Until then, commands wait
	 * for its answers, or until they are overdue.
	 * @param overdue whether to send although the last burst is not answered, which the
	 * driver's thread must not
	 */
	private void burst(boolean overdue) {
		if (this.bursts.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			try {
				if (overdue || this.unanswered.get() == 0) {
					sendWaiting();
				}
				else if (!this.commands.isEmpty()) {
					lookAfterLater();
				}
			}
			catch (Throwable ex) {
				// Errors too, such as a stack overflow of one caller: others must still
				// be able to send.
				logger.error("Commands could not be sent to Redis", ex);
			}
			done = this.bursts.addAndGet(-done);
		}
	}

	private void sendWaiting() {
		Command<?> command = this.commands.poll();
		if (command == null) {
			return;
		}
		StatefulRedisConnection<String, byte[]> current = this.connection;
		// Starts at one, so that answers do not start the next burst before all commands
		// are sent.
		AtomicInteger unanswered = new AtomicInteger(1);
		this.unanswered = unanswered;
		int number = 0;
		try {
			while (command != null) {
				unanswered.incrementAndGet();
				command.result.whenComplete((value, ex) -> answered(unanswered));
				command.send(current);
				number++;
				command = (number < BURST) ? this.commands.poll() : null;
			}
			if (current != null) {
				current.flushCommands();
			}
		}
		finally {
			answered(unanswered);
		}
	}

	private void answered(AtomicInteger unanswered) {
		if (unanswered.decrementAndGet() == 0 && unanswered == this.unanswered && !this.commands.isEmpty()) {
			burst(false);
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

		void send(@Nullable StatefulRedisConnection<String, byte[]> connection) {
			if (connection == null) {
				this.result.completeExceptionally(new RedisException("Redis is unavailable"));
				return;
			}
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
