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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.api.async.BaseRedisAsyncCommands;
import reactor.core.publisher.Mono;

/**
 * The only connection of an emitter. Like the connections of a node, it is separate from
 * those of the application and reconnects automatically. It does not subscribe to
 * anything.
 */
interface EmitterLink {

	/** How long {@link #stop} waits for pending messages. */
	long LAST_MESSAGES_MILLIS = 1000;

	/**
	 * Connect in the background.
	 * @return completes when the link is connected; never completes if Redis stays
	 * unavailable
	 */
	Mono<Void> start();

	/**
	 * Close the connection after the pending messages have been sent.
	 * @return completes when the connection is closed
	 */
	Mono<Void> stop();

	/**
	 * Publish a message. Does not block.
	 * @param channel the name of the channel
	 * @param message the message, which must not be changed afterwards
	 * @return the number of connections that received the message; fails if it is lost
	 */
	CompletableFuture<Long> publish(String channel, byte[] message);

	/**
	 * Wait until Redis has received the messages in a queue. Redis answers in order, so
	 * it answers the last command after all others.
	 * @param queue where the messages were published
	 * @throws InterruptedException if the calling thread is interrupted
	 */
	static void awaitLastMessages(PublishQueue queue) throws InterruptedException {
		try {
			queue.send(0, BaseRedisAsyncCommands::ping).get(LAST_MESSAGES_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			// Redis is unavailable, and each message has already been reported as lost.
		}
	}

}
