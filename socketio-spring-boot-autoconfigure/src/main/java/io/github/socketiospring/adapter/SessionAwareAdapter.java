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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * An {@link InMemoryAdapter} with connection state recovery on one node. It remembers
 * recent events and the sessions of lost sockets, both limited in age, in number and, for
 * all namespaces together, in bytes.
 * <p>
 * Broadcasts take turns, so that all sockets get events in the order in which the adapter
 * remembers them. A turn is a lock that is held while an event is added to the queues of
 * its receivers. No application code runs in a turn: events are encoded before, and sent
 * afterwards. So a thread waits only for the turns before its own.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/connection-state-recovery">Connection state
 * recovery</a>
 */
public class SessionAwareAdapter extends InMemoryAdapter implements RecoveryAdapter {

	/** Expired elements are removed on access, and otherwise after this delay. */
	private static final int SLACK = 16;

	private final LocalSockets sockets;

	private final Scheduler clock;

	private final RecoveryMemory memory;

	private final long maxAgeMillis;

	private final Yeast offsets;

	/** Held in a turn; guards the log and the lost sessions. */
	private final Object turn = new Object();

	private final PacketLog log;

	private final LostSessions lost;

	private boolean closed;

	/** Whether the removal of expired elements is scheduled. */
	private final AtomicBoolean sweeping = new AtomicBoolean();

	private volatile Disposable sweep = Disposables.disposed();

	/**
	 * Create an adapter that shares its memory with no other namespace.
	 * @param sockets delivers packets to the sockets of this node
	 * @param maxDisconnection how long a client may stay disconnected
	 * @param maxPackets the maximum number of events, and of lost sockets, to remember
	 * @param clock provides the time
	 */
	public SessionAwareAdapter(LocalSockets sockets, Duration maxDisconnection, int maxPackets, Scheduler clock) {
		this(sockets, maxDisconnection, maxPackets, new RecoveryMemory(RecoveryMemory.DEFAULT_LIMIT), clock);
	}

	/**
	 * Create an adapter.
	 * @param sockets delivers packets to the sockets of this node
	 * @param maxDisconnection how long a client may stay disconnected
	 * @param maxPackets the maximum number of events, and of lost sockets, to remember
	 * @param memory limits what all namespaces of the server remember
	 * @param clock provides the time
	 */
	public SessionAwareAdapter(LocalSockets sockets, Duration maxDisconnection, int maxPackets, RecoveryMemory memory,
			Scheduler clock) {
		super(sockets);
		this.sockets = sockets;
		this.clock = clock;
		this.memory = memory;
		this.maxAgeMillis = maxDisconnection.toMillis();
		this.offsets = new Yeast(this::now);
		this.log = new PacketLog(this.maxAgeMillis, maxPackets, memory, this::drop);
		this.lost = new LostSessions(this.maxAgeMillis, maxPackets, memory, this::drop);
	}

	private long now() {
		return this.clock.now(TimeUnit.MILLISECONDS);
	}

	private void drop(PacketLog.Entry entry) {
		synchronized (this.turn) {
			this.log.drop(entry);
		}
	}

	private void drop(LostSessions.Lost session) {
		synchronized (this.turn) {
			this.lost.drop(session);
		}
	}

	@Override
	public void broadcast(Packet packet, BroadcastOptions options) {
		if (packet.type() != PacketType.EVENT || options.droppable()) {
			super.broadcast(packet, options);
			return;
		}
		String offset = nextOffset();
		OrderedDelivery delivery = this.sockets.ordered(packet.withOffset(offset), options);
		List<LocalSocket> receivers = new ArrayList<>();
		PacketLog.Entry entry = reserve(offset, delivery.event(), options);
		try {
			synchronized (this.turn) {
				add(entry);
				forEach(options, (socket) -> {
					receivers.add(socket);
					delivery.enqueue(socket);
				});
			}
		}
		finally {
			receivers.forEach(delivery::release);
		}
		this.sockets.delivered(receivers.size());
		settle();
	}

	@Override
	public String nextOffset() {
		return this.offsets.next();
	}

	@Override
	public void remember(String offset, RememberedEvent event, BroadcastOptions options, Runnable enqueuing) {
		PacketLog.Entry entry = reserve(offset, event, options);
		synchronized (this.turn) {
			add(entry);
			enqueuing.run();
		}
		settle();
	}

