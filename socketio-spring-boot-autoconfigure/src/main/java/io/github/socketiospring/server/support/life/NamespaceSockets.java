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

package io.github.socketiospring.server.support.life;

import java.time.Duration;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The sockets that are connected to a namespace on this node, by their ids, what the
 * adapter keeps of those that are lost and may come back, and the ids that are in use.
 *
 * @since 0.1.0
 */
public final class NamespaceSockets {

	private final Adapter adapter;

	private final @Nullable RecoveryAdapter recovery;

	private final TakenIds takenIds;

	private final SocketIOOptions options;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final Map<String, LiveSocket> sockets = new ConcurrentHashMap<>();

	/** The sockets that can be recovered, by their private ids. */
	private final Map<String, LiveSocket> recoverable = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Create an empty set of sockets.
	 * @param adapter the namespace's adapter
	 * @param takenIds the ids in use, perhaps by sockets that are leaving a removed
	 * namespace of the same name
	 * @param options the limits and timeouts
	 * @param timer schedules timeouts
	 * @param diagnostics counts what exceeds the limits
	 * @throws IllegalStateException if recovery is on, and the adapter does not support
	 * it
	 */
	public NamespaceSockets(Adapter adapter, TakenIds takenIds, SocketIOOptions options, Scheduler timer,
			Diagnostics diagnostics) {
		this.adapter = adapter;
		this.recovery = recovery(options, adapter);
		this.takenIds = takenIds;
		this.options = options;
		this.timer = timer;
		this.diagnostics = diagnostics;
	}

	private static @Nullable RecoveryAdapter recovery(SocketIOOptions options, Adapter adapter) {
		if (!options.recovery().enabled()) {
			return null;
		}
		if (adapter instanceof RecoveryAdapter recovery) {
			return recovery;
		}
		throw new IllegalStateException("Connection state recovery is on, but the adapter in use, "
				+ adapter.getClass().getSimpleName() + ", does not remember what was sent: switch "
				+ "'socketio.connection-state-recovery.enabled' off, or use an adapter that is a RecoveryAdapter");
	}

	/**
	 * Create the rooms of a socket that is connecting.
	 * @param identity the socket's identity
	 * @return rooms that the socket has not joined yet
	 */
	SocketRooms rooms(SocketIdentity identity) {
		return new SocketRooms(this.adapter, this.options, this.diagnostics, (room) -> isForeign(room, identity));
	}

	private boolean isForeign(String room, SocketIdentity identity) {
		return !this.options.joinSocketIds() && !room.equals(identity.id()) && knows(room);
	}

	/**
	 * Whether lost sockets may be recovered.
	 * @return {@code false} if recovery is off
	 */
	public boolean isRecovering() {
		return this.recovery != null;
	}

	/**
	 * How many lost sockets may come back.
	 * @return zero if recovery is off
	 */
	public int recoverableCount() {
		return (this.recovery != null) ? this.recovery.savedSessionCount() : 0;
	}

	/**
	 * The memory of the events that lost sockets may have missed.
	 * @return an estimated number of bytes, zero if recovery is off
	 */
	public long rememberedBytes() {
		return (this.recovery != null) ? this.recovery.rememberedBytes() : 0;
	}

	/**
	 * Whether the events after an offset are remembered.
	 * @param offset the offset of the last event that a client received
	 * @return {@code false} if the client cannot get what it missed
	 */
	public boolean isRemembered(String offset) {
		return this.recovery != null && this.recovery.isRemembered(offset);
	}

	/**
	 * Find the session that a lost socket left behind.
	 * @param privateId the secret by which it is recovered
	 * @param offset the offset of the last event that its client received
	 * @return the session, empty if there is none; fails if it is not found in time
	 */
	public Mono<SavedSession> findSaved(String privateId, String offset) {
		RecoveryAdapter recovery = this.recovery;
		if (recovery == null) {
			return Mono.empty();
		}
		Duration limit = recoveryTimeout();
		return Mono.defer(() -> recovery.find(privateId, offset))
			.timeout(limit, Mono.error(() -> new TimeoutException("no answer within " + limit)), this.timer);
	}

	/**
	 * How long the adapter may look for a session or resume it: half of the connect
	 * timeout, so that the client can still get a new socket.
	 * @return a positive duration
	 */
	private Duration recoveryTimeout() {
		return this.options.connectTimeout().dividedBy(2);
	}

	/**
	 * Take an id, unless another socket has it.
	 * @param id the id of a socket that is about to connect
	 * @param lease releases the id
	 * @return {@code false} if the id is not free
	 * @see TakenIds#take
	 */
	public boolean takeId(String id, Lease lease) {
		return this.takenIds.take(id, lease);
	}

	/**
	 * The socket with an id has entered.
	 * @param id the id of a socket; ignored if it was not taken
	 * @see TakenIds#entered
	 */
	public void entered(String id) {
		this.takenIds.entered(id);
	}

	/**
	 * Wait until an id is free.
	 * @param id the id of a socket that is about to connect
	 * @return completes when the id becomes free, {@code null} if it is free now
	 */
	public @Nullable Mono<Void> idFreed(String id) {
		return this.takenIds.freed(id);
	}

	/**
	 * Wait until an id is free, or until its socket has entered.
	 * @param id the id of a socket that is about to connect
	 * @param present tells whether the socket that has entered is still there
	 * @return completes when the id becomes free, or its socket may be replaced;
	 * {@code null} if it is free now
	 */
	public @Nullable Mono<Void> idFreedOrEntered(String id, BooleanSupplier present) {
		return this.takenIds.freedOrEntered(id, present);
	}

