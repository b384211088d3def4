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

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

/**
 * Auto-configuration that keeps polls which wait for data out of the metrics of HTTP
 * requests. Handshakes, posts and upgrades are still measured.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnClass({ ObservationPredicate.class, ServerRequestObservationContext.class })
@ConditionalOnBean(SocketIOProperties.class)
@ConditionalOnBooleanProperty(name = "socketio.observations.held-polls", havingValue = false, matchIfMissing = true)
@EnableConfigurationProperties(SocketIOObservationProperties.class)
public final class SocketIOHeldPollsAutoConfiguration {

	@Bean
	ObservationPredicate socketIOHeldPolls(SocketIOProperties properties) {
		return new NoHeldPolls(properties.path());
	}

}
