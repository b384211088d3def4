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

import io.github.socketiospring.admin.AdminInstrumentation;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.security.SocketExpressionRoot;
import io.github.socketiospring.security.SocketIOAuthorization;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.annotation.RegisterReflection;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.core.GrantedAuthorityDefaults;

/**
 * Auto-configuration that provides the builder of access rules. The server follows a bean
 * of type {@link SocketIOAuthorization} that the application builds with it; without one,
 * there are no rules.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ AuthorizationManagerFactory.class, GrantedAuthorityDefaults.class, SocketIOAuthorization.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@RegisterReflection(classes = SocketExpressionRoot.class,
		memberCategories = { MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_PUBLIC_FIELDS })
public final class AccessRulesAutoConfiguration {

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	SocketIOAuthorization.Builder socketIOAuthorizationBuilder(
			ObjectProvider<AuthorizationManagerFactory<Object>> managers, ObjectProvider<RoleHierarchy> roleHierarchy,
			ObjectProvider<GrantedAuthorityDefaults> defaults,
			ObjectProvider<AuthenticationTrustResolver> trustResolver, ObjectProvider<AdminInstrumentation> admin,
			BeanFactory beans) {
		SocketIOAuthorization.Builder builder = SocketIOAuthorization.builder(managers.getIfAvailable(() -> {
			DefaultAuthorizationManagerFactory<Object> factory = new DefaultAuthorizationManagerFactory<>();
			roleHierarchy.ifAvailable(factory::setRoleHierarchy);
			defaults.ifAvailable((known) -> factory.setRolePrefix(known.getRolePrefix()));
			trustResolver.ifAvailable(factory::setTrustResolver);
			return factory;
		}), new BeanFactoryResolver(beans));
		admin.ifAvailable((page) -> builder.guardedNamespace(page.namespace()));
		return builder;
	}

}
