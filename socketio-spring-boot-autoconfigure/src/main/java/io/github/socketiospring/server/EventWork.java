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
 * What a handler still does for an event once {@link EventHandler#handle} has returned.
 * The server ends it when its time is over. Called from any thread.
 *
 * @since 0.1.0
 * @see EventInvocation#underway
 */
public interface EventWork {

	/**
	 * The client has gone. Work of which only the client would have had something, a
	 * stream of values for example, ends now and with it the event; other work goes on.
	 */
	default void clientLeft() {
	}

	/**
	 * The event has ended without this: stop, as far as that is possible.
	 */
	void cancel();

	/**
	 * Whether this goes on although it was cancelled, since it cannot be stopped. Then
	 * the event is ended once more when it does stop, and what the event takes counts
	 * until then.
	 * @return {@code false} by default
	 */
	default boolean goesOn() {
		return false;
	}

}
