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

package io.github.socketiospring.engineio;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A cookie with the session's id, for load balancers that need one to send all polls of a
 * session to the same node. This server never reads it. Set by the answer to a polling
 * handshake.
 *
 * @param name its name, {@code io} in older servers
 * @param path its path
 * @param domain its domain, {@code null} for the host
 * @param maxAge how many seconds it lives, {@code null} for as long as the browser
 * @param httpOnly whether scripts cannot see it
 * @param secure whether it is sent over TLS only
 * @param sameSite its {@code SameSite} attribute, {@code null} for none
 * @since 0.1.0
 */
public record EngineCookie(String name, String path, @Nullable String domain, @Nullable Long maxAge, boolean httpOnly,
		boolean secure, @Nullable String sameSite) {

	private static final Set<String> SAME_SITE = Set.of("Strict", "Lax", "None");

	/**
	 * Check the settings.
	 */
	public EngineCookie {
		Assert.isTrue(name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "name must be a token");
		Assert.isTrue(isAttribute(path) && isAttribute(domain), "attributes must not contain separators");
		if (sameSite != null) {
			sameSite = StringUtils.capitalize(sameSite.toLowerCase(Locale.ROOT));
			Assert.isTrue(SAME_SITE.contains(sameSite), "sameSite must be Strict, Lax or None");
		}
	}

	/**
	 * A cookie like that of the reference implementation: for the whole host, invisible
	 * to scripts, {@code SameSite=Lax}.
	 * @param name its name
	 */
	public EngineCookie(String name) {
		this(name, "/", null, null, true, false, "Lax");
	}

	private static boolean isAttribute(@Nullable String value) {
		return value == null || value.chars().noneMatch((c) -> c < ' ' || c == ';' || c == ',' || c > '~');
	}

	/**
	 * The value of the {@code Set-Cookie} header.
	 * @param sid the session's id
	 * @return the header's value
	 */
	public String header(String sid) {
		StringBuilder header = new StringBuilder(this.name).append('=').append(sid);
		attribute(header, "Max-Age", this.maxAge);
		attribute(header, "Domain", this.domain);
		attribute(header, "Path", this.path);
		header.append(this.httpOnly ? "; HttpOnly" : "").append(this.secure ? "; Secure" : "");
		attribute(header, "SameSite", this.sameSite);
		return header.toString();
	}

	private static void attribute(StringBuilder header, String name, @Nullable Object value) {
		if (value != null) {
			header.append("; ").append(name).append('=').append(value);
		}
	}

}
