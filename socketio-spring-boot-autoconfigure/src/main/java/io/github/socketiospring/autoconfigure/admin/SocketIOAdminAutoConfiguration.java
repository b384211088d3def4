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

package io.github.socketiospring.autoconfigure.admin;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.admin.AdminAuthenticator;
import io.github.socketiospring.admin.AdminInstrumentation;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.autoconfigure.SocketIOServerCustomizer;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.ConnectMiddleware;
import io.github.socketiospring.server.SocketIOServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the Admin UI, by property: the page, and the namespace that it
 * connects to.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { SocketIOAutoConfiguration.class, SecurityAdminAutoConfiguration.class })
@ConditionalOnBooleanProperty("socketio.admin.enabled")
@ConditionalOnBean({ SocketIOServer.class, EngineServer.class })
@EnableConfigurationProperties(SocketIOAdminProperties.class)
public final class SocketIOAdminAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOAdminAutoConfiguration.class);

	@Bean
	@ConditionalOnMissingBean
	AdminAuthenticator socketIOAdminAuthenticator(SocketIOAdminProperties properties) {
		return AdminPasswords.authenticator(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	AdminInstrumentation socketIOAdminInstrumentation(SocketIOAdminProperties properties,
			AdminAuthenticator authenticator, ObjectProvider<JsonMapper> mapper, ObjectProvider<ClusterNode> cluster) {
		return new AdminInstrumentation(properties.toAdminOptions(), authenticator,
				mapper.getIfAvailable(JsonMapper::shared), cluster.getIfAvailable() != null);
	}

	@Bean
	ConnectMiddleware.Guard socketIOAdminGuard(AdminInstrumentation instrumentation) {
		return instrumentation.guard();
	}

	@Bean
	SocketIOServerCustomizer socketIOAdminCustomizer(AdminInstrumentation instrumentation) {
		return instrumentation::instrument;
	}

	@Bean
	SmartInitializingSingleton socketIOAdminNamespace(AdminInstrumentation instrumentation, SocketIOServer io,
			EngineServer engine) {
		// After the set-up of the application's namespaces, whose names this must not
		// use.
		return () -> instrumentation.attach(io, engine);
	}

	@Bean
	@ConditionalOnMissingBean
	AdminPageMapping socketIOAdminPageMapping(SocketIOAdminProperties properties, SocketIOProperties server) {
		if (properties.path().equals(server.path())) {
			throw new InvalidConfigurationPropertyValueException("socketio.admin.path", properties.path(),
					"is where clients connect (socketio.path)");
		}
		logger.info("Socket.IO Admin UI {}/ ({})", properties.path(), properties.namespace());
		return new AdminPageMapping(properties.path(), new AdminPage(properties, server));
	}

}
