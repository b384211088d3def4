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
 * Observes the sessions of an {@link EngineServer}, for metrics and logs. Called on the
 * thread of the change, usually an event loop: implementations must not block. An
 * exception is logged and has no other effect.
 *
 * @since 0.1.0
 * @see EngineServer#addListener(EngineListener)
 */
public interface EngineListener {

	/**
	 * A session was opened.
	 * @param session the new session, before its handler is called
	 */
	default void onOpen(EngineSession session) {
	}

	/**
	 * A session moved from polling to WebSocket.
	 * @param session the session, now on WebSocket
	 */
	default void onUpgrade(EngineSession session) {
	}

	/**
	 * A session ended.
	 * @param session the session, closed
	 * @param reason why it ended
	 */
	default void onClose(EngineSession session, CloseReason reason) {
	}

	/**
	 * A request was refused.
	 * @param error why it was refused
	 */
	default void onConnectionError(ConnectionError error) {
	}

}
