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
 * Handles the sessions of an {@link EngineServer}. Implemented by the Socket.IO server,
 * and by applications that use Engine.IO alone.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EngineHandler {

	/**
	 * Handle a new session. Called once for each session, after it was registered and its
	 * {@code open} packet was queued, and before messages of the client are delivered.
	 * Messages that are sent from here follow the {@code open} packet.
	 * @param session the new session
	 * @return receives the session's signals from now on
	 */
	EngineSessionHandler onOpen(EngineSession session);

}
