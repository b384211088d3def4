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
 * Answers one received event. A handler that takes an {@code Ack} acknowledges by itself,
 * whenever it likes and from any thread.
 *
 * @since 0.1.0
 */
public interface Ack {

	/**
	 * Whether the client asked for an acknowledgement.
	 * @return {@code false} when {@link #send} has nobody to answer
	 */
	boolean isRequested();

	/**
	 * Answer the client. Only the first call has an effect, and only when the client
	 * asked.
	 * @param arguments the arguments the client's callback gets; binary values may sit
	 * anywhere
	 */
	void send(@Nullable Object... arguments);

}
