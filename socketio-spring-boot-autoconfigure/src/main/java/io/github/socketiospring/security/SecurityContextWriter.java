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

import java.security.Principal;

import io.github.socketiospring.server.PrincipalContextWriter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Makes the {@link SecurityContext} of a call from the socket's principal: the principal
 * itself if it is an {@link Authentication}, and otherwise an empty context.
 *
 * @since 0.1.0
 */
public final class SecurityContextWriter implements PrincipalContextWriter {

	/**
	 * Where {@link SecurityContextHolder} is restored from, which is not where
	 * {@link ReactiveSecurityContextHolder} looks.
	 */
	private static final String THREAD_LOCAL_KEY = SecurityContext.class.getName();

	@Override
	public Context write(Context context, @Nullable Principal principal) {
		if (principal instanceof Authentication authentication) {
			SecurityContext security = new SocketSecurityContext(authentication);
			return context.putAll(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(security)).readOnly())
				.put(THREAD_LOCAL_KEY, security);
		}
		return ReactiveSecurityContextHolder.clearContext().apply(context).delete(THREAD_LOCAL_KEY);
	}

	/**
	 * Shared by all calls for a socket, so that none may change it.
	 *
	 * @param authentication the socket's principal
	 */
	private record SocketSecurityContext(Authentication authentication) implements SecurityContext {

		@Override
		public Authentication getAuthentication() {
			return this.authentication;
		}

		@Override
		public void setAuthentication(@Nullable Authentication authentication) {
			throw new UnsupportedOperationException(
					"The security context of a socket follows its principal: call socket.setPrincipal(..)");
		}

	}

}
