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
import io.github.socketiospring.engineio.web.PrincipalFilter;
import io.github.socketiospring.security.AuthenticationPrincipalArgumentResolver;
import io.github.socketiospring.security.CurrentSecurityContextArgumentResolver;
import io.github.socketiospring.security.GuardedMethodCheck;
import io.github.socketiospring.security.SecurityContextWriter;
import io.github.socketiospring.server.PrincipalContextWriter;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Auto-configuration that passes the principal of a socket to Spring Security.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass(ReactiveSecurityContextHolder.class)
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
public final class SocketIOSecurityAutoConfiguration {

	/** A bean of {@code @EnableReactiveMethodSecurity}. */
	private static final String REACTIVE_METHOD_SECURITY = "_reactiveMethodSecurityConfiguration";

	@Bean
	@ConditionalOnMissingBean(PrincipalContextWriter.class)
	SecurityContextWriter socketIOSecurityContextWriter(ObjectProvider<SecurityContextHolderStrategy> strategy) {
		SecurityContextHolderStrategy own = strategy.getIfAvailable();
		return (own != null) ? new SecurityContextWriter(() -> own) : new SecurityContextWriter();
	}

	@Bean
	@ConditionalOnMissingBean
	GuardedMethodCheck socketIOGuardedMethodCheck(BeanFactory beans) {
		return new GuardedMethodCheck(beans.containsBean(REACTIVE_METHOD_SECURITY));
	}

	@Bean
	@ConditionalOnMissingBean
	PrincipalFilter socketIOPrincipalFilter(ObjectProvider<AuthenticationTrustResolver> trustResolver) {
		AuthenticationTrustResolver trust = trustResolver.getIfAvailable(AuthenticationTrustResolverImpl::new);
		return (principal) -> !(principal instanceof Authentication authentication
				&& trust.isAnonymous(authentication));
	}

	@Bean
	@ConditionalOnMissingBean
	AuthenticationPrincipalArgumentResolver socketIOAuthenticationPrincipalArgumentResolver(BeanFactory beans,
			ObjectProvider<AnnotationTemplateExpressionDefaults> defaults) {
		return new AuthenticationPrincipalArgumentResolver(new BeanFactoryResolver(beans),
				defaults.getIfAvailable(AnnotationTemplateExpressionDefaults::new));
	}

	@Bean
	@ConditionalOnMissingBean
	CurrentSecurityContextArgumentResolver socketIOCurrentSecurityContextArgumentResolver(BeanFactory beans,
			ObjectProvider<AnnotationTemplateExpressionDefaults> defaults) {
		return new CurrentSecurityContextArgumentResolver(new BeanFactoryResolver(beans),
				defaults.getIfAvailable(AnnotationTemplateExpressionDefaults::new));
	}

}
