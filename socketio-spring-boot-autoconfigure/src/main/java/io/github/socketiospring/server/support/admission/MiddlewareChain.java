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

package io.github.socketiospring.server.support.admission;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * One run of a namespace's middleware and, innermost, its handlers for a socket. The
 * socket enters only if the innermost end ran and completed, and no part of the chain was
 * refused.
 */
final class MiddlewareChain {

	private static final Logger logger = LoggerFactory.getLogger(ConnectMiddleware.class);

	private static final OncePerMinute warning = new OncePerMinute();

	private final SocketIOSocket socket;

	private final List<ConnectMiddleware> middleware;

	private final Mono<Void> welcome;

	/** The first refusal, which an earlier middleware may have swallowed. */
	private volatile @Nullable Throwable refusal;

	/** How many middlewares have proceeded. */
	private volatile int reached;

	/** Whether the innermost end completed or was abandoned. */
	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean passed;

	/**
	 * Create a chain.
	 * @param socket the socket that connects
	 * @param middleware the middleware, in order
	 * @param welcome calls the handlers on subscription
	 */
	MiddlewareChain(SocketIOSocket socket, List<ConnectMiddleware> middleware, Mono<Void> welcome) {
		this.socket = socket;
		this.middleware = middleware;
		this.welcome = welcome;
	}

	/**
	 * Run the chain.
	 * @return completes if the socket may enter, fails if it must not
	 */
	Mono<Void> run() {
		return step(0).then(Mono.defer(this::verdict));
	}

	private Mono<Void> step(int index) {
		if (index == this.middleware.size()) {
			return innermost();
		}
		ConnectMiddleware current = this.middleware.get(index);
		AtomicBoolean proceeded = new AtomicBoolean();
		Mono<Void> rest = Mono.defer(() -> {
			if (!proceeded.compareAndSet(false, true)) {
				return Mono.error(refused(index, "proceeded twice"));
			}
			this.reached = index + 1;
			return step(index + 1);
		});
		return ThreadLocals.around(() -> current.handle(this.socket, () -> rest))
			.doOnError(this::remember)
			.contextWrite(this.socket::context);
	}

	private Mono<Void> innermost() {
		return this.welcome.doOnError(this::remember)
			.doOnSuccess((nothing) -> this.passed = this.ended.compareAndSet(false, true))
			.doOnCancel(() -> this.ended.set(true));
	}

	private void remember(Throwable error) {
		if (this.refusal == null) {
			this.refusal = error;
		}
	}

	private Mono<Void> verdict() {
		Throwable swallowed = this.refusal;
		if (swallowed != null) {
			warn(Math.max(0, this.reached - 1), "swallowed a later refusal");
			return Mono.error(swallowed);
		}
		if (!this.passed) {
			return Mono.error(refused(this.reached, "completed, and what its proceed() returned did not complete"));
		}
		return Mono.empty();
	}

	private ConnectRefusedException refused(int index, String reason) {
		warn(index, reason);
		ConnectRefusedException refusal = new ConnectRefusedException("Connection refused");
		remember(refusal);
		return refusal;
	}

	private void warn(int index, String reason) {
		Class<?> type = this.middleware.get(Math.min(index, this.middleware.size() - 1)).getClass();
		if (warning.pass()) {
			logger.warn(
					"Socket {} may not enter namespace {}, since middleware {} ({}) {} (further ones are logged "
							+ "once a minute)",
					ShownId.of(this.socket), LogFormat.value(this.socket.namespace().name()), index, type.getName(),
					LogFormat.message(reason));
		}
		else {
			logger.debug("Socket {} may not enter namespace {}, since middleware {} ({}) {}", ShownId.of(this.socket),
					LogFormat.value(this.socket.namespace().name()), index, type.getName(), LogFormat.message(reason));
		}
	}

}
