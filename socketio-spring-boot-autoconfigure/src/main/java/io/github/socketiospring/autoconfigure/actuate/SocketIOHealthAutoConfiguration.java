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

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.health.SocketIOHealthIndicator;
import io.github.socketiospring.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health contributor {@code socketio}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("socketio")
@ConditionalOnBean({ SocketIOServer.class, EngineServer.class })
public final class SocketIOHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "socketioHealthContributor")
	SocketIOHealthIndicator socketioHealthContributor(SocketIOServer server, EngineServer engine,
			ObjectProvider<ClusterNode> cluster, @Value("${socketio.health.trouble-status:UP}") String trouble,
			@Value("${socketio.health.cluster-status:UP}") String disconnected) {
		ClusterNode node = cluster.getIfAvailable();
		return new SocketIOHealthIndicator(server, engine, new Status(trouble),
				(node != null) ? node::isConnected : null, new Status(disconnected));
	}

}
