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
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

import org.springframework.util.CollectionUtils;

/**
 * Base of handshakes: converts the payload of CONNECT.
 */
abstract class AbstractHandshake implements Handshake {

	private final WireFormat format;

	/**
	 * Create a handshake.
	 * @param format converts the payload of CONNECT
	 */
	AbstractHandshake(WireFormat format) {
		this.format = format;
	}

	/**
	 * Create the same handshake with another payload.
	 * @param auth what the client sent with CONNECT
	 * @param format converts the payload
	 * @return a new handshake
	 */
	abstract Handshake withAuth(JsonNode auth, WireFormat format);

	@Override
	public final Handshake withAuth(JsonNode auth) {
		return withAuth(auth, this.format);
	}

	@Override
	public final @Nullable String header(String name) {
		return CollectionUtils.firstElement(headers().get(name));
	}

	@Override
	public final <T> T auth(Class<T> type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.format.convert(payload, type));
	}

	@Override
	public final Object auth(JavaType type) {
		ReceivedValues.check(type);
		JsonNode payload = auth();
		return convert(() -> this.format.convert(payload, type));
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
