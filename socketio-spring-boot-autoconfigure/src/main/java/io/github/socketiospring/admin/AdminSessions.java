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

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Remembers logins by name and password, so that a page that is loaded again need not
 * request them. Their ids are credentials. Logins are lost at a restart, and not known to
 * other nodes. Thread-safe.
 */
final class AdminSessions {

	private static final int MAX_SESSIONS = 1000;

	private final Duration duration;

	private final Clock clock;

	private final Map<String, Login> logins = new LinkedHashMap<>();

	/**
	 * Create an empty store.
	 * @param duration how long a login lasts
	 * @param clock measures it
	 */
	AdminSessions(Duration duration, Clock clock) {
		this.duration = duration;
		this.clock = clock;
	}

	/**
	 * Remember a login. The oldest is forgotten if there are too many.
	 * @param admin who logged in
	 * @return the new id of the session
	 */
	synchronized String open(Principal admin) {
		Instant now = this.clock.instant();
		this.logins.values().removeIf((login) -> login.isOver(now));
		if (this.logins.size() >= MAX_SESSIONS) {
			this.logins.remove(this.logins.keySet().iterator().next());
		}
		String id = Ids.random();
		this.logins.put(id, new Login(admin, now.plus(this.duration)));
		return id;
	}

	/**
	 * Find a login.
	 * @param id what a client presents as the id of its session
	 * @return who logged in, {@code null} if there is no such session or it has ended
	 */
	synchronized @Nullable Principal find(String id) {
		Login login = this.logins.get(id);
		return (login != null && !login.isOver(this.clock.instant())) ? login.admin : null;
	}

	/**
	 * A login.
	 *
	 * @param admin who logged in
	 * @param end when it ends
	 */
	private record Login(Principal admin, Instant end) {

		boolean isOver(Instant now) {
			return !now.isBefore(this.end);
		}

	}

}
