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

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.server.metrics.NamespaceMeter;
import io.github.socketiospring.server.metrics.ServerMeter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

import org.springframework.util.Assert;

/**
 * The meters of a Socket.IO server. Namespaces are measured by this {@link ServerMeter},
 * the whole server by its statistics.
 *
 * @since 0.1.0
 */
public final class ServerMetrics implements ServerMeter {

	private final MeterRegistry registry;

	private final Map<String, NamespaceMeter> namespaces = new ConcurrentHashMap<>();

	/**
	 * Create meters.
	 * @param registry where the meters are registered
	 */
	public ServerMetrics(MeterRegistry registry) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
	}

	@Override
	public NamespaceMeter namespace(String name) {
		return this.namespaces.computeIfAbsent(name, (missing) -> new NamespaceMetrics(missing, this.registry));
	}

	/**
	 * Register the meters of the whole server.
	 * @param statistics the statistics of the server whose meter this is
	 */
	public void bind(SocketIOStatistics statistics) {
		for (SocketIOCounter counter : SocketIOCounter.values()) {
			FunctionCounter.builder("socketio.incidents", statistics, (source) -> source.count(counter))
				.tag("layer", "socket.io")
				.tag("reason", counter.name().toLowerCase(Locale.ROOT))
				.description("Limits that were reached, clients that were refused, and events that were dropped")
				.register(this.registry);
		}
		gauge(statistics, "socketio.handlers.active", (source) -> source.handlersAtWork().size())
			.description("Handlers that have not completed")
			.register(this.registry);
		gauge(statistics, "socketio.backlog.size", SocketIOStatistics::waitingBytes).baseUnit(BaseUnits.BYTES)
			.description("Events that wait for their turn")
			.register(this.registry);
		gauge(statistics, "socketio.recovery.sockets", SocketIOStatistics::recoverableSockets)
			.description("Lost sockets that can be recovered")
			.register(this.registry);
		gauge(statistics, "socketio.recovery.size", SocketIOStatistics::recoveryBytes).baseUnit(BaseUnits.BYTES)
			.description("Events and lost sockets that are kept for recovery")
			.register(this.registry);
	}

	private static Gauge.Builder<SocketIOStatistics> gauge(SocketIOStatistics statistics, String name,
			ToDoubleFunction<SocketIOStatistics> value) {
		return Gauge.builder(name, statistics, value);
	}

}
