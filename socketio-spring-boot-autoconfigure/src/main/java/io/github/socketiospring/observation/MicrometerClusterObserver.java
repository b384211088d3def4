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

import java.util.Map;

import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.adapter.cluster.MessageKind;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.support.ThreadLocals;
import io.micrometer.observation.NullObservation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.Assert;

/**
 * Observes the messages and requests of a node with Micrometer. Those that are sent
 * belong to what is observed at the caller; a handled message belongs to the trace that
 * it carries, never to one of the thread.
 *
 * @since 0.1.0
 */
public final class MicrometerClusterObserver implements ClusterObserver {

	private static final ClusterRequestObservationConvention REQUEST = new DefaultClusterRequestObservationConvention();

	private static final ClusterPublishObservationConvention PUBLISH = new DefaultClusterPublishObservationConvention();

	private static final ClusterHandleObservationConvention HANDLE = new DefaultClusterHandleObservationConvention();

	private final ObservationRegistry registry;

	private final Conventions conventions;

	/**
	 * Create an observer.
	 * @param registry where the observations are registered
	 * @param conventions the conventions of the application
	 */
	public MicrometerClusterObserver(ObservationRegistry registry, Conventions conventions) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(conventions, "'conventions' must not be null");
		this.registry = registry;
		this.conventions = conventions;
	}

	@Override
	public ContextView calling(ContextView caller) {
		Observation parent = parent(caller);
		return (parent != null) ? Context.of(ObservationThreadLocalAccessor.KEY, parent) : Context.empty();
	}

	private @Nullable Observation parent(ContextView caller) {
		Observation parent = caller.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		return (parent != null) ? parent : this.registry.getCurrentObservation();
	}

	@Override
	public ObservedRequest request(String namespace, ClusterListener.Request request, ContextView caller) {
		ClusterRequestObservationContext context = new ClusterRequestObservationContext(namespace, request);
		Observation observation = SocketIOObservation.CLUSTER_REQUEST.observation(this.conventions.request(), REQUEST,
				() -> context, this.registry);
		return new Request(begin(observation, parent(caller)), context);
	}

	@Override
	public @Nullable ObservedMessage publish(String namespace, MessageKind kind) {
		Observation parent = this.registry.getCurrentObservation();
		if (parent == null) {
			return null;
		}
		ClusterPublishObservationContext context = new ClusterPublishObservationContext(namespace, kind);
		Observation observation = SocketIOObservation.CLUSTER_PUBLISH.observation(this.conventions.publish(), PUBLISH,
				() -> context, this.registry);
		return new Message(begin(observation, parent), context.getCarrier());
	}

	@Override
	@SuppressWarnings("try")
	public ObservedMessage handle(String namespace, MessageKind kind, TraceContext trace) {
		try (Observation.Scope nothing = new NullObservation(this.registry).openScope()) {
			Observation observation = SocketIOObservation.CLUSTER_HANDLE.observation(this.conventions.handle(), HANDLE,
					() -> new ClusterHandleObservationContext(namespace, kind, null, trace.fields()), this.registry);
			return new Message(begin(observation, null), Map.of());
		}
	}

	private static Observation begin(Observation observation, @Nullable Observation parent) {
		if (!observation.isNoop()) {
			observation.getContext().setParentObservation(parent);
		}
		return observation.start();
	}

	private static @Nullable TraceContext trace(@Nullable Map<String, String> carrier) {
		return (carrier != null) ? TraceContext.of(carrier.get(TraceContext.PARENT), carrier.get(TraceContext.STATE))
				: null;
	}

	private static void stop(Observation observation, @Nullable Throwable error) {
		if (error != null) {
			observation.error(error);
		}
		observation.stop();
	}

	/**
	 * A request that is observed.
	 *
	 * @param observation a started observation
	 * @param context its context
	 */
	private record Request(Observation observation,
			ClusterRequestObservationContext context) implements ObservedRequest {

		@Override
		public @Nullable TraceContext trace() {
			return MicrometerClusterObserver.trace(this.context.getCarrier());
		}

		@Override
		public void end(ClusterListener.@Nullable Outcome outcome, int expected, int answered,
				@Nullable Throwable error) {
			this.context.setResult(outcome, expected, answered);
			stop(this.observation, error);
		}

	}

	/**
	 * A message that is observed.
	 *
	 * @param observation a started observation
	 * @param carrier the trace fields for other nodes
	 */
	private record Message(Observation observation, @Nullable Map<String, String> carrier) implements ObservedMessage {

		@Override
		public @Nullable TraceContext trace() {
			return MicrometerClusterObserver.trace(this.carrier);
		}

		@Override
		public ThreadLocals.Scope open() {
			return this.observation.openScope()::close;
		}

		@Override
		public void end(@Nullable Throwable error) {
			stop(this.observation, error);
		}

	}

	/**
	 * The conventions of an application, each {@code null} for the default.
	 *
	 * @param request for requests to other nodes
	 * @param publish for messages to other nodes
	 * @param handle for messages of other nodes
	 */
	public record Conventions(@Nullable ClusterRequestObservationConvention request,
			@Nullable ClusterPublishObservationConvention publish,
			@Nullable ClusterHandleObservationConvention handle) {

	}

}
