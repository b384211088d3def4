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

package io.github.socketiospring.benchmarks.server;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The events by which the load generator makes a node send, ask and grow.
 */
@SocketNamespace
class ClusterHandlers {

	private static final String ROOM = "news";

	private static final String TEXT = "x".repeat(32);

	/** Redis has to confirm so many within the time that a question waits for it. */
	private static final int NAMESPACES_AT_ONCE = 500;

	private final SocketIOServer server;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "publisher");
		thread.setDaemon(true);
		return thread;
	});

	private volatile List<String> rooms = List.of(ROOM);

	private final AtomicLong published = new AtomicLong();

	private volatile long sent;

	private int namespaces;

	private @Nullable Future<?> sending;

	ClusterHandlers(SocketIOServer server) {
		this.server = server;
	}

	@OnEvent("join")
	void join(SocketIOSocket socket, String room) {
		socket.join(room);
	}

	/**
	 * Join some of the rooms to which a node sends in turn.
	 * @param socket joins them
	 * @param from the number of the first room
	 * @param to the number of the room after the last
	 */
	@OnEvent("join-rooms")
	void joinRooms(SocketIOSocket socket, int from, int to) {
		names(from, to).forEach(socket::join);
	}

	private static List<String> names(int from, int to) {
		return IntStream.range(from, to).mapToObj((number) -> (number == 0) ? ROOM : ROOM + "-" + number).toList();
	}

	/**
	 * Choose the rooms to which {@code publish} sends in turn.
	 * @param count the number of rooms, among which is always that of the other events
	 * @return the number of rooms
	 */
	@OnEvent("rooms")
	int rooms(int count) {
		this.rooms = names(0, count);
		return count;
	}

	/**
	 * Create namespaces that nobody uses.
	 * @param count how many there should be
	 * @return how many there are, once they are subscribed
	 */
	@OnEvent("namespaces")
	synchronized int namespaces(int count) {
		while (this.namespaces < count) {
			this.namespaces++;
			Namespace namespace = this.server.of("/unused-" + this.namespaces).onConnection((socket) -> {
			});
			if (this.namespaces % NAMESPACES_AT_ONCE == 0 || this.namespaces == count) {
				// A question waits for the subscription, and for those before it.
				namespace.fetchSockets().blockLast();
			}
		}
		return this.namespaces;
	}

	@OnEvent("publish")
	void publish(int count) {
		for (int i = 0; i < count; i++) {
			this.server.to(nextRoom()).emit("news", TEXT);
		}
	}

	private String nextRoom() {
		List<String> rooms = this.rooms;
		return rooms.get((int) (this.published.getAndIncrement() % rooms.size()));
	}

	/**
	 * Send at a fixed rate from now on.
	 * @param perSecond the number of messages in a second, 0 for none
	 * @return the number of messages so far
	 */
	@OnEvent("rate")
	synchronized long rate(int perSecond) {
		if (this.sending != null) {
			this.sending.cancel(false);
			this.sending = null;
		}
		if (perSecond > 0) {
			long start = System.nanoTime();
			this.sent = 0;
			this.sending = this.timer.scheduleAtFixedRate(() -> sendWhatIsDue(start, perSecond), 1, 1,
					TimeUnit.MILLISECONDS);
		}
		return this.sent;
	}

	private void sendWhatIsDue(long start, int perSecond) {
		long due = (System.nanoTime() - start) * perSecond / 1_000_000_000;
		while (this.sent < due) {
			this.sent++;
			this.server.to(ROOM).emit("news", now());
		}
	}

	private static String now() {
		String nanos = String.valueOf(System.nanoTime());
		return "0".repeat(TEXT.length() - nanos.length()) + nanos;
	}

	@OnEvent("sent")
	long sent() {
		return this.sent;
	}

	@OnEvent("fetch")
	Mono<Long> fetch() {
		return this.server.to(ROOM).fetchSockets().count();
	}

	@OnEvent("ask")
	Mono<Long> ask() {
		return this.server.to(ROOM).emitWithAck("ask", Integer.class, TEXT).count();
	}

}
