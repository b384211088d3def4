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

import io.github.socketiospring.support.MemoryAccount;

/**
 * A socket of this node, as adapters use it.
 *
 * @since 0.1.0
 */
public interface LocalSocket {

	/**
	 * The public id, which is also the name of a room for this socket only.
	 * @return always the same id
	 */
	String id();

	/**
	 * The account to which the memory of the socket's rooms is charged.
	 * @return always the account of the socket's connection
	 */
	MemoryAccount memory();

	/**
	 * The details of this socket for other nodes.
	 * @return a snapshot
	 */
	SocketDetails details();

	/**
	 * Join rooms as if the application had called the socket directly.
	 * @param rooms names of rooms; those it is in already are ignored
	 */
	void join(String... rooms);

	/**
	 * Leave rooms as if the application had called the socket directly.
	 * @param rooms names of rooms; those it is not in are ignored
	 */
	void leave(String... rooms);

	/**
	 * Disconnect the socket.
	 * @param close whether to close its connection too, and thereby leave the other
	 * namespaces
	 */
	void disconnect(boolean close);

}
