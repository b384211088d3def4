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
 * Handles the events of one name. An event is handled in two steps, since its arguments
 * are usually read while its packet is at hand, and it may then have to wait for the
 * events before it.
 *
 * @since 0.1.0
 */
public interface EventHandler {

	/**
	 * Read the arguments of one event. Called on the connection's inbound thread, or on
	 * the one that finished the event before where this one had to wait. Must not block.
	 * @param arguments a cursor over the arguments; what is not read is skipped
	 * @return what {@link EventInvocation#arguments()} gives to {@link #handle}
	 * @throws RuntimeException what this throws fails the event; an exception that
	 * {@link #handle} shall see is returned instead
	 */
	@Nullable Object readArguments(EventArguments arguments);

	/**
	 * Handle one event. Must not block. What this throws fails the event.
	 * @param invocation the event, which the handler ends once, from any thread
	 */
	void handle(EventInvocation invocation);

	/**
	 * How often each connection may have this called, for all of its sockets together. An
	 * event beyond one of these rates is not read for this handler. When no other handler
	 * takes it, a client that asked for an acknowledgement is told of a
	 * {@link RateLimitExceededException}.
	 * @return always the same rates, by default none
	 */
	default List<EventRate> rates() {
		return List.of();
	}

	/**
	 * What handles one more event of a connection within the rates. A handler that stands
	 * for several leaves out those that are called too often.
	 * @param admits whether the connection keeps such rates; counts the event when asked
	 * @return this, what is left of it, or {@code null} when nothing is
	 */
	default @Nullable EventHandler within(Predicate<List<EventRate>> admits) {
		return admits.test(rates()) ? this : null;
	}

	/**
	 * How long handling an event may take while the client is there. Then a client that
	 * asked for an acknowledgement is told of a {@link HandlerTimeoutException}, the
	 * {@linkplain EventInvocation#underway work} is cancelled, and the socket's next
	 * event is handled.
	 * @return always the same time, {@code null} for that of
	 * {@link SocketIOOptions#handlerTimeout()}
	 */
	default @Nullable Duration timeout() {
		return null;
	}

	/**
	 * Whether the socket's next event waits until this one is done.
	 * @return {@code true} by default
	 */
	default boolean isOrdered() {
		return true;
	}

}
