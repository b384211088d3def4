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

package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The rooms and broadcasts of one node. Adapters for several nodes extend it to serve
 * their local sockets.
 * <p>
 * The room named after the id of a socket is not stored; the socket is its only member.
 * The time to join or leave a room does not depend on the size of the room, and the time
 * to remove a socket is proportional to the number of its rooms.
 *
 * @since 0.1.0
 */
public class InMemoryAdapter implements Adapter {

	/**
	 * Each receiver is looked up in as many sets of excepted sockets. The sets of more
	 * rooms are merged first, so that a long list does not cost each receiver a look-up
	 * for each of its names.
	 */
	private static final int FEW_ROOMS = 8;

	private final LocalSockets sockets;

	private final Map<String, Membership> memberships = new ConcurrentHashMap<>();

	private final MemberArray all = new MemberArray(this.memberships.values());

	private final Map<String, Room> rooms = new ConcurrentHashMap<>();

	private final RoomListeners listeners = new RoomListeners();

	/**
	 * Create an adapter.
	 * @param sockets delivers packets to the sockets of this node
	 */
	public InMemoryAdapter(LocalSockets sockets) {
		this.sockets = sockets;
	}

	@Override
	public void add(LocalSocket socket, Collection<String> rooms) {
		admit(socket, rooms).run();
	}

	/**
	 * Add a socket without calling listeners or charging the socket's account. Both may
	 * call the application, while the caller may hold a lock.
	 * @param socket a socket of this node
	 * @param rooms the rooms that it joins, without the one named by its id
	 * @return charges the account and calls the listeners, to be run without the lock
	 */
	final Runnable admit(LocalSocket socket, Collection<String> rooms) {
		Membership membership = new Membership(socket);
		if (this.memberships.putIfAbsent(socket.id(), membership) != null) {
			throw new IllegalStateException("A socket with id " + socket.id() + " already exists");
		}
		this.all.discard();
		Map<String, Boolean> joined = new LinkedHashMap<>();
		for (String room : rooms) {
			synchronized (membership) {
				if (membership.join(room)) {
					joined.put(room, enter(membership, room));
				}
			}
		}
		return () -> {
			this.listeners.joined(socket.id(), socket.id(), true);
			joined.forEach((room, created) -> {
				membership.charge(room);
				this.listeners.joined(room, socket.id(), created);
			});
		};
	}

	@Override
	public void remove(LocalSocket socket) {
		Membership membership = membership(socket);
		if (membership == null || !this.memberships.remove(socket.id(), membership)) {
			return;
		}
		this.all.discard();
		Map<String, Boolean> left;
		synchronized (membership) {
			left = membership.end((room) -> exit(membership, room));
		}
		left.forEach((room, deleted) -> this.listeners.left(room, socket.id(), deleted));
		this.listeners.left(socket.id(), socket.id(), true);
	}

	@Override
	public void join(LocalSocket socket, Collection<String> rooms) {
		Membership membership = membership(socket);
		if (membership == null) {
			return;
		}
		for (String room : rooms) {
			boolean created = false;
			synchronized (membership) {
				if (!membership.join(room)) {
					continue;
				}
				created = enter(membership, room);
			}
			membership.charge(room);
			this.listeners.joined(room, socket.id(), created);
		}
	}

	/**
	 * Add a socket to the members of a room.
	 * @param membership the membership of the socket
	 * @param room the name of the room, created if necessary
	 * @return whether this created the room
	 */
	private boolean enter(Membership membership, String room) {
		if (this.rooms.computeIfPresent(room, (name, present) -> present.with(membership)) != null) {
			return false;
		}
		Room created = new Room().with(membership);
		return this.rooms.merge(room, created, (present, unused) -> present.with(membership)) == created;
	}

	@Override
	public void leave(LocalSocket socket, Collection<String> rooms) {
		Membership membership = membership(socket);
		if (membership == null) {
			return;
		}
		for (String room : rooms) {
			boolean deleted;
			synchronized (membership) {
				if (!membership.leave(room)) {
					continue;
				}
				deleted = exit(membership, room);
			}
			this.listeners.left(room, socket.id(), deleted);
		}
	}

	/**
	 * Remove a socket from the members of a room.
	 * @param membership the membership of the socket
	 * @param room the name of the room, deleted when it is empty
	 * @return whether this deleted the room
	 */
	private boolean exit(Membership membership, String room) {
		return this.rooms.computeIfPresent(room,
				(name, present) -> present.remove(membership) ? null : present) == null;
	}

	private @Nullable Membership membership(LocalSocket socket) {
		Membership membership = this.memberships.get(socket.id());
		return (membership != null && membership.socket() == socket) ? membership : null;
	}

	@Override
	public Set<String> rooms(LocalSocket socket) {
		Membership membership = membership(socket);
		return (membership != null) ? membership.copy() : Set.of();
	}

	@Override
	public int roomCount(LocalSocket socket) {
		Membership membership = membership(socket);
		return (membership != null) ? membership.size() : 0;
	}

	@Override
	public Set<String> rooms() {
		return ReservedRooms.visible(Set.copyOf(this.rooms.keySet()));
	}

	@Override
	public int roomCount() {
		return this.rooms.size();
	}

	@Override
	public int size(String room) {
		int members = members(room).size();
		return this.memberships.containsKey(room) ? members + 1 : members;
	}

