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
import io.github.socketiospring.engineio.web.EngineMiddleware;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Auto-configuration that saves the HTTP session of a poll before the poll waits for
 * data, if Spring Session keeps the sessions.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class,
		afterName = { "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration",
				"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration" })
@ConditionalOnClass(ReactiveSessionRepository.class)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnBean({ SocketIOProperties.class, ReactiveSessionRepository.class, WebSessionManager.class })
public final class ConnectionSessionAutoConfiguration {

	@Bean
	ConnectionSessionFilter socketIOConnectionSessionFilter(SocketIOProperties properties,
			@Qualifier(WebHttpHandlerBuilder.WEB_SESSION_MANAGER_BEAN_NAME) WebSessionManager sessions) {
		return new ConnectionSessionFilter(EndpointPath.of(properties), sessions);
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	EngineMiddleware socketIOConnectionSessions() {
		return (exchange, chain) -> ConnectionExchange.reached(exchange).then(Mono.defer(() -> chain.filter(exchange)));
	}

}
