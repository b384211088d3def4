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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.handler.InvocableEventHandlerMethod;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.ExceptionDepthComparator;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * The exception handlers of one bean.
 */
final class ExceptionHandlerMethods {

	private static final Logger logger = LoggerFactory.getLogger(ExceptionHandlerMethods.class);

	private final Map<Class<? extends Throwable>, InvocableEventHandlerMethod> methods;

	private ExceptionHandlerMethods(Map<Class<? extends Throwable>, InvocableEventHandlerMethod> methods) {
		this.methods = methods;
	}

	/**
	 * Find the exception handlers of a bean.
	 * @param bean the bean to examine
	 * @param path the path of its namespace, {@code null} if it serves all
	 * @param factory creates the callable methods
	 * @return its exception handlers, possibly none
	 * @throws IllegalStateException if a signature is not supported, or if two methods
	 * handle the same exception
	 */
	static ExceptionHandlerMethods of(HandlerBean bean, @Nullable String path, HandlerMethodFactory factory) {
		Map<Class<? extends Throwable>, InvocableEventHandlerMethod> methods = new LinkedHashMap<>();
		for (Method method : bean.methods(HandlerKind.EXCEPTION)) {
			InvocableEventHandlerMethod invocable = factory.create(bean, method, HandlerKind.EXCEPTION, path);
			for (Class<? extends Throwable> type : exceptionTypes(method, invocable)) {
				InvocableEventHandlerMethod other = methods.put(type, invocable);
				Assert.state(other == null || other == invocable, () -> "Both " + other + " and " + invocable
						+ " handle " + type.getName() + ": remove one, or name another exception in its annotation");
			}
		}
		return new ExceptionHandlerMethods(methods);
	}

	/**
	 * Find the exception handlers of a bean that need no socket.
	 * @param bean the bean to examine, whose handlers were found before
	 * @param path the path of its namespace, {@code null} if it serves all
	 * @param factory creates the callable methods
	 * @return its exception handlers for events of other servers, possibly none
	 */
	static ExceptionHandlerMethods withoutSocket(HandlerBean bean, @Nullable String path,
			HandlerMethodFactory factory) {
		Map<Class<? extends Throwable>, InvocableEventHandlerMethod> methods = new LinkedHashMap<>();
		for (Method method : bean.methods(HandlerKind.EXCEPTION)) {
			InvocableEventHandlerMethod invocable;
			try {
				invocable = factory.withoutSocket(bean, method, path);
			}
			catch (IllegalStateException ex) {
				logger.debug("{}#{} is not called for events of other servers: {}", bean.type().getName(),
						method.getName(), ex.getMessage());
				continue;
			}
			exceptionTypes(method, invocable).forEach((type) -> methods.put(type, invocable));
		}
		return new ExceptionHandlerMethods(methods);
	}

	private static List<Class<? extends Throwable>> exceptionTypes(Method method,
			InvocableEventHandlerMethod invocable) {
		SocketExceptionHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method,
				SocketExceptionHandler.class);
		if (annotation != null && annotation.value().length > 0) {
			return List.of(annotation.value());
		}
		List<Class<? extends Throwable>> types = new ArrayList<>();
		for (Class<?> type : method.getParameterTypes()) {
			if (Throwable.class.isAssignableFrom(type)) {
				types.add(type.asSubclass(Throwable.class));
			}
		}
		Assert.state(!types.isEmpty(), () -> "@SocketExceptionHandler of " + invocable
				+ " does not say what it handles: give it the exception as a parameter");
		return types;
	}

	/**
	 * Find the method that handles an error: the one with the closest type, for the error
	 * or otherwise for one of its causes.
	 * @param error the error of an event or a socket
	 * @return the method, {@code null} if there is none
	 */
	@Nullable InvocableEventHandlerMethod find(Throwable error) {
		Throwable candidate = error;
		while (candidate != null && !this.methods.isEmpty()) {
			InvocableEventHandlerMethod method = closest(candidate);
			if (method != null) {
				return method;
			}
			candidate = (candidate.getCause() != candidate) ? candidate.getCause() : null;
		}
		return null;
	}

	private @Nullable InvocableEventHandlerMethod closest(Throwable error) {
		List<Class<? extends Throwable>> matches = new ArrayList<>();
		for (Class<? extends Throwable> type : this.methods.keySet()) {
			if (type.isInstance(error)) {
				matches.add(type);
			}
		}
		return (!matches.isEmpty()) ? this.methods.get(ExceptionDepthComparator.findClosestMatch(matches, error))
				: null;
	}

}
