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

import io.github.socketiospring.admin.AdminAuthenticator;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.server.SocketIOServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UserDetailsRepositoryReactiveAuthenticationManager;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the Admin UI in an application with Spring Security: users that
 * it has authenticated need not log in again, and its users can use the login form.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = SocketIOAutoConfiguration.class)
@ConditionalOnClass(ReactiveAuthenticationManager.class)
@ConditionalOnBooleanProperty("socketio.admin.enabled")
@ConditionalOnBean(SocketIOServer.class)
@EnableConfigurationProperties(SocketIOAdminProperties.class)
public final class SecurityAdminAutoConfiguration {

	private static final String CHAIN = "org.springframework.security.web.server.SecurityWebFilterChain";

	@Bean
	@ConditionalOnMissingBean
	AdminAuthenticator socketIOSecurityAdminAuthenticator(SocketIOAdminProperties properties, ListableBeanFactory beans,
			ObjectProvider<ReactiveAuthenticationManager> managers, ObjectProvider<ReactiveUserDetailsService> users,
			ObjectProvider<PasswordEncoder> encoder, ObjectProvider<RoleHierarchy> hierarchy) {
		ReactiveAuthenticationManager manager = configured(properties);
		if (manager == null) {
			manager = managers.getIfUnique();
		}
		if (manager == null) {
			ReactiveUserDetailsService service = users.getIfUnique();
			manager = (service != null) ? manager(service, encoder.getIfUnique()) : null;
		}
		Assert.state(manager != null || hasChain(beans),
				"The Admin UI is enabled, but nobody can log in: set 'socketio.admin.username' and "
						+ "'socketio.admin.password', or define a 'SecurityWebFilterChain', a "
						+ "'ReactiveAuthenticationManager' or a 'ReactiveUserDetailsService'");
		return new SecurityAdminAuthenticator(manager, properties.authority(), hierarchy.getIfUnique());
	}

	private static @Nullable ReactiveAuthenticationManager configured(SocketIOAdminProperties properties) {
		String name = properties.username();
		String password = properties.password();
		if (name == null || password == null) {
			return null;
		}
		UserDetails admin = User.withUsername(name)
			.password((AdminPasswords.isHash(password) ? "{bcrypt}" : "{noop}") + password)
			.authorities(properties.authority())
			.build();
		return manager(new MapReactiveUserDetailsService(admin), null);
	}

	private static ReactiveAuthenticationManager manager(ReactiveUserDetailsService users,
			@Nullable PasswordEncoder encoder) {
		UserDetailsRepositoryReactiveAuthenticationManager manager = new UserDetailsRepositoryReactiveAuthenticationManager(
				users);
		if (encoder != null) {
			manager.setPasswordEncoder(encoder);
		}
		return manager;
	}

	/**
	 * Whether handshakes can be authenticated.
	 * @param beans the beans of the application
	 * @return whether there is a filter chain
	 */
	private static boolean hasChain(ListableBeanFactory beans) {
		ClassLoader loader = SecurityAdminAutoConfiguration.class.getClassLoader();
		return ClassUtils.isPresent(CHAIN, loader)
				&& beans.getBeanNamesForType(ClassUtils.resolveClassName(CHAIN, loader), true, false).length > 0;
	}

}
