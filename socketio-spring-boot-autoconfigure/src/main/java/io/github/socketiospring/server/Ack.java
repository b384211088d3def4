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
 * Acknowledges one received event. A handler with an {@code Ack} parameter acknowledges
 * the event itself, at any time and from any thread.
 *
 * @since 0.1.0
 */
public interface Ack {

	/**
	 * Whether the client asked for an acknowledgement.
	 * @return {@code false} if {@link #send} has no effect
	 */
	boolean isRequested();

	/**
	 * Send the acknowledgement. Only the first call has an effect, and only if the client
	 * asked for an acknowledgement.
	 * @param arguments the arguments of the client's callback; may contain binary values
	 * at any depth
	 */
	void send(@Nullable Object... arguments);

}
