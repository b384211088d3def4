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

package io.github.socketiospring.server.support.inbound;

import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the handler of an event whose arguments could not be read: the event fails
 * when its turn comes.
 *
 * @param error why they could not be read
 * @param isOrdered whether the event takes its turn
 * @param isNamed whether the replaced handler was registered for the event's name
 */
record UnreadEvent(Throwable error, boolean isOrdered, boolean isNamed) implements EventHandler {

	@Override
	public @Nullable Object readArguments(EventArguments arguments) {
		return null;
	}

	@Override
	public void handle(EventInvocation invocation) {
		invocation.fail(this.error);
	}

}
