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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.metrics.NamespaceState;
import io.github.socketiospring.server.support.admission.NamespaceEntrance;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.NamespaceSockets;
import io.github.socketiospring.server.support.life.SocketFactory;
import io.github.socketiospring.server.support.life.TakenIds;
import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A namespace on this node: its parts, and the methods for its sockets.
 */
final class DefaultNamespace extends AbstractNamespace implements NamespaceTarget {

	private static final Logger logger = LoggerFactory.getLogger(Namespace.class);

	private volatile Map<String, String> variables = Map.of();

	private final NamespaceSetup setup;

	private final Adapter adapter;

	private final NamespaceCommands commands;

	private final EventHandling handling;

	private final Consumer<DefaultNamespace> onEmpty;

	private final NamespaceSockets sockets;

	private final Occupancy occupancy = new Occupancy();

	private final SocketFactory factory;

	private final NamespaceState state;

	private final Sinks.Empty<Void> started = Sinks.empty();

	/** Completes when the adapter has started, {@code null} once it has. */
	private volatile @Nullable Mono<Void> starting = this.started.asMono();

	/**
	 * Create a namespace.
	 * @param name the name with its leading slash
	 * @param setup the application's set-up
	 * @param adapter keeps its rooms
	 * @param commands send to its sockets on all nodes
	 * @param sockets its sockets on this node
	 * @param factory creates the factory of its sockets
	 * @param handling how its handlers are called
	 * @param onEmpty called when the last socket has left
	 */
	DefaultNamespace(String name, NamespaceSetup setup, Adapter adapter, NamespaceCommands commands,
			NamespaceSockets sockets, Function<Namespace, SocketFactory> factory, EventHandling handling,
			Consumer<DefaultNamespace> onEmpty) {
		super(name);
		this.setup = setup;
		this.adapter = adapter;
		this.commands = commands;
		this.sockets = sockets;
		this.handling = handling;
		this.state = new NamespaceState(this.sockets::count, this::roomCount, this::pendingAcks);
		this.onEmpty = onEmpty;
		this.factory = factory.apply(this);
	}

	@Override
	void setUp(Consumer<NamespaceSetup> change) {
		change.accept(this.setup);
	}

	@Override
	public Map<String, String> variables() {
		return this.variables;
	}

	/**
	 * Belong to a pattern that accepts the name.
	 * @param variables the variables in the name; those that are there stay
	 * @param parent the set-up of the pattern
	 */
	void inherit(Map<String, String> variables, NamespaceSetup parent) {
		addVariables(variables);
		this.setup.addServerSideListeners(parent);
	}

	private synchronized void addVariables(Map<String, String> more) {
		Map<String, String> all = new HashMap<>(more);
		all.putAll(this.variables);
		this.variables = Map.copyOf(all);
	}

	@Override
	public Collection<SocketIOSocket> sockets() {
		return this.sockets.view();
	}

	@Override
	public @Nullable SocketIOSocket socket(String id) {
		LiveSocket socket = this.sockets.find(id);
		return (socket != null) ? socket.socket() : null;
	}

	@Override
	public Set<String> rooms() {
		return this.adapter.rooms();
	}

	@Override
	public int roomSize(String room) {
		return this.adapter.size(room);
	}

	@Override
	public Adapter adapter() {
		return this.adapter;
	}

	/**
	 * Reserve the namespace for a client that connects, so that it is not removed.
	 * @param parents the set-ups of the patterns that accept the client
	 * @param lease releases the reservation
	 * @return the client's entrance, {@code null} if the namespace was removed
	 */
	@Nullable NamespaceEntrance retain(List<NamespaceSetup> parents, Lease lease) {
		if (!this.occupancy.retain()) {
			return null;
		}
		lease.note(this::release);
		NamespaceSetup whole = this.setup.behind(parents);
		return new NamespaceEntrance(whole.middleware(), whole.handlers(), whole.connectionListeners(), this.sockets,
				this.factory, this.handling);
	}

	private void release() {
		if (this.occupancy.release()) {
			this.onEmpty.accept(this);
		}
	}

