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

import java.lang.reflect.Type;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;

/**
 * Determines the type that Jackson converts to for a parameter.
 */
final class PayloadTypes {

	private PayloadTypes() {
	}

	/**
	 * Determine the type of a parameter, or of the value in an
	 * {@link java.util.Optional}.
	 * @param parameter a parameter for an event argument
	 * @param mapper resolves generic types
	 * @return the type, with type variables resolved by the bean's class
	 */
	static JavaType of(MethodParameter parameter, JsonMapper mapper) {
		Type type = parameter.nestedIfOptional().getNestedGenericParameterType();
		return mapper.constructType(GenericTypeResolver.resolveType(type, parameter.getContainingClass()));
	}

}
