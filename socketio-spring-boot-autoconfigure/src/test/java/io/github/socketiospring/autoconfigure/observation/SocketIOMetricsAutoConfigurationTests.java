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

import java.time.Duration;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.observation.ClusterMetrics;
import io.github.socketiospring.observation.EngineMetrics;
import io.github.socketiospring.observation.ServerMetrics;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link SocketIOMetricsAutoConfiguration}.
 */
class SocketIOMetricsAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, SocketIOMetricsAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner measured = this.runner
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@Test
	void measuresAsSoonAsThereIsARegistry() {
		this.measured.run((context) -> {
			TestEngineSession.open(context.getBean(SocketIOServer.class)).connect("/");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("socketio.sockets").tag("transport", "websocket").gauge().value()).isOne();
			assertThat(registry.get("socketio.incidents").tag("layer", "engine.io").functionCounters()).isNotEmpty();
			assertThat(registry.get("socketio.incidents").tag("layer", "socket.io").functionCounters()).isNotEmpty();
		});
	}

	@Test
	void measuresANodeOfACluster() {
		this.measured.run((context) -> assertThat(context).doesNotHaveBean(ClusterMetrics.class)
			.doesNotHaveBean(ClusterListener.class));
		ClusterBus bus = mock();
		given(bus.isConnected()).willReturn(true);
		given(bus.reconnects()).willReturn(3L);
		given(bus.cuts()).willReturn(2L);
		ClusterBus.Channel channel = mock();
		given(channel.ready()).willReturn(Mono.empty());
		given(bus.open(anyString(), anyString(), any(), any())).willReturn(channel);
		this.measured.withBean(ClusterNode.class, () -> ClusterNode.builder(bus).build()).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("socketio.cluster.connected").gauge().value()).isOne();
			assertThat(registry.get("socketio.cluster.nodes").gauge().value()).isOne();
			assertThat(registry.get("socketio.cluster.reconnects").functionCounter().count()).isEqualTo(3);
			assertThat(registry.get("socketio.cluster.cuts").functionCounter().count()).isEqualTo(2);
			assertThat(registry.get("socketio.cluster.messages").functionCounters())
				.hasSameSizeAs(ClusterCounter.values());
			context.getBean(ClusterListener.class)
				.onRequest(ClusterListener.Request.SERVER_EVENT, ClusterListener.Outcome.COMPLETE,
						Duration.ofMillis(1));
			assertThat(registry.get("socketio.cluster.requests")
				.tags("request", "server_event", "outcome", "complete")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void measuresInAllOfSeveralRegistries() {
		this.measured.withBean("second", MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("third", MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				TestEngineSession.open(context.getBean(SocketIOServer.class)).connect("/");
				for (String name : new String[] { "second", "third" }) {
					MeterRegistry registry = context.getBean(name, MeterRegistry.class);
					assertThat(registry.get("socketio.sockets").tag("transport", "websocket").gauge().value()).isOne();
				}
			});
	}

	@Test
	void measuresInAnApplicationThatIsInitializedLazily() {
		this.measured
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(
					context.getBean(MeterRegistry.class).find("socketio.incidents").functionCounters())
				.isNotEmpty());
	}

	@Test
	void measuresNothingWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ServerMetrics.class)
			.doesNotHaveBean(EngineMetrics.class));
	}

	@Test
	void canBeSwitchedOff() {
		this.measured.withPropertyValues("socketio.metrics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServerMetrics.class));
	}

	@Test
	void stepsBackWhereSocketIOIsSwitchedOff() {
		this.measured.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ServerMetrics.class));
	}

	@Test
	void startsWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SocketIOServer.class)
				.doesNotHaveBean(ServerMetrics.class));
	}

}
