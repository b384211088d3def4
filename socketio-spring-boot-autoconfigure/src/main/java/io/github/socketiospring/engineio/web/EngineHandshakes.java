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

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.socketiospring.engineio.EngineHandshake;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/**
 * Copies only the data that a session needs from an exchange. The copy stays in memory as
 * long as the session; in contrast, servers reuse the objects of a request.
 */
final class EngineHandshakes {

	private final RequestClients clients;

	private final List<HandshakeContextFilter> filters;

	EngineHandshakes(RequestClients clients, List<HandshakeContextFilter> filters) {
		this.clients = clients;
		this.filters = filters;
	}

	Mono<EngineHandshake> of(ServerWebExchange exchange) {
		return Mono.deferContextual((context) -> this.clients.of(exchange)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.map((principal) -> of(exchange, principal.orElse(null), kept(context))));
	}

	/**
	 * Copy a request that does not open a session.
	 * @param exchange the exchange of the request
	 * @return a snapshot without a principal
	 */
	static EngineHandshake withoutPrincipal(ServerWebExchange exchange) {
		return of(exchange, null, Context.empty());
	}

	private Context kept(ContextView context) {
		Context kept = PropagatedValues.of(context);
		for (HandshakeContextFilter filter : this.filters) {
			kept = kept.putAll(filter.filter(context));
		}
		return kept;
	}

	private static EngineHandshake of(ServerWebExchange exchange, @Nullable Principal principal, ContextView context) {
		ServerHttpRequest http = exchange.getRequest();
		InetSocketAddress address = http.getRemoteAddress();
		URI uri = http.getURI();
		String target = (uri.getRawQuery() != null) ? uri.getRawPath() + "?" + uri.getRawQuery() : uri.getRawPath();
		return new EngineHandshake(target, HeaderBlock.of(http.getHeaders()), new QueryParameters(target), address,
				"https".equals(uri.getScheme()) || http.getSslInfo() != null, Instant.now(), principal, context);
	}

}
