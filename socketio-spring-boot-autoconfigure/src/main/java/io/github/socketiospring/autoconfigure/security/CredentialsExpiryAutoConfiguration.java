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
import io.github.socketiospring.security.CredentialsExpiry;
import io.github.socketiospring.security.ExpiringSockets;
import io.github.socketiospring.security.TokenExpiry;
import io.github.socketiospring.support.DetachedScheduler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

/**
 * Auto-configuration that disconnects sockets when the credentials of their clients end.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ Authentication.class, ExpiringSockets.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SocketIOProperties.class)
public final class CredentialsExpiryAutoConfiguration {

	@Bean
	@ConditionalOnBean(CredentialsExpiry.class)
	@ConditionalOnBooleanProperty(name = "socketio.security.expiry.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean
	ExpiringSockets socketIOExpiringSockets(CredentialsExpiry expiry, SocketIOProperties properties) {
		SocketIOProperties.Expiry settings = properties.security().expiry();
		return new ExpiringSockets(expiry, settings.clockSkew(), settings.event(), DetachedScheduler.parallel());
	}

	/**
	 * Only if tokens of OAuth 2 are on the class path. A nested class, since its bean has
	 * to be registered before the one above.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.security.oauth2.core.AbstractOAuth2Token")
	static final class Tokens {

		@Bean
		@ConditionalOnMissingBean(CredentialsExpiry.class)
		TokenExpiry socketIOTokenExpiry() {
			return new TokenExpiry();
		}

	}

}
