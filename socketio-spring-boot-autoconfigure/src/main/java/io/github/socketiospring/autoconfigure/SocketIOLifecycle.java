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

package io.github.socketiospring.autoconfigure;

import java.time.Duration;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Ends all connections before the graceful shutdown of the web server begins, which would
 * otherwise wait for them. New handshakes are refused, clients are disconnected in
 * batches, and handlers may complete. When the budget is used up, the remaining
 * connections are closed, and their number is logged. The server does not wait for
 * clients that have stopped polling.
 */
class SocketIOLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOLifecycle.class);

	private static final Duration LOOK = Duration.ofMillis(10);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

	private final EngineServer engine;

	private final SocketIOServer server;

	private final SocketIOProperties.Shutdown shutdown;

	private volatile boolean running;

	SocketIOLifecycle(EngineServer engine, SocketIOServer server, SocketIOProperties.Shutdown shutdown) {
		this.engine = engine;
		this.server = server;
		this.shutdown = shutdown;
	}

	@Override
	public void start() {
		this.server.start();
		this.engine.startAccepting();
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.engine.stopAccepting();
		int connections = this.engine.sessionCount();
		if (connections > 0) {
			logger.info("Closing {} Socket.IO connections", connections);
		}
		this.server.close(this.shutdown.batch(), pause(connections))
			.then(allGone())
			.timeout(this.shutdown.budget(), Mono.fromRunnable(this::budgetUsedUp))
			.onErrorResume((ex) -> {
				logger.error("The Socket.IO server could not be shut down gracefully", ex);
				return Mono.empty();
			})
			.doFinally((signal) -> {
				this.engine.terminateAll();
				this.running = false;
				callback.run();
			})
			.subscribe();
	}

	private void budgetUsedUp() {
		if (isOver()) {
			// A budget of zero is used up before the first check.
			return;
		}
		logger.warn(
				"socketio.shutdown.budget ({} ms) is used up: closing {} connections "
						+ "without waiting for running handlers",
				this.shutdown.budget().toMillis(), this.engine.sessionCount());
	}

	/**
	 * Compute the pause between two batches. Pauses take at most half of the budget.
	 * @param connections the number of connections
	 * @return how long to wait between two batches
	 */
	private Duration pause(int connections) {
		int batches = 1 + connections / this.shutdown.batch();
		Duration affordable = this.shutdown.budget().dividedBy(2L * batches);
		return (affordable.compareTo(LONGEST_PAUSE) < 0) ? affordable : LONGEST_PAUSE;
	}

	private Mono<Void> allGone() {
		return Mono.defer(() -> isOver() ? Mono.empty() : Flux.interval(LOOK).takeUntil((tick) -> isOver()).then());
	}

	private boolean isOver() {
		if (this.engine.isDeserted()) {
			this.engine.terminateAll();
		}
		return this.engine.sessionCount() == 0 && this.server.isIdle();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		// A paused test context keeps its connections, as its web server does.
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

}
