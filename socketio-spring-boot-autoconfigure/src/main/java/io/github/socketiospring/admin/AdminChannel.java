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

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

import io.github.socketiospring.server.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Sends to all administrators, if there are any. Events for administrators of other
 * servers are broadcast to all nodes of the cluster.
 */
final class AdminChannel {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter
		.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final Clock clock;

	private final OtherAdmins others;

	private final boolean clustered;

	/** {@code null} while the application starts. */
	private volatile @Nullable Namespace namespace;

	/**
	 * Create a channel that is not open yet.
	 * @param clock the time for the page
	 * @param others the administrators of other servers
	 * @param clustered whether there may be other servers
	 */
	AdminChannel(Clock clock, OtherAdmins others, boolean clustered) {
		this.clock = clock;
		this.others = others;
		this.clustered = clustered;
	}

	void open(Namespace namespace) {
		this.namespace = namespace;
	}

	/**
	 * Whether an administrator is connected to any server.
	 * @return {@code false} if {@link #send} would have no receiver
	 */
	boolean isWatched() {
		return isWatchedHere() || this.others.any();
	}

	/**
	 * Whether an administrator is connected to this node.
	 * @return {@code false} if there are at most those of other servers
	 */
	boolean isWatchedHere() {
		Namespace present = this.namespace;
		return present != null && !present.sockets().isEmpty();
	}

	/**
	 * Send to all administrators. Other nodes receive the event only if administrators
	 * are connected to them.
	 * @param event the name of the event
	 * @param arguments the arguments of the event
	 */
	void send(String event, @Nullable Object... arguments) {
		Namespace present = this.namespace;
		if (present == null) {
			return;
		}
		if (this.others.any()) {
			present.emit(event, arguments);
		}
		else if (!present.sockets().isEmpty()) {
			present.local().emit(event, arguments);
		}
	}

	/**
	 * Send the state of this server to all administrators and to all servers, which learn
	 * from it whether administrators are connected to this node.
	 * @param report the statistics of this node
	 */
	void report(Map<String, Object> report) {
		Namespace present = this.namespace;
		if (present != null && (this.clustered || !present.sockets().isEmpty())) {
			present.emit(ServerReports.EVENT, report);
		}
	}

	/**
	 * The current time as the page reads it.
	 * @return the time with milliseconds, such as {@code 2026-01-31T12:00:00.000Z}
	 */
	String timestamp() {
		return TIMESTAMP.format(this.clock.instant());
	}

}
