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

package io.github.socketiospring.server.support.outbound;

import java.time.Duration;

import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Emits the events of one namespace to the other servers of a cluster. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerSideEmitter {

	private final String namespace;

	private final AdapterSender adapter;

	private final JsonMapper mapper;

	/**
	 * Create the emitter of a namespace.
	 * @param namespace the namespace's name
	 * @param adapter the namespace's adapter, or a sender to the same namespace of other
	 * nodes
	 * @param mapper converts the answers
	 */
	public ServerSideEmitter(String namespace, AdapterSender adapter, JsonMapper mapper) {
		this.namespace = namespace;
		this.adapter = adapter;
		this.mapper = mapper;
	}

	/**
	 * Send an event to the other servers.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @throws IllegalArgumentException if the name is reserved
	 */
	public void emit(String event, @Nullable Object[] arguments) {
		this.adapter.serverSideEmit(packet(event, arguments));
	}

	/**
	 * Send an event to the other servers and collect their answers.
	 * @param <T> the type of an answer
	 * @param timeout how long to wait, at least one millisecond
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @param arguments the event's arguments
	 * @return sends the event on subscription, and emits the answers that are not null
	 * @throws IllegalArgumentException if the name is reserved, the timeout is too short,
	 * or others must not choose values of the type
	 */
	@SuppressWarnings("unchecked")
	public <T> Flux<T> emitWithAck(Duration timeout, String event, Class<T> type, @Nullable Object[] arguments) {
		check(timeout, event, type);
		Packet packet = packet(event, arguments);
		JavaType answerType = this.mapper.constructType(type);
		return Flux.defer(() -> this.adapter.serverSideEmit(packet, timeout))
			.concatMap((answer) -> Mono.justOrEmpty((T) TreeArgumentReader.convert(answer, answerType, this.mapper, 0)),
					0);
	}

	/**
	 * Reject a reserved name.
	 * @param event the event's name
	 * @throws IllegalArgumentException if events between servers must not have it
	 */
	public static void check(String event) {
		Assert.isTrue(!ReservedEvents.containsForServers(event),
				() -> "\"" + event + "\" is a reserved event name between servers");
	}

	/**
	 * Reject what cannot be asked.
	 * @param timeout how long to wait
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @throws IllegalArgumentException as {@link #emitWithAck} says
	 */
	public static void check(Duration timeout, String event, Class<?> type) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		check(event, type);
	}

	/**
	 * Reject what cannot be asked.
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @throws IllegalArgumentException as {@link #emitWithAck} says
	 */
	public static void check(String event, Class<?> type) {
		check(event);
		ReceivedValues.check(type);
	}

	private Packet packet(String event, @Nullable Object[] arguments) {
		check(event);
		return Packet.event(this.namespace, event, arguments);
	}

}
