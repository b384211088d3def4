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

package io.github.socketiospring.admin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * The settings of the namespace for the Admin UI. Immutable.
 *
 * @since 0.1.0
 */
public final class AdminOptions {

	private static final List<String> COMMANDS = List.of("JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE",
			"MDISCONNECT");

	private final String namespace;

	private final String serverId;

	private final String host;

	private final AdminMode mode;

	private final boolean readOnly;

	private final Duration sessionDuration;

	private AdminOptions(Builder builder) {
		Assert.isTrue(builder.namespace.startsWith("/"), "'namespace' must begin with a slash");
		Assert.hasText(builder.serverId, "'serverId' must not be empty");
		Assert.isTrue(builder.sessionDuration.toMillis() > 0, "'sessionDuration' must be at least one millisecond");
		this.namespace = builder.namespace;
		this.serverId = builder.serverId;
		this.host = builder.host;
		this.mode = builder.mode;
		this.readOnly = builder.readOnly;
		this.sessionDuration = builder.sessionDuration;
	}

	/**
	 * The name of the namespace.
	 * @return a name that begins with a slash
	 */
	public String namespace() {
		return this.namespace;
	}

	/**
	 * The name of this node in the list of servers.
	 * @return a name that is different on each node
	 */
	public String serverId() {
		return this.serverId;
	}

	/**
	 * The name of the computer, as the page shows it.
	 * @return the name
	 */
	public String host() {
		return this.host;
	}

	/**
	 * How much the page shows.
	 * @return the mode
	 */
	public AdminMode mode() {
		return this.mode;
	}

	/**
	 * Whether the page can only show.
	 * @return {@code false} if it can also execute commands
	 */
	public boolean readOnly() {
		return this.readOnly;
	}

	/**
	 * How long a login by name and password lasts.
	 * @return at least one millisecond
	 */
	public Duration sessionDuration() {
		return this.sessionDuration;
	}

	/**
	 * The features of this server, in the words of the Admin UI.
	 * @return the names of the features
	 */
	List<String> features() {
		List<String> features = new ArrayList<>();
		if (!this.readOnly) {
			features.addAll(COMMANDS);
		}
		features.add("AGGREGATED_EVENTS");
		if (this.mode == AdminMode.DEVELOPMENT) {
			features.add("ALL_EVENTS");
		}
		return features;
	}

	/**
	 * Create a builder with the default values.
	 * @param serverId the name of this node in the list of servers, different on each
	 * node
	 * @return a new builder
	 */
	public static Builder builder(String serverId) {
		return new Builder(serverId);
	}

	/**
	 * Builds {@link AdminOptions}.
	 */
	public static final class Builder {

		private final String serverId;

		private String namespace = "/admin";

		private String host = "";

		private AdminMode mode = AdminMode.PRODUCTION;

		private boolean readOnly;

		private Duration sessionDuration = Duration.ofHours(8);

		private Builder(String serverId) {
			this.serverId = serverId;
		}

		/**
		 * Set the name of the namespace, by default {@code /admin}.
		 * @param namespace a name that begins with a slash
		 * @return this builder
		 */
		public Builder namespace(String namespace) {
			this.namespace = namespace;
			return this;
		}

		/**
		 * Set the name of the computer, as the page shows it. By default empty.
		 * @param host any text, usually the host name
		 * @return this builder
		 */
		public Builder host(String host) {
			this.host = host;
			return this;
		}

		/**
		 * Set how much the page shows, by default {@link AdminMode#PRODUCTION}.
		 * @param mode the mode
		 * @return this builder
		 */
		public Builder mode(AdminMode mode) {
			this.mode = mode;
			return this;
		}

		/**
		 * Set whether the page can only show. By default it can also execute commands.
		 * @param readOnly {@code true} to execute none
		 * @return this builder
		 */
		public Builder readOnly(boolean readOnly) {
			this.readOnly = readOnly;
			return this;
		}

		/**
		 * Set how long a login by name and password lasts, by default eight hours.
		 * @param sessionDuration at least one millisecond
		 * @return this builder
		 */
		public Builder sessionDuration(Duration sessionDuration) {
			this.sessionDuration = sessionDuration;
			return this;
		}

		/**
		 * Create the options.
		 * @return immutable options
		 */
		public AdminOptions build() {
			return new AdminOptions(this);
		}

	}

}
