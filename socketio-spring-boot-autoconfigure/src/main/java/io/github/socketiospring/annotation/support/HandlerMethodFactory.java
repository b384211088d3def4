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
import java.util.function.Predicate;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.HandlerMethodCheck;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import io.github.socketiospring.protocol.SentValues;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Creates callable handler methods, or reports why a signature is not supported.
 */
class HandlerMethodFactory {

	private final AnnotatedHandlerOptions options;

	private final ArgumentResolvers resolvers;

	/**
	 * Create a factory.
	 * @param options the options for handler methods
	 * @param beans whether there is a bean of a type
	 */
	HandlerMethodFactory(AnnotatedHandlerOptions options, Predicate<Class<?>> beans) {
		this.options = options;
		this.resolvers = new ArgumentResolvers(options, beans);
	}

	/**
	 * Create a callable method.
	 * @param bean provides the instance that is called
	 * @param method a method of the bean, or of an interface or parent class
	 * @param kind the kind of the method
	 * @param path the path of its namespace, {@code null} if it serves all
	 * @return a handler method with the sources of its arguments
	 * @throws IllegalStateException if its signature is not supported
	 */
	InvocableEventHandlerMethod create(HandlerBean bean, Method method, HandlerKind kind, @Nullable String path) {
		return create(bean, method, kind, kind.hasSocket(), path);
	}

	/**
	 * Create an exception handler for methods that are called without a socket.
	 * @param bean provides the instance that is called
	 * @param method an exception handler of the bean
	 * @param path the path of its namespace, {@code null} if it serves all
	 * @return a handler method with the sources of its arguments
	 * @throws IllegalStateException if it needs a socket
	 */
	InvocableEventHandlerMethod withoutSocket(HandlerBean bean, Method method, @Nullable String path) {
		return create(bean, method, HandlerKind.EXCEPTION, false, path);
	}

	private InvocableEventHandlerMethod create(HandlerBean bean, Method method, HandlerKind kind, boolean socket,
			@Nullable String path) {
		LateChecks late = new LateChecks(bean.reference(), this.options.methodChecks());
		EventHandlerMethod handlerMethod = new EventHandlerMethod(bean.exists() ? bean.reference() : late, bean.type(),
				method);
		checkReturnType(handlerMethod);
		boolean nonBlocking = AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class)
				|| AnnotatedElementUtils.hasAnnotation(bean.type(), NonBlocking.class);
		MethodConstraints constraints = MethodConstraints.of(handlerMethod, this.options.validator());
		Executor executor = this.options.executionPolicy().executorFor(handlerMethod, nonBlocking);
		InvocableEventHandlerMethod invocable = new InvocableEventHandlerMethod(handlerMethod,
				this.resolvers.of(kind, socket, path, constraints), constraints, executor, this.options.maxResults());
		if (bean.exists()) {
			invocable.verify();
		}
		else {
			late.postpone(handlerMethod);
		}
		Object existing = bean.exists() ? bean.reference().get() : null;
		for (HandlerMethodCheck check : this.options.methodChecks()) {
			if (socket) {
				check.check(invocable, existing);
			}
			else {
				check.checkWithoutSocket(invocable, existing);
			}
		}
		return invocable;
	}

	private static void checkReturnType(EventHandlerMethod method) {
		Class<?> containingClass = method.getBeanType();
		checkReturnType(ResolvableType.forMethodReturnType(method.getMethod(), containingClass), method);
		if (KotlinDetector.isSuspendingFunction(method.getMethod())) {
			int last = method.getMethod().getParameterCount() - 1;
			checkReturnType(ResolvableType.forMethodParameter(method.getMethod(), last, containingClass).getGeneric(),
					method);
		}
	}

	private static void checkReturnType(ResolvableType type, EventHandlerMethod method) {
		if (SentValues.isReactive(type.toClass())) {
			checkParts(type, method);
		}
		else {
			checkValue(type, method);
		}
	}

	private static void checkValue(ResolvableType type, EventHandlerMethod method) {
		String problem = SentValues.problem(type.toClass());
		Assert.state(problem == null, () -> method + " returns a type that cannot acknowledge an event. " + problem);
		checkParts(type, method);
	}

	/**
	 * Refuse publishers inside a value, such as {@code Map<String, Mono<Item>>}, since
	 * nothing subscribes to them.
	 * @param type a type with parts
	 * @param method the method that returns it
	 */
	private static void checkParts(ResolvableType type, EventHandlerMethod method) {
		for (ResolvableType part : type.getGenerics()) {
			checkValue(part, method);
		}
	}

}
