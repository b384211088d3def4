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

package io.github.socketiospring.emitter;

import java.util.Collection;
import java.util.List;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.EmitterBus;
import io.github.socketiospring.core.EmitterOperator;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.support.outbound.RoomNames;
import io.github.socketiospring.server.support.outbound.TypedEmitters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Chosen sockets of one namespace, on all servers.
 *
 * @param namespace the name of the namespace
 * @param channel sends to it
 * @param options which sockets, and how
 */
record ChosenSockets(String namespace, EmitterBus.Channel channel,
		BroadcastOptions options) implements EmitterOperator {

	private EmitterOperator with(BroadcastOptions options) {
		return new ChosenSockets(this.namespace, this.channel, options);
	}

	@Override
	public EmitterOperator to(Collection<String> rooms) {
		RoomNames.check(rooms);
		return with(this.options.withRooms(rooms));
	}

	@Override
	public EmitterOperator toUser(Collection<String> names) {
		return with(this.options.withRooms(names.stream().map(RoomNames::ofUser).toList()));
	}

	@Override
	public EmitterOperator except(Collection<String> rooms) {
		RoomNames.check(rooms);
		return with(this.options.withExcept(rooms));
	}

	@Override
	public EmitterOperator asVolatile() {
		return with(this.options.withDroppable());
	}

	@Override
	public EmitterOperator compress(boolean compress) {
		return with(this.options.withCompressed(compress));
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object... arguments) {
		ReservedEvents.check(event);
		Packet packet = Packet.event(this.namespace, event, arguments);
		return this.channel.publish(new ClusterMessage.Broadcast(packet, this.options, null, null));
	}

	@Override
	public <T> T as(Class<T> type) {
		return TypedEmitters.createWithoutAnswers(type, this::emit);
	}

	@Override
	public Mono<Void> socketsJoin(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.channel.publish(new ClusterMessage.Join(this.options, List.copyOf(rooms)));
	}

	@Override
	public Mono<Void> socketsLeave(Collection<String> rooms) {
		RoomNames.check(rooms);
		return this.channel.publish(new ClusterMessage.Leave(this.options, List.copyOf(rooms)));
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.channel.publish(new ClusterMessage.Disconnect(this.options, close));
	}

}
