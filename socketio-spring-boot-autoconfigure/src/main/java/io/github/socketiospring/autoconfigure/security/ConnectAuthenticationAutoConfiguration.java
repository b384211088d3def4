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

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.util.Assert;

/**
 * Auto-configuration that authenticates clients by a bearer token in CONNECT, if
 * {@code socketio.security.connect-auth.decoder} names the bean that decodes it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration" })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ BearerTokenAuthenticationToken.class, ConnectAuthentication.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnProperty("socketio.security.connect-auth.decoder")
@EnableConfigurationProperties(SocketIOProperties.class)
public final class ConnectAuthenticationAutoConfiguration {

	@Bean
	ConnectAuthentication socketIOConnectAuthentication(SocketIOProperties properties, BeanFactory beans) {
		SocketIOProperties.ConnectAuth settings = properties.security().connectAuth();
		String decoder = settings.decoder();
		Assert.state(decoder != null, "No decoder");
		Object converter = (settings.converter() != null) ? beans.getBean(settings.converter()) : null;
		ConnectAuthentication authentication = ConnectAuthentication
			.withBearerToken(TokenManagers.of(decoder, beans.getBean(decoder), converter))
			.namespaces(settings.namespaces().toArray(String[]::new));
		return settings.required() ? authentication : authentication.optional();
	}

}
