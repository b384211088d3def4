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
 * Is told what happens at an {@link EngineServer}, for metrics and logs. Called on the
 * thread where it happens, most often an event loop: implementations must not block. What
 * they throw is logged and changes nothing.
 *
 * @since 0.1.0
 * @see EngineServer#addListener(EngineListener)
 */
public interface EngineListener {

	/**
	 * A session began.
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
	 * @param reason why
	 */
	default void onClose(EngineSession session, CloseReason reason) {
	}

	/**
	 * A request was refused.
	 * @param error what was wrong with it
	 */
	default void onConnectionError(ConnectionError error) {
	}

}
