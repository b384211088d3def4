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

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.micrometer.tracing.otel.bridge.EventPublishingContextWrapper;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * OpenTelemetry as Spring Boot sets it up, with trace ids in the MDC.
 */
public final class TestTracing {

	private static final Slf4JEventListener MDC = new Slf4JEventListener();

	static {
		ContextStorage.addWrapper(new EventPublishingContextWrapper(MDC::onEvent));
	}

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final Tracer tracer;

	/**
	 * Create a tracer and the registry that it observes.
	 */
	public TestTracing() {
		io.opentelemetry.api.trace.Tracer otel = SdkTracerProvider.builder().build().get("test");
		this.tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), MDC::onEvent);
		OtelPropagator propagator = new OtelPropagator(
				ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
		this.registry.observationConfig()
			.observationHandler(new FirstMatchingCompositeObservationHandler(
					new PropagatingReceiverTracingObservationHandler<>(this.tracer, propagator),
					new PropagatingSenderTracingObservationHandler<>(this.tracer, propagator),
					new DefaultTracingObservationHandler(this.tracer)));
	}

	/**
	 * The registry whose observations are traced.
	 * @return always the same registry
	 */
	public ObservationRegistry registry() {
		return this.registry;
	}

	/**
	 * The tracer.
	 * @return always the same tracer
	 */
	public Tracer tracer() {
		return this.tracer;
	}

	/**
	 * The trace of the current thread.
	 * @return the trace id, {@code null} for none
	 */
	public @Nullable String traceId() {
		Span span = this.tracer.currentSpan();
		return (span != null) ? span.context().traceId() : null;
	}

	/**
	 * The trace that a Reactor context belongs to.
	 * @param context a context with an observation
	 * @return the trace id
	 */
	public String traceIdOf(ContextView context) {
		Observation observation = context.get(ObservationThreadLocalAccessor.KEY);
		TracingObservationHandler.TracingContext traced = observation.getContextView()
			.getRequired(TracingObservationHandler.TracingContext.class);
		return traced.getSpan().context().traceId();
	}

}
