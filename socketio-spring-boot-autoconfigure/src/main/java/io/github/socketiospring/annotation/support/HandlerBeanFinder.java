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
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds beans by the annotation of their class, without creating them.
 */
class HandlerBeanFinder {

	private static final Logger logger = LoggerFactory.getLogger(HandlerBeanFinder.class);

	/**
	 * Annotations for methods that Spring calls; names, since the types may be absent.
	 */
	private static final List<String> FOREIGN_KINDS = List.of("org.springframework.stereotype.Controller",
			"org.springframework.web.bind.annotation.ControllerAdvice");

	private static final List<String> FOREIGN_METHODS = List.of(
			"org.springframework.messaging.handler.annotation.MessageExceptionHandler",
			"org.springframework.messaging.handler.annotation.MessageMapping",
			"org.springframework.messaging.handler.annotation.SendTo",
			"org.springframework.messaging.rsocket.annotation.ConnectMapping",
			"org.springframework.messaging.simp.annotation.SendToUser",
			"org.springframework.messaging.simp.annotation.SubscribeMapping",
			"org.springframework.web.bind.annotation.ExceptionHandler",
			"org.springframework.web.bind.annotation.InitBinder",
			"org.springframework.web.bind.annotation.ModelAttribute",
			"org.springframework.web.bind.annotation.RequestMapping");

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<NamedType> types = new ArrayList<>();

	HandlerBeanFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		for (String name : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = (!ScopedProxyUtils.isScopedTarget(name)) ? userTypeIfKnown(name) : null;
			if (type != null) {
				this.types.add(new NamedType(name, type));
			}
		}
	}

	/**
	 * Find the beans whose class, parent class or interface has an annotation.
	 * @param annotationType the annotation to look for
	 * @return the beans in the order of {@link Order}
	 */
	List<HandlerBean> find(Class<? extends Annotation> annotationType) {
		return this.types.stream()
			.filter((bean) -> isMarked(bean.type(), annotationType))
			.sorted(Comparator.comparingInt((bean) -> order(bean.name())))
			.map(this::handlerBean)
			.toList();
	}

	/**
	 * Warn about handler methods that are never called.
	 * @param annotationTypes the annotations of beans whose methods are called
	 */
	void warnOfOthers(List<Class<? extends Annotation>> annotationTypes) {
		for (NamedType bean : this.types) {
			if (annotationTypes.stream().noneMatch((marker) -> isMarked(bean.type(), marker))) {
				for (HandlerKind kind : HandlerKind.values()) {
					if (mayHave(bean.type(), kind)
							&& !HandlerBean.methods(bean.type(), kind.annotationType()).isEmpty()) {
						logger.warn(
								"Bean '{}' has @{} methods, which are not called, since {} is not annotated with "
										+ "@SocketNamespace",
								bean.name(), kind.annotationType().getSimpleName(), bean.type().getName());
					}
				}
			}
		}
	}

	/**
	 * Warn about methods that Spring would call on beans of other kinds, but not on
	 * handler beans.
	 * @param bean the bean to examine
	 */
	void warnOfForeignMethods(HandlerBean bean) {
		MergedAnnotations kinds = MergedAnnotations.from(bean.type(), SearchStrategy.TYPE_HIERARCHY);
		if (FOREIGN_KINDS.stream().anyMatch(kinds::isPresent)) {
			return;
		}
		ReflectionUtils.doWithMethods(bean.type(), (method) -> {
			MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
			for (String foreign : FOREIGN_METHODS) {
				if (annotations.isPresent(foreign)) {
					logger.warn(
							"@{} method {}#{} is not called, since handler methods are marked with annotations such as "
									+ "@OnEvent or @SocketExceptionHandler",
							ClassUtils.getShortName(foreign), bean.type().getName(), method.getName());
				}
			}
		}, ReflectionUtils.USER_DECLARED_METHODS);
	}

	private boolean mayHave(Class<?> type, HandlerKind kind) {
		return !type.getName().startsWith("org.springframework.")
				&& AnnotationUtils.isCandidateClass(type, kind.annotationType());
	}

	private boolean isMarked(Class<?> type, Class<? extends Annotation> annotationType) {
		return AnnotationUtils.isCandidateClass(type, annotationType)
				&& AnnotatedElementUtils.hasAnnotation(type, annotationType);
	}

	private int order(String name) {
		Order order = this.beanFactory.findAnnotationOnBean(name, Order.class, false);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

	private HandlerBean handlerBean(NamedType bean) {
		boolean singleton = this.beanFactory.isSingleton(bean.name());
		Supplier<Object> reference = () -> this.beanFactory.getBean(bean.name());
		if (singleton) {
			reference = SingletonSupplier.of(reference);
		}
		boolean exists = singleton && this.beanFactory.containsSingleton(bean.name());
		return new HandlerBean(bean.name(), bean.type(), reference, exists);
	}

	private @Nullable Class<?> userTypeIfKnown(String name) {
		try {
			return userType(name);
		}
		catch (BeansException | LinkageError ex) {
			// The application gets the error when it uses the bean.
			logger.debug("The class of bean '{}' cannot be determined", name, ex);
			return null;
		}
	}

	private @Nullable Class<?> userType(String name) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			type = AutoProxyUtils.determineTargetClass(this.beanFactory, ScopedProxyUtils.getTargetBeanName(name));
		}
		if (type != null && Proxy.isProxyClass(type) && this.beanFactory.isSingleton(name)) {
			// The class of a proxy is only known once the bean exists.
			type = AopProxyUtils.ultimateTargetClass(this.beanFactory.getBean(name));
		}
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	/**
	 * A bean and its class.
	 */
	private record NamedType(String name, Class<?> type) {
	}

}
