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

package io.github.socketiospring.handler;

import java.util.Locale;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

/**
 * The context of a call of a handler method, in addition to the event's arguments.
 *
 * @since 0.1.0
 */
public interface HandlerCall {

	/**
	 * The socket for which the method is called.
	 * @return a socket that may not have entered its namespace yet
	 * @throws IllegalStateException if the method is called for an event of another
	 * server
	 */
	SocketIOSocket socket();

	/**
	 * Whether the method is called for a socket.
	 * @return {@code false} for an event of another server
	 */
	default boolean hasSocket() {
		return true;
	}

	/**
	 * The namespace of the socket, or of the event of another server.
	 * @return the namespace, never that of a pattern
	 */
	default Namespace namespace() {
		return socket().namespace();
	}

	/**
	 * The language of messages about invalid arguments.
	 * @return the client's, or this server's default for an event of another server
	 */
	default Locale locale() {
		return socket().handshake().locale();
	}

	/**
	 * The Reactor context of the method and of what it returns.
	 * @return the {@link SocketIOSocket#context() socket's} context, and more for an
	 * event; an empty one for an event of another server
	 */
	default Context context() {
		return Context.of(socket().context());
	}

	/**
	 * The name of the event.
	 * @return the name, {@code null} for a socket that connects or leaves
	 */
	default @Nullable String event() {
		return null;
	}

	/**
	 * The acknowledgement of the event.
	 * @return the acknowledgement, {@code null} for a socket that connects or leaves
	 */
	default @Nullable Ack ack() {
		return null;
	}

	/**
	 * Why the socket leaves.
	 * @return the reason, {@code null} for a socket that does not leave
	 */
	default @Nullable DisconnectReason reason() {
		return null;
	}

	/**
	 * The error for which an exception handler is called.
	 * @return the error, {@code null} for other methods
	 */
	default @Nullable Throwable error() {
		return null;
	}

}
