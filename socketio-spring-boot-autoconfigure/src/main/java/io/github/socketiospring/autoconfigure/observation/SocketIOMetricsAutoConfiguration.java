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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterStatistics;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.observation.ClusterMetrics;
import io.github.socketiospring.observation.EngineMetrics;
import io.github.socketiospring.observation.ServerMetrics;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.metrics.ClusterState;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Auto-configuration of meters, in an application with a {@link MeterRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ SocketIOServer.class, EngineServer.class })
@ConditionalOnSingleCandidate(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "socketio.metrics.enabled", matchIfMissing = true)
public final class SocketIOMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServerMetrics socketIOServerMetrics(MeterRegistry registry) {
		return new ServerMetrics(registry);
	}

	@Bean
	SocketIOServerCustomizer socketIOMetricsCustomizer(ServerMetrics metrics) {
		return (builder) -> builder.meter(metrics);
	}

	@Bean
	@ConditionalOnMissingBean
	EngineMetrics socketIOEngineMetrics(EngineServer server, MeterRegistry registry) {
		return new EngineMetrics(server, registry);
	}

	@Bean
	@Lazy(false)
	SmartInitializingSingleton socketIOMetricsBinding(ServerMetrics serverMetrics, SocketIOServer server,
			EngineMetrics engineMetrics) {
		return () -> {
			serverMetrics.bind(server.statistics());
			engineMetrics.bind();
		};
	}

	/**
	 * Meters of a node of a cluster.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClusterNode.class)
	static class Cluster {

		@Bean
		@ConditionalOnMissingBean
		ClusterMetrics socketIOClusterMetrics(MeterRegistry registry) {
			return new ClusterMetrics(registry);
		}

		@Bean
		ClusterListener socketIOClusterMeter(ClusterMetrics metrics) {
			return (request, outcome, took) -> metrics.requested(word(request), word(outcome), took);
		}

		@Bean
		@Lazy(false)
		SmartInitializingSingleton socketIOClusterMetricsBinding(ClusterMetrics metrics, ClusterNode node) {
			ClusterStatistics statistics = node.statistics();
			Map<String, LongSupplier> counters = new LinkedHashMap<>();
			for (ClusterCounter counter : ClusterCounter.values()) {
				counters.put(word(counter), () -> statistics.count(counter));
			}
			ClusterState state = new ClusterState(counters, statistics::reconnects, statistics::cuts,
					statistics::pendingRequests, statistics::waitingBytes, node::isConnected,
					() -> node.describeOtherNodes().size() + 1);
			return () -> metrics.bind(state);
		}

		private static String word(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT);
		}

	}

}
