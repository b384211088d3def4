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
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.ReflectionUtils;

/**
 * An {@link InMemoryAdapter} with connection state recovery on one node. It remembers
 * recent events and the sessions of lost sockets, both limited in age and in number.
 * Broadcasts take turns, so that all sockets get events in the order in which the adapter
 * remembers them.
 *
 * @since 0.1.0
 */
public class SessionAwareAdapter extends InMemoryAdapter implements RecoveryAdapter {

	private static final Logger logger = LoggerFactory.getLogger(SessionAwareAdapter.class);

	private final Scheduler clock;

	private final long maxAgeMillis;

	private final int maxSessions;

	private final Yeast offsets;

	private final PacketLog log;

	private final Map<String, Lost> lost = new LinkedHashMap<>();

	/** The public ids of lost sockets, for callers that have no turn. */
	private final Set<String> lostIds = ConcurrentHashMap.newKeySet();

	private final Queue<Runnable> turns = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Create an adapter.
	 * @param sockets delivers packets to the sockets of this node
	 * @param maxDisconnection how long a client may stay disconnected
	 * @param maxPackets the maximum number of events, and of lost sockets, to remember
	 * @param clock provides the time
	 */
	public SessionAwareAdapter(LocalSockets sockets, Duration maxDisconnection, int maxPackets, Scheduler clock) {
		super(sockets);
		this.clock = clock;
		this.maxAgeMillis = maxDisconnection.toMillis();
		this.maxSessions = maxPackets;
		this.offsets = new Yeast(this::now);
		this.log = new PacketLog(this.maxAgeMillis, maxPackets);
	}

	private long now() {
		return this.clock.now(TimeUnit.MILLISECONDS);
	}

	/**
	 * Run a turn when all earlier turns are over: now, or on the thread and behind the
	 * turn that is running. In that case the caller does not wait.
	 * @param turn the turn; what it throws is thrown here if it ran now, and logged
	 * otherwise
	 */
	private void takeTurn(Runnable turn) {
		this.turns.add(turn);
		if (this.waiting.getAndIncrement() != 0) {
			return;
		}
		Throwable failure = null;
		do {
			Runnable next = this.turns.poll();
			try {
				if (next != null) {
					next.run();
				}
			}
			catch (Throwable ex) {
				// Also an error: the turns behind it have to come all the same.
				if (next == turn) {
					failure = ex;
				}
				else {
					logger.error("{} failed after its caller had gone on", LogFormat.message(next), ex);
				}
			}
		}
		while (this.waiting.decrementAndGet() != 0);
		if (failure != null) {
			ReflectionUtils.rethrowRuntimeException(failure);
		}
	}

	@Override
	public void broadcast(Packet packet, BroadcastOptions options) {
		if (packet.type() != PacketType.EVENT || options.droppable()) {
			super.broadcast(packet, options);
			return;
		}
		takeTurn(new RememberedBroadcast(packet, options));
	}

	@Override
	public void remember(Packet packet, BroadcastOptions options, Consumer<Packet> delivery) {
		takeTurn(() -> {
			Packet remembered = packet.withOffset(this.offsets.next());
			delivery.accept(remembered);
			this.log.add(remembered, options, now());
		});
	}

	@Override
	public void inOrder(Runnable action) {
		takeTurn(action);
	}

	private void broadcastAndRemember(Packet packet, BroadcastOptions options) {
		Packet remembered = packet.withOffset(this.offsets.next());
		super.broadcast(remembered, options);
		this.log.add(remembered, options, now());
	}

	@Override
	public void save(SavedSession session) {
		takeTurn(() -> {
			expire();
			if (this.lost.size() < this.maxSessions) {
				this.lost.put(session.privateId(), new Lost(session, now()));
				this.lostIds.add(session.socketId());
			}
		});
	}

	@Override
	public int savedSessionCount() {
		takeTurn(this::expire);
		return this.lostIds.size();
	}

	@Override
	public boolean isSaved(String socketId) {
		return this.lostIds.contains(socketId);
	}

	private void expire() {
		long now = now();
		Iterator<Lost> oldestFirst = this.lost.values().iterator();
		while (oldestFirst.hasNext()) {
			Lost oldest = oldestFirst.next();
			if (now - oldest.since() <= this.maxAgeMillis) {
				break;
			}
			oldestFirst.remove();
			this.lostIds.remove(oldest.session().socketId());
		}
	}

	@Override
	public Mono<SavedSession> find(String privateId, String offset) {
		return Mono.create((sink) -> takeTurn(() -> {
			expire();
			Lost found = this.lost.get(privateId);
			if (found != null && this.log.knows(offset, now())) {
				sink.success(found.session());
			}
			else {
				sink.success();
			}
		}));
	}

	@Override
	public Mono<List<Packet>> resume(LocalSocket socket, String privateId, Collection<String> rooms, String offset) {
		return Mono.create((sink) -> takeTurn(() -> {
			expire();
			Lost found = this.lost.get(privateId);
			if (found == null) {
				sink.error(new IllegalStateException("Its session was resumed already, or is too old"));
				return;
			}
			Set<String> all = new HashSet<>(rooms);
			all.add(socket.id());
			List<Packet> missed = this.log.since(offset, all);
			if (missed == null) {
				sink.error(new IllegalStateException("Too many events were sent since offset " + offset));
				return;
			}
			try {
				add(socket, rooms);
			}
			catch (Throwable ex) {
				sink.error(ex);
				return;
			}
			this.lost.remove(privateId);
			this.lostIds.remove(found.session().socketId());
			sink.success(missed);
		}));
	}

	/**
	 * A turn that broadcasts an event.
	 */
	private final class RememberedBroadcast implements Runnable {

		private final Packet packet;

		private final BroadcastOptions options;

		RememberedBroadcast(Packet packet, BroadcastOptions options) {
			this.packet = packet;
			this.options = options;
		}

		@Override
		public void run() {
			broadcastAndRemember(this.packet, this.options);
		}

		@Override
		public String toString() {
			return "A broadcast in namespace " + this.packet.namespace();
		}

	}

	/**
	 * A socket whose client may come back.
	 *
	 * @param session the session of the socket
	 * @param since when the socket was lost, in milliseconds
	 */
	private record Lost(SavedSession session, long since) {

	}

}
