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
 * The settings of the namespace for the Admin UI.
 *
 * @param namespace the name of the namespace, beginning with a slash
 * @param serverId the name of this node in the list of servers, different on each node
 * @param host the name of the computer, as the page shows it
 * @param mode how much the page shows
 * @param readOnly whether the page can only show
 * @param sessionDuration how long a login by name and password lasts, at least one
 * millisecond
 * @since 0.1.0
 */
public record AdminOptions(String namespace, String serverId, String host, AdminMode mode, boolean readOnly,
		Duration sessionDuration) {

	private static final List<String> COMMANDS = List.of("JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE",
			"MDISCONNECT");

	/**
	 * Check the settings.
	 */
	public AdminOptions {
		Assert.isTrue(namespace.startsWith("/"), "'namespace' must begin with a slash");
		Assert.hasText(serverId, "'serverId' must not be empty");
		Assert.isTrue(sessionDuration.toMillis() > 0, "'sessionDuration' must be at least one millisecond");
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

}
