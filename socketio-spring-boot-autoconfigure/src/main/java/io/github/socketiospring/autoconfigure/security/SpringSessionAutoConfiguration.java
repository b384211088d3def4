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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.events.SessionDestroyedEvent;

/**
 * Auto-configuration that ends the sockets of an HTTP session with it, if Spring Session
 * keeps the sessions: at once if its repository publishes events, otherwise within a
 * minute.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LogoutAutoConfiguration.class,
		afterName = { "org.springframework.boot.session.autoconfigure.SessionAutoConfiguration",
				"org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration" })
@ConditionalOnClass(ReactiveSessionRepository.class)
@ConditionalOnBean({ HttpSessions.class, ReactiveSessionRepository.class })
public final class SpringSessionAutoConfiguration {

	@Bean
	<S extends Session> SessionWatch socketIOSpringSessions(ReactiveSessionRepository<S> repository) {
		return new SessionsInRepository<>(repository, System::nanoTime);
	}

	@Bean
	EndedSessions socketIOEndedSessions(HttpSessions sessions) {
		return new EndedSessions(sessions);
	}

	/**
	 * Receives the events of sessions that were deleted or have expired, on any node.
	 *
	 * @param sessions the sessions by which connections were opened
	 */
	record EndedSessions(HttpSessions sessions) implements ApplicationListener<SessionDestroyedEvent> {

		@Override
		public void onApplicationEvent(SessionDestroyedEvent event) {
			this.sessions.ended(event.getSessionId());
		}

	}

}
