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

package io.github.socketiospring.annotation.support;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes handler methods callable, or says why they are impossible.
 */
class HandlerMethodFactory {

	private final AnnotatedHandlerOptions options;

	private final ArgumentResolvers resolvers;

	HandlerMethodFactory(AnnotatedHandlerOptions options) {
		this.options = options;
		this.resolvers = new ArgumentResolvers(options);
	}

	/**
	 * Make a method callable.
	 * @param bean the bean
	 * @param method the method
	 * @param kind what kind of handler it is
	 * @param path the path of its namespace, {@code null} when it serves all
	 * @return the method
	 * @throws IllegalStateException when its signature is impossible
	 */
	InvocableEventHandlerMethod create(HandlerBean bean, Method method, HandlerKind kind, @Nullable String path) {
		EventHandlerMethod handlerMethod = new EventHandlerMethod(bean.reference(), bean.type(), method);
		boolean nonBlocking = AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class)
				|| AnnotatedElementUtils.hasAnnotation(bean.type(), NonBlocking.class);
		Executor executor = this.options.executionPolicy().executorFor(handlerMethod, nonBlocking);
		InvocableEventHandlerMethod invocable = new InvocableEventHandlerMethod(handlerMethod,
				this.resolvers.of(kind, path), executor);
		if (bean.exists()) {
			invocable.verify();
		}
		return invocable;
	}

}
