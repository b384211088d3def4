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

import java.util.List;
import java.util.function.Supplier;

import io.github.socketiospring.handler.EventHandlerMethod;
import io.github.socketiospring.handler.HandlerMethodCheck;
import org.jspecify.annotations.Nullable;

/**
 * Examines a handler method when its bean is first supplied, since a lazy or scoped bean
 * does not exist when the application starts. A method that must not be called fails each
 * call.
 */
final class LateChecks implements Supplier<Object> {

	private final Supplier<Object> reference;

	private final List<HandlerMethodCheck> checks;

	private volatile @Nullable EventHandlerMethod unchecked;

	/**
	 * Create the checks.
	 * @param reference supplies the bean
	 * @param checks examine the method
	 */
	LateChecks(Supplier<Object> reference, List<HandlerMethodCheck> checks) {
		this.reference = reference;
		this.checks = checks;
	}

	/**
	 * Examine a method later.
	 * @param method a method of the bean
	 */
	void postpone(EventHandlerMethod method) {
		this.unchecked = method;
	}

	@Override
	public Object get() {
		Object bean = this.reference.get();
		EventHandlerMethod method = this.unchecked;
		if (method != null) {
			this.checks.forEach((check) -> check.check(method, bean));
			this.unchecked = null;
		}
		return bean;
	}

}
