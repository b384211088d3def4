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
 * Sends commands over one connection in the order of the calls. One that finds the
 * connection idle leaves at once, those that come until it is answered leave together:
 * Redis, the system and the driver's thread pay for each small write. None waits longer
 * than a few milliseconds for the answers to others. What is sent while the connection is
 * away fails at once.
 */
final class PublishQueue {

	private static final Logger logger = LoggerFactory.getLogger(PublishQueue.class);

	/**
	 * The bytes that may wait for Redis, so that a path that is frozen fills no memory.
	 */
	private static final long MOST_BYTES = 64L * 1024 * 1024;

	/** The commands in one flush, so that the first does not wait for too many others. */
	private static final int BURST = 256;

	/**
	 * How long a command waits for the answers to others, which may come from far away,
	 * or never.
	 */
	private static final long LONGEST_WAIT_MILLIS = 2;

	/** What a waiting command takes beyond its bytes, here and in the driver. */
	private static final int OVERHEAD = 1024;

	/** Runs what looks after commands that wait for answers. */
	private final Executor later;

	private final Queue<Command<?>> commands = new ConcurrentLinkedQueue<>();

	private final AtomicInteger bursts = new AtomicInteger();

	private final AtomicBoolean lookingAfter = new AtomicBoolean();

	private final AtomicLong bytes = new AtomicLong();

	/** The number of commands of the last burst that are not answered. */
	private volatile AtomicInteger unanswered = new AtomicInteger();

	private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;

	/**
	 * Create a queue.
	 * @param executor sends what waited too long
	 */
	PublishQueue(Executor executor) {
		this.later = CompletableFuture.delayedExecutor(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS, executor);
	}

	/**
	 * Set the connection.
	 * @param connection the connection, whose commands are not flushed by the driver from
	 * now on; {@code null} while there is none
	 */
	void use(@Nullable StatefulRedisConnection<String, byte[]> connection) {
		if (connection != null) {
			connection.setAutoFlushCommands(false);
		}
		this.connection = connection;
	}

	/**
	 * Whether commands reach Redis, as far as known.
	 * @return {@code false} while the connection is away
	 */
	boolean isOpen() {
		StatefulRedisConnection<String, byte[]> current = this.connection;
		return current != null && current.isOpen();
	}

	/**
	 * Send a command. Does not block.
	 * @param <T> the type of the result
	 * @param size the bytes of the command
	 * @param call makes the command
	 * @return the result; fails at once while Redis is away
	 */
	<T> CompletableFuture<T> send(int size,
			Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call) {
		if (!isOpen()) {
			return CompletableFuture.failedFuture(new RedisException("Redis is away"));
		}
		long cost = (long) size + OVERHEAD;
		if (this.bytes.addAndGet(cost) > MOST_BYTES) {
			this.bytes.addAndGet(-cost);
			return CompletableFuture.failedFuture(new RedisException("Redis takes no more"));
		}
		Command<T> command = new Command<>(call, new CompletableFuture<>());
		command.result.whenComplete((value, ex) -> this.bytes.addAndGet(-cost));
		this.commands.add(command);
		if (this.unanswered.get() == 0) {
			burst();
		}
		else {
			lookAfterLater();
		}
		return command.result;
	}

	private void lookAfter() {
		this.lookingAfter.set(false);
		if (!this.commands.isEmpty()) {
			burst();
		}
		if (!this.commands.isEmpty()) {
			// More than a burst.
			lookAfterLater();
		}
	}

	private void lookAfterLater() {
		if (this.lookingAfter.compareAndSet(false, true)) {
			this.later.execute(this::lookAfter);
		}
	}

	/**
	 * Send what waits, on one thread at a time.
	 */
	private void burst() {
		if (this.bursts.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			try {
				sendWaiting();
			}
			catch (Throwable ex) {
				// Errors too, such as that of a caller whose stack is full: others must
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
		// One more, so that answers start nothing before all are sent.
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
			burst();
		}
	}

	/**
	 * A command that waits for its turn.
	 *
	 * @param <T> the type of the result
	 * @param call makes it
	 * @param result its result
	 */
	private record Command<T>(Function<RedisAsyncCommands<String, byte[]>, ? extends CompletionStage<T>> call,
			CompletableFuture<T> result) {

		void send(@Nullable StatefulRedisConnection<String, byte[]> connection) {
			if (connection == null) {
				this.result.completeExceptionally(new RedisException("Redis is away"));
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
