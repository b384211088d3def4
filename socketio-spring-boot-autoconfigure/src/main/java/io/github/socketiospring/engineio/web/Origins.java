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

import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsUtils;

/**
 * Decides which pages may connect: those of this server's own origin, and those that a
 * CORS configuration allows. Spring checks the configuration before a request reaches
 * this class.
 */
final class Origins {

	private static final String FETCH_SITE = "Sec-Fetch-Site";

	private final @Nullable CorsConfiguration cors;

	private final Refusals refusals;

	Origins(@Nullable CorsConfiguration cors, Refusals refusals) {
		this.cors = cors;
		this.refusals = refusals;
	}

	/**
	 * Get the configuration for Spring's CORS check of a request. That check neither logs
	 * nor counts what it refuses, so this method does.
	 * @param request a request with or without an {@code Origin} header
	 * @return the configuration, or {@code null} if no other origin may connect
	 */
	@Nullable CorsConfiguration configurationFor(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		if (this.cors != null && origin != null && isForeign(request) && this.cors.checkOrigin(origin) == null) {
			this.refusals.refusedOrigin(origin);
		}
		return this.cors;
	}

	/**
	 * Find the origin for which a request is to be refused.
	 * @param request a request with or without an {@code Origin} header
	 * @return the origin, or {@code null} if the request is allowed
	 */
	@Nullable String refused(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		return (this.cors == null && origin != null && isForeign(request)) ? origin : null;
	}

	private static boolean isForeign(ServerHttpRequest request) {
		try {
			return CorsUtils.isCorsRequest(request);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// An origin that is not a URL cannot be this server's own.
			return true;
		}
	}

	/**
	 * Whether the page that sent a request may run the script of an answer. Script
	 * elements send no {@code Origin} header, but current browsers send
	 * {@code Sec-Fetch-Site}.
	 * @param headers the headers of the request
	 * @return {@code true} if it may, or if the browser does not say where the page is
	 * from
	 */
	boolean mayRunScript(HttpHeaders headers) {
		String site = headers.getFirst(FETCH_SITE);
		return site == null || site.equals("same-origin") || site.equals("none")
				|| this.cors != null && this.cors.getAllowedOrigins() != null
						&& this.cors.getAllowedOrigins().contains(CorsConfiguration.ALL);
	}

}
