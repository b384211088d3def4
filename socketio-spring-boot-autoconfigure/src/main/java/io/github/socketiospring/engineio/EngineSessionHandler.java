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

package io.github.socketiospring.engineio;

/**
 * Receives the signals of one {@link EngineSession}. Calls are serial: one signal ends
 * before the next begins, though not always on the same thread. Implementations must not
 * block, since most signals arrive on an event loop.
 *
 * @since 0.1.0
 */
public interface EngineSessionHandler {

	/**
	 * Handle a message from the client, in the order sent, regardless of its transport.
	 * Never called after {@link #onClose}. An exception thrown from here closes the
	 * session with {@link CloseReason#PARSE_ERROR}.
	 * @param message a text or binary message
	 */
	void onMessage(EngineMessage message);

	/**
	 * The session ended. Called exactly once, as the last signal.
	 * @param reason why it ended
	 */
	void onClose(CloseReason reason);

}
