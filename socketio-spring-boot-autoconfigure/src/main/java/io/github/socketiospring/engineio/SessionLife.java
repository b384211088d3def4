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

import io.github.socketiospring.engineio.transport.Transport;

/**
 * The life of a session, for the objects that the session consists of. Thread-safe.
 */
interface SessionLife {

	/**
	 * Whether messages sent now can still reach the client.
	 * @return {@code false} as soon as the session is closing or closed
	 */
	boolean isOpen();

	/**
	 * End the session in its lane, with a warning in the log. Does nothing if it has
	 * ended.
	 * @param counter counts the reason
	 * @param description why the session ends, for the log
	 * @param farewell how its transport ends
	 */
	void endSoon(EngineCounter counter, String description, Transport.Farewell farewell);

}
