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

package io.github.socketiospring.server.support.life;

import java.util.function.Supplier;

import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.CollectionUtils;

/**
 * Base of handshakes: converts the payload of CONNECT.
 */
abstract class AbstractHandshake implements Handshake {

	private final JsonMapper mapper;

	/**
	 * Create a handshake.
	 * @param mapper converts the payload of CONNECT
	 */
	AbstractHandshake(JsonMapper mapper) {
		this.mapper = mapper;
	}

	final JsonMapper mapper() {
		return this.mapper;
	}

	@Override
	public final @Nullable String header(String name) {
		return CollectionUtils.firstElement(headers().get(name));
	}

	@Override
	public final <T> T auth(Class<T> type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.mapper.treeToValue(payload, type));
	}

	@Override
	public final Object auth(JavaType type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.mapper.treeToValue(payload, type));
	}

	private static <T> T convert(Supplier<T> conversion) {
		try {
			return conversion.get();
		}
		catch (RuntimeException ex) {
			throw new BadEventException("The auth payload has the wrong type", ex);
		}
	}

}