	private Set<Membership> members(String name) {
		Room room = this.rooms.get(name);
		return (room != null) ? room.members() : Set.of();
	}

	@Override
	public void broadcast(Packet packet, BroadcastOptions options) {
		this.sockets.delivered(forEach(options, this.sockets.delivery(packet, options, null)));
	}

	@Override
	public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
		List<LocalSocket> receivers = select(options);
		Consumer<LocalSocket> delivery = this.sockets.delivery(packet, options, acks);
		acks.expect(receivers.stream().map(LocalSocket::id).toList());
		receivers.forEach(delivery);
		this.sockets.delivered(receivers.size());
		return Disposables.disposed();
	}

	@Override
	public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
		return Flux.defer(() -> Flux.fromIterable(select(options)).map(LocalSocket::details));
	}

	@Override
	public Mono<Set<String>> roomsOfAllNodes(@Nullable Duration timeout) {
		return Mono.fromSupplier(this::rooms);
	}

	@Override
	public Mono<Integer> nodeCount() {
		return Mono.just(1);
	}

	@Override
	public Mono<Void> joinAll(BroadcastOptions options, Collection<String> rooms) {
		String[] names = rooms.toArray(String[]::new);
		return each(options, (socket) -> socket.join(names));
	}

	@Override
	public Mono<Void> leaveAll(BroadcastOptions options, Collection<String> rooms) {
		String[] names = rooms.toArray(String[]::new);
		return each(options, (socket) -> socket.leave(names));
	}

	@Override
	public Mono<Void> disconnectAll(BroadcastOptions options, boolean close) {
		return each(options, (socket) -> socket.disconnect(close));
	}

	/**
	 * Carry out a command for each selected socket.
	 * @param options selects the sockets
	 * @param command called with each of them; may throw an exception to refuse
	 * @return fails with the first refusal
	 */
	private Mono<Void> each(BroadcastOptions options, Consumer<LocalSocket> command) {
		List<RuntimeException> refused = new ArrayList<>();
		for (LocalSocket socket : select(options)) {
			try {
				command.accept(socket);
			}
			catch (RuntimeException ex) {
				// This socket may be in too many rooms, for example; the command still
				// applies to the others.
				refused.add(ex);
			}
		}
		return refused.isEmpty() ? Mono.empty() : Mono.error(refused.get(0));
	}

	@Override
	public void serverSideEmit(Packet packet) {
		// There are no other nodes.
	}

	@Override
	public Flux<JsonNode> serverSideEmit(Packet packet, Duration timeout) {
		return Flux.empty();
	}

	@Override
	public void addListener(RoomListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Select sockets of this node.
	 * @param options selects the sockets
	 * @return a copy that contains each socket once
	 */
	protected final List<LocalSocket> select(BroadcastOptions options) {
		List<LocalSocket> selected = new ArrayList<>();
		forEach(options, selected::add);
		return selected;
	}

	/**
	 * Run an action once for each selected socket of this node.
	 * @param options selects the sockets
	 * @param action called with each of them
	 * @return how many there were
	 */
	final int forEach(BroadcastOptions options, Consumer<LocalSocket> action) {
		List<Set<Membership>> excluded = excluded(options.except());
		if (options.rooms().isEmpty()) {
			return forEach(this.all.get(), excluded, action);
		}
		if (options.byId()) {
			return forEach(withIds(options.rooms()), excluded, action);
		}
		if (options.rooms().size() > 1) {
			return forEach(union(options.rooms()).toArray(Membership[]::new), excluded, action);
		}
		int count = 0;
		String name = options.rooms().iterator().next();
		Membership own = this.memberships.get(name);
		if (own != null) {
			count += forEach(new Membership[] { own }, excluded, action);
		}
		Room room = this.rooms.get(name);
		if (room != null) {
			count += forEach(room.toArray(), excluded, action);
		}
		return count;
	}

	private static int forEach(Membership[] memberships, List<Set<Membership>> excluded, Consumer<LocalSocket> action) {
		int count = 0;
		for (Membership membership : memberships) {
			if (!isExcluded(membership, excluded)) {
				action.accept(membership.socket());
				count++;
			}
		}
		return count;
	}

	private static boolean isExcluded(Membership membership, List<Set<Membership>> excluded) {
		for (Set<Membership> room : excluded) {
			if (room.contains(membership)) {
				return true;
			}
		}
		return false;
	}

	private Membership[] withIds(Set<String> ids) {
		return ids.stream().map(this.memberships::get).filter(Objects::nonNull).toArray(Membership[]::new);
	}

	private Set<Membership> union(Set<String> rooms) {
		Set<Membership> union = Collections.newSetFromMap(new IdentityHashMap<>());
		for (String room : rooms) {
			Membership own = this.memberships.get(room);
			if (own != null) {
				union.add(own);
			}
			union.addAll(members(room));
		}
		return union;
	}

	private List<Set<Membership>> excluded(Set<String> rooms) {
		if (rooms.isEmpty()) {
			return List.of();
		}
		if (rooms.size() > FEW_ROOMS) {
			return List.of(union(rooms));
		}
		List<Set<Membership>> excluded = new ArrayList<>(rooms.size());
		for (String room : rooms) {
			Membership own = this.memberships.get(room);
			if (own != null) {
				excluded.add(Set.of(own));
			}
			Set<Membership> members = members(room);
			if (!members.isEmpty()) {
				excluded.add(members);
			}
		}
		return excluded;
	}

}
