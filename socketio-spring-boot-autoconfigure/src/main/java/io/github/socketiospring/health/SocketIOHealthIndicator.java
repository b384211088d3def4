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

package io.github.socketiospring.health;

import java.util.function.BooleanSupplier;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.Assert;

/**
 * The health of a Socket.IO server. It is {@code UP} while the server accepts clients,
 * and {@code OUT_OF_SERVICE} while it stops. If it refuses new clients for lack of
 * memory, connected clients are still served, and a configurable status is reported; so
 * is one while the node is not connected to its cluster. If both are the case, the status
 * for memory is reported unless it is {@code UP}.
 *
 * @since 0.1.0
 */
public final class SocketIOHealthIndicator extends AbstractReactiveHealthIndicator {

	private final SocketIOServer server;

	private final EngineServer engine;

	private final Status trouble;

	private final @Nullable BooleanSupplier cluster;

	private final Status disconnected;

	/**
	 * Create an indicator.
	 * @param server counts the connections
	 * @param engine reports whether clients are accepted, and whether memory is full
	 * @param trouble the status while new clients are refused for lack of memory
	 */
	public SocketIOHealthIndicator(SocketIOServer server, EngineServer engine, Status trouble) {
		this(server, engine, trouble, null, Status.UP);
	}

	/**
	 * Create an indicator for a node of a cluster. A node also serves its own clients
	 * without the others. So it is usually {@code UP} while it is not connected to them,
	 * and a detail shows that.
	 * @param server counts the connections
	 * @param engine reports whether clients are accepted, and whether memory is full
	 * @param trouble the status while new clients are refused for lack of memory
	 * @param cluster reports whether the node is connected to the others, {@code null} if
	 * it is alone
	 * @param disconnected the status while the node is not connected to the others
	 */
	public SocketIOHealthIndicator(SocketIOServer server, EngineServer engine, Status trouble,
			@Nullable BooleanSupplier cluster, Status disconnected) {
		super("The health of the Socket.IO server cannot be determined");
		Assert.notNull(server, "'server' must not be null");
		Assert.notNull(engine, "'engine' must not be null");
		Assert.notNull(trouble, "'trouble' must not be null");
		Assert.notNull(disconnected, "'disconnected' must not be null");
		this.server = server;
		this.engine = engine;
		this.trouble = trouble;
		this.cluster = cluster;
		this.disconnected = disconnected;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		boolean accepting = this.engine.isAccepting();
		boolean full = this.engine.memory().isFull();
		boolean connected = this.cluster == null || this.cluster.getAsBoolean();
		builder.status(status(accepting, full, connected))
			.withDetail("connections", this.server.connectionCount())
			.withDetail("accepting", accepting && !full);
		if (full) {
			builder.withDetail("memory", "full");
		}
		if (this.cluster != null) {
			builder.withDetail("cluster", connected ? "connected" : "disconnected");
		}
		return Mono.just(builder.build());
	}

	private Status status(boolean accepting, boolean full, boolean connected) {
		if (!accepting) {
			return Status.OUT_OF_SERVICE;
		}
		if (full && !Status.UP.equals(this.trouble)) {
			return this.trouble;
		}
		return connected ? Status.UP : this.disconnected;
	}

}
