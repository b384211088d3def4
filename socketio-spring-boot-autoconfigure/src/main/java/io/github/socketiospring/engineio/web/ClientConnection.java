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

package io.github.socketiospring.engineio.web;

import java.util.concurrent.Executor;

import io.github.socketiospring.engineio.transport.ReadingThread;
import reactor.core.publisher.Mono;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.util.ClassUtils;

/**
 * The connection on which a request is answered, if the web server gives access to it.
 * The methods of this class are for servers that do not: answers are written on any
 * thread, and the server's own timeouts end a connection whose client does not read.
 */
class ClientConnection {

	private static final ClientConnection UNKNOWN = new ClientConnection();

	private static final boolean reactorNettyPresent = ClassUtils
		.isPresent("reactor.netty.http.server.HttpServerResponse", ClientConnection.class.getClassLoader());

	/**
	 * Get the connection of a response.
	 * @param response the response to the current request
	 * @return its connection, or one that does nothing if the server does not give access
	 * to it
	 */
	static ClientConnection of(ServerHttpResponse response) {
		Object server = reactorNettyPresent ? nativeResponse(response) : UNKNOWN;
		return (reactorNettyPresent && NettyClientConnection.isKnown(server)) ? NettyClientConnection.of(server)
				: UNKNOWN;
	}

	private static Object nativeResponse(ServerHttpResponse response) {
		try {
			return ServerHttpResponseDecorator.getNativeResponse(response);
		}
		catch (IllegalStateException ex) {
			// A mock response in a test of an application, without a server.
			return UNKNOWN;
		}
	}

	/**
	 * Whether the end of every answer is reported.
	 * @return {@code false} for servlet containers, which can fail while they accept an
	 * answer for a client that has just left
	 */
	boolean reportsEnd() {
		return false;
	}

	/**
	 * The executor on which answers have to be written.
	 * @return runs a task inline or later, and never blocks
	 */
	Executor answering() {
		return Runnable::run;
	}

	/**
	 * The thread that reads from the client.
	 * @return the thread on which to handle the data of the client
	 */
	ReadingThread readingThread() {
		return ReadingThread.ANY;
	}

	/**
	 * Whether the client has read the written data.
	 * @return {@code true} if next to nothing of it is still buffered
	 */
	boolean isTaken() {
		return true;
	}

	/**
	 * How much of the written data the client has not read.
	 * @return a number of bytes, 0 if next to nothing is still buffered
	 */
	long untaken() {
		return 0;
	}

	/**
	 * Wait until the client has read the written data.
	 * @return completes once next to nothing of it is still buffered, fails if the
	 * connection is closed before
	 */
	Mono<Void> taken() {
		return Mono.empty();
	}

	/**
	 * Abandon an answer that the client does not read.
	 */
	void cut() {
		// The server's own timeout closes the connection.
	}

}
