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

import java.util.Map;

import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;
import org.springframework.util.Assert;

/**
 * Supplies what is marked with {@link NamespaceVariable}.
 */
class NamespaceVariableArgumentResolver extends NamedValueArgumentResolver<NamespaceVariable> {

	private final @Nullable String path;

	/**
	 * Create a resolver.
	 * @param path the path that must have the variables, {@code null} for any
	 * @param conversionService converts the variables
	 */
	NamespaceVariableArgumentResolver(@Nullable String path, ConversionService conversionService) {
		super(NamespaceVariable.class, conversionService);
		this.path = path;
	}

	@Override
	String name(NamespaceVariable annotation) {
		return annotation.name();
	}

	@Override
	boolean isRequired(NamespaceVariable annotation) {
		return true;
	}

	@Override
	void checkName(String name) {
		Assert.state(this.path == null || NamespacePattern.variables(this.path).contains(name),
				() -> "is marked with @NamespaceVariable, but the path '" + this.path + "' has no variable {" + name
						+ "}");
	}

	@Override
	@Nullable Object value(SocketIOSocket socket, String name) {
		return socket.namespace().variables().get(name);
	}

	@Override
	Map<String, ?> all(SocketIOSocket socket) {
		return socket.namespace().variables();
	}

	@Override
	String kind() {
		return "namespace variable";
	}

}
