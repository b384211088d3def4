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

package io.github.socketiospring.server.support.outbound;

import java.util.Locale;

import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import reactor.util.context.ContextView;

/**
 * Classifies, counts and logs what goes wrong on one server or is refused, and describes
 * it to clients. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Diagnostics {

	private final ErrorStatusResolver statuses;

	private final ErrorAckMapper answers;

	private final Counters<SocketIOCounter> counters;

	private final ErrorLog log;

	/**
	 * Create the diagnostics of a server.
	 * @param statuses decides whether the client or the server caused an error
	 * @param answers maps an error to an acknowledgement
	 * @param counters the server's counters
	 * @param log logs errors that clients can cause
	 */
	public Diagnostics(ErrorStatusResolver statuses, ErrorAckMapper answers, Counters<SocketIOCounter> counters,
			ErrorLog log) {
		this.statuses = statuses;
		this.answers = answers;
		this.counters = counters;
		this.log = log;
	}

	/**
	 * Increment a counter.
	 * @param counter the counter to increment
	 */
	public void count(SocketIOCounter counter) {
		this.counters.increment(counter);
	}

	/**
	 * Log an error with its stack trace, once a minute for each kind.
	 * @param logger the logger to write to
	 * @param description what went wrong; may contain input of clients only formatted
	 * @param error an error that clients can cause
	 * @see ErrorLog#error
	 */
	public void error(Logger logger, String description, Throwable error) {
		this.log.error(logger, description, error);
	}

	/**
	 * Log a warning without a stack trace, once a minute for each kind.
	 * @param logger the logger to write to
	 * @param kind the kind that the warning counts for; nothing that clients choose
	 * @param description what happened; may contain input of clients only formatted
	 * @see ErrorLog#warn
	 */
	public void warn(Logger logger, String kind, String description) {
		this.log.warn(logger, kind, description);
	}

	/**
	 * Return the status of an error, an internal error if it cannot be resolved.
	 * @param error the error of middleware or a handler
	 * @param socket the socket of the client
	 * @return the status and the description for the client
	 */
	public ErrorStatus status(Throwable error, SocketIOSocket socket) {
		return status(error, socket, socket.context());
	}

	/**
	 * Return the status of an error, an internal error if it cannot be resolved.
	 * @param error the error of a handler
	 * @param socket the socket of the client
	 * @param context the Reactor context in which the handler was called
	 * @return the status and the description for the client
	 */
	@SuppressWarnings("try")
	public ErrorStatus status(Throwable error, SocketIOSocket socket, ContextView context) {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(context)) {
			return status(error, socket.handshake().locale());
		}
	}

	/**
	 * Return the status of an error, an internal error if it cannot be resolved.
	 * @param error the error of application code
	 * @param locale the language that the client prefers
	 * @return the status and the description for the client
	 */
	public ErrorStatus status(Throwable error, Locale locale) {
		try {
			return this.statuses.resolve(error, locale);
		}
		catch (Throwable ex) {
			// Errors too: the event has to be acknowledged.
			if (ex != error) {
				error.addSuppressed(ex);
			}
			return new ErrorStatus(500, "Internal server error");
		}
	}

	/**
	 * Describe an error in the language of a client.
	 * @param error the error of middleware or a handler
	 * @param socket the socket of the client
	 * @return the argument of the acknowledgement, {@code null} for none
	 */
	public @Nullable Object answer(Throwable error, SocketIOSocket socket) {
		return answer(error, socket, socket.context());
	}

	/**
	 * Describe an error in the language of a client.
	 * @param error the error of a handler
	 * @param socket the socket of the client
	 * @param context the Reactor context in which the handler was called
	 * @return the argument of the acknowledgement, {@code null} for none
	 */
	@SuppressWarnings("try")
	public @Nullable Object answer(Throwable error, SocketIOSocket socket, ContextView context) {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(context)) {
			return answer(error, socket.handshake().locale());
		}
	}

	/**
	 * Describe an error in the language of a client.
	 * @param error the error of application code
	 * @param locale the language that the client prefers
	 * @return the argument of the acknowledgement, {@code null} for none
	 */
	public @Nullable Object answer(Throwable error, Locale locale) {
		return this.answers.toAcknowledgement(error, locale);
	}

}
