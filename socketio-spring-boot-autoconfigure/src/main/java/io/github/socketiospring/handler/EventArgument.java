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

import io.github.socketiospring.server.EventArguments;
import org.jspecify.annotations.Nullable;

/**
 * An argument that is read from the event's packet. Such arguments are read in the order
 * of the method's parameters.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public non-sealed interface EventArgument extends HandlerMethodArgument {

	/**
	 * Read the argument, on the connection's inbound thread.
	 * @param arguments the remaining arguments
	 * @param position how many arguments have been read before
	 * @return the value for the parameter, {@code null} for none
	 */
	@Nullable Object read(EventArguments arguments, int position);

	/**
	 * Check an argument that was read, on the thread on which the method is then called.
	 * @param value what {@link #read} returned
	 * @param position the position of the argument after the event name, from 0
	 * @param call the context of the call
	 * @throws Exception if it is not valid; exception handlers treat it as if the method
	 * had thrown it
	 */
	default void check(@Nullable Object value, int position, HandlerCall call) throws Exception {
	}

	/**
	 * Whether this argument takes all remaining arguments of the event.
	 * @return {@code false} by default
	 */
	default boolean takesRest() {
		return false;
	}

}