	private PacketLog.Entry reserve(String offset, RememberedEvent event, BroadcastOptions options) {
		PacketLog.Entry entry = this.log.entry(offset, event, options);
		this.memory.reserve(entry);
		return entry;
	}

	private void add(PacketLog.Entry entry) {
		if (this.closed) {
			this.memory.cancel(entry);
		}
		else {
			this.log.add(entry, now());
		}
	}

	@Override
	public void save(SavedSession session) {
		LostSessions.Lost added = this.lost.lost(session);
		this.memory.reserve(added);
		synchronized (this.turn) {
			if (this.closed) {
				this.memory.cancel(added);
			}
			else {
				this.lost.add(added, now());
			}
		}
		settle();
	}

	@Override
	public void forgetUser(String user) {
		synchronized (this.turn) {
			this.lost.removeUser(user);
		}
		settle();
	}

	@Override
	public int savedSessionCount() {
		synchronized (this.turn) {
			expire();
			return this.lost.size();
		}
	}

	@Override
	public boolean isSaved(String socketId) {
		return this.lost.knows(socketId);
	}

	@Override
	public long rememberedBytes() {
		synchronized (this.turn) {
			expire();
			return this.log.bytes() + this.lost.bytes();
		}
	}

	@Override
	public boolean isRemembered(String offset) {
		synchronized (this.turn) {
			return this.log.knows(offset, now());
		}
	}

	@Override
	public Mono<SavedSession> find(String privateId, String offset) {
		return Mono.defer(() -> {
			try {
				return Mono.justOrEmpty(lookUp(privateId, offset));
			}
			catch (Throwable ex) {
				return Mono.error(ex);
			}
		});
	}

	private @Nullable SavedSession lookUp(String privateId, String offset) {
		synchronized (this.turn) {
			expire();
			SavedSession found = this.lost.get(privateId);
			return (found != null && this.log.knows(offset, now())) ? found : null;
		}
	}

	@Override
	public Mono<List<RememberedEvent>> resume(LocalSocket socket, String privateId, Collection<String> rooms,
			String offset) {
		return Mono.defer(() -> {
			try {
				return Mono.just(bringBack(socket, privateId, rooms, offset));
			}
			catch (Throwable ex) {
				return Mono.error(ex);
			}
		});
	}

	private List<RememberedEvent> bringBack(LocalSocket socket, String privateId, Collection<String> rooms,
			String offset) {
		Set<String> all = new HashSet<>(rooms);
		all.add(socket.id());
		List<RememberedEvent> missed;
		Runnable news;
		synchronized (this.turn) {
			expire();
			if (this.lost.get(privateId) == null) {
				throw new IllegalStateException("Its session was resumed already, or is too old");
			}
			missed = this.log.since(offset, socket.id(), all);
			if (missed == null) {
				throw new IllegalStateException("Too many events were sent since its offset");
			}
			news = admit(socket, rooms);
			this.lost.remove(privateId);
		}
		news.run();
		return missed;
	}

	/**
	 * To be called after a turn: remove elements beyond the limit, and schedule the
	 * removal of expired ones.
	 */
	private void settle() {
		this.memory.shrink();
		if (!this.sweeping.get() && this.sweeping.compareAndSet(false, true)) {
			sweepIn(this.maxAgeMillis);
		}
	}

	private void sweepIn(long millis) {
		this.sweep = this.clock.schedule(this::sweep, millis + 1 + this.maxAgeMillis / SLACK, TimeUnit.MILLISECONDS);
	}

	private void sweep() {
		long oldest;
		synchronized (this.turn) {
			expire();
			oldest = Math.min(this.log.oldest(), this.lost.oldest());
			if (oldest == Long.MAX_VALUE) {
				this.sweeping.set(false);
			}
		}
		if (oldest != Long.MAX_VALUE) {
			sweepIn(Math.max(0, oldest + this.maxAgeMillis - now()));
		}
	}

	private void expire() {
		long now = now();
		this.log.expire(now);
		this.lost.expire(now);
	}

	@Override
	public void close() {
		synchronized (this.turn) {
			this.closed = true;
			this.log.clear();
			this.lost.clear();
		}
		this.sweep.dispose();
		super.close();
	}

}
