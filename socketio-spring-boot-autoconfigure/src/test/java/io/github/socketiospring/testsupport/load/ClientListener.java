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

package io.github.socketiospring.testsupport.load;

import io.netty.buffer.ByteBuf;

/**
 * Observes a client. Called on the load generator's thread.
 */
public interface ClientListener {

	/**
	 * The client is in the root namespace.
	 * @param client the client
	 */
	default void onReady(Client client) {
	}

	/**
	 * A message that is neither of the handshake nor of the heartbeat.
	 * @param client the client
	 * @param buffer where it is
	 * @param index where it begins
	 * @param length how long it is
	 * @param binary whether it is an attachment
	 */
	default void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
	}

	/**
	 * Something went wrong, and the client is about to end.
	 * @param client the client
	 * @param problem what went wrong
	 */
	default void onProblem(Client client, Throwable problem) {
		System.out.println("A client ends: " + problem);
	}

	/**
	 * The client's connection is over. Called once.
	 * @param client the client
	 * @param ending how it ended
	 */
	default void onClose(Client client, Ending ending) {
	}

}
