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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.github.socketiospring.server.metrics.ClusterState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The meters of a node of a cluster: its messages, its requests to other nodes, and its
 * connection to the broker.
 *
 * @since 0.1.0
 */
public final class ClusterMetrics {

	private final MeterRegistry registry;

	private final Map<String, Timer> requests = new ConcurrentHashMap<>();

	/** Held here, since a registry does not. */
	private @Nullable ClusterState state;

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 */
	public ClusterMetrics(MeterRegistry registry) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
	}

	/**
	 * Register the meters of a node.
	 * @param state reads the node's state
	 */
	public void bind(ClusterState state) {
		this.state = state;
		state.counters()
			.forEach((name, value) -> FunctionCounter
				.builder("socketio.cluster.messages", state, (source) -> value.getAsLong())
				.tag("kind", name)
				.description("Messages between this node and others, and what became of them")
				.register(this.registry));
		count(state, "socketio.cluster.reconnects", (source) -> source.reconnects().getAsLong(),
				"Connections to the broker that were lost and came back");
		count(state, "socketio.cluster.cuts", (source) -> source.cuts().getAsLong(),
				"Subscriptions that the broker cut although it could be reached");
		gauge(state, "socketio.cluster.connected", (source) -> source.connected().getAsBoolean() ? 1 : 0)
			.description("Whether messages are published and arrive: 1 or 0")
			.register(this.registry);
		gauge(state, "socketio.cluster.nodes", (source) -> source.nodes().getAsInt())
			.description("Nodes that send heartbeats, this one included")
			.register(this.registry);
		gauge(state, "socketio.cluster.requests.pending", (source) -> source.pendingRequests().getAsInt())
			.description("Requests that wait for other nodes")
			.register(this.registry);
		gauge(state, "socketio.cluster.backlog.size", (source) -> source.waitingBytes().getAsLong())
			.baseUnit(BaseUnits.BYTES)
			.description("Messages of other nodes that wait to be handled")
			.register(this.registry);
	}

	private void count(ClusterState state, String name, ToDoubleFunction<ClusterState> value, String description) {
		FunctionCounter.builder(name, state, value).description(description).register(this.registry);
	}

	private static Gauge.Builder<ClusterState> gauge(ClusterState state, String name,
			ToDoubleFunction<ClusterState> value) {
		return Gauge.builder(name, state, value);
	}

	/**
	 * A request to other nodes is over.
	 * @param request what was asked, one of a few words
	 * @param outcome how it ended, one of a few words
	 * @param took the time since it was published
	 */
	public void requested(String request, String outcome, Duration took) {
		this.requests
			.computeIfAbsent(request + " " + outcome,
					(missing) -> Timer.builder("socketio.cluster.requests")
						.tag("request", request)
						.tag("outcome", outcome)
						.description("Time until other nodes had answered a request, or it ended without them")
						.register(this.registry))
			.record(took);
	}

}
