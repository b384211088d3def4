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

/**
 * Determines when the credentials of a client end. A bean of this type replaces the
 * default, which supports the tokens of OAuth 2.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CredentialsExpiry {

	/**
	 * Return when the credentials end. Called on any thread; must not block.
	 * @param authentication the principal of a socket
	 * @return the end without any skew, {@code null} if they do not end by themselves
	 */
	@Nullable Instant endOf(Authentication authentication);

}
