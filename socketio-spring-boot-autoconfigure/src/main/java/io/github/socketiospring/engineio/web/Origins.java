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

import java.net.URI;
import java.util.Locale;
import java.util.Set;

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

	private static final String UNNAMED = "another site, without the header 'Origin'";

	/** The authentication schemes that browsers use without a request of the page. */
	private static final Set<String> AMBIENT_SCHEMES = Set.of("basic", "digest", "negotiate", "ntlm");

	private final @Nullable CorsConfiguration cors;

	private final Refusals refusals;

	Origins(@Nullable CorsConfiguration cors, Refusals refusals) {
		this.cors = cors;
		this.refusals = refusals;
	}

	/**
	 * Get the configuration for Spring's CORS check of a request. That check neither logs
	 * nor counts refusals, so this method does.
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
	 * Find the origin for which a request is to be refused. A browser sends no origin
	 * with scripts, images, forms and navigation, but says whether they are of another
	 * site.
	 * @param request a request with or without an {@code Origin} header
	 * @return the origin, or {@code null} if the request is allowed
	 */
	@Nullable String refused(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		if (origin != null) {
			return (this.cors == null && isForeign(request)) ? origin : null;
		}
		return (isOfOtherSite(request.getHeaders()) && !allows(CorsConfiguration.ALL)) ? UNNAMED : null;
	}

	/**
	 * Whether to accept the credentials that a browser adds by itself: a cookie, Basic, a
	 * certificate. With a WebSocket it adds them for any page.
	 * @param request a request that is not refused
	 * @return {@code false} for pages of other origins, unless the CORS configuration
	 * allows credentials or the page itself presents a token
	 */
	boolean trustsCredentials(ServerHttpRequest request) {
		return !isOfOtherOrigin(request) || allowsCredentials() || presentsToken(request.getHeaders());
	}

	/**
	 * Whether a request cannot have been forged by an untrusted page.
	 * @param request a request with or without an {@code Origin} header
	 * @return {@code true} for pages of the own origin and of those that are named as
	 * allowed, and for clients that are not browsers
	 */
	boolean isProven(ServerHttpRequest request) {
		String origin = request.getHeaders().getOrigin();
		if (!isOfOtherOrigin(request)) {
			return true;
		}
		if (this.cors == null || origin == null || this.cors.checkOrigin(origin) == null) {
			return false;
		}
		return allowsCredentials() || allows(origin)
				|| !(allows(CorsConfiguration.ALL) || allowsByPattern(CorsConfiguration.ALL));
	}

	private static boolean isOfOtherOrigin(ServerHttpRequest request) {
		return (request.getHeaders().getOrigin() != null) ? isForeign(request) : isOfOtherSite(request.getHeaders());
	}

	private static boolean isOfOtherSite(HttpHeaders headers) {
		String site = headers.getFirst(FETCH_SITE);
		return site != null && !site.equals("same-origin") && !site.equals("none");
	}

	private boolean allows(String origin) {
		return this.cors != null && this.cors.getAllowedOrigins() != null
				&& this.cors.getAllowedOrigins().contains(origin);
	}

	private boolean allowsByPattern(String pattern) {
		return this.cors != null && this.cors.getAllowedOriginPatterns() != null
				&& this.cors.getAllowedOriginPatterns().contains(pattern);
	}

	private boolean allowsCredentials() {
		return this.cors != null && Boolean.TRUE.equals(this.cors.getAllowCredentials());
	}

	private static boolean presentsToken(HttpHeaders headers) {
		String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
		return authorization != null
				&& !AMBIENT_SCHEMES.contains(authorization.split(" ", 2)[0].toLowerCase(Locale.ROOT));
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
	 * Whether the page that sent a request may run the script of an answer. A browser
	 * that does not send the site of the page may send its address.
	 * @param request a request that is not refused
	 * @return whether it may
	 */
	boolean mayRunScript(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		String referer = headers.getFirst(HttpHeaders.REFERER);
		if (headers.getFirst(FETCH_SITE) != null || referer == null || allows(CorsConfiguration.ALL)) {
			return true;
		}
		try {
			return String.valueOf(request.getURI().getAuthority()).equals(URI.create(referer).getAuthority());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
