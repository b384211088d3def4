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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.AccessRules.EventRule;
import io.github.socketiospring.server.AccessRules.NamespaceRules;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;

/**
 * What clients may do in one namespace.
 *
 * @param connect decides who may enter, {@code null} to refuse all clients
 * @param events decide about events, in order
 * @param rooms decide about rooms, in order
 * @param variables the values of the variables in the pattern of the namespace
 */
record SocketAccess(@Nullable AccessDecision connect, List<NamedDecision> events, List<NamedDecision> rooms,
		Map<String, String> variables) implements NamespaceRules {

	/** The rules of a namespace for which none are defined. */
	static final SocketAccess NONE = new SocketAccess(null, List.of(), List.of(), Map.of());

	@Override
	public @Nullable Mono<Void> checkConnect(SocketIOSocket socket) {
		if (this.connect == null) {
			throw unnamed("No rule defines who may connect");
		}
		return this.connect.check(new SocketAuthorizationContext(socket, null, List.of(), null, this.variables));
	}

	@Override
	public @Nullable EventRule checkEvent(SocketIOSocket socket, String event) {
		NamedDecision rule = find(this.events, event);
		if (rule == null) {
			throw unnamed("No rule names the event");
		}
		if (!rule.decision().isImmediate()) {
			return (received) -> rule.decision().check(about(received.socket(), event, received.arguments(), rule));
		}
		rule.decision().check(about(socket, event, List.of(), rule));
		return null;
	}

	private SocketAuthorizationContext about(SocketIOSocket socket, String event, List<JsonNode> arguments,
			NamedDecision rule) {
		return new SocketAuthorizationContext(socket, event, arguments, null, variables(rule.pattern(), event));
	}

	@Override
	public void checkJoin(SocketIOSocket socket, String room) {
		NamedDecision rule = find(this.rooms, room);
		if (rule == null) {
			throw unnamed("No rule names the room");
		}
		rule.decision()
			.check(new SocketAuthorizationContext(socket, null, List.of(), room, variables(rule.pattern(), room)));
	}

	private static @Nullable NamedDecision find(List<NamedDecision> rules, String name) {
		for (NamedDecision rule : rules) {
			if (rule.pattern().matches(name)) {
				return rule;
			}
		}
		return null;
	}

	private Map<String, String> variables(NamePattern pattern, String name) {
		Map<String, String> own = pattern.variables(name);
		if (own.isEmpty() || this.variables.isEmpty()) {
			return own.isEmpty() ? this.variables : own;
		}
		Map<String, String> all = new HashMap<>(this.variables);
		all.putAll(own);
		return all;
	}

	private static AuthorizationDeniedException unnamed(String message) {
		return new AuthorizationDeniedException(message, new AuthorizationDecision(false));
	}

}
