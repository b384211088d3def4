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

package io.github.socketiospring.annotation.support;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.util.Assert;

/**
 * Supplies arguments for parameters whose type identifies the source.
 */
class KnownTypeArgumentResolver implements HandlerMethodArgumentResolver {

	private static final Set<Class<?>> OF_SOCKET = Set.of(SocketIOSocket.class, Handshake.class, Locale.class);

	private final Map<Class<?>, CallArgument> arguments = new HashMap<>();

	private final HandlerKind kind;

	private final boolean socket;

	/**
	 * Create a resolver for the methods of one kind.
	 * @param kind the kind of the methods, which decides which types are supported
	 * @param socket whether they are called for a socket
	 * @param server supplies the server once all beans exist
	 */
	KnownTypeArgumentResolver(HandlerKind kind, boolean socket, Supplier<SocketIOServer> server) {
		this.kind = kind;
		this.socket = socket;
		this.arguments.put(SocketIOSocket.class, HandlerCall::socket);
		this.arguments.put(Namespace.class, HandlerCall::namespace);
		this.arguments.put(SocketIOServer.class, (call) -> server.get());
		this.arguments.put(Handshake.class, (call) -> call.socket().handshake());
		this.arguments.put(Locale.class, (call) -> call.socket().handshake().locale());
		if (kind.hasEvent()) {
			this.arguments.put(Ack.class, HandlerCall::ack);
		}
		if (kind.hasReason()) {
			this.arguments.put(DisconnectReason.class, HandlerCall::reason);
			this.arguments.put(DisconnectDetails.class,
					(call) -> (call.reason() != null) ? call.socket().disconnectDetails() : null);
		}
	}

	@Override
	public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
		Class<?> type = parameter.nestedIfOptional().getNestedParameterType();
		Assert.state(this.socket || !OF_SOCKET.contains(type), this.kind::refusal);
		CallArgument argument = this.arguments.get(type);
		return (argument != null && parameter.getParameterType() == Optional.class)
				? (CallArgument) (call) -> Optional.ofNullable(argument.get(call)) : argument;
	}

}