	/**
	 * Whether there is no socket, no client that connects, and no running disconnect
	 * handler.
	 * @return {@code true} if a shutdown has nothing to wait for
	 */
	boolean isIdle() {
		return this.occupancy.isIdle();
	}

	/**
	 * Leave the ids in use to a namespace that may follow this one.
	 * @param successor takes the ids
	 */
	void leaveIds(Consumer<TakenIds> successor) {
		this.sockets.leaveIds(successor);
	}

	/**
	 * Whether the namespace was removed, and no disconnect handler runs for it any more.
	 * @return {@code true} if the namespace is no longer in use
	 */
	boolean isOver() {
		return this.occupancy.isOver();
	}

	/**
	 * Keep the namespace even if it is empty, since the application sets it up.
	 * @return {@code false} if the namespace was removed
	 */
	boolean keep() {
		return this.occupancy.keep();
	}

	/**
	 * Close the namespace to clients if it has no socket, no client that connects, and no
	 * lost socket that can come back, and the application has not set it up.
	 * @return whether it was closed
	 */
	boolean closeIfEmpty() {
		if (recoverableSockets() > 0 || !this.occupancy.closeIfIdle()) {
			return false;
		}
		closeAdapter();
		return true;
	}

	void close() {
		if (this.occupancy.close()) {
			this.sockets.close();
			closeAdapter();
		}
	}

	private void closeAdapter() {
		try {
			this.adapter.close();
		}
		catch (Throwable ex) {
			// Errors too: the namespace is already removed.
			this.handling.error(logger,
					"The adapter of namespace '" + LogFormat.value(name()) + "' could not be closed", ex);
		}
		hasStarted();
	}

	/**
	 * Start the adapter, after the namespace was registered. An adapter that cannot start
	 * serves the sockets of this node.
	 */
	void start() {
		Mono.defer(this.adapter::start).subscribe(null, this::hasNotStarted, this::hasStarted);
	}

	private void hasNotStarted(Throwable error) {
		this.handling.error(logger, "The adapter of namespace '" + LogFormat.value(name())
				+ "' could not be started: its clients may miss messages of other nodes", error);
		hasStarted();
	}

	private void hasStarted() {
		this.starting = null;
		this.started.tryEmitEmpty();
	}

	/**
	 * Let a client wait until the adapter has started. Middleware and handlers follow,
	 * which must not run on the thread of a broker.
	 * @param entrance the client's entrance
	 * @return the entrance, at once if the adapter has started already
	 */
	Mono<NamespaceEntrance> whenStarted(NamespaceEntrance entrance) {
		Mono<Void> before = this.starting;
		return (before != null) ? before.publishOn(DetachedScheduler.parallel()).thenReturn(entrance)
				: Mono.just(entrance);
	}

	/**
	 * Start measuring the namespace.
	 */
	void measure() {
		this.handling.added(this.state);
	}

	/**
	 * Stop measuring the namespace. May be repeated.
	 */
	void measureNoMore() {
		this.handling.removed(this.state);
	}

	int roomCount() {
		return this.adapter.roomCount();
	}

	int pendingAcks() {
		return this.sockets.all().stream().mapToInt(LiveSocket::pendingAckCount).sum();
	}

	int recoverableSockets() {
		return this.sockets.recoverableCount();
	}

	long rememberedBytes() {
		return this.sockets.rememberedBytes();
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		this.commands.broadcast(options, event, arguments);
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return this.commands.broadcastWithAck(options, timeout, event, type, arguments);
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return this.commands.fetchSockets(options, timeout);
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes() {
		return this.commands.roomsOfAllNodes(null);
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(Duration timeout) {
		return this.commands.roomsOfAllNodes(timeout);
	}

	@Override
	public Mono<Integer> nodeCount() {
		return this.commands.nodeCount();
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return this.commands.joinAll(options, rooms);
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return this.commands.leaveAll(options, rooms);
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return this.commands.disconnectAll(options, close);
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		this.commands.serverSideEmit(event, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return askServers(null, event, type, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		return askServers(timeout, event, type, arguments);
	}

	@Override
	public <T> Flux<T> askServers(@Nullable Duration timeout, String event, Class<T> type,
			@Nullable Object[] arguments) {
		return this.commands.askServers(timeout, event, type, arguments);
	}

}
