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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.util.Map;

/**
 * The connections of clients to a server: the version of HTTP of their requests, and the
 * way of their WebSockets.
 */
public interface ClientConnections extends AutoCloseable {

	/**
	 * Send a request.
	 * @param method the method
	 * @param target the request target
	 * @param headers the headers by name
	 * @param body the body, if any
	 * @return the request under way
	 * @throws IOException if it cannot be sent
	 */
	PendingRequest send(String method, String target, Map<String, String> headers, byte[] body) throws IOException;

	/**
	 * Connect a WebSocket.
	 * @param target the request target
	 * @return the WebSocket, open if {@link RawWebSocket#isOpen()}
	 * @throws IOException if there is no answer
	 */
	RawWebSocket webSocket(String target) throws IOException;

	/**
	 * Close the connections that requests share.
	 */
	@Override
	void close();

	/**
	 * By HTTP/1.1, with a connection for each request.
	 * @param port the server's port on the loopback address
	 * @return the connections
	 */
	static ClientConnections http1(int port) {
		return new ClientConnections() {

			@Override
			public PendingRequest send(String method, String target, Map<String, String> headers, byte[] body)
					throws IOException {
				return RawHttp.send(port, method, target, headers, body);
			}

			@Override
			public RawWebSocket webSocket(String target) throws IOException {
				return RawWebSocket.connect(port, target);
			}

			@Override
			public void close() {
				// Requests share none.
			}

		};
	}

}
