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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A socket that may live on another node: what was true of it when it was fetched, and
 * what can be done to it from afar.
 *
 * @since 0.1.0
 */
public interface RemoteSocket {

	/**
	 * The socket's id.
	 * @return the id
	 */
	String id();

	/**
	 * The details of its connection.
	 * @return the handshake
	 */
	Handshake handshake();

	/**
	 * The rooms it was in.
	 * @return the rooms, own-id room included
	 */
	Set<String> rooms();

	/**
	 * The attributes it had.
	 * @return an unmodifiable copy
	 */
	Map<String, Object> attributes();

	/**
	 * Send it an event.
	 * @param event the event's name
	 * @param arguments the arguments
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Send it an event and wait for the acknowledgement, as long as {@link #timeout} or
	 * the server's default allows. The event is sent on subscription.
	 * @param <T> the type of the answer
	 * @param event the event's name
	 * @param type what to convert the first argument of the acknowledgement to
	 * @param arguments the arguments
	 * @return the answer; empty when the acknowledgement had no arguments; fails with
	 * {@link AckTimeoutException}, at once when the socket is gone
	 */
	<T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments);

	/**
	 * Wait that long for acknowledgements instead of the server's default.
	 * @param timeout how long, at least one millisecond
	 * @return a new view of the socket
	 */
	RemoteSocket timeout(Duration timeout);

	/**
	 * Make it join rooms.
	 * @param rooms the rooms
	 * @return completes when the request was handed over
	 */
	Mono<Void> join(String... rooms);

	/**
	 * Make it leave rooms.
	 * @param rooms the rooms
	 * @return completes when the request was handed over
	 */
	Mono<Void> leave(String... rooms);

	/**
	 * Disconnect it.
	 * @param close whether to close its connection too
	 * @return completes when the request was handed over
	 */
	Mono<Void> disconnect(boolean close);

}
