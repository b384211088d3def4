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

import java.util.function.Supplier;

import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The security context of a socket. All calls for the socket share it, so it cannot be
 * changed.
 */
final class SocketSecurityContext implements SecurityContext, ThreadLocals.Source {

	/**
	 * The key from which {@link SecurityContextHolder} is restored, which is not the key
	 * of {@link org.springframework.security.core.context.ReactiveSecurityContextHolder}.
	 */
	static final String KEY = SecurityContext.class.getName();

	private final Authentication authentication;

	private final Supplier<SecurityContextHolderStrategy> strategy;

	SocketSecurityContext(Authentication authentication, Supplier<SecurityContextHolderStrategy> strategy) {
		this.authentication = authentication;
		this.strategy = strategy;
	}

	/**
	 * Return the security context of a call.
	 * @param context the Reactor context of a {@link SocketIOSocket#context() socket}
	 * @return the context of its principal, {@code null} if the client is not
	 * authenticated
	 */
	static @Nullable SecurityContext in(ContextView context) {
		return context.getOrDefault(KEY, null);
	}

	/**
	 * Set the security context of the current thread.
	 * @param strategy holds the context of the thread
	 * @param context the new context, {@code null} for none
	 * @return restores the previous context of the thread
	 */
	static ThreadLocals.Scope set(SecurityContextHolderStrategy strategy, @Nullable SecurityContext context) {
		SecurityContext previous = strategy.getContext();
		if (context != null) {
			strategy.setContext(context);
		}
		else {
			strategy.clearContext();
		}
		return () -> {
			if (previous.getAuthentication() != null) {
				strategy.setContext(previous);
			}
			else {
				strategy.clearContext();
			}
		};
	}

	@Override
	public ThreadLocals.Scope open() {
		return set(this.strategy.get(), this);
	}

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
