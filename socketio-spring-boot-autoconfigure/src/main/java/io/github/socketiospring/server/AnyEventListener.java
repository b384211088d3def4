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

/**
 * Is told of every event of a socket, whatever its name.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AnyEventListener {

	/**
	 * An event arrived.
	 * @param event its name, empty when the client gave it none
	 * @param arguments what the client sent with it, in order
	 */
	void onEvent(String event, EventData arguments);

}
