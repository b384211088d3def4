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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * A namespace with its sockets. Encodes a broadcast once for all receivers.
 */
final class DefaultNamespace extends AbstractNamespace implements LocalSockets {

	private static final Logger logger = LoggerFactory.getLogger(Namespace.class);

	private static final Set<String> RESERVED_BETWEEN_SERVERS = Set.of("connect", "connection", "new_namespace");

	private static final int CLOSED = -1;

	private final String name;

	private final Map<String, String> variables;

	private final ServerContext context;

	private final Adapter adapter;

	private final @Nullable RecoveryAdapter recovery;

	private final Consumer<DefaultNamespace> onEmpty;

	private final Map<String, DefaultSocket> sockets = new ConcurrentHashMap<>();

	/** Sockets that are here or want to be, {@link #CLOSED} once none may come. */
	private final AtomicInteger users = new AtomicInteger();

	private final AtomicLong nextAckId = new AtomicLong();

	DefaultNamespace(String name, Map<String, String> variables, ServerContext context,
			Consumer<DefaultNamespace> onEmpty) {
		this.name = name;
		this.variables = Map.copyOf(variables);
		this.context = context;
		this.adapter = context.adapters().create(name, this);
		this.recovery = recovery(context, this.adapter);
		this.onEmpty = onEmpty;
	}

	private static @Nullable RecoveryAdapter recovery(ServerContext context, Adapter adapter) {
		if (!context.options().recovery().enabled()) {
			return null;
		}
		if (adapter instanceof RecoveryAdapter recovery) {
			return recovery;
		}
		throw new IllegalStateException("Connection state recovery is on, but the adapter in use, "
				+ adapter.getClass().getSimpleName() + ", does not remember what was sent: switch "
				+ "'socketio.connection-state-recovery.enabled' off, or use an adapter that is a RecoveryAdapter");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Map<String, String> variables() {
		return this.variables;
	}

	@Override
	public Collection<SocketIOSocket> sockets() {
		return Collections.unmodifiableCollection(this.sockets.values());
	}

	@Override
	public @Nullable SocketIOSocket socket(String id) {
		return this.sockets.get(id);
	}

	@Override
	public Adapter adapter() {
		return this.adapter;
	}

	ServerContext context() {
		return this.context;
	}

	long nextAckId() {
		return this.nextAckId.getAndIncrement();
	}

	/**
	 * Keep the namespace for a socket that wants to enter. Each success is followed by
	 * one {@link #release()}.
	 * @return {@code false} when the namespace was removed
	 */
	boolean retain() {
		int count;
		do {
			count = this.users.get();
			if (count == CLOSED) {
				return false;
			}
		}
		while (!this.users.compareAndSet(count, count + 1));
		return true;
	}

	/**
	 * A socket is gone, whether or not it was let in, and everybody who wanted to know
	 * was told.
	 */
	void release() {
		int count;
		do {
			count = this.users.get();
			if (count == CLOSED) {
				return;
			}
		}
		while (!this.users.compareAndSet(count, count - 1));
		if (count == 1) {
			this.onEmpty.accept(this);
		}
	}

	/**
	 * Whether no socket is here, wants to be here, or is still being told of.
	 * @return whether nothing is left to do
	 */
	boolean isIdle() {
		return this.users.get() <= 0;
	}

	boolean closeIfEmpty() {
		if (!this.users.compareAndSet(0, CLOSED)) {
			return false;
		}
		this.adapter.close();
		return true;
	}

	void close() {
		if (this.users.getAndSet(CLOSED) != CLOSED) {
			List.copyOf(this.sockets.values()).forEach(DefaultSocket::disconnect);
			this.adapter.close();
		}
	}

	boolean isRecovering() {
		return this.recovery != null;
	}

	Mono<SavedSession> find(String privateId, String offset) {
		return (this.recovery != null) ? this.recovery.find(privateId, offset) : Mono.empty();
	}

	void save(SavedSession session) {
		if (this.recovery != null) {
			this.recovery.save(session);
		}
	}

	/**
	 * Let a socket through middleware and handlers.
	 * @param socket the socket
	 * @return completes when all let it pass
	 */
	Mono<Void> examine(DefaultSocket socket) {
		boolean trusted = socket.isRecovered() && this.context.options().recovery().skipMiddlewares();
		Mono<Void> examined = trusted ? Mono.empty() : middleware(0, socket);
		for (NamespaceHandler handler : handlers()) {
			examined = examined.then(Mono.defer(() -> handler.onConnect(socket)));
		}
		return examined;
	}

	private Mono<Void> middleware(int index, DefaultSocket socket) {
		if (index >= middlewares().size()) {
			return Mono.empty();
		}
		return Mono.defer(() -> {
			AtomicBoolean proceeded = new AtomicBoolean();
			Mono<Void> rest = Mono.defer(() -> {
				proceeded.set(true);
				return middleware(index + 1, socket);
			});
			return middlewares().get(index)
				.handle(socket, () -> rest)
				.then(Mono.defer(() -> proceeded.get() ? Mono.empty() : rest));
		});
	}

	void add(DefaultSocket socket) {
		this.sockets.put(socket.id(), socket);
		this.adapter.add(socket, List.of());
	}

	/**
	 * Add a socket that comes back.
	 * @param socket the socket
	 * @param rooms its rooms
	 * @param offset the last event that its client received
	 * @return what it missed
	 */
	Mono<List<Packet>> resume(DefaultSocket socket, Collection<String> rooms, String offset) {
		if (this.recovery == null) {
			return Mono.error(new IllegalStateException("Connection state recovery is off"));
		}
		return this.recovery.resume(socket, rooms, offset).doOnNext((missed) -> this.sockets.put(socket.id(), socket));
	}

	void remove(DefaultSocket socket) {
		this.adapter.remove(socket);
		this.sockets.remove(socket.id(), socket);
	}

	@Override
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		this.adapter.broadcast(Packet.event(this.name, event, arguments), options);
	}

