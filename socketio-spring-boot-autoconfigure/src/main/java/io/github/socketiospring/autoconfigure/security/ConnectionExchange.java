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

package io.github.socketiospring.autoconfigure.security;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.WebSessionManager;

/**
 * A request of a client that has a connection. Its HTTP session is saved when the request
 * reaches the server, and not when it is answered. A poll waits for its answer and has a
 * copy of the session, which would otherwise restore a session that has ended, and undo
 * the changes of other requests.
 */
final class ConnectionExchange extends ServerWebExchangeDecorator {

	private static final String ATTRIBUTE = ConnectionExchange.class.getName();

	private final Mono<WebSession> session;

	/** Save the session, if the request has loaded it. */
	private final Queue<Supplier<? extends Mono<Void>>> saves = new ConcurrentLinkedQueue<>();

	private volatile boolean reached;

	/**
	 * Take over the session of a request.
	 * @param request the request, whose session was not loaded yet
	 * @param sessions loads the sessions
	 */
	ConnectionExchange(ServerWebExchange request, WebSessionManager sessions) {
		super(request);
		this.session = sessions.getSession(new Loading(request, this.saves)).cache();
		request.getAttributes().put(ATTRIBUTE, this);
		// A filter may answer it.
		request.getResponse().beforeCommit(() -> this.reached ? Mono.empty() : save());
	}

	@Override
	public Mono<WebSession> getSession() {
		return this.session;
	}

	private Mono<Void> save() {
		return Flux.fromIterable(this.saves).concatMap(Supplier::get).then();
	}

	/**
	 * Save the session now and not later, if the request has one.
	 * @param exchange a request, perhaps another one
	 * @return completes when it has been saved, with an error if it has ended
	 */
	static Mono<Void> reached(ServerWebExchange exchange) {
		ConnectionExchange request = exchange.getAttribute(ATTRIBUTE);
		if (request == null) {
			return Mono.empty();
		}
		// The server reads the principal, which is stored in the session.
		return exchange.getPrincipal().then(Mono.defer(() -> {
			request.reached = true;
			return request.save();
		}));
	}

	/**
	 * Loads the session, which is not saved with the response.
	 */
	private static final class Loading extends ServerWebExchangeDecorator {

		private final ServerHttpResponse response;

		Loading(ServerWebExchange request, Queue<Supplier<? extends Mono<Void>>> saves) {
			super(request);
			this.response = new ServerHttpResponseDecorator(request.getResponse()) {

				@Override
				public void beforeCommit(Supplier<? extends Mono<Void>> action) {
					saves.add(action);
				}

			};
		}

		@Override
		public ServerHttpResponse getResponse() {
			return this.response;
		}

	}

}
