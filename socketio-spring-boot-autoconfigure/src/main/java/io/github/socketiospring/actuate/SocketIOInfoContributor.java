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

package io.github.socketiospring.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.util.Assert;

/**
 * Contributes to {@code info} where and by which transports clients may connect.
 * Connected clients are left out, since {@code info} is often public.
 *
 * @since 0.1.0
 */
public final class SocketIOInfoContributor implements InfoContributor {

	private final String path;

	private final List<String> transports;

	/**
	 * Create a contributor.
	 * @param path where clients connect
	 * @param transports the wire names of the transports that they may use
	 */
	public SocketIOInfoContributor(String path, List<String> transports) {
		Assert.notNull(path, "'path' must not be null");
		Assert.notNull(transports, "'transports' must not be null");
		this.path = path;
		this.transports = List.copyOf(transports);
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> details = new LinkedHashMap<>();
		String version = getClass().getPackage().getImplementationVersion();
		if (version != null) {
			details.put("version", version);
		}
		details.put("path", this.path);
		details.put("transports", this.transports);
		builder.withDetail("socketio", details);
	}

}
