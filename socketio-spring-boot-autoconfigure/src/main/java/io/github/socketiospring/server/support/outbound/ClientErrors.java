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

import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

/**
 * How one server tells its clients of errors.
 *
 * @param statuses says whose fault an error is
 * @param answers describes an error to a client
 * @since 0.1.0
 */
public record ClientErrors(ErrorStatusResolver statuses, ErrorAckMapper answers) {

	/**
	 * Whose fault an error is. When that cannot be found out it is the server's.
	 * @param error what middleware or a handler failed with
	 * @param socket the client that it happened to
	 * @return the status that decides what the client is told
	 */
	public ErrorStatus status(Throwable error, SocketIOSocket socket) {
		try {
			return this.statuses.resolve(error, socket.handshake().locale());
		}
		catch (Throwable ex) {
			// Also an error.
			if (ex != error) {
				error.addSuppressed(ex);
			}
			return new ErrorStatus(500, "Internal server error");
		}
	}

	/**
	 * Describe an error in the language of a client.
	 * @param error what middleware or a handler failed with
	 * @param socket the client that is told
	 * @return the argument of the acknowledgement, {@code null} for none
	 */
	public @Nullable Object answer(Throwable error, SocketIOSocket socket) {
		return this.answers.toAcknowledgement(error, socket.handshake().locale());
	}

}
