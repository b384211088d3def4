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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.BitSet;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean, called through the bean's proxy if it has one.
 *
 * @since 0.1.0
 */
public class EventHandlerMethod extends AnnotatedMethod {

	private final Supplier<?> bean;

	private final Class<?> beanType;

	private final ReturnValue returnValue;

	private final boolean kotlinDefaults;

	private volatile @Nullable Target target;

	/**
	 * Create a handler method.
	 * @param bean supplies the bean for each call
	 * @param beanType the bean's user class, not that of a proxy, which resolves the type
	 * variables of generic parents
	 * @param method the method of that class
	 */
	public EventHandlerMethod(Supplier<?> bean, Class<?> beanType, Method method) {
		super(method);
		Assert.notNull(bean, "'bean' must not be null");
		Assert.notNull(beanType, "'beanType' must not be null");
		this.bean = bean;
		this.beanType = beanType;
		this.returnValue = new ReturnValue(method);
		this.kotlinDefaults = isKotlin(method) && KotlinDefaults.has(method);
	}

	private static boolean isKotlin(Method method) {
		return KotlinDetector.isKotlinReflectPresent() && KotlinDetector.isKotlinType(method.getDeclaringClass());
	}

	/**
	 * Create a copy.
	 * @param other the method to copy
	 */
	protected EventHandlerMethod(EventHandlerMethod other) {
		super(other);
		this.bean = other.bean;
		this.beanType = other.beanType;
		this.returnValue = other.returnValue;
		this.kotlinDefaults = other.kotlinDefaults;
	}

	/**
	 * The bean's user class, not that of a proxy.
	 * @return the class of the handler bean
	 */
	public Class<?> getBeanType() {
		return this.beanType;
	}

	/**
	 * The parameters with a default value of Kotlin, which replaces a missing argument
	 * when the method is called.
	 * @return the indexes of the parameters
	 */
	public BitSet getOptionalParameters() {
		return isKotlin(getMethod()) ? KotlinDefaults.parameters(getMethod()) : new BitSet();
	}

	/**
	 * Whether the result may arrive after the method has returned, because the return
	 * type is reactive or the method is a suspending function.
	 * @return {@code true} if it may
	 */
	public boolean isReactive() {
		return this.returnValue.isReactive();
	}

	/**
	 * Look for the method on the bean's proxy, so that a method that cannot be called is
	 * found when the application starts.
	 * @throws IllegalStateException if the proxy does not have the method
	 */
	public void verify() {
		invocable(this.bean.get());
	}

	/**
	 * The bean for one call.
	 * @return the bean, or its proxy
	 */
	final Object bean() {
		return this.bean.get();
	}

	/**
	 * Call the method.
	 * @param bean what {@link #bean()} returned
	 * @param arguments one value for each parameter, in order
	 * @return what the method returned
	 * @throws Throwable what the method threw
	 */
	final @Nullable Object invoke(Object bean, @Nullable Object[] arguments) throws Throwable {
		Method method = invocable(bean);
		if (this.returnValue.isSuspending()) {
			return SuspendingFunctions.invoke(method, bean, arguments);
		}
		try {
			return (this.kotlinDefaults) ? KotlinDefaults.invoke(method, bean, arguments)
					: method.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * Convert a return value to the publisher of its result.
	 * @param value what the method returned
	 * @param limit the maximum number of values; more are an error
	 * @return emits the result, a list if there may be several values; {@code null} if
	 * the value itself is the result
	 */
	final @Nullable Mono<?> toMono(@Nullable Object value, int limit) {
		return this.returnValue.toMono(value, limit);
	}

	/**
	 * Whether a return value may emit more than one value.
	 * @param value what the method returned
	 * @return {@code true} for a publisher of many values
	 */
	final boolean isMultiValue(@Nullable Object value) {
		return this.returnValue.isMultiValue(value);
	}

	private Method invocable(Object bean) {
		Target target = this.target;
		if (target == null || target.type() != bean.getClass()) {
			Method method = AopUtils.selectInvocableMethod(getMethod(), bean.getClass());
			Assert.state(!AopUtils.isCglibProxy(bean) || !Modifier.isFinal(method.getModifiers()),
					() -> this + " is final, so that the bean's proxy cannot pass it on: remove 'final'");
			ReflectionUtils.makeAccessible(method);
			target = new Target(bean.getClass(), method);
			this.target = target;
		}
		return target.method();
	}

	@Override
	protected Class<?> getContainingClass() {
		return this.beanType;
	}

	/**
	 * Name the method for logs and messages.
	 * @return for example {@code ChatNamespace#message(SocketIOSocket, String)}
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(ClassUtils.getShortName(this.beanType)).append('#')
			.append(getMethod().getName())
			.append('(');
		String separator = "";
		for (Class<?> type : getMethod().getParameterTypes()) {
			text.append(separator).append(type.getSimpleName());
			separator = ", ";
		}
		return text.append(')').toString();
	}

	/**
	 * The method in the class of one bean.
	 */
	private record Target(Class<?> type, Method method) {
	}

}
