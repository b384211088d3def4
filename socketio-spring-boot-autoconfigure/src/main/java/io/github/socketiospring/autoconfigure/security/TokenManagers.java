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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.authentication.OpaqueTokenReactiveAuthenticationManager;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.introspection.ReactiveOpaqueTokenIntrospector;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Creates the manager that authenticates bearer tokens, from the beans that properties
 * name.
 */
final class TokenManagers {

	private static final String CONVERTER = "socketio.security.connect-auth.converter";

	private static final boolean JWT = ClassUtils
		.isPresent("org.springframework.security.oauth2.jwt.ReactiveJwtDecoder", TokenManagers.class.getClassLoader());

	private TokenManagers() {
	}

	/**
	 * Create a manager.
	 * @param name the name of the decoder
	 * @param decoder decodes or introspects tokens
	 * @param converter converts what the decoder returns, {@code null} for Spring
	 * Security's default
	 * @return authenticates bearer tokens
	 * @throws IllegalStateException if the beans are of other types
	 */
	static ReactiveAuthenticationManager of(String name, Object decoder, @Nullable Object converter) {
		if (decoder instanceof ReactiveOpaqueTokenIntrospector introspector) {
			return opaque(introspector, converter);
		}
		ReactiveAuthenticationManager manager = JWT ? Jwts.manager(decoder, converter) : null;
		Assert.state(manager != null,
				() -> "Bean '" + name + "', which socketio.security.connect-auth.decoder names, "
						+ "is neither a ReactiveJwtDecoder nor a ReactiveOpaqueTokenIntrospector: "
						+ decoder.getClass().getName());
		return manager;
	}

	private static ReactiveAuthenticationManager opaque(ReactiveOpaqueTokenIntrospector introspector,
			@Nullable Object converter) {
		OpaqueTokenReactiveAuthenticationManager manager = new OpaqueTokenReactiveAuthenticationManager(introspector);
		if (converter != null) {
			Assert.state(converter instanceof ReactiveOpaqueTokenAuthenticationConverter,
					() -> refusal(converter, "ReactiveOpaqueTokenAuthenticationConverter"));
			manager.setAuthenticationConverter((ReactiveOpaqueTokenAuthenticationConverter) converter);
		}
		return manager;
	}

	private static String refusal(Object converter, String expected) {
		return "The bean that " + CONVERTER + " names is not a " + expected + ": " + converter.getClass().getName();
	}

	/**
	 * Loaded only if Spring Security's support for JWTs is on the class path.
	 */
	private static final class Jwts {

		static @Nullable ReactiveAuthenticationManager manager(Object decoder, @Nullable Object converter) {
			if (!(decoder instanceof ReactiveJwtDecoder jwtDecoder)) {
				return null;
			}
			JwtReactiveAuthenticationManager manager = new JwtReactiveAuthenticationManager(jwtDecoder);
			if (converter != null) {
				Assert.state(converter instanceof Converter, () -> refusal(converter, "Converter<Jwt, ..>"));
				manager.setJwtAuthenticationConverter(reactive((Converter<?, ?>) converter));
			}
			return manager;
		}

		/**
		 * Adapt a converter. The servlet stack's, which return the authentication itself,
		 * have the same type at run time.
		 * @param converter the application's bean
		 * @return the same, as a reactive one
		 */
		@SuppressWarnings("unchecked")
		private static Converter<Jwt, Mono<AbstractAuthenticationToken>> reactive(Converter<?, ?> converter) {
			return (jwt) -> {
				Object result = ((Converter<Jwt, ?>) converter).convert(jwt);
				return (result instanceof Mono<?> mono) ? (Mono<AbstractAuthenticationToken>) mono
						: Mono.justOrEmpty((AbstractAuthenticationToken) result);
			};
		}

	}

}
