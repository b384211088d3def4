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
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

import kotlin.Unit;
import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Calls a Kotlin function with the default values of parameters whose arguments are
 * missing.
 */
final class KotlinDefaults {

	private KotlinDefaults() {
	}

	/**
	 * Look for default values. Suspending functions are left out, because Spring calls
	 * them with default values anyway.
	 * @param method a method of Java or Kotlin
	 * @return whether one of the method's parameters has a default value
	 */
	static boolean has(Method method) {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		return function != null && !function.isSuspend()
				&& function.getParameters().stream().anyMatch(KParameter::isOptional);
	}

	/**
	 * Find the parameters with default values, including those of suspending functions.
	 * @param method a method of Kotlin
	 * @return the indexes of the parameters
	 */
	static BitSet parameters(Method method) {
		BitSet optional = new BitSet();
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		if (function != null) {
			int index = 0;
			for (KParameter parameter : function.getParameters()) {
				if (parameter.getKind() != KParameter.Kind.INSTANCE) {
					optional.set(index++, parameter.isOptional());
				}
			}
		}
		return optional;
	}

	static @Nullable Object invoke(Method method, Object bean, @Nullable Object[] arguments)
			throws IllegalAccessException, InvocationTargetException {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		if (function == null) {
			return method.invoke(bean, arguments);
		}
		KCallablesJvm.setAccessible(function, true);
		Object result = function.callBy(arguments(function, bean, arguments));
		return (result != Unit.INSTANCE) ? result : null;
	}

	/**
	 * Assign arguments to parameters.
	 * @param function the function to call
	 * @param bean the object whose function it is
	 * @param arguments an argument for each parameter of the function, others are ignored
	 * @return the arguments without those that are missing and have a default value
	 */
	static Map<KParameter, @Nullable Object> arguments(KFunction<?> function, Object bean,
			@Nullable Object[] arguments) {
		Map<KParameter, @Nullable Object> values = new HashMap<>();
		int index = 0;
		for (KParameter parameter : function.getParameters()) {
			if (parameter.getKind() == KParameter.Kind.INSTANCE) {
				values.put(parameter, bean);
			}
			else {
				Object argument = arguments[index++];
				if (argument != null || !parameter.isOptional()) {
					values.put(parameter, boxed(parameter, argument));
				}
			}
		}
		return values;
	}

	private static @Nullable Object boxed(KParameter parameter, @Nullable Object argument) {
		if (argument == null || !(parameter.getType().getClassifier() instanceof KClass<?> type) || !type.isValue()
				|| JvmClassMappingKt.getJavaClass(type).isInstance(argument)) {
			return argument;
		}
		// Methods take the value inside a value class, functions the value class itself.
		KFunction<?> constructor = KClasses.getPrimaryConstructor(type);
		Assert.state(constructor != null, () -> "A value class without a constructor: " + type);
		KCallablesJvm.setAccessible(constructor, true);
		return constructor.call(argument);
	}

}
