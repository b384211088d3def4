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
 * The methods of this class are for servers that do not: answers are given on any thread,
 * and the server's own timeouts end a connection whose client does not read.
 */
class ClientConnection {

	private static final ClientConnection UNKNOWN = new ClientConnection();

	private static final boolean reactorNettyPresent = ClassUtils
		.isPresent("reactor.netty.http.server.HttpServerResponse", ClientConnection.class.getClassLoader());

	/**
	 * The connection of a response.
	 * @param response the response to a request that is in hand
	 * @return its connection, one that does nothing if it is not known
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
			// A mock, in an application's test without a server.
			return UNKNOWN;
		}
	}

	/**
	 * Gives answers on the right thread.
	 * @return runs inline or later, never blocks
	 */
	Executor answering() {
		return Runnable::run;
	}

	/**
	 * The thread that reads from the client.
	 * @return where to handle what the client sent
	 */
	ReadingThread readingThread() {
		return ReadingThread.ANY;
	}

	/**
	 * Whether the client has taken what was written.
	 * @return whether as good as nothing of it is left here
	 */
	boolean isTaken() {
		return true;
	}

	/**
	 * How much the client has not taken of what was written.
	 * @return a number of bytes, 0 when as good as nothing is left here
	 */
	long untaken() {
		return 0;
	}

	/**
	 * Wait until the client has taken what was written.
	 * @return completes when as good as nothing of it is left here, fails when the
	 * connection is closed before
	 */
	Mono<Void> taken() {
		return Mono.empty();
	}

	/**
	 * Give an answer up that the client does not take.
	 */
	void cut() {
		// The server's timeout does.
	}

}