	/**
	 * Leave the ids in use to a namespace that may follow this one.
	 * @param successor takes the ids
	 */
	public void leaveIds(Consumer<TakenIds> successor) {
		successor.accept(this.takenIds);
	}

	/**
	 * Find a connected socket.
	 * @param id its id
	 * @return the socket, {@code null} if there is none
	 */
	public @Nullable LiveSocket find(String id) {
		return this.sockets.get(id);
	}

	/**
	 * Find the connected socket that a client can take over.
	 * @param privateId the secret by which it is recovered
	 * @return the socket, {@code null} if there is none
	 */
	public @Nullable LiveSocket findRecoverable(String privateId) {
		return this.recoverable.get(privateId);
	}

	/**
	 * All sockets.
	 * @return a live view
	 */
	public Collection<LiveSocket> all() {
		return Collections.unmodifiableCollection(this.sockets.values());
	}

	/**
	 * All sockets as applications see them.
	 * @return a live view
	 */
	public Collection<SocketIOSocket> view() {
		return new View(this.sockets.values());
	}

	/**
	 * Count the sockets that use a transport.
	 * @param transport the name of the transport
	 * @return their number
	 */
	public int count(String transport) {
		int count = 0;
		for (LiveSocket socket : this.sockets.values()) {
			if (socket.socket().transport().equals(transport)) {
				count++;
			}
		}
		return count;
	}

	/**
	 * The namespace is removed: disconnect all sockets, including those that are
	 * entering.
	 */
	public void close() {
		this.closed = true;
		List.copyOf(this.sockets.values()).forEach((socket) -> socket.disconnect(false));
	}

	/**
	 * Whether the namespace still exists.
	 * @return {@code false} once it was removed
	 */
	public boolean isOpen() {
		return !this.closed;
	}

	/**
	 * Add a socket.
	 * @param socket a socket that was admitted
	 */
	void add(LiveSocket socket) {
		enter(socket);
		this.adapter.add(socket, List.of());
	}

	private void enter(LiveSocket socket) {
		this.sockets.put(socket.id(), socket);
		String privateId = socket.privateId();
		if (privateId != null) {
			this.recoverable.put(privateId, socket);
		}
	}

	/**
	 * Add a socket that is recovered.
	 * @param socket a new socket that replaces a lost one
	 * @param privateId the secret by which it is recovered
	 * @param rooms the rooms of the lost socket, without the one named by its id
	 * @param offset the offset of the last event that its client received
	 * @return the events that it missed
	 */
	Mono<List<OutgoingPacket>> resume(LiveSocket socket, String privateId, Collection<String> rooms, String offset) {
		RecoveryAdapter recovery = this.recovery;
		if (recovery == null) {
			return Mono.error(new IllegalStateException("Connection state recovery is off"));
		}
		// Before its session is removed, so that its client always finds one of the two.
		LiveSocket former = this.recoverable.put(privateId, socket);
		return Mono.defer(() -> recovery.resume(socket, privateId, rooms, offset))
			.timeout(recoveryTimeout(),
					Mono.error(() -> new IllegalStateException("Its session was not resumed in time")), this.timer)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException(
					"The " + recovery.getClass().getName() + " did not say which events it missed")))
			.doOnNext((missed) -> enter(socket))
			.doOnError((error) -> restore(privateId, former, socket))
			.map((missed) -> missed.stream().map(OutgoingPacket.class::cast).toList());
	}

	/**
	 * A socket could not be resumed: its client can find the previous one again.
	 * @param privateId the private id of both
	 * @param former the previous socket, {@code null} if its session was saved
	 * @param socket the socket that does not enter
	 */
	private void restore(String privateId, @Nullable LiveSocket former, LiveSocket socket) {
		if (former != null && this.recoverable.replace(privateId, socket, former)
				&& this.sockets.get(former.id()) != former) {
			// It has left in the meantime.
			this.recoverable.remove(privateId, former);
		}
	}

	/**
	 * Remove a socket.
	 * @param socket a socket that was added
	 */
	void remove(LiveSocket socket) {
		this.adapter.remove(socket);
		this.sockets.remove(socket.id(), socket);
		String privateId = socket.privateId();
		if (privateId != null) {
			this.recoverable.remove(privateId, socket);
		}
	}

	/**
	 * What a socket waits for before its client is told that it has joined rooms.
	 * @param socket a socket that was added
	 * @return completes on any thread, {@code null} if it need not wait
	 */
	@Nullable CompletionStage<Void> joining(LiveSocket socket) {
		return this.adapter.joining(socket.id());
	}

	/**
	 * Whether a socket is connected, or may be recovered.
	 * @param socketId the socket's id
	 * @return whether there is a socket with that id
	 */
	boolean knows(String socketId) {
		return this.sockets.containsKey(socketId) || (this.recovery != null && this.recovery.isSaved(socketId));
	}

	/**
	 * Remember a socket that lost its connection.
	 * @param session the state that is needed to recover it
	 */
	void save(SavedSession session) {
		if (this.recovery != null) {
			this.recovery.save(session);
		}
	}

	/**
	 * A live view of the sockets for applications.
	 */
	private static final class View extends AbstractCollection<SocketIOSocket> {

		private final Collection<LiveSocket> sockets;

		View(Collection<LiveSocket> sockets) {
			this.sockets = sockets;
		}

		@Override
		public Iterator<SocketIOSocket> iterator() {
			Iterator<LiveSocket> present = this.sockets.iterator();
			return new Iterator<>() {

				@Override
				public boolean hasNext() {
					return present.hasNext();
				}

				@Override
				public SocketIOSocket next() {
					return present.next().socket();
				}

			};
		}

		@Override
		public int size() {
			return this.sockets.size();
		}

	}

}
