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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.security.access.expression.SecurityExpressionRoot;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.core.Authentication;

/**
 * What an expression in a rule can use, in addition to what all expressions of Spring
 * Security can.
 *
 * @since 0.1.0
 * @see NamespaceAuthorization.Access#access(String)
 */
public final class SocketExpressionRoot extends SecurityExpressionRoot<Object> {

	private final SocketAuthorizationContext context;

	private @Nullable List<@Nullable Object> arguments;

	SocketExpressionRoot(Supplier<? extends @Nullable Authentication> authentication,
			SocketAuthorizationContext context, AuthorizationManagerFactory<Object> managers) {
		super(authentication, context);
		setAuthorizationManagerFactory(managers);
		this.context = context;
	}

	/**
	 * The name of the namespace.
	 * @return the name with its leading slash
	 */
	public String getNamespace() {
		return this.context.namespace();
	}

	/**
	 * The name of the event.
	 * @return the name, {@code null} if the rule is not about an event
	 */
	public @Nullable String getEvent() {
		return this.context.event();
	}

	/**
	 * The name of the room.
	 * @return the name, {@code null} if the rule is not about a room
	 */
	public @Nullable String getRoom() {
		return this.context.room();
	}

	/**
	 * The arguments of the event.
	 * @return maps, lists, strings, numbers, booleans, byte arrays and {@code null}
	 */
	public List<@Nullable Object> getArguments() {
		List<@Nullable Object> plain = this.arguments;
		if (plain == null) {
			plain = new ArrayList<>();
			for (JsonNode argument : this.context.arguments()) {
				plain.add(plain(argument));
			}
			this.arguments = plain;
		}
		return plain;
	}

	private static @Nullable Object plain(JsonNode node) {
		if (node.isObject()) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			node.properties().forEach((member) -> map.put(member.getKey(), plain(member.getValue())));
			return map;
		}
		if (node.isArray()) {
			List<@Nullable Object> list = new ArrayList<>();
			node.forEach((element) -> list.add(plain(element)));
			return list;
		}
		if (node.isNumber()) {
			return node.numberValue();
		}
		if (node.isBoolean()) {
			return node.booleanValue();
		}
		if (node.isBinary()) {
			return node.binaryValue();
		}
		return node.isString() ? node.stringValue() : null;
	}

}
