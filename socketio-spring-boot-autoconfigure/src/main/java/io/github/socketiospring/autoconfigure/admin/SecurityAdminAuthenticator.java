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

package io.github.socketiospring.autoconfigure.admin;

import java.security.Principal;
import java.util.Collection;

import io.github.socketiospring.admin.AdminAuthenticator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

/**
 * Recognizes administrators by an authority.
 */
class SecurityAdminAuthenticator implements AdminAuthenticator {

	private final @Nullable ReactiveAuthenticationManager manager;

	private final String authority;

	private final @Nullable RoleHierarchy hierarchy;

	/**
	 * Create an authenticator.
	 * @param manager checks passwords, {@code null} if only the handshake authenticates
	 * @param authority the authority of administrators
	 * @param hierarchy which authorities imply others, {@code null} for none
	 */
	SecurityAdminAuthenticator(@Nullable ReactiveAuthenticationManager manager, String authority,
			@Nullable RoleHierarchy hierarchy) {
		this.manager = manager;
		this.authority = authority;
		this.hierarchy = hierarchy;
	}

	@Override
	public boolean isAdmin(Principal principal) {
		return principal instanceof Authentication authentication && authentication.isAuthenticated()
				&& authorities(authentication).stream()
					.anyMatch((granted) -> this.authority.equals(granted.getAuthority()));
	}

	private Collection<? extends GrantedAuthority> authorities(Authentication authentication) {
		Collection<? extends GrantedAuthority> granted = authentication.getAuthorities();
		return (this.hierarchy != null) ? this.hierarchy.getReachableGrantedAuthorities(granted) : granted;
	}

	@Override
	public Mono<Authentication> authenticate(String name, String password) {
		if (this.manager == null) {
			return Mono.empty();
		}
		return this.manager.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, password))
			.onErrorResume(AuthenticationException.class, (ex) -> Mono.empty())
			.filter(this::isAdmin);
	}

}
