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
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.security.ConnectAuthentication;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.server.csrf.CsrfWebFilter;

/**
 * Auto-configuration that lets Socket.IO clients pass any filter chains of the
 * application, as far as that is safe.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class,
		afterName = "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ CsrfWebFilter.class, ConnectAuthentication.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnBean(EngineWebHandler.class)
public final class SocketIOWebSecurityAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketIOWebSecurityFilter socketIOWebSecurityFilter(EngineWebHandler handler, SocketIOProperties properties,
			ObjectProvider<ConnectAuthentication> authentications) {
		return new SocketIOWebSecurityFilter(handler, EndpointPath.of(properties),
				authentications.stream().findAny().isPresent());
	}

}
