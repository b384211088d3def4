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

package io.github.socketiospring.core;

import java.util.Collection;
import java.util.List;

import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.server.BroadcastOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Chooses sockets of all servers and sends to them, from a process that has no sockets of
 * its own. Immutable: each modifier returns a new object. May be used from any thread. No
 * method blocks.
 * <p>
 * Messages are sent at once, whether or not you subscribe. The returned {@code Mono}
 * completes when Redis has the message; it does not show whether servers and clients
 * received it. It fails with a {@link ClusterUnavailableException} if Redis is
 * unavailable: the message is then lost, which is logged once a minute. For a reserved
 * name, or a value that cannot be encoded, the call itself throws an
 * {@link IllegalArgumentException}.
 * <p>
 * It is a {@link BroadcastOperator} without acknowledgements and {@code fetchSockets}. To
 * receive answers, a process would have to subscribe to a channel in Redis; all servers
 * would then count it as another server and wait for its answers.
 *
 * @since 0.1.0
 * @see SocketIOEmitter
 */
public interface EmitterOperator {

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	default EmitterOperator to(String... rooms) {
		return to(List.of(rooms));
	}

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before. An empty
	 * collection chooses nothing in addition.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	EmitterOperator to(Collection<String> rooms);

	/**
	 * Same as {@link #to(String...)}.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	default EmitterOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Same as {@link #to(Collection)}.
	 * @param rooms the names of the rooms
	 * @return an operator that chooses these as well
	 */
	default EmitterOperator in(Collection<String> rooms) {
		return to(rooms);
	}

	/**
	 * Choose the sockets of principals, on every device, in addition to those chosen
	 * before. Node.js servers do not support principals.
	 * @param names the principals' names
	 * @return an operator that chooses these as well
	 */
	default EmitterOperator toUser(String... names) {
		return toUser(List.of(names));
	}

	/**
	 * Choose the sockets of principals, as {@link #toUser(String...)} does. An empty
	 * collection chooses nothing in addition.
	 * @param names the principals' names
	 * @return an operator that chooses these as well
	 */
	EmitterOperator toUser(Collection<String> names);

	/**
	 * Leave out the members of rooms.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that leaves these out
	 */
	default EmitterOperator except(String... rooms) {
		return except(List.of(rooms));
	}

	/**
	 * Leave out the members of rooms.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that leaves these out
	 */
	EmitterOperator except(Collection<String> rooms);

	/**
	 * Let servers drop messages for receivers to which they cannot be written at once.
	 * @return an operator whose messages may be dropped
	 */
	EmitterOperator asVolatile();

	/**
	 * Set whether transports may compress the message. By default they may, if a server
	 * has enabled compression.
	 * @param compress whether they may
	 * @return an operator with that choice
	 */
	EmitterOperator compress(boolean compress);

	/**
	 * Send an event.
	 * @param event the event's name, not a reserved one
	 * @param arguments the event's arguments; may contain binary values at any depth
	 * @return completes when Redis has the message
	 */
	Mono<Void> emit(String event, @Nullable Object... arguments);

	/**
	 * Same as {@link #emit} with the event {@code message}.
	 * @param arguments the arguments to send; may contain binary values at any depth
	 * @return completes when Redis has the message
	 */
	default Mono<Void> send(@Nullable Object... arguments) {
		return emit("message", arguments);
	}

	/**
	 * Send by calling methods: the name of a method is the event, its arguments are the
	 * event's. The methods return {@code void}, since there are no acknowledgements.
	 * @param <T> an interface whose methods are events
	 * @param type an interface
	 * @return an instance that sends to the chosen sockets
	 * @throws IllegalArgumentException if a method of the interface cannot be an event,
	 * or requests an acknowledgement
	 */
	<T> T as(Class<T> type);

	/**
	 * Make the chosen sockets join rooms.
	 * @param rooms the names of the rooms
	 * @return completes when Redis has the command
	 */
	default Mono<Void> socketsJoin(String... rooms) {
		return socketsJoin(List.of(rooms));
	}

	/**
	 * Make the chosen sockets join rooms.
	 * @param rooms the names of the rooms
	 * @return completes when Redis has the command
	 */
	Mono<Void> socketsJoin(Collection<String> rooms);

	/**
	 * Make the chosen sockets leave rooms.
	 * @param rooms the names of the rooms
	 * @return completes when Redis has the command
	 */
	default Mono<Void> socketsLeave(String... rooms) {
		return socketsLeave(List.of(rooms));
	}

	/**
	 * Make the chosen sockets leave rooms.
	 * @param rooms the names of the rooms
	 * @return completes when Redis has the command
	 */
	Mono<Void> socketsLeave(Collection<String> rooms);

	/**
	 * Disconnect the chosen sockets from the namespace; their connections stay open for
	 * other namespaces.
	 * @return completes when Redis has the command
	 */
	default Mono<Void> disconnectSockets() {
		return disconnectSockets(false);
	}

	/**
	 * Disconnect the chosen sockets from the namespace.
	 * @param close whether to close their connections too, and thereby leave all
	 * namespaces
	 * @return completes when Redis has the command
	 */
	Mono<Void> disconnectSockets(boolean close);

}
