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

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * A cookie with the session's id, for load balancers that need one to send all polls of a
 * session to the same node. The answer to a polling handshake sets it; this server never
 * reads it. Immutable.
 *
 * @since 0.1.0
 */
public final class EngineCookie {

	private static final Set<String> SAME_SITE = Set.of("Strict", "Lax", "None");

	private final String name;

	private final String path;

	private final @Nullable String domain;

	private final @Nullable Duration maxAge;

	private final boolean httpOnly;

	private final boolean secure;

	private final @Nullable String sameSite;

	private EngineCookie(Builder builder) {
		Assert.isTrue(builder.name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"), "name must be a token");
		Assert.isTrue(isAttribute(builder.path) && isAttribute(builder.domain),
				"attributes must not contain separators");
		String sameSite = (builder.sameSite != null) ? StringUtils.capitalize(builder.sameSite.toLowerCase(Locale.ROOT))
				: null;
		Assert.isTrue(sameSite == null || SAME_SITE.contains(sameSite), "sameSite must be Strict, Lax or None");
		this.name = builder.name;
		this.path = builder.path;
		this.domain = builder.domain;
		this.maxAge = builder.maxAge;
		this.httpOnly = builder.httpOnly;
		this.secure = builder.secure;
		this.sameSite = sameSite;
	}

	private static boolean isAttribute(@Nullable String value) {
		return value == null || value.chars().noneMatch((c) -> c < ' ' || c == ';' || c == ',' || c > '~');
	}

	/**
	 * Create a builder that starts with the defaults of the Node.js server.
	 * @param name the name of the cookie, a token of RFC 9110
	 * @return a new builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * The name of the cookie. Older servers use {@code io}.
	 * @return a token of RFC 9110
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The path of the cookie. Default: {@code /}.
	 * @return the value of the {@code Path} attribute
	 */
	public String path() {
		return this.path;
	}

	/**
	 * The domain of the cookie. Default: the host alone.
	 * @return the domain, or {@code null} for the host alone
	 */
	public @Nullable String domain() {
		return this.domain;
	}

	/**
	 * How long browsers keep the cookie. Default: until they are closed.
	 * @return the time, or {@code null} for as long as the browser is open
	 */
	public @Nullable Duration maxAge() {
		return this.maxAge;
	}

	/**
	 * Whether the cookie is hidden from scripts. Default: {@code true}.
	 * @return whether it is hidden
	 */
	public boolean httpOnly() {
		return this.httpOnly;
	}

	/**
	 * Whether the cookie is sent over TLS only. Default: {@code false}.
	 * @return whether it needs TLS
	 */
	public boolean secure() {
		return this.secure;
	}

	/**
	 * The {@code SameSite} attribute of the cookie. Default: {@code Lax}.
	 * @return {@code Strict}, {@code Lax}, {@code None}, or {@code null} for no attribute
	 */
	public @Nullable String sameSite() {
		return this.sameSite;
	}

	/**
	 * Write the {@code Set-Cookie} header of a session. Spring's {@code ResponseCookie}
	 * adds an {@code Expires} attribute and some servers change the case of attributes,
	 * neither of which the Node.js server does.
	 * @param sid the id of the session
	 * @return the value of the header
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1">RFC 6265,
	 * section 4.1.1</a>
	 */
	public String header(String sid) {
		StringBuilder header = new StringBuilder(this.name).append('=').append(sid);
		attribute(header, "Max-Age", (this.maxAge != null) ? this.maxAge.toSeconds() : null);
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

	/**
	 * Builds {@link EngineCookie}. The settings are checked when the cookie is built.
	 */
	public static final class Builder {

		private final String name;

		private String path = "/";

		private @Nullable String domain;

		private @Nullable Duration maxAge;

		private boolean httpOnly = true;

		private boolean secure;

		private @Nullable String sameSite = "Lax";

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Set the path of the cookie.
		 * @param path the path below which requests carry the cookie
		 * @return this builder
		 */
		public Builder path(String path) {
			this.path = path;
			return this;
		}

		/**
		 * Set the domain of the cookie.
		 * @param domain the domain, or {@code null} for the host alone
		 * @return this builder
		 */
		public Builder domain(@Nullable String domain) {
			this.domain = domain;
			return this;
		}

		/**
		 * Set how long browsers keep the cookie.
		 * @param maxAge the time, in whole seconds, or {@code null} for as long as the
		 * browser is open
		 * @return this builder
		 */
		public Builder maxAge(@Nullable Duration maxAge) {
			this.maxAge = maxAge;
			return this;
		}

		/**
		 * Set whether the cookie is hidden from scripts.
		 * @param httpOnly whether it is hidden
		 * @return this builder
		 */
		public Builder httpOnly(boolean httpOnly) {
			this.httpOnly = httpOnly;
			return this;
		}

		/**
		 * Set whether the cookie is sent over TLS only.
		 * @param secure whether it needs TLS
		 * @return this builder
		 */
		public Builder secure(boolean secure) {
			this.secure = secure;
			return this;
		}

		/**
		 * Set the {@code SameSite} attribute of the cookie.
		 * @param sameSite {@code Strict}, {@code Lax} or {@code None} in any case, or
		 * {@code null} for no attribute
		 * @return this builder
		 */
		public Builder sameSite(@Nullable String sameSite) {
			this.sameSite = sameSite;
			return this;
		}

		/**
		 * Build the cookie.
		 * @return a new, immutable cookie
		 * @throws IllegalArgumentException if an attribute could not be written to a
		 * header
		 */
		public EngineCookie build() {
			return new EngineCookie(this);
		}

	}

}
