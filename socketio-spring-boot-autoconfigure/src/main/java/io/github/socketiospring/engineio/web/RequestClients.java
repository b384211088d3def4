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

package io.github.socketiospring.engineio.web;

import java.security.Principal;

import reactor.core.publisher.Mono;

import org.springframework.web.server.ServerWebExchange;

/**
 * Identifies the clients of requests.
 */
final class RequestClients {

	private static final Mono<Principal> NOBODY = Mono.empty();

	private final Origins origins;

	private final PrincipalFilter filter;

	RequestClients(Origins origins, PrincipalFilter filter) {
		this.origins = origins;
		this.filter = filter;
	}

	/**
	 * Find the client of a request.
	 * @param exchange the exchange of a request whose origin is not refused
	 * @return emits the principal that identifies the client, empty if there is none, or
	 * if the credentials of a page of another origin are not accepted
	 */
	Mono<Principal> of(ServerWebExchange exchange) {
		Mono<Principal> principal = exchange.getPrincipal();
		if (principal == NOBODY || !this.origins.trustsCredentials(exchange.getRequest())) {
			return NOBODY;
		}
		return principal.filter(this.filter::identifies);
	}

}
