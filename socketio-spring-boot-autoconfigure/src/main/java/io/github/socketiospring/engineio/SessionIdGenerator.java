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
 * Generates the ids of sessions. The id proves that a request belongs to a session, so it
 * must be impossible to guess. By default an id is 15 random bytes in URL-safe base64.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SessionIdGenerator {

	/**
	 * Generate an id. Called once for each admitted handshake, usually on an event loop:
	 * must not block.
	 * @param handshake the request that opens the session
	 * @return an id that no other session has, of letters, digits and the characters
	 * {@code - . _ ~}; any other id, one that is in use, and an exception refuse the
	 * handshake
	 */
	String generate(EngineHandshake handshake);

}
