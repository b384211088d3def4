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

package io.github.socketiospring.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Connects a node before the web server lets clients in, and disconnects it when they
 * have gone, so that handlers of disconnects can still send to other nodes.
 */
class ClusterLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ClusterLifecycle.class);

	private final ClusterNode node;

	private final Duration timeout;

	private volatile boolean running;

	ClusterLifecycle(ClusterNode node, Duration timeout) {
		this.node = node;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		this.running = true;
		try {
			this.node.start().toFuture().get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			logger.info("Node {} is connected to other Socket.IO nodes", this.node.name());
		}
		catch (TimeoutException ex) {
			logger.info("Node {} starts without other Socket.IO nodes, and goes on to connect", this.node.name());
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The node cannot be started", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.node.stop().doFinally((signal) -> {
			this.running = false;
			callback.run();
		}).subscribe((none) -> {
		}, (ex) -> logger.warn("The connections to other Socket.IO nodes could not be closed", ex));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		// A paused test context keeps its clients, as its web server does.
		return false;
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;
	}

}
