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
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Handles the events of one name. An event is handled in two steps: its arguments are
 * read, and then it is handled.
 *
 * @since 0.1.0
 */
public interface EventHandler {

	/**
	 * Read the arguments of one event. Called on the connection's inbound thread, or, if
	 * the event had to wait, on the thread that ended the event before. Must not block.
	 * @param arguments a cursor over the arguments; those that are not read are skipped
	 * @return the value that {@link #handle} gets from
	 * {@link EventInvocation#arguments()}
	 * @throws RuntimeException to fail the event; to pass an exception to
	 * {@link #handle}, return it
	 */
	@Nullable Object readArguments(EventArguments arguments);

	/**
	 * Handle one event. Must not block. An exception fails the event.
	 * @param invocation the event, which the handler ends once, from any thread
	 */
	void handle(EventInvocation invocation);

	/**
	 * Return how often each connection may call this handler, for all of its sockets
	 * together. An event beyond one of these rates is not read for this handler. If no
	 * other handler handles it, it fails with a {@link RateLimitExceededException}.
	 * @return always the same rates, by default none
	 */
	default List<EventRate> rates() {
		return List.of();
	}

	/**
	 * Return the handler for one more event of a connection within the rates. A composite
	 * handler leaves out those whose rates are exceeded.
	 * @param admits whether the event is within these rates of the connection; counts the
	 * event when called
	 * @return this handler, the remaining part of it, or {@code null} if none remains
	 */
	default @Nullable EventHandler within(Predicate<List<EventRate>> admits) {
		return admits.test(rates()) ? this : null;
	}

	/**
	 * Return how long handling an event may take while the client is connected. Then the
	 * event fails with a {@link HandlerTimeoutException}, its
	 * {@linkplain EventInvocation#underway work} is cancelled, and the socket's next
	 * event is handled.
	 * @return always the same time, {@code null} for that of
	 * {@link SocketIOOptions#handlerTimeout()}
	 */
	default @Nullable Duration timeout() {
		return null;
	}

	/**
	 * Whether this handler was registered for the names of its events. Metrics contain
	 * those names; a handler for any event is measured under one name, since its clients
	 * choose the names.
	 * @return {@code false} by default
	 */
	default boolean isNamed() {
		return false;
	}

	/**
	 * Whether the socket's next event waits until this one has ended.
	 * @return {@code true} by default
	 */
	default boolean isOrdered() {
		return true;
	}

}
