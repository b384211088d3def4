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

package io.github.socketiospring.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Rate;
import io.github.socketiospring.support.TokenBucket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows each socket, room and event to the administrators, in development mode. Both are
 * limited: beyond {@value #EVENTS_PER_SECOND} events a second further events are left
 * out, and after more than {@value #CHANGES_PER_SECOND} changes a second all sockets are
 * sent again. In a cluster each node sends its own events to all administrators, and all
 * sockets are those of all nodes.
 */
final class SocketEvents implements SocketIOListener, EngineListener {

	static final int MAX_SOCKETS = 1000;

	/** How long to wait for the sockets of other nodes. */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(SocketEvents.class);

	/**
	 * The namespaces whose sockets are fetched from other nodes: clients can create more.
	 */
	private static final int MAX_NAMESPACES = 100;

	/** The namespaces whose sockets are fetched at the same time. */
	private static final int CONCURRENCY = 8;

	private static final int EVENTS_PER_SECOND = 100;

	private static final int CHANGES_PER_SECOND = 500;

	/** Longer than {@link #PATIENCE}, so that queries do not overlap. */
	private static final int COMPLETION_SECONDS = 10;

	private final AdminChannel channel;

	private final JsonMapper mapper;

	private final Scheduler timer;

	private final boolean clustered;

	private final TokenBucket events;

	private final TokenBucket changes;

	private final TokenBucket completions;

	private final AtomicBoolean incomplete = new AtomicBoolean();

	/** The sockets that were or may have been sent to the page, by namespace and id. */
	private final Map<Key, SocketIOSocket> connected = new ConcurrentHashMap<>();

	private final Map<EngineSession, Set<SocketIOSocket>> bySession = new ConcurrentHashMap<>();

	private volatile @Nullable SocketIOServer io;

	/**
	 * Create a listener.
	 * @param channel where to send
	 * @param mapper converts the arguments of events
	 * @param timer measures time
	 * @param clustered whether there may be other nodes
	 */
	SocketEvents(AdminChannel channel, JsonMapper mapper, Scheduler timer, boolean clustered) {
		this.channel = channel;
		this.mapper = mapper;
		this.timer = timer;
		this.clustered = clustered;
		this.events = bucket(EVENTS_PER_SECOND, 1);
		this.changes = bucket(CHANGES_PER_SECOND, 1);
		this.completions = bucket(1, COMPLETION_SECONDS);
	}

	private TokenBucket bucket(int count, int seconds) {
		return new TokenBucket(new Rate(count, Duration.ofSeconds(seconds)), nanoTime());
	}

	private long nanoTime() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	void attach(SocketIOServer io) {
		this.io = io;
	}

	/**
	 * Listen to the events of a socket. Not for the sockets of administrators: each event
	 * would cause another.
	 * @param socket a socket that is about to connect
	 */
	void listen(SocketIOSocket socket) {
		socket.onAny((event, arguments) -> event(socket, "event_received", event, arguments.size(), arguments::get));
		socket.onAnyOutgoing((event, arguments) -> event(socket, "event_sent", event, arguments.length,
				(index) -> arguments[index]));
	}

	private void event(SocketIOSocket socket, String type, String event, int size,
			IntFunction<@Nullable Object> arguments) {
		if (!this.channel.isWatched() || !this.events.take(nanoTime())) {
			return;
		}
		List<Object> shown = new ArrayList<>(size + 1);
		shown.add(event);
		for (int i = 0; i < size; i++) {
			shown.add(ShownValues.argument(arguments.apply(i), this.mapper));
		}
		this.channel.send(type, socket.namespace().name(), ShownSockets.id(socket), shown, this.channel.timestamp());
	}

	/**
	 * All sockets of the cluster, as far as the page can show them. Those of nodes that
	 * do not answer are missing.
	 * @return at most {@value #MAX_SOCKETS} descriptions, on any thread
	 */
	Mono<List<Map<String, Object>>> all() {
		SocketIOServer present = this.io;
		if (present == null) {
			return Mono.just(List.of());
		}
		if (!this.clustered) {
			return Mono.fromSupplier(() -> here(present).toList());
		}
		// Sockets of this node that connect in the meantime are not left out.
		return elsewhere(present).collectList()
			.map((others) -> Stream.concat(here(present), others.stream()).limit(MAX_SOCKETS).toList());
	}

	private static Stream<Map<String, Object>> here(SocketIOServer io) {
		return io.namespaces()
			.stream()
			.flatMap((namespace) -> namespace.sockets().stream())
			.limit(MAX_SOCKETS)
			.map(ShownSockets::describe);
	}

	private Flux<Map<String, Object>> elsewhere(SocketIOServer io) {
		return Flux.fromStream(() -> io.namespaces().stream().limit(MAX_NAMESPACES))
			.flatMap(SocketEvents::socketsElsewhere, CONCURRENCY)
			.take(MAX_SOCKETS)
			.take(PATIENCE, this.timer);
	}

	private static Flux<Map<String, Object>> socketsElsewhere(Namespace namespace) {
		return namespace.all()
			.timeout(PATIENCE)
			.fetchSockets()
			.filter((socket) -> namespace.socket(socket.id()) == null)
			.map((socket) -> ShownSockets.describe(namespace.name(), socket))
			.onErrorResume((ex) -> {
				logger.debug("The Admin UI does not show all sockets of other nodes", ex);
				return Flux.empty();
			});
	}

	/**
	 * Send all sockets again if changes were left out. In a cluster they are fetched from
	 * all nodes, so this happens at most once in {@value #COMPLETION_SECONDS} seconds.
	 */
	void complete() {
		if (!this.incomplete.get() || (this.clustered && !this.completions.take(nanoTime()))) {
			return;
		}
		this.incomplete.set(false);
		all().subscribe((sockets) -> this.channel.send("all_sockets", sockets), (ex) -> {
			this.incomplete.set(true);
			logger.debug("The Admin UI cannot be sent all sockets", ex);
		});
	}

	private boolean isShown() {
		if (!this.channel.isWatched()) {
			return false;
		}
		if (!this.changes.take(nanoTime())) {
			this.incomplete.set(true);
			return false;
		}
		return true;
	}

	private void describeToOthers(SocketIOSocket socket) {
		if (this.clustered) {
			socket.attributes().put(ShownSockets.ATTRIBUTE, ShownSockets.attribute(socket));
		}
	}

	@Override
	public void onConnect(SocketIOSocket socket) {
		describeToOthers(socket);
		this.connected.put(Key.of(socket), socket);
		this.bySession.compute(socket.session(), (session, sockets) -> {
			Set<SocketIOSocket> all = (sockets != null) ? sockets : ConcurrentHashMap.newKeySet();
			all.add(socket);
			return all;
		});
		if (isShown()) {
			String id = ShownSockets.id(socket);
			String timestamp = this.channel.timestamp();
			// In this order, since the page would add a known member twice.
			this.channel.send("room_joined", socket.namespace().name(), id, id, timestamp);
			this.channel.send("socket_connected", ShownSockets.describe(socket), timestamp);
		}
	}

	@Override
	public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
		this.connected.remove(Key.of(socket), socket);
		this.bySession.computeIfPresent(socket.session(), (session, sockets) -> {
			sockets.remove(socket);
			return sockets.isEmpty() ? null : sockets;
		});
		if (isShown()) {
			String name = socket.namespace().name();
			String id = ShownSockets.id(socket);
			String timestamp = this.channel.timestamp();
			this.channel.send("socket_disconnected", name, id, details.reason().value(), timestamp);
			this.channel.send("room_left", name, id, id, timestamp);
		}
	}

	@Override
	public void onJoin(String namespace, String socketId, String room) {
		membership("room_joined", namespace, socketId, room);
	}

	@Override
	public void onLeave(String namespace, String socketId, String room) {
		membership("room_left", namespace, socketId, room);
	}

	private void membership(String event, String namespace, String socketId, String room) {
		SocketIOSocket socket = this.connected.get(new Key(namespace, socketId));
		// The rooms of a socket that is connecting are sent with it.
		if (socket != null && isShown()) {
			Namespace home = socket.namespace();
			this.channel.send(event, namespace, ShownSockets.room(home, room), ShownSockets.id(socket),
					this.channel.timestamp());
		}
	}

	@Override
	public void onUpgrade(EngineSession session) {
		Set<SocketIOSocket> sockets = this.bySession.get(session);
		if (sockets == null) {
			return;
		}
		for (SocketIOSocket socket : sockets) {
			describeToOthers(socket);
			if (isShown()) {
				this.channel.send("socket_updated", Map.of("id", ShownSockets.id(socket), "nsp",
						socket.namespace().name(), "transport", session.transport()));
			}
		}
	}

	/**
	 * Identifies a socket.
	 *
	 * @param namespace the name of its namespace
	 * @param id its id
	 */
	private record Key(String namespace, String id) {

		static Key of(SocketIOSocket socket) {
			return new Key(socket.namespace().name(), socket.id());
		}

	}

}
