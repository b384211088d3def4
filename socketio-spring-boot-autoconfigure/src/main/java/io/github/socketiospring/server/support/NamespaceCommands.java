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

import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.PartialResultException;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.support.life.RemoteHandshake;
import io.github.socketiospring.server.support.outbound.AckBroadcaster;
import io.github.socketiospring.server.support.outbound.AskedSocket;
import io.github.socketiospring.server.support.outbound.DefaultRemoteSocket;
import io.github.socketiospring.server.support.outbound.NamespaceSender;
import io.github.socketiospring.server.support.outbound.RemoteSockets;
import io.github.socketiospring.server.support.outbound.ServerSideEmitter;
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * The commands and queries of a namespace by its name, whether or not it exists on this
 * node.
 */
final class NamespaceCommands implements NamespaceTarget, RemoteSockets {

	private final AdapterSender adapter;

	private final NamespaceSender sender;

	private final AckBroadcaster ackBroadcaster;

	private final ServerSideEmitter serverSideEmitter;

	private final WireFormat format;

	/**
	 * Create the commands of a namespace.
	 * @param adapter its adapter, or a sender to the same namespace of other nodes
	 * @param sender the shared sender of its sockets
	 * @param serverSideEmitter sends to other servers
	 * @param format reads what other nodes tell of sockets
	 * @param sockets finds a socket of this node by its id
	 */
	NamespaceCommands(AdapterSender adapter, NamespaceSender sender, ServerSideEmitter serverSideEmitter,
			WireFormat format, Function<String, ? extends @Nullable AskedSocket> sockets) {
		this.adapter = adapter;
		this.sender = sender;
		this.ackBroadcaster = new AckBroadcaster(sender, sockets);
		this.serverSideEmitter = serverSideEmitter;
		this.format = format;
	}

	void forgetAck(String socketId, long ackId) {
		this.ackBroadcaster.forget(socketId, ackId);
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		this.sender.broadcast(options, event, arguments);
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
		return PartialResultException.keepResults(this.adapter.fetchSockets(options, timeout)
			.map((details) -> new DefaultRemoteSocket(details, new RemoteHandshake(details.handshake(), this.format),
					this)));
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout) {
		Assert.isTrue(timeout == null || timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		return Mono.defer(() -> this.adapter.roomsOfAllNodes(timeout));
	}

	@Override
	public Mono<Integer> nodeCount() {
		return Mono.defer(this.adapter::nodeCount);
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return this.sender.carryOut(this.adapter.joinAll(options, rooms), "join rooms");
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return this.sender.carryOut(this.adapter.leaveAll(options, rooms), "leave rooms");
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return this.sender.carryOut(this.adapter.disconnectAll(options, close), "be disconnected");
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		this.serverSideEmitter.emit(event, arguments);
	}

	@Override
	public <T> Flux<T> askServers(@Nullable Duration timeout, String event, Class<T> type,
			@Nullable Object[] arguments) {
		Duration limit = (timeout != null) ? timeout : this.sender.ackTimeout();
		return PartialResultException.keepResults(this.serverSideEmitter.emitWithAck(limit, event, type, arguments));
	}

}
