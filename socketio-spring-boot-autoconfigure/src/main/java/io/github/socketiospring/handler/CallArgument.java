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
 * An argument that comes from the socket, its handshake or the like.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public non-sealed interface CallArgument extends HandlerMethodArgument {

	/**
	 * Get the argument, on the thread on which the method is then called.
	 * @param call the context of the call
	 * @return the argument
	 * @throws Exception if there is no such argument; exception handlers treat it as if
	 * the method had thrown it
	 */
	@Nullable Object get(HandlerCall call) throws Exception;

}
