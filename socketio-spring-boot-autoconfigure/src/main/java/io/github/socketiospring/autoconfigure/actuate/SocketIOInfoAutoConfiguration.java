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

import io.github.socketiospring.actuate.SocketIOInfoContributor;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.engineio.transport.TransportType;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@code socketio} in the Actuator endpoint {@code info}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnEnabledInfoContributor("socketio")
@ConditionalOnBean(SocketIOProperties.class)
public final class SocketIOInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOInfoContributor socketIOInfoContributor(SocketIOProperties properties) {
		return new SocketIOInfoContributor(properties.path(),
				properties.transports().stream().map(TransportType::value).toList());
	}

}
