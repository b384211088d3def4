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

import reactor.core.publisher.Mono;

/**
 * Decides whether a socket may enter a namespace. Runs for each namespace that a client
 * connects to, with or without an {@code auth} payload, in the order of registration and
 * before {@link NamespaceHandler#onConnect}.
 *
 * <pre>{@code
 * io.use((socket, next) -> tokens.verify(socket.handshake().auth())
 *     .switchIfEmpty(Mono.error(new ConnectRefusedException("Unknown token")))
 *     .flatMap((user) -> {
 *         socket.attributes().put("user", user);
 *         return next.proceed();
 *     }));
 * }</pre>
 *
 * As with a {@code WebFilter}, the socket does not enter unless the middleware proceeds:
 * every middleware has to proceed exactly once, and the innermost end of the chain has to
 * run and complete. Middleware refuses the socket if it completes without
 * {@link Next#proceed() proceeding}, does not subscribe to the result of
 * {@code proceed()}, or swallows the refusal of a later one; one line in the log names
 * it. To refuse a socket with a reason, return an error: {@link ConnectRefusedException}
 * carries data for the client.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectMiddleware {

	/**
	 * Examine a socket that wants to connect.
	 * @param socket the socket, not yet connected; it may already join rooms and emit
	 * @param next the rest of the chain
	 * @return completes when the rest of the chain did; an error refuses the socket. It
	 * is cancelled if the client leaves before, so release there what it acquired; a
	 * handler that has started is not cancelled
	 */
	Mono<Void> handle(SocketIOSocket socket, Next next);

	/**
	 * The rest of the chain.
	 */
	@FunctionalInterface
	interface Next {

		/**
		 * Run the next middleware, and after the last one the handlers of the namespace.
		 * The Reactor context of the subscription reaches them.
		 * @return completes when the rest of the chain did; fails if it refused, or if it
		 * was already run
		 */
		Mono<Void> proceed();

	}

	/**
	 * Middleware for the clients of all namespaces. It runs before the namespace's own
	 * middleware, or {@link #isLast() after it}, and also for clients that come back and
	 * skip that middleware, see {@link RecoveryOptions#skipMiddlewares()}. With Spring
	 * Boot, beans of this type are used in their order.
	 */
	@FunctionalInterface
	interface Guard extends ConnectMiddleware {

		/**
		 * Whether this guard examines clients after the namespace's own middleware, when
		 * the principal is known.
		 * @return {@code false} to run first
		 */
		default boolean isLast() {
			return false;
		}

	}

}
