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

package io.github.socketiospring.autoconfigure.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

import io.github.socketiospring.admin.AdminMode;
import io.github.socketiospring.admin.AdminOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Properties of the Admin UI.
 *
 * @param enabled Whether the Admin UI is served.
 * @param path Path of the Admin UI, relative to the application's base path.
 * @param namespace Name of the namespace that the Admin UI connects to.
 * @param serverId Name of this node in the list of servers, different on each node. When
 * not set, the host name and the process id.
 * @param mode How much the Admin UI shows.
 * @param readOnly Whether the Admin UI only shows, and can neither disconnect sockets nor
 * change their rooms.
 * @param authority Authority that an administrator has, where Spring Security is on the
 * class path.
 * @param username Name of the administrator who logs in to the Admin UI. When not set,
 * the users of Spring Security log in.
 * @param password Password of the administrator of the Admin UI, plain or as a bcrypt
 * hash.
 * @param sessionDuration Time for which a login to the Admin UI lasts.
 * @since 0.1.0
 */
// @formatter:off
@ConfigurationProperties("socketio.admin")
public record SocketIOAdminProperties(
		@DefaultValue("false") boolean enabled,
		@DefaultValue("/socketio-admin") String path,
		@DefaultValue("/admin") String namespace,
		@Nullable String serverId,
		@DefaultValue("production") AdminMode mode,
		@DefaultValue("false") boolean readOnly,
		@DefaultValue("ROLE_SOCKETIO_ADMIN") String authority,
		@Nullable String username,
		@Nullable String password,
		@DefaultValue("8h") Duration sessionDuration) {
// @formatter:on

	private static final Pattern PATH = Pattern.compile("(/[^/*?{}\\s]+)+");

	public SocketIOAdminProperties {
		require(PATH.matcher(path).matches(), "path", path,
				"must be a plain path such as /socketio-admin, with a leading slash and no trailing slash");
		require(namespace.startsWith("/") && namespace.length() > 1 && namespace.indexOf(',') < 0, "namespace",
				namespace, "must be a name other than /, with a leading slash and without a comma");
		require(!authority.isBlank(), "authority", authority, "must not be empty");
		require(StringUtils.hasText(username) == StringUtils.hasText(password), "username", username,
				"and socketio.admin.password must be set together");
		require(sessionDuration.toMillis() > 0, "session-duration", sessionDuration,
				"must be at least one millisecond");
	}

	private static void require(boolean valid, String name, @Nullable Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("socketio.admin." + name, value, reason);
		}
	}

	AdminOptions toAdminOptions() {
		String host = hostName();
		String id = StringUtils.hasText(this.serverId) ? this.serverId : host + "#" + ProcessHandle.current().pid();
		return AdminOptions.builder(id)
			.namespace(this.namespace)
			.host(host)
			.mode(this.mode)
			.readOnly(this.readOnly)
			.sessionDuration(this.sessionDuration)
			.build();
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	@Override
	public String toString() {
		// Without the password
		return "Admin UI at " + this.path + " (" + this.namespace + ")";
	}

}
