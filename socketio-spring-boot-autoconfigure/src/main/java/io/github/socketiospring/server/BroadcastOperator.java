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
 * One rule holds for everything that returns a publisher, here and on
 * {@link RemoteSocket}: <em>commands</em> ({@code socketsJoin}, {@code socketsLeave},
 * {@code disconnectSockets}) are carried out at once, whether or not the result is
 * subscribed to, and a failure that nobody subscribes to is logged. <em>Questions</em>
 * ({@code fetchSockets}, {@code emitWithAck}) are asked on subscription;
 * {@link SocketIOSocket#emitAll} and {@link SocketIOServer#close} start on subscription,
 * too.
 *
 * @since 0.1.0
 */
public interface BroadcastOperator {

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before.
	 * @param rooms the rooms; a socket's id is a room of its own
	 * @return an operator that chooses these as well
	 */
	default BroadcastOperator to(String... rooms) {
		return to(List.of(rooms));
	}

	/**
	 * Choose the members of rooms, in addition to those of rooms chosen before. An empty
	 * collection chooses nothing in addition.
	 * @param rooms names of rooms; a socket's id is a room of its own
	 * @return an operator that chooses these as well
	 */
	BroadcastOperator to(Collection<String> rooms);

	/**
	 * Same as {@link #to(String...)}.
	 * @param rooms names of rooms; a socket's id is a room of its own
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
	 * @param rooms the rooms; a socket's id is a room of its own
	 * @return an operator that leaves these out
	 */
	default BroadcastOperator except(String... rooms) {
		return except(List.of(rooms));
	}

	/**
	 * Leave out the members of rooms.
	 * @param rooms names of rooms; a socket's id is a room of its own
	 * @return an operator that leaves these out
	 */
	BroadcastOperator except(Collection<String> rooms);

	/**
	 * Choose only sockets of this node.
	 * @return an operator for this node
	 */
	BroadcastOperator local();

	/**
	 * Let receivers that cannot take the message at once miss it.
	 * @return an operator whose messages may get lost
	 */
	BroadcastOperator asVolatile();

	/**
	 * Let transports compress the message, which they do by default where compression is
	 * on, or not.
	 * @param compress whether they may
	 * @return an operator with that choice
	 */
	BroadcastOperator compress(boolean compress);

	/**
	 * Wait that long for acknowledgements instead of the server's default.
	 * @param timeout how long, greater than zero
	 * @return an operator with that timeout
	 */
	BroadcastOperator timeout(Duration timeout);

	/**
	 * Send an event, encoded once for all receivers.
	 * @param event the event's name, not a reserved one
	 * @param arguments the arguments; binary values may sit anywhere
	 */
	void emit(String event, @Nullable Object... arguments);

	/**
	 * Same as {@link #emit} with the event {@code message}.
	 * @param arguments what to send; binary values may sit anywhere
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
	 * @throws IllegalArgumentException when a method of the interface cannot be an event
	 * @see SocketEmitter#as
	 */
	<T> T as(Class<T> type);

	/**
	 * Send an event and collect the acknowledgements: the first argument of each, as it
	 * comes. The event is sent on subscription.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to; {@link EventData} gives all arguments
	 * of each
	 * @param arguments what to send; binary values may sit anywhere
	 * @return the answers; completes when all receivers answered, fails behind the last
	 * one with one {@link AckTimeoutException} when some did not, or with another type
	 */
	<T> Flux<T> emitWithAck(String event, Class<T> type, @Nullable Object... arguments);

	/**
	 * Send an event and collect the acknowledgements.
	 * @param <T> the type of an answer
	 * @param event the event's name
	 * @param type what to convert the answers to
	 * @param arguments what to send; binary values may sit anywhere
	 * @return as {@link #emitWithAck(String, Class, Object...)}
	 */
	<T> Flux<T> emitWithAck(String event, ParameterizedTypeReference<T> type, @Nullable Object... arguments);

	/**
	 * Look at the chosen sockets. The question is asked on subscription.
	 * @return what other nodes can know of each socket
	 */
	Flux<RemoteSocket> fetchSockets();

	/**
	 * Make the chosen sockets join rooms. Carried out at once, whether or not the result
	 * is subscribed to.
	 * @param rooms the names of the rooms
	 * @return completes when the command was handed to all nodes; a failure that nobody
	 * subscribes to is logged
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
	 * Make the chosen sockets leave rooms. Carried out at once, whether or not the result
	 * is subscribed to.
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
	 * Disconnect the chosen sockets from the namespace; their connections stay for other
	 * namespaces. Carried out at once, whether or not the result is subscribed to.
	 * @return as {@link #socketsJoin(String...)}
	 */
	default Mono<Void> disconnectSockets() {
		return disconnectSockets(false);
	}

	/**
	 * Disconnect the chosen sockets from the namespace. Carried out at once, whether or
	 * not the result is subscribed to.
	 * @param close whether to close their connections, and with them all their
	 * namespaces, too
	 * @return as {@link #socketsJoin(String...)}
	 */
	Mono<Void> disconnectSockets(boolean close);

}
