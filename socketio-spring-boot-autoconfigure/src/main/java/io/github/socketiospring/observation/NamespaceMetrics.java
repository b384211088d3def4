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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;

import io.github.socketiospring.server.metrics.NamespaceMeter;
import io.github.socketiospring.server.metrics.NamespaceState;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The meters of the namespaces that share a name in metrics. Events are counted and timed
 * by objects that this class keeps, without a look-up in the registry. Gauges are
 * registered with the first of the namespaces and removed with the last. Counters and
 * timers stay, so that their rates survive.
 */
final class NamespaceMetrics implements NamespaceMeter {

	private static final String TAG = "namespace";

	private static final String OTHER = "other";

	/** Applications may register names that clients choose. */
	private static final int MAX_EVENTS = 200;

	private final String name;

	private final MeterRegistry registry;

	private final Set<NamespaceState> namespaces = ConcurrentHashMap.newKeySet();

	private final List<Meter> gauges = new ArrayList<>(4);

	private final LongAdder received = new LongAdder();

	private final LongAdder sent = new LongAdder();

	private final DistributionSummary broadcasts;

	private final Timer acknowledgements;

	private final Map<String, EventTimers> events = new ConcurrentHashMap<>();

	private final EventTimers others;

	NamespaceMetrics(String name, MeterRegistry registry) {
		this.name = name;
		this.registry = registry;
		count("socketio.events.received", this.received, "Events that clients sent");
		count("socketio.events.sent", this.sent, "Events that were sent, counted for each receiver");
		this.broadcasts = DistributionSummary.builder("socketio.broadcast.receivers")
			.tag(TAG, name)
			.description("Sockets of this node to which an event was broadcast")
			.register(registry);
		this.acknowledgements = Timer.builder("socketio.acks")
			.tag(TAG, name)
			.description("Time from sending an event to the acknowledgement of the client")
			.register(registry);
		this.others = EventTimers.create(name, OTHER, registry);
	}

	private void count(String meter, LongAdder adder, String description) {
		FunctionCounter.builder(meter, adder, LongAdder::sum)
			.tag(TAG, this.name)
			.description(description)
			.register(this.registry);
	}

	@Override
	public synchronized void added(NamespaceState namespace) {
		if (this.namespaces.isEmpty()) {
			this.gauges.add(sockets("polling"));
			this.gauges.add(sockets("websocket"));
			this.gauges
				.add(gauge("socketio.rooms", (state) -> state.roomCount().getAsInt()).description("Rooms with members")
					.register(this.registry));
			this.gauges.add(gauge("socketio.acks.pending", (state) -> state.pendingAcks().getAsInt())
				.description("Acknowledgements that are outstanding")
				.register(this.registry));
		}
		this.namespaces.add(namespace);
	}

	private Meter sockets(String transport) {
		return gauge("socketio.sockets", (state) -> state.sockets().applyAsInt(transport)).tag("transport", transport)
			.description("Connected sockets")
			.register(this.registry);
	}

	private Gauge.Builder<Set<NamespaceState>> gauge(String meter, ToIntFunction<NamespaceState> value) {
		return Gauge.builder(meter, this.namespaces, (present) -> present.stream().mapToInt(value).sum())
			.tag(TAG, this.name);
	}

	@Override
	public synchronized void removed(NamespaceState namespace) {
		if (this.namespaces.remove(namespace) && this.namespaces.isEmpty()) {
			this.gauges.forEach(this.registry::remove);
			this.gauges.clear();
		}
	}

	@Override
	public void received() {
		this.received.increment();
	}

	@Override
	public void sent() {
		this.sent.increment();
	}

	@Override
	public void broadcast(int receivers) {
		this.sent.add(receivers);
		this.broadcasts.record(receivers);
	}

	@Override
	public void handled(@Nullable String event, long nanos, boolean failed) {
		timers(event).record(nanos, failed);
	}

	private EventTimers timers(@Nullable String event) {
		if (event == null) {
			return this.others;
		}
		EventTimers timers = this.events.get(event);
		if (timers == null) {
			if (this.events.size() >= MAX_EVENTS) {
				return this.others;
			}
			timers = this.events.computeIfAbsent(event,
					(missing) -> EventTimers.create(this.name, missing, this.registry));
		}
		return timers;
	}

	@Override
	public void acknowledged(long nanos) {
		this.acknowledgements.record(nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * The time that handlers take for the events of one name.
	 *
	 * @param success the time of handlers that succeeded
	 * @param error the time of handlers that failed
	 */
	private record EventTimers(Timer success, Timer error) {

		static EventTimers create(String namespace, String event, MeterRegistry registry) {
			return new EventTimers(timer(namespace, event, "success", registry),
					timer(namespace, event, "error", registry));
		}

		private static Timer timer(String namespace, String event, String outcome, MeterRegistry registry) {
			return Timer.builder("socketio.handlers")
				.tag(TAG, namespace)
				.tag("event", event)
				.tag("outcome", outcome)
				.description("Time that the handlers of an event took")
				.register(registry);
		}

		void record(long nanos, boolean failed) {
			(failed ? this.error : this.success).record(nanos, TimeUnit.NANOSECONDS);
		}

	}

}
