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

package io.github.socketiospring.autoconfigure.security;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.security.ConnectAuthentication;
import io.github.socketiospring.security.CredentialsRefresh;
import io.github.socketiospring.security.ExpiringSockets;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;

/**
 * Auto-configuration that lets connected clients present new credentials by an event, if
 * clients are authenticated when they connect.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class,
		after = { ConnectAuthenticationAutoConfiguration.class, CredentialsExpiryAutoConfiguration.class })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ Authentication.class, CredentialsRefresh.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnBean(ConnectAuthentication.class)
@EnableConfigurationProperties(SocketIOProperties.class)
public final class CredentialsRefreshAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	CredentialsRefresh socketIOCredentialsRefresh(SocketIOProperties properties,
			ObjectProvider<ConnectAuthentication> authentications, ObjectProvider<ExpiringSockets> expiring) {
		return new CredentialsRefresh(properties.security().expiry().refreshEvent(),
				authentications.orderedStream().toList(), expiring.getIfAvailable());
	}

}
