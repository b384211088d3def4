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
import io.github.socketiospring.event.EventAudience;
import io.github.socketiospring.event.SocketEventPublisher;
import io.github.socketiospring.server.SocketIOServer;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of application events for sockets.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnBean(SocketIOServer.class)
@ConditionalOnBooleanProperty(name = "socketio.application-events.enabled", matchIfMissing = true)
public final class SocketIOEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SocketEventPublisher socketIOEventPublisher(ApplicationContext context) {
		// Not on the threads of the handlers, so that neither occupies the threads of the
		// other.
		return new SocketEventPublisher(context, new EventAudience(context), Schedulers.boundedElastic()::schedule);
	}

	@Bean
	@ConditionalOnMissingBean
	SocketEventLifecycle socketIOEventLifecycle(SocketEventPublisher publisher) {
		return new SocketEventLifecycle(publisher);
	}

}
