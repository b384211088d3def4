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

/**
 * Examines each handler method when the application starts. Beans of this type are used.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandlerMethodCheck {

	/**
	 * Examine a method.
	 * @param method a method with one of the annotations for handlers
	 * @param bean the bean or its proxy, {@code null} if it does not exist yet
	 * @throws IllegalStateException if the method must not be called; the application
	 * does not start then
	 */
	void check(EventHandlerMethod method, @Nullable Object bean);

	/**
	 * Examine a method that is called without a socket, and so without a principal, for
	 * an event of another server.
	 * @param method a method with one of the annotations for handlers
	 * @param bean the bean or its proxy, {@code null} if it does not exist yet
	 * @throws IllegalStateException if the method must not be called
	 */
	default void checkWithoutSocket(EventHandlerMethod method, @Nullable Object bean) {
		check(method, bean);
	}

}
