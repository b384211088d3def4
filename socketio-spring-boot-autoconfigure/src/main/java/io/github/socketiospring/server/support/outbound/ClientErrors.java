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
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * How one server classifies errors and reports them to its clients.
 *
 * @param statuses decides whether the client or the server caused an error
 * @param answers maps an error to an acknowledgement
 * @since 0.1.0
 */
public record ClientErrors(ErrorStatusResolver statuses, ErrorAckMapper answers) {

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
