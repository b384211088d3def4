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

package io.github.socketiospring.docs;

import io.github.socketiospring.event.SocketDisconnectedEvent;
import io.github.socketiospring.observation.DefaultEventObservationConvention;
import io.github.socketiospring.observation.EventObservationContext;
import io.github.socketiospring.observation.EventObservationConvention;
import io.github.socketiospring.server.DisconnectReason;
import io.micrometer.common.KeyValues;

import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;

/**
 * The code in {@code docs/observability.md}.
 */
final class ObservabilitySnippets {

	private final Sessions sessions;

	ObservabilitySnippets(Sessions sessions) {
		this.sessions = sessions;
	}

	@Bean
	@Order(1)
	SecurityWebFilterChain operators(ServerHttpSecurity http) {
		return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/actuator/socketio/**"))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().hasRole("OPERATOR"))
			.httpBasic(Customizer.withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.build();
	}

	@Bean
	EventObservationConvention tenants() {
		return new DefaultEventObservationConvention() {

			@Override
			public KeyValues getHighCardinalityKeyValues(EventObservationContext context) {
				return super.getHighCardinalityKeyValues(context).and("tenant",
						context.getSocket().handshake().query().getOrDefault("tenant", "none"));
			}

		};
	}

	@EventListener
	void disconnected(SocketDisconnectedEvent event) {
		this.sessions.ended(event.socket().id(), event.details().reason());
	}

	/**
	 * A bean of the application.
	 */
	interface Sessions {

		void ended(String socketId, DisconnectReason reason);

	}

}
