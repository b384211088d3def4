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
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import tools.jackson.databind.JsonNode;

/**
 * Whether administrators are connected to other servers of the cluster. Each server of
 * this project or of Node.js with the Admin UI broadcasts reports, which contain the
 * number of sockets in the namespace of the Admin UI. Thread-safe.
 */
final class OtherAdmins {

	/** As long as the page waits for a report before it shows a server as unhealthy. */
	static final Duration MAX_AGE = Duration.ofSeconds(10);

	/** Limits the memory that peers can use. */
	private static final int MAX_SERVERS = 1000;

	private static final int MAX_ID = 200;

	private final String namespace;

	private final LongSupplier nanoTime;

	/** Until when the last report of a server with administrators counts. */
	private final Map<String, Long> ends = new HashMap<>();

	/** The last of them. */
	private volatile long end;

	private volatile boolean known;

	/**
	 * Create an empty record.
	 * @param namespace the name of the namespace of the Admin UI
	 * @param nanoTime the time in nanoseconds, by any clock
	 */
	OtherAdmins(String namespace, LongSupplier nanoTime) {
		this.namespace = namespace;
		this.nanoTime = nanoTime;
	}

	/**
	 * Record the report of another server.
	 * @param report the argument of {@code server_stats}
	 */
	synchronized void hear(JsonNode report) {
		String server = id(report);
		long now = this.nanoTime.getAsLong();
		this.ends.values().removeIf((time) -> time - now <= 0);
		if (admins(report) == 0) {
			this.ends.remove(server);
		}
		else if (this.ends.size() < MAX_SERVERS || this.ends.containsKey(server)) {
			this.ends.put(server, now + MAX_AGE.toNanos());
		}
		this.known = !this.ends.isEmpty();
		long last = now;
		for (long time : this.ends.values()) {
			last = (time - last > 0) ? time : last;
		}
		this.end = last;
	}

	private static String id(JsonNode report) {
		// Servers of Node.js on one host have the same id unless they are configured.
		String id = report.path("pid").asString("") + "#" + report.path("serverId").asString("");
		return id.substring(0, Math.min(id.length(), MAX_ID));
	}

	private int admins(JsonNode report) {
		for (JsonNode shown : report.path("namespaces")) {
			if (shown.path("name").asString("").equals(this.namespace)) {
				return shown.path("socketsCount").asInt(0);
			}
		}
		return 0;
	}

	/**
	 * Whether an administrator is connected to another server.
	 * @return {@code false} if no recent report says so
	 */
	boolean any() {
		return this.known && this.end - this.nanoTime.getAsLong() > 0;
	}

}
