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

package io.github.socketiospring.observation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.server.metrics.ClusterState;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterMetrics}.
 */
class ClusterMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ClusterMetrics metrics = new ClusterMetrics(this.registry);

	private final AtomicLong published = new AtomicLong();

	private final AtomicBoolean connected = new AtomicBoolean();

	@Test
	void readsTheStateOfTheNode() {
		this.metrics.bind(new ClusterState(Map.of("published", this.published::get, "lost", () -> 7), () -> 1, () -> 2,
				() -> 3, () -> 4, this.connected::get, () -> 6));
		System.gc();
		this.published.set(5);
		assertThat(this.registry.get("socketio.cluster.messages").tag("kind", "published").functionCounter().count())
			.isEqualTo(5);
		assertThat(this.registry.get("socketio.cluster.messages").tag("kind", "lost").functionCounter().count())
			.isEqualTo(7);
		assertThat(this.registry.get("socketio.cluster.reconnects").functionCounter().count()).isEqualTo(1);
		assertThat(this.registry.get("socketio.cluster.cuts").functionCounter().count()).isEqualTo(2);
		assertThat(this.registry.get("socketio.cluster.requests.pending").gauge().value()).isEqualTo(3);
		assertThat(this.registry.get("socketio.cluster.backlog.size").gauge().value()).isEqualTo(4);
		assertThat(this.registry.get("socketio.cluster.connected").gauge().value()).isZero();
		assertThat(this.registry.get("socketio.cluster.nodes").gauge().value()).isEqualTo(6);
		this.connected.set(true);
		assertThat(this.registry.get("socketio.cluster.connected").gauge().value()).isOne();
	}

	@Test
	void timesRequestsByKindAndOutcome() {
		this.metrics.requested("sockets", "complete", Duration.ofMillis(20));
		this.metrics.requested("sockets", "complete", Duration.ofMillis(40));
		this.metrics.requested("sockets", "timeout", Duration.ofSeconds(5));
		Timer complete = timer("complete");
		assertThat(complete.count()).isEqualTo(2);
		assertThat(complete.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(60);
		assertThat(timer("timeout").count()).isOne();
	}

	private Timer timer(String outcome) {
		return this.registry.get("socketio.cluster.requests").tags("request", "sockets", "outcome", outcome).timer();
	}

}
