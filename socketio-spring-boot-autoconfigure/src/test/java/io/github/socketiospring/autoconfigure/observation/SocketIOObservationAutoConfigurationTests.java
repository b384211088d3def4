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

package io.github.socketiospring.autoconfigure.observation;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.observation.ClusterRequestObservationConvention;
import io.github.socketiospring.observation.DefaultClusterRequestObservationConvention;
import io.github.socketiospring.observation.DefaultEventObservationConvention;
import io.github.socketiospring.observation.EventObservationConvention;
import io.github.socketiospring.observation.MicrometerClusterObserver;
import io.github.socketiospring.observation.MicrometerObserver;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SocketIOObservationAutoConfiguration} and
 * {@link SocketIOHeldPollsAutoConfiguration}.
 */
class SocketIOObservationAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, SocketIOObservationAutoConfiguration.class,
				SocketIOHeldPollsAutoConfiguration.class))
		.withBean(ObservationRegistry.class, ObservationRegistry::create);

	@Test
	void observesIfThereIsATracer() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MicrometerObserver.class));
		this.runner.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasSingleBean(MicrometerObserver.class));
	}

	@Test
	void observesByProperty() {
		this.runner.withPropertyValues("socketio.observations.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(MicrometerObserver.class));
		this.runner.withPropertyValues("socketio.observations.enabled=false")
			.withBean(Tracer.class, () -> Tracer.NOOP)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MicrometerObserver.class));
	}

	@Test
	void usesConventionsOfTheApplication() {
		List<String> names = new ArrayList<>();
		this.runner.withPropertyValues("socketio.observations.enabled=true", "socketio.observations.broadcasts=true")
			.withBean(EventObservationConvention.class, () -> new DefaultEventObservationConvention() {

				@Override
				public String getName() {
					return "my.event";
				}

			})
			.run((context) -> {
				context.getBean(ObservationRegistry.class)
					.observationConfig()
					.observationHandler(new ObservationHandler<Observation.Context>() {

						@Override
						public void onStop(Observation.Context observed) {
							names.add(observed.getName());
						}

						@Override
						public boolean supportsContext(Observation.Context observed) {
							return true;
						}

					});
				SocketIOServer io = context.getBean(SocketIOServer.class);
				io.onConnection((socket) -> socket.on("a", (arguments, ack) -> {
				}));
				TestEngineSession session = TestEngineSession.open(io);
				session.connect("/");
				session.receive("2[\"a\"]");
				io.emit("b");
			});
		assertThat(names).containsExactly("socketio.connect", "my.event", "socketio.broadcast");
	}

	@Test
	void observesTheNodeOfACluster() {
		ReactiveWebApplicationContextRunner observed = this.runner
			.withPropertyValues("socketio.observations.enabled=true");
		observed.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClusterObserver.class));
		ClusterBus bus = mock();
		ClusterBus.Channel channel = mock();
		given(channel.ready()).willReturn(Mono.empty());
		given(bus.open(anyString(), anyString(), any(), any())).willReturn(channel);
		ReactiveWebApplicationContextRunner node = observed.withBean(ClusterNode.class,
				() -> ClusterNode.builder(bus).build());
		ClusterRequestObservationConvention convention = new DefaultClusterRequestObservationConvention() {

			@Override
			public String getName() {
				return "my.request";
			}

		};
		List<String> names = new ArrayList<>();
		node.withBean(ClusterRequestObservationConvention.class, () -> convention).run((context) -> {
			context.getBean(ObservationRegistry.class)
				.observationConfig()
				.observationHandler(new ObservationHandler<Observation.Context>() {

					@Override
					public void onStop(Observation.Context stopped) {
						names.add(stopped.getName());
					}

					@Override
					public boolean supportsContext(Observation.Context other) {
						return true;
					}

				});
			context.getBean(ClusterObserver.class)
				.request("/", ClusterListener.Request.ROOMS, Context.empty())
				.end(ClusterListener.Outcome.COMPLETE, 1, 1, null);
		});
		assertThat(names).containsExactly("my.request");
		node.withBean("mine", ClusterObserver.class, () -> new ClusterObserver() {
		})
			.run((context) -> assertThat(context).hasSingleBean(ClusterObserver.class)
				.doesNotHaveBean(MicrometerClusterObserver.class));
	}

	@ParameterizedTest
	@CsvSource({ "GET, /chat/?EIO=4&transport=polling&sid=1, false", "GET, /chat?EIO=4&transport=polling&sid=1, false",
			"GET, /chat/?EIO=4&transport=polling, true", "POST, /chat/?EIO=4&transport=polling&sid=1, true",
			"GET, /chat/socket.io.js?sid=1, true", "GET, /chats/?sid=1, true", "GET, /?sid=1, true" })
	void keepsOnlyHeldPollsOutOfTheMetricsOfRequests(String method, String target, boolean observed) {
		MockServerHttpRequest request = MockServerHttpRequest.method(HttpMethod.valueOf(method), URI.create(target))
			.build();
		this.runner.withPropertyValues("socketio.path=/chat")
			.run((context) -> assertThat(
					context.getBean(ObservationPredicate.class).test("http.server.requests", context(request)))
				.isEqualTo(observed));
	}

	@Test
	void keepsUpgradesInTheMetricsOfRequests() {
		MockServerHttpRequest request = MockServerHttpRequest.get("/socket.io/?sid=1")
			.header("Upgrade", "websocket")
			.build();
		this.runner.run((context) -> {
			ObservationPredicate predicate = context.getBean(ObservationPredicate.class);
			assertThat(predicate.test("http.server.requests", context(request))).isTrue();
			assertThat(predicate.test("other", new Observation.Context())).isTrue();
		});
	}

	@Test
	void observesHeldPollsByProperty() {
		this.runner.withPropertyValues("socketio.observations.held-polls=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservationPredicate.class));
	}

	private static ServerRequestObservationContext context(MockServerHttpRequest request) {
		return new ServerRequestObservationContext(request, new MockServerHttpResponse(), Map.of());
	}

}
