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
 * Work for an event that continues after {@link EventHandler#handle} has returned. The
 * server cancels it after a timeout. Called from any thread.
 *
 * @since 0.1.0
 * @see EventInvocation#underway
 */
public interface EventWork {

	/**
	 * The client has left. Work that only the client needs, for example a stream of
	 * values, and its event end now; other work continues.
	 */
	default void clientLeft() {
	}

	/**
	 * The event has ended: stop the work, as far as possible.
	 */
	void cancel();

	/**
	 * Whether the work continues after it was cancelled, since it cannot be stopped. It
	 * then ends the event once more when it completes, and the event's memory counts
	 * until then.
	 * @return {@code false} by default
	 */
	default boolean goesOn() {
		return false;
	}

}
