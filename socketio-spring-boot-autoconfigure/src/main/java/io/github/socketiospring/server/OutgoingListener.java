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

package io.github.socketiospring.server;

import org.jspecify.annotations.Nullable;

/**
 * A listener for all events that are sent to a socket.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface OutgoingListener {

	/**
	 * An event is sent.
	 * @param event the event's name
	 * @param arguments the arguments that were passed to {@code emit}, or their trees if
	 * that was on another node; must not be changed, since receivers share them
	 */
	void onEvent(String event, @Nullable Object[] arguments);

}
