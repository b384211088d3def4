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

package io.github.socketiospring.autoconfigure.actuate;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.actuate.SocketDescriptors;
import io.github.socketiospring.actuate.SocketIOEndpoint;
import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterStatistics;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Actuator endpoint {@code socketio}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class,
		afterName = "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration")
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(SocketIOEndpoint.class)
@ConditionalOnBean(SocketIOServer.class)
public final class SocketIOEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOEndpoint socketIOEndpoint(SocketIOServer server, ObjectProvider<SanitizingFunction> sanitizingFunctions,
			ObjectProvider<ClusterNode> cluster) {
		ClusterNode node = cluster.getIfAvailable();
		return new SocketIOEndpoint(server,
				new SocketDescriptors(sanitizingFunctions.orderedStream().toList(), Clock.systemUTC()),
				(node != null) ? () -> describe(node) : null);
	}

	private static SocketIOEndpoint.ClusterDescriptor describe(ClusterNode node) {
		ClusterStatistics statistics = node.statistics();
		Map<String, Long> messages = new LinkedHashMap<>();
		for (ClusterCounter counter : ClusterCounter.values()) {
			messages.put(counter.name().toLowerCase(Locale.ROOT), statistics.count(counter));
		}
		List<SocketIOEndpoint.NodeDescriptor> others = node.describeOtherNodes()
			.stream()
			.map((other) -> new SocketIOEndpoint.NodeDescriptor(other.id(), other.name(), other.sinceHeartbeat()))
			.toList();
		return new SocketIOEndpoint.ClusterDescriptor(node.id(), node.name(), node.isConnected(), others,
				statistics.reconnects(), statistics.cuts(), statistics.pendingRequests(), statistics.waitingBytes(),
				messages);
	}

}
