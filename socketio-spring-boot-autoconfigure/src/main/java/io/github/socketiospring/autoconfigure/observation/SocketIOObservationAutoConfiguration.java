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

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.observation.AskObservationConvention;
import io.github.socketiospring.observation.BroadcastObservationConvention;
import io.github.socketiospring.observation.ClusterHandleObservationConvention;
import io.github.socketiospring.observation.ClusterPublishObservationConvention;
import io.github.socketiospring.observation.ClusterRequestObservationConvention;
import io.github.socketiospring.observation.ConnectObservationConvention;
import io.github.socketiospring.observation.EventObservationConvention;
import io.github.socketiospring.observation.MicrometerClusterObserver;
import io.github.socketiospring.observation.MicrometerObserver;
import io.github.socketiospring.server.SocketIOServer;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of observations, in an application with a tracer or by property.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(SocketIOServer.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@Conditional(SocketIOObservationAutoConfiguration.OnTracerOrProperty.class)
@EnableConfigurationProperties(SocketIOObservationProperties.class)
public final class SocketIOObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MicrometerObserver socketIOObserver(ObservationRegistry registry, SocketIOObservationProperties properties,
			ObjectProvider<ConnectObservationConvention> connect, ObjectProvider<EventObservationConvention> event,
			ObjectProvider<AskObservationConvention> ask, ObjectProvider<BroadcastObservationConvention> broadcast,
			ObjectProvider<ClusterHandleObservationConvention> clusterHandle) {
		return new MicrometerObserver(registry,
				new MicrometerObserver.Conventions(connect.getIfAvailable(), event.getIfAvailable(),
						ask.getIfAvailable(), broadcast.getIfAvailable(), clusterHandle.getIfAvailable()),
				properties.propagation(), properties.broadcasts());
	}

	@Bean
	SocketIOServerCustomizer socketIOObservationCustomizer(MicrometerObserver observer) {
		return (builder) -> builder.observer(observer);
	}

	/**
	 * Observations of a node of a cluster.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ClusterNode.class)
	static class Cluster {

		@Bean
		@ConditionalOnMissingBean(ClusterObserver.class)
		MicrometerClusterObserver socketIOClusterObserver(ObservationRegistry registry,
				ObjectProvider<ClusterRequestObservationConvention> request,
				ObjectProvider<ClusterPublishObservationConvention> publish,
				ObjectProvider<ClusterHandleObservationConvention> handle) {
			return new MicrometerClusterObserver(registry, new MicrometerClusterObserver.Conventions(
					request.getIfAvailable(), publish.getIfAvailable(), handle.getIfAvailable()));
		}

	}

	/**
	 * Without a tracer, observations would only repeat the measurements of the meters.
	 */
	static final class OnTracerOrProperty extends AnyNestedCondition {

		OnTracerOrProperty() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty("socketio.observations.enabled")
		static final class Wanted {

		}

		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		@ConditionalOnBooleanProperty(name = "socketio.observations.enabled", matchIfMissing = true)
		static final class Traced {

		}

	}

}
