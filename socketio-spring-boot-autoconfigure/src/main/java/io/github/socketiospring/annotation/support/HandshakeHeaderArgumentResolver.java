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

import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;
import org.springframework.util.CollectionUtils;

/**
 * Supplies what is marked with {@link HandshakeHeader}.
 */
class HandshakeHeaderArgumentResolver extends NamedValueArgumentResolver<HandshakeHeader> {

	HandshakeHeaderArgumentResolver(ConversionService conversionService) {
		super(HandshakeHeader.class, conversionService);
	}

	@Override
	String name(HandshakeHeader annotation) {
		return annotation.name();
	}

	@Override
	boolean isRequired(HandshakeHeader annotation) {
		return annotation.required();
	}

	@Override
	@Nullable Object value(SocketIOSocket socket, String name) {
		List<String> values = socket.handshake().headers().get(name);
		if (CollectionUtils.isEmpty(values)) {
			return null;
		}
		return (values.size() == 1) ? values.get(0) : values;
	}

	@Override
	Map<String, ?> all(SocketIOSocket socket) {
		return socket.handshake().headers();
	}

	@Override
	String kind() {
		return "handshake header";
	}

}
