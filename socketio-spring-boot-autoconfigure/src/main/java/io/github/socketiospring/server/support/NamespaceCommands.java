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

package io.github.socketiospring.server.support;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.support.life.RemoteHandshake;
import io.github.socketiospring.server.support.outbound.AckBroadcaster;
import io.github.socketiospring.server.support.outbound.AskedSocket;
import io.github.socketiospring.server.support.outbound.Commands;
import io.github.socketiospring.server.support.outbound.DefaultRemoteSocket;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.NamespaceSender;
import io.github.socketiospring.server.support.outbound.RemoteSockets;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.ServerSideEmitter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The commands and queries of a namespace by its name, whether or not it exists on this
 * node.
 */
final class NamespaceCommands implements RemoteSockets {

	private final String name;

	private final AdapterSender adapter;

	private final ServerContext context;

	private final Instruments instruments;

	private final NamespaceSender sender;

	private final AckBroadcaster ackBroadcaster;

	private final ServerSideEmitter serverSideEmitter;

	/**
	 * Create the commands of a namespace.
	 * @param name the name with its leading slash
	 * @param adapter its adapter, or a sender to the same namespace of other nodes
	 * @param context the shared objects of the server
	 * @param instruments measure and observe the namespace
	 * @param ackIds generates the ids of acknowledgements
	 * @param sockets finds a socket of this node by its id
	 */
	NamespaceCommands(String name, AdapterSender adapter, ServerContext context, Instruments instruments,
			LongSupplier ackIds, Function<String, ? extends @Nullable AskedSocket> sockets) {
		this.name = name;
		this.adapter = adapter;
		this.context = context;
		this.instruments = instruments;
		this.sender = new NamespaceSender(name, adapter, context, instruments, ackIds);
		this.ackBroadcaster = new AckBroadcaster(this.sender, sockets);
		this.serverSideEmitter = new ServerSideEmitter(name, adapter, context.mapper());
	}

	/**
	 * The shared sender of the sockets of the namespace.
	 * @return always the same object
	 */
	NamespaceSender sender() {
		return this.sender;
	}

	void forgetAck(String socketId, long ackId) {
		this.ackBroadcaster.forget(socketId, ackId);
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		this.instruments.broadcasting(event,
				() -> this.adapter.broadcast(Packet.event(this.name, event, arguments), options));
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return this.ackBroadcaster.broadcast(options, timeout, event, type, arguments);
	}

	@Override
	public <T> Mono<T> ask(String socketId, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return this.ackBroadcaster.ask(socketId, timeout, event, type, arguments);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return this.adapter.fetchSockets(options, timeout)
			.map((details) -> new DefaultRemoteSocket(details,
					new RemoteHandshake(details.handshake(), this.context.mapper()), this));
	}

	Mono<Set<String>> roomsOfAllNodes() {
		return Mono.defer(() -> this.adapter.roomsOfAllNodes(null));
	}

	Mono<Integer> nodeCount() {
		return Mono.defer(this.adapter::nodeCount);
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return carryOut(this.adapter.joinAll(options, rooms), "join rooms");
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return carryOut(this.adapter.leaveAll(options, rooms), "leave rooms");
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return carryOut(this.adapter.disconnectAll(options, close), "be disconnected");
	}

	private Mono<Void> carryOut(Mono<Void> command, String what) {
		return Commands.carryOut(command, this.context, "Sockets of namespace " + this.name + " could not all " + what);
	}

	void serverSideEmit(String event, @Nullable Object[] arguments) {
		this.serverSideEmitter.emit(event, arguments);
	}

	<T> Flux<T> serverSideEmitWithAck(@Nullable Duration timeout, String event, Class<T> type,
			@Nullable Object[] arguments) {
		Duration limit = (timeout != null) ? timeout : this.context.options().ackTimeout();
		return this.serverSideEmitter.emitWithAck(limit, event, type, arguments);
	}

}
