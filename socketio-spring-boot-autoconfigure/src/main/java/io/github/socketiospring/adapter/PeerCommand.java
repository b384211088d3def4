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

package io.github.socketiospring.adapter;

/**
 * What a node asks of all others, regardless of namespaces, which they may have or not.
 *
 * @since 0.1.0
 */
public sealed interface PeerCommand {

	/**
	 * Disconnect a user from all namespaces.
	 *
	 * @param name the name of the principal
	 */
	record DisconnectUser(String name) implements PeerCommand {

	}

	/**
	 * Disconnect the sockets that an HTTP session opened, since its user logged out.
	 *
	 * @param hash a hash of the session's id, with which nobody can use the session
	 */
	record EndSession(String hash) implements PeerCommand {

	}

}
