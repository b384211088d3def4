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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.user.OAuth2User;

/**
 * Reads when a token of OAuth 2 ends: a JWT or an opaque one, which is the credentials or
 * the principal of an {@link Authentication}. Needs {@code spring-security-oauth2-core}.
 * <p>
 * A log-in by OpenID Connect has no end by itself: the ID token, which says who logged
 * in, ends within minutes, and nobody presents it again. What ends is the HTTP session.
 *
 * @since 0.1.0
 */
public final class TokenExpiry implements CredentialsExpiry {

	private static final String EXPIRY = "exp";

	@Override
	public @Nullable Instant endOf(Authentication authentication) {
		Instant end = endOf(authentication.getCredentials());
		return (end != null) ? end : endOf(authentication.getPrincipal());
	}

	private static @Nullable Instant endOf(@Nullable Object source) {
		if (source instanceof AbstractOAuth2Token token) {
			return token.getExpiresAt();
		}
		if (source instanceof OAuth2AuthenticatedPrincipal principal && !(source instanceof OAuth2User)
				&& principal.getAttributes().get(EXPIRY) instanceof Instant end) {
			return end;
		}
		return null;
	}

}
