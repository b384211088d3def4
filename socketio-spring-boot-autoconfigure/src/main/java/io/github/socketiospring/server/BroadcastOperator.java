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

import io.github.socketiospring.adapter.ClusterTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Chooses receivers in one namespace and sends to them. Immutable: each modifier returns
 * a new operator. May be used from any thread; nothing here blocks.
 * <p>
 * Without a room, all sockets of the namespace are chosen. A socket that is in several of
 * the chosen rooms receives one copy.
 * <p>
 * One rule applies to all methods that return a publisher, here and on
 * {@link RemoteSocket}: <em>commands</em> ({@code socketsJoin}, {@code socketsLeave},
 * {@code disconnectSockets}) are executed at once, whether or not you subscribe to the
 * result, and a failure without a subscriber is logged. <em>Queries</em>
 * ({@code fetchSockets}, {@code emitWithAck}), {@link SocketIOSocket#emitAll} and
 * {@link SocketIOServer#close} start on subscription.
 *
 * @since 0.1.0
 */
public interface BroadcastOperator {

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	default BroadcastOperator to(String... rooms) {
		return to(List.of(rooms));
	}

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before. An empty
	 * collection chooses nothing in addition.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	BroadcastOperator to(Collection<String> rooms);

	/**
	 * Same as {@link #to(String...)}.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that chooses these as well
	 */
	default BroadcastOperator in(String... rooms) {
		return to(rooms);
	}

	/**
	 * Same as {@link #to(Collection)}.
	 * @param rooms the names of the rooms
	 * @return an operator that chooses these as well
	 */
	default BroadcastOperator in(Collection<String> rooms) {
		return to(rooms);
	}

	/**
	 * Choose the sockets of principals, on every device, in addition to those chosen
	 * before.
	 * @param names the principals' names
	 * @return an operator that chooses these as well
	 */
	default BroadcastOperator toUser(String... names) {
		return toUser(List.of(names));
	}

	/**
	 * Choose the sockets of principals, on every device, in addition to those chosen
	 * before. An empty collection chooses nothing in addition.
	 * @param names the principals' names
	 * @return an operator that chooses these as well
	 */
	BroadcastOperator toUser(Collection<String> names);

	/**
	 * Leave out the members of rooms.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that leaves these out
	 */
	default BroadcastOperator except(String... rooms) {
		return except(List.of(rooms));
	}

	/**
	 * Leave out the members of rooms.
	 * @param rooms names of rooms; a socket's id is the name of its own room
	 * @return an operator that leaves these out
	 */
	BroadcastOperator except(Collection<String> rooms);

	/**
	 * Choose only sockets of this node.
	 * @return an operator for this node
	 */
	BroadcastOperator local();

	/**
	 * Drop messages for receivers to which they cannot be written at once.
	 * @return an operator whose messages may be dropped
	 */
	BroadcastOperator asVolatile();

	/**
	 * Set whether transports may compress the message. By default they may, if
	 * compression is enabled.
	 * @param compress whether they may
	 * @return an operator with that choice
	 */
	BroadcastOperator compress(boolean compress);

	/**
	 * Set how long to wait for acknowledgements, and for other nodes in
	 * {@link #fetchSockets}, instead of the defaults.
	 * @param timeout how long to wait, at least one millisecond
	 * @return an operator with that timeout
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Send an event, encoded once for all receivers.
	 * @param event the event's name, not a reserved one
	 * @param arguments the event's arguments; may contain binary values at any depth
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Same as {@link #emit} with the event {@code message}.
	 * @param arguments the arguments to send; may contain binary values at any depth
	 */
	default void send(@Nullable Object... arguments) {
		emit("message", arguments);
	}

	/**
	 * Send by calling methods: the name of a method is the event, its arguments are the
	 * event's. A method returns {@code void}, a {@code Flux} of the acknowledgements, or
	 * a {@code Mono} of the first one, or of a list of all.
	 * @param <T> an interface whose methods are events
	 * @param type an interface
	 * @return an instance that sends to the chosen sockets
	 * @throws IllegalArgumentException if a method of the interface cannot be an event
	 * @see SocketEmitter#as
	 */
	<T> T as(Class<T> type);

	/**
	 * Send an event and collect the acknowledgements: the first argument of each, as they
	 * arrive. The event is sent on subscription.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to; {@link EventData} gives all arguments
	 * of each
	 * @param arguments the arguments to send; may contain binary values at any depth
	 * @return the answers; completes when all receivers answered, and fails after the
	 * last answer with one {@link AckTimeoutException} if some are missing or have
	 * another type
	 * @throws IllegalArgumentException if clients must not choose values of the type,
	 * such as files or classes
	 */
	<T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments);

	/**
	 * Send an event and collect the acknowledgements.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to
	 * @param arguments the arguments to send; may contain binary values at any depth
	 * @return as {@link #emitWithAck(String, Class, Object...)}
	 */
	<T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments);

	/**
	 * Fetch the chosen sockets. The query is sent on subscription.
	 * @return a snapshot of each socket, which may be connected to another node; fails
	 * with a {@link ClusterTimeoutException} after the last one if nodes did not answer
	 * in time
	 */
	Flux<RemoteSocket> fetchSockets();

	/**
	 * Make the chosen sockets join rooms. Executed at once, whether or not you subscribe.
	 * @param rooms the names of the rooms
	 * @return completes when the command was handed to all nodes; a failure without a
	 * subscriber is logged
	 */
	default Mono<Void> socketsJoin(String... rooms) {
		return socketsJoin(List.of(rooms));
	}

	/**
	 * Make the chosen sockets join rooms, as {@link #socketsJoin(String...)} does.
	 * @param rooms the names of the rooms
	 * @return as {@link #socketsJoin(String...)}
	 */
	Mono<Void> socketsJoin(Collection<String> rooms);

	/**
	 * Make the chosen sockets leave rooms. Executed at once, whether or not you
	 * subscribe.
	 * @param rooms the names of the rooms
	 * @return as {@link #socketsJoin(String...)}
	 */
	default Mono<Void> socketsLeave(String... rooms) {
		return socketsLeave(List.of(rooms));
	}

	/**
	 * Make the chosen sockets leave rooms, as {@link #socketsLeave(String...)} does.
	 * @param rooms the names of the rooms
	 * @return as {@link #socketsJoin(String...)}
	 */
	Mono<Void> socketsLeave(Collection<String> rooms);

	/**
	 * Disconnect the chosen sockets from the namespace; their connections stay open for
	 * other namespaces. Executed at once, whether or not you subscribe.
	 * @return as {@link #socketsJoin(String...)}
	 */
	default Mono<Void> disconnectSockets() {
		return disconnectSockets(false);
	}

	/**
	 * Disconnect the chosen sockets from the namespace. Executed at once, whether or not
	 * you subscribe.
	 * @param close whether to close their connections too, and thereby leave all
	 * namespaces
	 * @return as {@link #socketsJoin(String...)}
	 */
	Mono<Void> disconnectSockets(boolean close);

}
