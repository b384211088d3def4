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

import io.github.socketiospring.server.Handshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * A bearer token in the payload of CONNECT: <code>io({ auth: { token } })</code>.
 */
final class BearerTokenCredentials implements ConnectCredentials {

	private static final String TOKEN = "token";

	@Override
	public @Nullable Authentication read(Handshake handshake) {
		JsonNode token = handshake.auth().path(TOKEN);
		if (token.isMissingNode() || token.isNull()) {
			return null;
		}
		if (!token.isString() || token.asString().isBlank()) {
			throw new InvalidBearerTokenException("The token is not a text");
		}
		return new BearerTokenAuthenticationToken(token.asString());
	}

}
