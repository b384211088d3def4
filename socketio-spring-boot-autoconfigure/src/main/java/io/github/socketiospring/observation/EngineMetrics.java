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

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineStatistics;
import io.github.socketiospring.support.MemoryKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;

import org.springframework.util.Assert;

/**
 * The meters of an Engine.IO server: its sessions, what they send and receive, and the
 * memory that they use.
 *
 * @since 0.1.0
 */
public final class EngineMetrics {

	private static final String[] TRANSPORTS = { "polling", "websocket" };

	private final EngineServer server;

	private final MeterRegistry registry;

	/**
	 * Create meters.
	 * @param server the server to measure
	 * @param registry where the meters are registered
	 */
	public EngineMetrics(EngineServer server, MeterRegistry registry) {
		Assert.notNull(server, "'server' must not be null");
		Assert.notNull(registry, "'registry' must not be null");
		this.server = server;
		this.registry = registry;
	}

	/**
	 * Register the meters. Call it once.
	 */
	public void bind() {
		this.server.addListener(new SessionCounters(this.registry));
		bindSessions();
		bindIncidents();
		bindTraffic();
		bindMemory();
	}

	private void bindSessions() {
		for (String transport : TRANSPORTS) {
			Gauge.builder("socketio.sessions", this.server, (source) -> source.sessionCount(transport))
				.tag("transport", transport)
				.description("Open sessions")
				.register(this.registry);
		}
		gauge("socketio.handshakes.pending", EngineStatistics::handshakes)
			.description("Handshakes that are not completed")
			.register(this.registry);
	}

	private void bindIncidents() {
		for (EngineCounter counter : EngineCounter.values()) {
			FunctionCounter.builder("socketio.incidents", this.server.statistics(), (source) -> source.count(counter))
				.tag("layer", "engine.io")
				.tag("reason", counter.name().toLowerCase(Locale.ROOT))
				.description("Limits that were reached, clients that were refused, and events that were dropped")
				.register(this.registry);
		}
	}

	private void bindTraffic() {
		this.server.statistics().countTraffic();
		count("socketio.traffic.received", EngineStatistics::receivedBytes, "Content of packets that clients sent");
		count("socketio.traffic.sent", EngineStatistics::sentBytes, "Content of packets that were sent");
		gauge("socketio.outbound.packets", EngineStatistics::queuedPackets).description("Packets that wait to be sent")
			.register(this.registry);
		gauge("socketio.outbound.size", EngineStatistics::queuedBytes).baseUnit(BaseUnits.BYTES)
			.description("Packets that wait to be sent")
			.register(this.registry);
	}

	private void count(String meter, ToDoubleFunction<EngineStatistics> value, String description) {
		FunctionCounter.builder(meter, this.server.statistics(), value)
			.baseUnit(BaseUnits.BYTES)
			.description(description)
			.register(this.registry);
	}

	private Gauge.Builder<EngineStatistics> gauge(String meter, ToDoubleFunction<EngineStatistics> value) {
		return Gauge.builder(meter, this.server.statistics(), value);
	}

	private void bindMemory() {
		MemorySnapshot snapshot = new MemorySnapshot(this.server.statistics(), this.registry.config().clock());
		for (MemoryKind kind : MemoryKind.values()) {
			Gauge.builder("socketio.memory", () -> snapshot.used(kind))
				.tag("kind", kind.name().toLowerCase(Locale.ROOT))
				.baseUnit(BaseUnits.BYTES)
				.description("Memory that the server uses for clients")
				.register(this.registry);
		}
		Gauge.builder("socketio.memory.used", this.server, (source) -> source.memory().used())
			.baseUnit(BaseUnits.BYTES)
			.description("Memory that counts towards the limit")
			.register(this.registry);
		Gauge.builder("socketio.memory.limit", this.server, (source) -> source.memory().limit())
			.baseUnit(BaseUnits.BYTES)
			.description("Memory that the server may use for clients")
			.register(this.registry);
	}

	/**
	 * Counts what happens to sessions.
	 */
	private static final class SessionCounters implements EngineListener {

		private final Map<String, Counter> opened = new HashMap<>();

		private final Map<CloseReason, Counter> closed = new EnumMap<>(CloseReason.class);

		private final Counter upgrades;

		SessionCounters(MeterRegistry registry) {
			for (String transport : TRANSPORTS) {
				this.opened.put(transport,
						Counter.builder("socketio.sessions.opened")
							.tag("transport", transport)
							.description("Sessions that were opened")
							.register(registry));
			}
			for (CloseReason reason : CloseReason.values()) {
				this.closed.put(reason,
						Counter.builder("socketio.sessions.closed")
							.tag("reason", reason.name().toLowerCase(Locale.ROOT))
							.description("Sessions that ended")
							.register(registry));
			}
			this.upgrades = Counter.builder("socketio.upgrades")
				.description("Sessions that moved from polling to WebSocket")
				.register(registry);
		}

		@Override
		public void onOpen(EngineSession session) {
			Counter counter = this.opened.get(session.transport());
			if (counter != null) {
				counter.increment();
			}
		}

		@Override
		public void onUpgrade(EngineSession session) {
			this.upgrades.increment();
		}

		@Override
		public void onClose(EngineSession session, CloseReason reason) {
			Counter counter = this.closed.get(reason);
			if (counter != null) {
				counter.increment();
			}
		}

	}

}