	@Override
	public <T> Flux<T> broadcastWithAck(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return broadcastWithAck(options, Set.of(), timeout, event, type, arguments);
	}

	/**
	 * Send an event to one socket, wherever it is, and wait for the acknowledgement.
	 * @param <T> the type of the answer
	 * @param socketId the socket's id
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type what to convert the answer to
	 * @param arguments the arguments
	 * @return the answer; fails with {@link AckTimeoutException}, at once when there is
	 * no such socket
	 */
	<T> Mono<T> askSocket(String socketId, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return this
			.<T>broadcastWithAck(BroadcastOptions.room(socketId), Set.of(socketId), timeout, event, type, arguments)
			.singleOrEmpty();
	}

	private <T> Flux<T> broadcastWithAck(BroadcastOptions options, Set<String> required, @Nullable Duration timeout,
			String event, Type type, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		JavaType answer = this.context.mapper().constructType(type);
		Duration limit = (timeout != null) ? timeout : this.context.options().ackTimeout();
		return Flux.create((sink) -> collect(options, limit, event, arguments,
				new BroadcastAcks<>(event, answer, required, sink), sink));
	}

	private <T> void collect(BroadcastOptions options, Duration timeout, String event, @Nullable Object[] arguments,
			BroadcastAcks<T> acks, FluxSink<T> sink) {
		long id = nextAckId();
		Disposable expiry = this.context.timer().schedule(acks::expire, timeout.toMillis(), TimeUnit.MILLISECONDS);
		sink.onDispose(() -> {
			expiry.dispose();
			acks.awaited().forEach((socketId) -> forget(socketId, id));
		});
		this.adapter.broadcast(Packet.event(this.name, id, event, arguments), options, acks);
	}

	private void forget(String socketId, long ackId) {
		DefaultSocket socket = this.sockets.get(socketId);
		if (socket != null) {
			socket.acks().forget(ackId);
		}
	}

	@Override
	public Flux<RemoteSocket> fetchSockets(BroadcastOptions options) {
		return this.adapter.fetchSockets(options).map((details) -> new DefaultRemoteSocket(details, this));
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		return this.adapter.joinAll(options, rooms);
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		return this.adapter.leaveAll(options, rooms);
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return this.adapter.disconnectAll(options, close);
	}

	@Override
	public void serverSideEmit(String event, @Nullable Object... arguments) {
		this.adapter.serverSideEmit(betweenServers(event, arguments));
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(String event, Class<T> type, @Nullable Object... arguments) {
		return serverSideEmitWithAck(this.context.options().ackTimeout(), event, type, arguments);
	}

	@Override
	public <T> Flux<T> serverSideEmitWithAck(Duration timeout, String event, Class<T> type,
			@Nullable Object... arguments) {
		Assert.isTrue(timeout.toMillis() > 0, "A timeout must be at least one millisecond");
		Packet packet = betweenServers(event, arguments);
		return Flux.defer(() -> this.adapter.serverSideEmit(packet, timeout))
			.map((answer) -> this.context.mapper().treeToValue(answer, type));
	}

	private Packet betweenServers(String event, @Nullable Object[] arguments) {
		Assert.isTrue(!RESERVED_BETWEEN_SERVERS.contains(event),
				() -> "\"" + event + "\" is a reserved event name between servers");
		return Packet.event(this.name, event, arguments);
	}

	@Override
	public void serverSideEvent(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer) {
		EventData data = new TreeEventData(arguments, this.context.mapper());
		Ack ack = new CallbackAck(answer);
		for (EventListener listener : serverSideListeners(event)) {
			try {
				listener.onEvent(data, ack);
			}
			catch (Exception ex) {
				logger.error("Event '{}' of another server could not be handled in namespace {}", event, this.name, ex);
			}
		}
	}

	WireMessage encode(Packet packet) {
		return WireMessage.of(this.context.parser().encode(packet), true);
	}

	@Override
	public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options) {
		OutgoingPacket outgoing = new OutgoingPacket(packet, options.compressed(), this.context.parser()).encode();
		if (options.droppable()) {
			return (socket) -> ((DefaultSocket) socket).deliverIfWritable(outgoing);
		}
		return (socket) -> ((DefaultSocket) socket).deliver(outgoing);
	}

	@Override
	public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, AckCollector acks) {
		Consumer<LocalSocket> delivery = delivery(packet, options);
		return (socket) -> {
			if (((DefaultSocket) socket).expectAck(packet.id(), acks)) {
				delivery.accept(socket);
			}
		};
	}

}
