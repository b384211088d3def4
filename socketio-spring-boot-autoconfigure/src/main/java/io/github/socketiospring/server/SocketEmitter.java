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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Sends events to one client. Immutable: each modifier returns a new emitter. May be used
 * from any thread; nothing here blocks.
 *
 * @since 0.1.0
 */
public interface SocketEmitter {

	/**
	 * Send an event to this client. Does nothing if it is disconnected.
	 * @param event the event's name, not a reserved one
	 * @param arguments the event's arguments; may contain binary values at any depth
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Same as {@link #emit} with the event {@code message}.
	 * @param arguments the arguments to send; may contain binary values at any depth
	 */
	default void send(@Nullable Object... arguments) {
		emit("message", arguments);
	}

	/**
	 * Send an event and wait for the acknowledgement, at most for {@link #timeout} or the
	 * server's default. The event is sent on subscription.
	 * <p>
	 * Connect middleware and {@code onConnect} handlers must not wait for the
	 * acknowledgement, since the event is not sent before they have completed. The
	 * returned {@code Mono} fails at once with an {@link IllegalStateException} if their
	 * result depends on it, or if a thread blocks ({@code block()}, {@code toFuture()}).
	 * Wait in an {@code onConnection} listener or an event handler, or subscribe with
	 * callbacks without waiting: the event leaves directly after the answer to CONNECT.
	 * @param <T> the type of the answer
	 * @param event the event's name
	 * @param type what to convert the first argument of the acknowledgement to;
	 * {@link EventData} gives all arguments
	 * @param arguments the arguments to send; may contain binary values at any depth
	 * @return the answer, empty if the acknowledgement had no arguments; fails with
	 * {@link AckTimeoutException}, {@link AckDisconnectedException} or
	 * {@link io.github.socketiospring.protocol.ArgumentConversionException}
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	<T> Mono<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments);

	/**
	 * Send an event and wait for the acknowledgement.
	 * @param <T> the type of the answer
	 * @param event the event's name
	 * @param type what to convert the first argument of the acknowledgement to
	 * @param arguments the arguments to send; may contain binary values at any depth
	 * @return as {@link #emitWithAck(String, Class, Object...)}
	 */
	<T> Mono<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments);

	/**
	 * Drop events that cannot be written at once.
	 * @return an emitter whose events may be dropped
	 */
	SocketEmitter asVolatile();

	/**
	 * Set whether the transport may compress events. By default it may, if compression is
	 * enabled.
	 * @param compress whether it may
	 * @return an emitter with that choice
	 */
	SocketEmitter compress(boolean compress);

	/**
	 * Set how long to wait for acknowledgements, instead of the server's default.
	 * @param timeout how long to wait, at least one millisecond
	 * @return an emitter with that timeout
	 */
	SocketEmitter timeout(Duration timeout);

	/**
	 * Send by calling methods: the name of a method is the event, its arguments are the
	 * event's. A method returns {@code void}, or a {@code Mono} of the acknowledgement.
	 *
	 * <pre>{@code
	 * interface ChatClient {
	 *     void message(ChatMessage message);
	 *     Mono<Receipt> confirm(String id);
	 * }
	 * }</pre>
	 * @param <T> an interface whose methods are events
	 * @param type an interface
	 * @return an instance that sends with this emitter
	 * @throws IllegalArgumentException if a method of the interface cannot be an event
	 */
	<T> T as(Class<T> type);

}
