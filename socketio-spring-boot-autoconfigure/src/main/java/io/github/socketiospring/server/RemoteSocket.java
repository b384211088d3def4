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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import reactor.core.publisher.Mono;

/**
 * A socket that may be connected to another node: a snapshot of its state, and commands
 * for it. Requesting an acknowledgement fails with {@link AckTimeoutException} if the
 * socket has left: at once with one node, and otherwise as soon as each node has reported
 * that it does not have the socket. Commands and queries follow the rule of
 * {@link BroadcastOperator}.
 *
 * @since 0.1.0
 */
public interface RemoteSocket extends SocketEmitter {

	/**
	 * The socket's id.
	 * @return the public id, also the name of its own room
	 */
	String id();

	/**
	 * The socket's handshake.
	 * @return the handshake as the node of the socket knows it
	 */
	Handshake handshake();

	/**
	 * The rooms it was in.
	 * @return the names of the rooms, including the one named by its id
	 */
	Set<String> rooms();

	/**
	 * The attributes it had.
	 * @return an unmodifiable copy
	 */
	Map<String, Object> attributes();

	/**
	 * Set how long to wait for acknowledgements, instead of the server's default.
	 * @param timeout how long to wait, at least one millisecond
	 * @return a new view of the socket
	 */
	@Override
	RemoteSocket timeout(Duration timeout);

	/**
	 * Make the socket join rooms. Executed at once, whether or not you subscribe.
	 * @param rooms the names of the rooms
	 * @return completes when the command was handed over; a failure without a subscriber
	 * is logged
	 */
	default Mono<Void> join(String... rooms) {
		return join(List.of(rooms));
	}

	/**
	 * Make the socket join rooms, as {@link #join(String...)} does.
	 * @param rooms the names of the rooms
	 * @return as {@link #join(String...)}
	 */
	Mono<Void> join(Collection<String> rooms);

	/**
	 * Make the socket leave rooms. Executed at once, whether or not you subscribe.
	 * @param rooms the names of the rooms
	 * @return as {@link #join(String...)}
	 */
	default Mono<Void> leave(String... rooms) {
		return leave(List.of(rooms));
	}

	/**
	 * Make the socket leave rooms, as {@link #leave(String...)} does.
	 * @param rooms the names of the rooms
	 * @return as {@link #join(String...)}
	 */
	Mono<Void> leave(Collection<String> rooms);

	/**
	 * Disconnect the socket from its namespace; its connection stays open. Executed at
	 * once, whether or not you subscribe.
	 * @return as {@link #join(String...)}
	 */
	default Mono<Void> disconnect() {
		return disconnect(false);
	}

	/**
	 * Disconnect the socket. Executed at once, whether or not you subscribe.
	 * @param close whether to close its connection too
	 * @return as {@link #join(String...)}
	 */
	Mono<Void> disconnect(boolean close);

}
