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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.HandlerMethodCheck;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.aop.Advisor;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.framework.Advised;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.prepost.PreFilter;
import org.springframework.security.authorization.method.AuthorizationAdvisor;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * Rejects handler methods whose guard, such as {@link PreAuthorize}, nothing enforces, or
 * whose guard would fail each call, because the application's kind of method security
 * does not support what the method returns.
 *
 * @since 0.1.0
 */
public final class GuardedMethodCheck implements HandlerMethodCheck {

	private static final List<Guard> GUARDS = List.of(Guard.of(PreAuthorize.class), Guard.of(PostAuthorize.class),
			Guard.of(PreFilter.class), Guard.of(PostFilter.class), Guard.of(Secured.class),
			new Guard("jakarta.annotation.security.RolesAllowed", null),
			new Guard("jakarta.annotation.security.DenyAll", null));

	private static final String PRE_FILTER = PreFilter.class.getSimpleName();

	private static final String FLOW = "kotlinx.coroutines.flow.Flow";

	/** What {@code @EnableMethodSecurity} can filter. */
	private static final List<Class<?>> FILTERED = List.of(Collection.class, Map.class, Stream.class);

	private final boolean reactive;

	/**
	 * Create a check.
	 * @param reactive whether the application uses {@code @EnableReactiveMethodSecurity}
	 */
	public GuardedMethodCheck(boolean reactive) {
		this.reactive = reactive;
	}

	@Override
	public void check(EventHandlerMethod method, @Nullable Object bean) {
		for (Guard guard : GUARDS) {
			MergedAnnotation<?> annotation = guard.on(method);
			if (annotation != null) {
				Assert.state(bean == null || isEnforced(guard, method, bean), () -> unenforced(guard, method));
				checkResult(guard, annotation, method);
				if (guard.simpleName().equals(PRE_FILTER)) {
					checkFiltered(annotation, method);
				}
			}
		}
	}

	@Override
	public void checkWithoutSocket(EventHandlerMethod method, @Nullable Object bean) {
		for (Guard guard : GUARDS) {
			Assert.state(guard.on(method) == null,
					() -> method + " has @" + guard.simpleName() + ", but handles events of other servers, for which "
							+ "nobody is authenticated: remove it, or move the method to a bean without it");
		}
	}

	private static boolean isEnforced(Guard guard, EventHandlerMethod method, Object bean) {
		return bean instanceof Advised advised && Arrays.stream(advised.getAdvisors())
			.anyMatch((advisor) -> matches(advisor, method.getMethod(), method.getBeanType()) && guard.isOf(advisor));
	}

	private static boolean matches(Advisor advisor, Method method, Class<?> type) {
		// The annotations for method security wrap their advisors in others.
		boolean authorization = advisor instanceof AuthorizationAdvisor
				|| advisor.getAdvice() instanceof AuthorizationAdvisor;
		return authorization && advisor instanceof PointcutAdvisor pointcut
				&& pointcut.getPointcut().getMethodMatcher().matches(method, type);
	}

	private String unenforced(Guard guard, EventHandlerMethod method) {
		String remedy = "add @EnableMethodSecurity or @EnableReactiveMethodSecurity";
		if (guard.name().endsWith(".Secured")) {
			remedy = this.reactive
					? "reactive method security does not support it: use @PreAuthorize(\"hasAuthority('..')\")"
					: "add @EnableMethodSecurity(securedEnabled = true)";
		}
		else if (guard.name().startsWith("jakarta.")) {
			remedy = this.reactive
					? "reactive method security does not support it: use @PreAuthorize(\"hasRole('..')\")"
					: "add @EnableMethodSecurity(jsr250Enabled = true)";
		}
		return method + " has @" + guard.simpleName() + ", which nothing enforces: " + remedy
				+ ", and make sure that the method is not private and its bean can have a proxy";
	}

