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

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.Peers;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.github.socketiospring.server.SocketIOServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.web.server.session.DefaultWebSessionManager;
import org.springframework.web.server.session.InMemoryWebSessionStore;
import org.springframework.web.server.session.WebSessionManager;

/**
 * Auto-configuration that ends the sockets of an HTTP session with it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ ServerHttpSecurity.class, WebSessionManager.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@ConditionalOnBean(SocketIOServer.class)
@Conditional(LogoutAutoConfiguration.Wanted.class)
public final class LogoutAutoConfiguration {

	@Bean
	HttpSessions socketIOHttpSessions(ObjectProvider<WebSessionManager> manager, ObjectProvider<SessionWatch> watch,
			ObjectProvider<AdapterFactory> adapters) {
		AdapterFactory factory = adapters.getIfAvailable();
		Peers peers = (factory != null) ? factory.peers() : Peers.NONE;
		HttpSessions sessions = new HttpSessions((manager.getIfAvailable() instanceof DefaultWebSessionManager known
				&& known.getSessionStore() instanceof InMemoryWebSessionStore store)
						? new SessionsInMemory(store, System::nanoTime) : watch.getIfAvailable(),
				peers);
		peers.listen(sessions::execute);
		return sessions;
	}

	@Bean
	Customizer<LogoutSpec> socketIOLogoutCustomizer(SocketIOProperties properties, HttpSessions sessions,
			ObjectProvider<SocketIOServer> server) {
		// First, since Spring Security's own changes the id of the session. Not a bean,
		// since an application may look up handlers by type.
		return (logout) -> logout.logoutHandler((handlers) -> {
			if (handlers.stream().noneMatch(SocketLogoutHandler.class::isInstance)) {
				handlers.add(0, new SocketLogoutHandler(properties.security().logout(), sessions, server.getObject()));
			}
		});
	}

	/**
	 * Active unless logouts are left to the application.
	 */
	static final class Wanted extends NoneNestedConditions {

		Wanted() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "socketio.security.logout", havingValue = "none")
		static final class Unwanted {

		}

	}

}
