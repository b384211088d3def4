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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * Decides what a client may do. No decision is a denial.
 */
interface AccessDecision {

	/**
	 * The authentication of a client that is not authenticated, as in filter chains and
	 * method security.
	 */
	Authentication ANONYMOUS = new AnonymousAuthenticationToken("anonymous", "anonymousUser",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	/**
	 * Decide on one action of a client.
	 * @param context the action
	 * @return {@code null} if it is permitted; otherwise completes if it is permitted
	 * @throws AuthorizationDeniedException if it is denied
	 */
	@Nullable Mono<Void> check(SocketAuthorizationContext context);

	/**
	 * Whether {@link #check} decides at once and does not read arguments.
	 * @return {@code false} if an event has to wait for its turn
	 */
	boolean isImmediate();

	/**
	 * Decide by a manager.
	 * @param manager does not block
	 * @param immediate whether it does not read arguments
	 * @return decides at once
	 */
	static AccessDecision of(AuthorizationManager<? super SocketAuthorizationContext> manager, boolean immediate) {
		return new AccessDecision() {

			@Override
			public @Nullable Mono<Void> check(SocketAuthorizationContext context) {
				verify(manager.authorize(() -> authentication(context), context));
				return null;
			}

			@Override
			public boolean isImmediate() {
				return immediate;
			}

		};
	}

	/**
	 * Decide by a reactive manager.
	 * @param manager decides asynchronously
	 * @return decides later
	 */
	static AccessDecision of(ReactiveAuthorizationManager<? super SocketAuthorizationContext> manager) {
		return new AccessDecision() {

			@Override
			public Mono<Void> check(SocketAuthorizationContext context) {
				return manager.authorize(Mono.fromSupplier(() -> authentication(context)), context)
					.defaultIfEmpty(new AuthorizationDecision(false))
					.doOnNext(AccessDecision::verify)
					.then();
			}

			@Override
			public boolean isImmediate() {
				return false;
			}

		};
	}

	private static Authentication authentication(SocketAuthorizationContext context) {
		Principal principal = context.socket().principal();
		return (principal instanceof Authentication authentication) ? authentication : ANONYMOUS;
	}

	private static void verify(@Nullable AuthorizationResult result) {
		if (result == null || !result.isGranted()) {
			throw new AuthorizationDeniedException("Access Denied",
					(result != null) ? result : new AuthorizationDecision(false));
		}
	}

}
