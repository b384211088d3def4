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
import java.util.Map;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KCallables;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import kotlinx.coroutines.Dispatchers;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.reactor.MonoKt;
import kotlinx.coroutines.reactor.ReactorFlowKt;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.PropagationContextElement;

/**
 * Calls suspending functions of Kotlin.
 */
final class SuspendingFunctions {

	private SuspendingFunctions() {
	}

	/**
	 * Call a function at each subscription.
	 * @param method a suspending function
	 * @param bean the object whose function it is
	 * @param arguments one value for each parameter, in order, and one for the
	 * continuation
	 * @return emits the result, or the values of the flow that the function returns
	 */
	@SuppressWarnings("unchecked")
	static Publisher<?> invoke(Method method, Object bean, @Nullable Object[] arguments) {
		if (Hooks.isAutomaticContextPropagationEnabled()) {
			KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
			// Spring would collect the flow without the thread-locals of the subscriber.
			if (function != null && returnsFlow(function)) {
				return flow((KFunction<Flow<?>>) function, bean, arguments);
			}
		}
		return CoroutinesUtils.invokeSuspendingFunction(method, bean, arguments);
	}

	private static boolean returnsFlow(KFunction<?> function) {
		return function.getReturnType().getClassifier() instanceof KClass<?> type
				&& Flow.class.isAssignableFrom(JvmClassMappingKt.getJavaClass(type));
	}

	private static Publisher<?> flow(KFunction<Flow<?>> function, Object bean, @Nullable Object[] arguments) {
		KCallablesJvm.setAccessible(function, true);
		Map<KParameter, @Nullable Object> values = KotlinDefaults.arguments(function, bean, arguments);
		Mono<Flow<?>> flow = MonoKt.mono(Dispatchers.getUnconfined().plus(new PropagationContextElement()),
				(scope, continuation) -> KCallables.callSuspendBy(function, values, continuation));
		return flow.onErrorMap(InvocationTargetException.class, (ex) -> ex.getTargetException())
			.flatMapMany((found) -> ReactorFlowKt.asFlux(found, new PropagationContextElement()));
	}

}
