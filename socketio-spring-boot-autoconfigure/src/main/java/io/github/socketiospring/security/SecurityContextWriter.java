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
import java.util.function.Supplier;

import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Creates the {@link SecurityContext} of a call from the socket's principal: it contains
 * the principal if that is an {@link Authentication}, and is empty otherwise.
 * {@link ReactiveSecurityContextHolder} and {@link SecurityContextHolder} contain the
 * same, the latter while the application is called and what it returned is subscribed to.
 *
 * @since 0.1.0
 */
public final class SecurityContextWriter implements PrincipalContextWriter {

	private final Context ofNobody;

	private final Supplier<SecurityContextHolderStrategy> strategy;

	/**
	 * Create a writer for the strategy of {@link SecurityContextHolder}.
	 */
	public SecurityContextWriter() {
		this(SecurityContextHolder::getContextHolderStrategy);
	}

	/**
	 * Create a writer.
	 * @param strategy supplies the strategy that holds the context of a thread; called
	 * for each call
	 */
	public SecurityContextWriter(Supplier<SecurityContextHolderStrategy> strategy) {
		this.strategy = strategy;
		this.ofNobody = Context.of(ThreadLocals.Source.class, new NobodyOnThread(strategy));
	}

	@Override
	public Context write(Context context, @Nullable Principal principal) {
		if (principal instanceof Authentication authentication) {
			SocketSecurityContext security = new SocketSecurityContext(authentication, this.strategy);
			return context.putAll(ReactiveSecurityContextHolder.withSecurityContext(Mono.just(security)).readOnly())
				.put(SocketSecurityContext.KEY, security)
				.put(ThreadLocals.Source.class, security);
		}
		if (context.isEmpty()) {
			return this.ofNobody;
		}
		return ReactiveSecurityContextHolder.clearContext()
			.apply(context)
			.delete(SocketSecurityContext.KEY)
			.putAll(this.ofNobody.readOnly());
	}

	/**
	 * Clears the security context of a thread during a call.
	 *
	 * @param strategy supplies the strategy that holds the context of the thread
	 */
	private record NobodyOnThread(Supplier<SecurityContextHolderStrategy> strategy) implements ThreadLocals.Source {

		@Override
		public ThreadLocals.Scope open() {
			return SocketSecurityContext.set(this.strategy.get(), null);
		}

	}

}
