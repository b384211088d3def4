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

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.MemoryKind;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOHealthIndicator}.
 */
class SocketIOHealthIndicatorTests {

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), this.io);

	private Health health(Status trouble) {
		Health health = new SocketIOHealthIndicator(this.io, this.engine, trouble).health().block();
		assertThat(health).isNotNull();
		return health;
	}

	@Test
	void isUpWhileClientsAreAccepted() {
		TestEngineSession.open(this.io);
		assertThat(health(Status.DOWN).getStatus()).isEqualTo(Status.UP);
		assertThat(health(Status.DOWN).getDetails()).containsEntry("connections", 1).containsEntry("accepting", true);
	}

	@Test
	void isOutOfServiceWhileTheServerStops() {
		this.engine.stopAccepting();
		assertThat(health(Status.UP).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health(Status.UP).getDetails()).containsEntry("accepting", false);
	}

	@Test
	void hasTheChosenStatusWhileMemoryIsFull() {
		this.engine.memory().charge(MemoryKind.RECOVERY, this.engine.memory().limit());
		assertThat(health(Status.UP).getStatus()).isEqualTo(Status.UP);
		assertThat(health(Status.OUT_OF_SERVICE).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health(Status.UP).getDetails()).containsEntry("memory", "full").containsEntry("accepting", false);
	}

	@Test
	void tellsWhetherOtherNodesAreConnectedWithoutAnotherStatus() {
		assertThat(health(Status.DOWN).getDetails()).doesNotContainKey("cluster");
		AtomicBoolean connected = new AtomicBoolean(true);
		SocketIOHealthIndicator node = node(Status.DOWN, connected, Status.UP);
		assertThat(node.health().block().getDetails()).containsEntry("cluster", "connected");
		connected.set(false);
		assertThat(node.health().block().getDetails()).containsEntry("cluster", "disconnected");
		assertThat(node.health().block().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void hasTheChosenStatusWhileOtherNodesAreNotConnected() {
		Status alone = new Status("ALONE");
		AtomicBoolean connected = new AtomicBoolean(true);
		SocketIOHealthIndicator node = node(Status.UP, connected, alone);
		assertThat(node.health().block().getStatus()).isEqualTo(Status.UP);
		connected.set(false);
		assertThat(node.health().block().getStatus()).isEqualTo(alone);
		this.engine.memory().charge(MemoryKind.RECOVERY, this.engine.memory().limit());
		assertThat(node.health().block().getStatus()).isEqualTo(alone);
		assertThat(node(Status.DOWN, connected, alone).health().block().getStatus()).isEqualTo(Status.DOWN);
		this.engine.stopAccepting();
		assertThat(node.health().block().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	private SocketIOHealthIndicator node(Status trouble, AtomicBoolean connected, Status disconnected) {
		return new SocketIOHealthIndicator(this.io, this.engine, trouble, connected::get, disconnected);
	}

}
