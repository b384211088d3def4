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

import io.github.socketiospring.server.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * Sends to all administrators, if there are any.
 */
final class AdminChannel {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter
		.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private final Clock clock;

	/** {@code null} while the application starts. */
	private volatile @Nullable Namespace namespace;

	AdminChannel(Clock clock) {
		this.clock = clock;
	}

	void open(Namespace namespace) {
		this.namespace = namespace;
	}

	/**
	 * Whether an administrator is connected to this node.
	 * @return {@code false} if {@link #send} would have no receiver
	 */
	boolean isWatched() {
		Namespace present = this.namespace;
		return present != null && !present.sockets().isEmpty();
	}

	void send(String event, @Nullable Object... arguments) {
		Namespace present = this.namespace;
		if (present != null && !present.sockets().isEmpty()) {
			present.emit(event, arguments);
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
