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

import io.github.socketiospring.adapter.cluster.ClusterNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.web.server.context.WebServerApplicationContext;

/**
 * Connects a node before the web server accepts clients, and disconnects it after they
 * have disconnected, so that {@code @OnDisconnect} handlers can still send to other
 * nodes.
 */
class ClusterLifecycle extends ConnectionLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ClusterLifecycle.class);

	private final ClusterNode node;

	ClusterLifecycle(ClusterNode node, Duration timeout) {
		super(timeout);
		this.node = node;
	}

	@Override
	Mono<Void> connect() {
		return this.node.start();
	}

	@Override
	void connected() {
		logger.info("Node {} is connected to other Socket.IO nodes", this.node.name());
	}

	@Override
	void late() {
		logger.info("Node {} starts without other Socket.IO nodes and connects in the background", this.node.name());
	}

	@Override
	Mono<Void> close() {
		return this.node.stop();
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;
	}

}
