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

import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * Supplies what is marked with {@link SocketAttribute}.
 */
class SocketAttributeArgumentResolver extends NamedValueArgumentResolver<SocketAttribute> {

	SocketAttributeArgumentResolver(ConversionService conversionService) {
		super(SocketAttribute.class, conversionService);
	}

	@Override
	String name(SocketAttribute annotation) {
		return annotation.name();
	}

	@Override
	boolean isRequired(SocketAttribute annotation) {
		return annotation.required();
	}

	@Override
	@Nullable Object value(SocketIOSocket socket, String name) {
		return socket.attributes().get(name);
	}

	@Override
	Map<String, ?> all(SocketIOSocket socket) {
		return socket.attributes();
	}

	@Override
	String kind() {
		return "socket attribute";
	}

}
