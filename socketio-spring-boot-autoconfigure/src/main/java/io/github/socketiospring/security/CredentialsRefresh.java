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

package io.github.socketiospring.security;

import java.security.Principal;
import java.time.Duration;
import java.util.List;

import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.util.Assert;

/**
 * Lets connected clients present new credentials by an event, whose argument is the same
 * as the payload of CONNECT: {@code socket.emit("refresh_token", { token }, callback)}.
 * The result replaces the socket's principal, so that the socket stays connected, perhaps
 * with other authorities. The user never changes: if the credentials are those of another
 * user, the event is denied and the socket is disconnected. Later events of the client
 * wait.
 * <p>
 * The event is acknowledged without arguments, or with a problem. At most ten events in a
 * minute are accepted from each connection, since a client could use them to try
 * passwords.
 *
 * @since 0.1.0
 */
public final class CredentialsRefresh implements SocketIOConfigurer {

	private static final String ANOTHER_USER = "credentials of another user";

	private final List<EventRate> rates = List.of(EventRate.of(10, Duration.ofMinutes(1)));

	private final String event;

	private final List<ConnectAuthentication> authentications;

	private final @Nullable ExpiringSockets expiring;

	/**
	 * Create a refresh for the namespaces of the authentications.
	 * @param event the name of the event; empty to switch the refresh off
	 * @param authentications authenticate clients at CONNECT, in their order
	 * @param expiring disconnects sockets when their credentials end, {@code null} if
	 * sockets are not disconnected
	 */
	public CredentialsRefresh(String event, List<ConnectAuthentication> authentications,
			@Nullable ExpiringSockets expiring) {
		this.event = event;
		this.authentications = List.copyOf(authentications);
		this.expiring = expiring;
	}

	@Override
	public void configure(SocketIOServer io) {
		if (this.event.isEmpty()) {
			return;
		}
		io.onNewNamespace(this::add);
		io.namespaces().forEach(this::add);
	}

	private void add(Namespace namespace) {
		List<ConnectAuthentication> own = this.authentications.stream()
			.filter((authentication) -> authentication.isFor(namespace.name()))
			.toList();
		if (!own.isEmpty()) {
			namespace.addHandler(new Refresh(own));
		}
	}

	/**
	 * Handles the event in one namespace.
	 */
	private final class Refresh implements NamespaceHandler, EventHandler {

		private final List<ConnectAuthentication> authentications;

		Refresh(List<ConnectAuthentication> authentications) {
			this.authentications = authentications;
		}

		@Override
		public @Nullable EventHandler eventHandler(String event) {
			return event.equals(CredentialsRefresh.this.event) ? this : null;
		}

		@Override
		public boolean isNamed() {
			return true;
		}

		@Override
		public List<EventRate> rates() {
			return CredentialsRefresh.this.rates;
		}

		@Override
		public JsonNode readArguments(EventArguments arguments) {
			List<JsonNode> all = arguments.readTrees();
			return all.isEmpty() ? JsonNodeFactory.instance.objectNode() : all.get(0);
		}

		@Override
		public void handle(EventInvocation invocation) {
			JsonNode presented = (JsonNode) invocation.arguments();
			Assert.state(presented != null, "No arguments");
			SocketIOSocket socket = invocation.socket();
			Disposable.Swap work = Disposables.swap();
			invocation.underway(work::dispose);
			work.update(Mono.defer(() -> authenticate(socket.handshake().withAuth(presented)))
				.doOnNext((authentication) -> replace(socket, authentication))
				.contextWrite(invocation.context())
				.subscribe((authentication) -> invocation.acknowledge(), (error) -> fail(invocation, error)));
		}

		/**
		 * Authenticate as CONNECT does: by each authentication that finds credentials.
		 * The last one decides.
		 * @param handshake the handshake with the new payload
		 * @return emits the authenticated client, or fails
		 */
		private Mono<Authentication> authenticate(Handshake handshake) {
			return Flux.fromIterable(this.authentications).concatMap((each) -> {
				Mono<Authentication> presented = each.authenticate(handshake);
				return (presented != null) ? presented : Mono.<Authentication>empty();
			})
				.takeLast(1)
				.next()
				.switchIfEmpty(Mono.error(() -> new MissingCredentialsException("The event has no credentials")));
		}

		private void replace(SocketIOSocket socket, Authentication authentication) {
			Principal known = socket.principal();
			if (known == null) {
				throw new AuthorizationDeniedException("The client is not authenticated",
						new AuthorizationDecision(false));
			}
			// Nobody knows whose a token without a subject is.
			if (known.getName() == null || !known.getName().equals(authentication.getName())) {
				throw new AnotherUserException();
			}
			ExpiringSockets expiring = CredentialsRefresh.this.expiring;
			if (expiring != null) {
				expiring.check(authentication);
			}
			socket.setPrincipal(authentication);
			if (expiring != null) {
				expiring.renew(socket);
			}
		}

		private void fail(EventInvocation invocation, Throwable error) {
			if (error instanceof ConnectRefusedException refused && refused.data() != null) {
				invocation.acknowledge(refused.data());
				return;
			}
			invocation.fail(error);
			if (error instanceof AnotherUserException) {
				invocation.socket().revoke(ANOTHER_USER);
			}
		}

	}

	/**
	 * The credentials are not those of the client.
	 */
	private static final class AnotherUserException extends AuthorizationDeniedException {

		AnotherUserException() {
			super("The credentials are those of another user", new AuthorizationDecision(false));
		}

	}

}
