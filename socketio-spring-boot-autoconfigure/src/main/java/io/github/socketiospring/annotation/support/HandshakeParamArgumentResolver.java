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

import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionService;

/**
 * Supplies what is marked with {@link HandshakeParam}.
 */
class HandshakeParamArgumentResolver extends NamedValueArgumentResolver<HandshakeParam> {

	HandshakeParamArgumentResolver(ConversionService conversionService) {
		super(HandshakeParam.class, conversionService);
	}

	@Override
	String name(HandshakeParam annotation) {
		return annotation.name();
	}

	@Override
	boolean isRequired(HandshakeParam annotation) {
		return annotation.required();
	}

	@Override
	@Nullable Object value(SocketIOSocket socket, String name) {
		return socket.handshake().query().get(name);
	}

	@Override
	Map<String, ?> all(SocketIOSocket socket) {
		return socket.handshake().query();
	}

	@Override
	String kind() {
		return "query parameter";
	}

}
