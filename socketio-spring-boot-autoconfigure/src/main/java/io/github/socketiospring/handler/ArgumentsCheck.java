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

import org.jspecify.annotations.Nullable;

/**
 * Checks all arguments of a call together.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ArgumentsCheck {

	/**
	 * Check arguments, on the thread on which the method is then called.
	 * @param bean the bean whose method is called, or its proxy
	 * @param arguments all arguments of the method
	 * @param call the context of the call
	 * @throws Exception if they are not valid; exception handlers treat it as if the
	 * method had thrown it
	 */
	void check(Object bean, @Nullable Object[] arguments, HandlerCall call) throws Exception;

}
