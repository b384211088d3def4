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
 * Ends all connections before the web server begins to wait for its last requests, so
 * that it has none to wait for: new handshakes are refused, clients are told in batches,
 * handlers may finish, and what is left when the budget is used up is cut and logged.
 * Clients that polled and vanished are not waited for.
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
				logger.error("The Socket.IO server could not be closed in an orderly way", ex);
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
				"socketio.shutdown.budget ({} ms) is used up: {} connections are cut, "
						+ "and handlers that are still at work are not waited for",
				this.shutdown.budget().toMillis(), this.engine.sessionCount());
	}

	/**
	 * At most half of the budget is spent on pauses.
	 * @param connections how many connections there are
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
		// A test context that is set aside keeps its connections, as its web server does.
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

}
