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

package io.github.socketiospring.autoconfigure.security;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;

/**
 * Checks the session itself at each heartbeat, since there is only one object for it.
 *
 * @param store keeps the sessions
 * @param nanoTime the time in nanoseconds, by any clock
 */
record SessionsInMemory(InMemoryWebSessionStore store, LongSupplier nanoTime) implements SessionWatch {

	private static final Logger logger = LoggerFactory.getLogger(SessionsInMemory.class);

	@Override
	public EngineSessionListener over(WebSession session, @Nullable String user, Consumer<String> end) {
		return new Watched(session, user, end);
	}

	private final class Watched implements EngineSessionListener {

		private final WebSession http;

		private final @Nullable String user;

		private final Consumer<String> end;

		private long touched = SessionsInMemory.this.nanoTime.getAsLong();

		Watched(WebSession http, @Nullable String user, Consumer<String> end) {
			this.http = http;
			this.user = user;
			this.end = end;
		}

		private boolean isLoggedIn() {
			return this.user == null || this.user.equals(SessionWatch.userOf(this.http.getAttribute(LOGGED_IN)));
		}

		@Override
		public void onPacket(EnginePacket packet) {
			if (packet.type() == EnginePacketType.MESSAGE) {
				touch();
			}
			else if (this.http.isExpired()) {
				this.end.accept("session expired");
			}
			else if (!isLoggedIn()) {
				this.end.accept("logged out");
			}
		}

		/**
		 * Prolong the session. Not through the object itself, which may no longer be in
		 * the store.
		 */
		private void touch() {
			long now = SessionsInMemory.this.nanoTime.getAsLong();
			if (now - this.touched >= PERIOD.toNanos()) {
				this.touched = now;
				SessionsInMemory.this.store.retrieveSession(this.http.getId())
					.subscribe(null, (error) -> logger.debug("A session could not be kept alive", error));
			}
		}

	}

}
