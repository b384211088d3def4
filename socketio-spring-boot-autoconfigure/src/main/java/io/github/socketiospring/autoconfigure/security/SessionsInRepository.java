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

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.web.server.WebSession;

/**
 * Looks up the session in a repository of Spring Session, at most once in each
 * {@link #PERIOD}: the handshake only had a copy, and the session may end on another
 * node. If a session cannot be looked up, its sockets stay connected.
 *
 * @param <S> the type of the sessions
 * @param repository keeps the sessions
 * @param nanoTime the time in nanoseconds, by any clock
 */
record SessionsInRepository<S extends Session>(ReactiveSessionRepository<S> repository,
		LongSupplier nanoTime) implements SessionWatch {

	private static final Logger logger = LoggerFactory.getLogger(SessionsInRepository.class);

	@Override
	public EngineSessionListener over(WebSession session, @Nullable String user, Consumer<String> end) {
		return new Watched(session, user, end);
	}

	private final class Watched implements EngineSessionListener {

		private final String id;

		private final @Nullable String user;

		private final Consumer<String> end;

		private long lookedUp = SessionsInRepository.this.nanoTime.getAsLong();

		private boolean used;

		Watched(WebSession session, @Nullable String user, Consumer<String> end) {
			this.id = session.getId();
			this.user = user;
			this.end = end;
		}

		@Override
		public void onPacket(EnginePacket packet) {
			this.used |= packet.type() == EnginePacketType.MESSAGE;
			long now = SessionsInRepository.this.nanoTime.getAsLong();
			if (now - this.lookedUp >= PERIOD.toNanos()) {
				boolean touch = this.used;
				this.lookedUp = now;
				this.used = false;
				look(touch);
			}
		}

		private void look(boolean touch) {
			SessionsInRepository.this.repository.findById(this.id)
				.filter(this::isAlive)
				.switchIfEmpty(Mono.fromRunnable(() -> this.end.accept("session ended")))
				.flatMap((session) -> touch ? touch(session) : Mono.empty())
				.subscribe(null, (error) -> logger.debug("A session could not be looked up or kept alive", error));
		}

		private boolean isAlive(S session) {
			return this.user == null || this.user.equals(SessionWatch.userOf(session.getAttribute(LOGGED_IN)));
		}

		private Mono<Void> touch(S session) {
			session.setLastAccessedTime(Instant.now());
			return SessionsInRepository.this.repository.save(session);
		}

	}

}
