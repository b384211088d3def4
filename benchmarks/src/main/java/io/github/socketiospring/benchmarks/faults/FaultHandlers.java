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

package io.github.socketiospring.benchmarks.faults;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;

/**
 * The events by which the fault run makes a node send news to all nodes, and look for
 * their sockets.
 */
@SocketNamespace
class FaultHandlers {

	private static final String ROOM = "news";

	private final SocketIOServer server;

	private final String name;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "publisher");
		thread.setDaemon(true);
		return thread;
	});

	private @Nullable Future<?> sending;

	private long sent;

	private volatile long missing;

	private volatile long micros;

	FaultHandlers(SocketIOServer server, @Value("${socketio.adapter.node-name}") String name) {
		this.server = server;
		this.name = name;
	}

	@OnEvent("join")
	void join(SocketIOSocket socket) {
		socket.join(ROOM);
	}

	/**
	 * Send news at a fixed rate from now on: the name of this node, a number, and the
	 * time in microseconds.
	 * @param perSecond the number of messages in a second
	 * @return the same number
	 */
	@OnEvent("rate")
	synchronized int rate(int perSecond) {
		if (this.sending == null) {
			long start = System.nanoTime();
			this.sending = this.timer.scheduleAtFixedRate(() -> sendWhatIsDue(start, perSecond), 1, 1,
					TimeUnit.MILLISECONDS);
		}
		return perSecond;
	}

	private void sendWhatIsDue(long start, int perSecond) {
		long due = (System.nanoTime() - start) * perSecond / 1_000_000_000;
		while (this.sent < due) {
			this.server.to(ROOM).emit("news", this.name, this.sent++, System.nanoTime() / 1000);
		}
	}

	/**
	 * Find the sockets of all nodes.
	 * @param millis how long to wait for other nodes
	 * @return the number of sockets that were found
	 */
	@OnEvent("find")
	Mono<Long> find(int millis) {
		return Mono.defer(() -> {
			long start = System.nanoTime();
			long[] found = { 0 };
			this.missing = 0;
			return this.server.to(ROOM)
				.timeout(Duration.ofMillis(millis))
				.fetchSockets()
				.doOnNext((socket) -> found[0]++)
				.then()
				.onErrorResume(ClusterTimeoutException.class, (ex) -> {
					this.missing = ex.missing().count();
					return Mono.empty();
				})
				.then(Mono.fromCallable(() -> {
					this.micros = (System.nanoTime() - start) / 1000;
					return found[0];
				}));
		});
	}

	/**
	 * The number of nodes that did not answer when this node last looked for sockets.
	 * @return the number
	 */
	@OnEvent("missing")
	long missing() {
		return this.missing;
	}

	/**
	 * How long it took when this node last looked for sockets.
	 * @return the time in microseconds
	 */
	@OnEvent("took")
	long took() {
		return this.micros;
	}

}
