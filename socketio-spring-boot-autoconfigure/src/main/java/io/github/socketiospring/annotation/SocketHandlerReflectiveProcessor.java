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

package io.github.socketiospring.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;

/**
 * Registers handler methods for a native image, and the types of their parameters and
 * return values for conversion.
 */
class SocketHandlerReflectiveProcessor implements ReflectiveProcessor {

	private static final String OURS = "io.github.socketiospring.";

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			for (int i = 0; i < method.getParameterCount(); i++) {
				registerValue(hints, new MethodParameter(method, i));
			}
			registerValue(hints, new MethodParameter(method, -1));
		}
	}

	private void registerValue(ReflectionHints hints, MethodParameter value) {
		if (!isInfrastructure(value.getParameterType())) {
			this.binding.registerReflectionHints(hints, value.getGenericParameterType());
		}
	}

	private boolean isInfrastructure(Class<?> type) {
		return Throwable.class.isAssignableFrom(type)
				|| (type.isInterface() && type.getName().startsWith(OURS + "server."));
	}

}
