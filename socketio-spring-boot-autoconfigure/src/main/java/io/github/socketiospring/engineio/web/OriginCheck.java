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

import org.jspecify.annotations.Nullable;

import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;

/**
 * Spring's CORS check, extended to refuse an origin that is not a URL. Spring answers an
 * origin whose port is not a number with 500, as if the application had failed.
 */
final class OriginCheck extends DefaultCorsProcessor {

	@Override
	public boolean process(@Nullable CorsConfiguration cors, ServerWebExchange exchange) {
		// No handler is called for the requests that are answered here.
		exchange.getResponse().getHeaders().set(EngineResponse.CONTENT_TYPE_OPTIONS, "nosniff");
		try {
			return super.process(cors, exchange);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			if (cors == null) {
				// The handler refuses the request, and says why.
				return true;
			}
			rejectRequest(exchange.getResponse());
			return false;
		}
	}

}
