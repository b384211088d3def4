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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.Assert;

/**
 * A bean that has handler methods.
 *
 * @param name the bean's name
 * @param type the bean's user class, not that of a proxy
 * @param reference supplies the bean
 * @param exists whether the bean exists already and is the only one of its name
 */
record HandlerBean(String name, Class<?> type, Supplier<Object> reference, boolean exists) {

	// Reflection returns methods in any order.
	private static final Comparator<Method> BY_ORDER = Comparator.comparingInt(HandlerBean::order)
		.thenComparing(Method::getName)
		.thenComparing((method) -> Arrays.toString(method.getParameterTypes()));

	/**
	 * Find the methods of one kind, including those marked in an interface or parent
	 * class.
	 * @param kind the kind of methods, identified by their annotation
	 * @return the methods in the order of {@link Order}, then of their names; empty if
	 * the bean has none
	 */
	List<Method> methods(HandlerKind kind) {
		return methods(this.type, kind.annotationType());
	}

	static List<Method> methods(Class<?> type, Class<? extends Annotation> annotationType) {
		Set<Method> methods = MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, annotationType));
		for (Method method : methods) {
			String description = "@" + annotationType.getSimpleName() + " method " + type.getName() + "#"
					+ method.getName();
			Assert.state(!Modifier.isPrivate(method.getModifiers()), () -> description
					+ " is private, so it cannot be called through the bean's proxy: make it package-private");
			Assert.state(!Modifier.isStatic(method.getModifiers()),
					() -> description + " is static: make it a method of the bean");
		}
		return methods.stream().sorted(BY_ORDER).toList();
	}

	private static int order(Method method) {
		Integer order = OrderUtils.getOrder(method);
		return (order != null) ? order : Ordered.LOWEST_PRECEDENCE;
	}

}
