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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.adapter.cluster.MessageKind;
import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.LogFormat;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Observes a server with Micrometer. Each connect and each event starts a new trace, or
 * continues the trace that the client names. It never belongs to the trace that the
 * thread processed before, nor to the handshake, which ended long ago.
 *
 * @since 0.1.0
 */
public final class MicrometerObserver implements SocketIOObserver {

	private static final ConnectObservationConvention CONNECT = new DefaultConnectObservationConvention();

	private static final EventObservationConvention EVENT = new DefaultEventObservationConvention();

	private static final AskObservationConvention ASK = new DefaultAskObservationConvention();

	private static final BroadcastObservationConvention BROADCAST = new DefaultBroadcastObservationConvention();

	private static final ClusterHandleObservationConvention HANDLE = new DefaultClusterHandleObservationConvention();

	private static final String OTHER = "other";

	/**
	 * Each name is a time series, and applications may send names that clients choose.
	 */
	private static final int MAX_EVENTS = 1000;

	private static final List<String> TRACE_FIELDS = List.of("traceparent", "tracestate", "baggage");

	private final ObservationRegistry registry;

	private final Conventions conventions;

	private final boolean propagating;

	private final boolean broadcasts;

	private final Set<String> events = ConcurrentHashMap.newKeySet();

	/**
	 * Create an observer.
	 * @param registry where the observations are registered
	 * @param conventions the conventions of the application
	 * @param propagating whether clients may name the trace of a connect or an event
	 * @param broadcasts whether broadcasts are observed as well
	 */
	public MicrometerObserver(ObservationRegistry registry, Conventions conventions, boolean propagating,
			boolean broadcasts) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(conventions, "'conventions' must not be null");
		this.registry = registry;
		this.conventions = conventions;
		this.propagating = propagating;
		this.broadcasts = broadcasts;
	}

	@Override
	public boolean isPropagating() {
		return this.propagating;
	}

	@Override
	@SuppressWarnings("try")
	public Observed connect(String namespace, SocketIOSocket socket) {
		try (Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
			Observation observation = SocketIOObservation.CONNECT.observation(this.conventions.connect(), CONNECT,
					() -> new ConnectObservationContext(namespace, socket, carrier(socket)), this.registry);
			return new MicrometerObserved(begin(observation, null), mdc(socket, null));
		}
	}

	@Override
	@SuppressWarnings("try")
	public Observed event(String namespace, SocketIOSocket socket, String event, boolean named,
			Map<String, String> carrier) {
		try (Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
			Observation observation = SocketIOObservation.EVENT.observation(this.conventions.event(), EVENT,
					() -> new EventObservationContext(namespace, socket, named ? bounded(event) : null, carrier),
					this.registry);
			return new MicrometerObserved(begin(observation, null), mdc(socket, event));
		}
	}

	private Map<String, String> carrier(SocketIOSocket socket) {
		if (!this.propagating) {
			return Map.of();
		}
		Map<String, String> carrier = new HashMap<>();
		for (String name : TRACE_FIELDS) {
			JsonNode value = socket.handshake().auth().path(name);
			if (value.isString()) {
				carrier.put(name, value.asString());
			}
		}
		return carrier;
	}

	private static SocketMdc mdc(SocketIOSocket socket, @Nullable String event) {
		return new SocketMdc(LogFormat.value(socket.namespace().name()), ObservationKeys.shownId(socket),
				(event != null) ? LogFormat.value(event) : null);
	}

	private String bounded(String event) {
		if (this.events.contains(event)) {
			return event;
		}
		return (this.events.size() < MAX_EVENTS && this.events.add(event)) ? event : OTHER;
	}

	@Override
	public Observed ask(String namespace, String event, ContextView caller) {
		Observation observation = SocketIOObservation.ASK.observation(this.conventions.ask(), ASK,
				() -> new AskObservationContext(namespace, bounded(event)), this.registry);
		Observation parent = caller.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return new MicrometerObserved(
				begin(observation, (parent != null) ? parent : this.registry.getCurrentObservation()), null);
	}

	@Override
	public @Nullable Observed broadcast(String namespace, String event) {
		if (!this.broadcasts) {
			return null;
		}
		Observation observation = SocketIOObservation.BROADCAST.observation(this.conventions.broadcast(), BROADCAST,
				() -> new BroadcastObservationContext(namespace, bounded(event)), this.registry);
		return new MicrometerObserved(begin(observation, this.registry.getCurrentObservation()), null);
	}

	@Override
	@SuppressWarnings("try")
	public Observed serverEvent(String namespace, String event, Map<String, String> carrier) {
		try (Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
			Observation observation = SocketIOObservation.CLUSTER_HANDLE.observation(this.conventions.clusterHandle(),
					HANDLE,
					() -> new ClusterHandleObservationContext(namespace, MessageKind.SERVER_EVENT, event, carrier),
					this.registry);
			return new MicrometerObserved(begin(observation, null), null);
		}
	}

	private static Observation begin(Observation observation, @Nullable Observation parent) {
		observation.getContext().setParentObservation(parent);
		return observation.start();
	}

	/**
	 * The conventions of an application, each {@code null} for the default.
	 *
	 * @param connect for sockets that connect
	 * @param event for events
	 * @param ask for events whose acknowledgement is awaited
	 * @param broadcast for broadcasts
	 * @param clusterHandle for events of other nodes
	 */
	public record Conventions(@Nullable ConnectObservationConvention connect,
			@Nullable EventObservationConvention event, @Nullable AskObservationConvention ask,
			@Nullable BroadcastObservationConvention broadcast,
			@Nullable ClusterHandleObservationConvention clusterHandle) {

	}

}
