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

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.EmitterBus;
import io.github.socketiospring.core.AfterCommit;
import io.github.socketiospring.core.EmitterOperator;
import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.support.outbound.ServerSideEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Sends through a broker. Immutable, like the operators that it creates.
 *
 * @since 0.1.0
 */
public final class DefaultSocketIOEmitter implements SocketIOEmitter {

	private final EmitterBus bus;

	private final String namespace;

	private final AfterCommit afterCommit;

	private final EmitterBus.Channel channel;

	private final EmitterOperator all;

	/**
	 * Create an emitter for the namespace {@code /}.
	 * @param bus sends the messages
	 * @param afterCommit sends messages after the commit of a transaction
	 */
	public DefaultSocketIOEmitter(EmitterBus bus, AfterCommit afterCommit) {
		this(bus, "/", afterCommit);
	}

	private DefaultSocketIOEmitter(EmitterBus bus, String namespace, AfterCommit afterCommit) {
		Assert.notNull(bus, "'bus' must not be null");
		Assert.notNull(afterCommit, "'afterCommit' must not be null");
		this.bus = bus;
		this.namespace = namespace;
		this.afterCommit = afterCommit;
		this.channel = bus.open(namespace);
		this.all = new ChosenSockets(namespace, this.channel, BroadcastOptions.ALL);
	}

	@Override
	public SocketIOEmitter of(String namespace) {
		Assert.notNull(namespace, "'namespace' must not be null");
		String name = namespace.startsWith("/") ? namespace : "/" + namespace;
		return new DefaultSocketIOEmitter(this.bus, name, this.afterCommit);
	}

	@Override
	public Mono<Void> serverSideEmit(String event, @Nullable Object... arguments) {
		ServerSideEmitter.check(event);
		return this.channel
			.publish(new ClusterMessage.ServerEvent(Packet.event(this.namespace, event, arguments), null));
	}

	@Override
	public AfterCommit afterCommit() {
		return this.afterCommit;
	}

	@Override
	public EmitterOperator to(Collection<String> rooms) {
		return this.all.to(rooms);
	}

	@Override
	public EmitterOperator toUser(Collection<String> names) {
		return this.all.toUser(names);
	}

	@Override
	public EmitterOperator except(Collection<String> rooms) {
		return this.all.except(rooms);
	}

	@Override
	public EmitterOperator asVolatile() {
		return this.all.asVolatile();
	}

	@Override
	public EmitterOperator compress(boolean compress) {
		return this.all.compress(compress);
	}

	@Override
	public Mono<Void> emit(String event, @Nullable Object... arguments) {
		return this.all.emit(event, arguments);
	}

	@Override
	public <T> T as(Class<T> type) {
		return this.all.as(type);
	}

	@Override
	public Mono<Void> socketsJoin(Collection<String> rooms) {
		return this.all.socketsJoin(rooms);
	}

	@Override
	public Mono<Void> socketsLeave(Collection<String> rooms) {
		return this.all.socketsLeave(rooms);
	}

	@Override
	public Mono<Void> disconnectSockets(boolean close) {
		return this.all.disconnectSockets(close);
	}

}
