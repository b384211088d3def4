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

package io.github.socketiospring.handler;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * Supports one kind of parameter. Called once for each parameter when the application
 * starts; do all possible look-ups then.
 *
 * <pre class="code">
 * &#064;Bean
 * HandlerMethodArgumentResolver tenants(Tenants tenants) {
 *     return (parameter) -&gt; (parameter.getParameterType() != Tenant.class) ? null
 *             : (CallArgument) (call) -&gt; tenants.of(call.socket());
 * }
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandlerMethodArgumentResolver {

	/**
	 * Decide how a parameter is supplied.
	 * @param parameter a parameter of a handler method, with its annotations
	 * @return a {@link CallArgument} or an {@link EventArgument}, {@code null} to leave
	 * the parameter to other resolvers
	 * @throws IllegalStateException if the parameter is of this kind but cannot be
	 * supplied; the application then does not start
	 */
	@Nullable HandlerMethodArgument resolve(MethodParameter parameter);

	/**
	 * Whether its arguments use the {@link HandlerCall#socket() socket} of a call. Those
	 * that do are not for methods that handle events of other servers.
	 * @return {@code true} by default
	 */
	default boolean needsSocket() {
		return true;
	}

}