	private void checkResult(Guard guard, MergedAnnotation<?> annotation, EventHandlerMethod method) {
		Class<?> type = method.getMethod().getReturnType();
		boolean publisher = Publisher.class.isAssignableFrom(type) || type.getName().equals(FLOW)
				|| KotlinDetector.isSuspendingFunction(method.getMethod());
		if (this.reactive) {
			Assert.state(publisher,
					() -> method + " has @" + guard.simpleName() + " and returns " + type.getSimpleName()
							+ ", for which @EnableReactiveMethodSecurity would fail each call: return a Mono or Flux, "
							+ "or use @EnableMethodSecurity instead");
			return;
		}
		boolean filtered = guard.simpleName().equals(PostFilter.class.getSimpleName());
		boolean usesResult = guard.simpleName().startsWith("Post")
				&& (publisher || (CompletionStage.class.isAssignableFrom(type)
						&& (filtered || annotation.getString("value").contains("returnObject"))));
		Assert.state(!usesResult,
				() -> method + " has @" + guard.simpleName() + " and returns " + type.getSimpleName()
						+ ", of which @EnableMethodSecurity would examine the " + type.getSimpleName()
						+ " itself, and deny each call: use @PreAuthorize, or @EnableReactiveMethodSecurity instead");
		Assert.state(!filtered || type.isArray() || isFiltered(type),
				() -> method + " has @" + guard.simpleName() + " and returns " + type.getSimpleName()
						+ ", which cannot be filtered, so that each call would fail: return a collection, an array, a "
						+ "Map or a Stream");
	}

	private static boolean isFiltered(Class<?> type) {
		// Objects of a more general type may be of one of these.
		return FILTERED.stream().anyMatch((kind) -> kind.isAssignableFrom(type) || type.isAssignableFrom(kind));
	}

	private void checkFiltered(MergedAnnotation<?> annotation, EventHandlerMethod method) {
		Assert.state(!this.reactive, () -> method + " has @" + PRE_FILTER
				+ ", for which @EnableReactiveMethodSecurity would fail each call, since no argument of a handler is a "
				+ "Publisher: filter in the method, or use @EnableMethodSecurity instead");
		String target = annotation.getString("filterTarget");
		Parameter[] parameters = method.getMethod().getParameters();
		Assert.state(!target.isEmpty() || parameters.length == 1,
				() -> method + " has @" + PRE_FILTER + " and " + parameters.length
						+ " parameters, so that each call would fail: name the one to filter with 'filterTarget'");
		for (Parameter parameter : parameters) {
			if (target.isEmpty() || parameter.getName().equals(target)) {
				Assert.state(isFiltered(parameter.getType()),
						() -> method + " has @" + PRE_FILTER + ", which cannot filter a "
								+ parameter.getType().getSimpleName()
								+ ", so that each call would fail: declare a collection, a Map or a Stream");
			}
		}
	}

	/**
	 * An annotation that guards methods.
	 *
	 * @param name the name of its type, which need not be on the class path
	 * @param probe a method with this annotation only, {@code null} for none
	 */
	private record Guard(String name, @Nullable Method probe) {

		static Guard of(Class<? extends Annotation> type) {
			Method probe = ReflectionUtils.findMethod(Probes.class,
					type.getSimpleName().substring(0, 1).toLowerCase() + type.getSimpleName().substring(1));
			return new Guard(type.getName(), probe);
		}

		String simpleName() {
			return this.name.substring(this.name.lastIndexOf('.') + 1);
		}

		@Nullable MergedAnnotation<?> on(EventHandlerMethod method) {
			MergedAnnotation<?> annotation = MergedAnnotations.from(method.getMethod(), SearchStrategy.TYPE_HIERARCHY)
				.get(this.name);
			if (!annotation.isPresent()) {
				annotation = MergedAnnotations.from(method.getBeanType(), SearchStrategy.TYPE_HIERARCHY).get(this.name);
			}
			return annotation.isPresent() ? annotation : null;
		}

		/**
		 * Whether an advisor enforces this annotation, and not only another one that the
		 * same method has.
		 * @param advisor an advisor that matches the method
		 * @return whether it matches the probe
		 */
		boolean isOf(Advisor advisor) {
			return (this.probe != null) ? matches(advisor, this.probe, Probes.class)
					: GUARDS.stream().noneMatch((other) -> other.probe() != null && other.isOf(advisor));
		}

	}

	/**
	 * A method for each annotation.
	 */
	@SuppressWarnings("unused")
	private static final class Probes {

		@PreAuthorize("denyAll")
		void preAuthorize() {
		}

		@PostAuthorize("denyAll")
		void postAuthorize() {
		}

		@PreFilter("false")
		void preFilter() {
		}

		@PostFilter("false")
		void postFilter() {
		}

		@Secured("none")
		void secured() {
		}

	}

}
