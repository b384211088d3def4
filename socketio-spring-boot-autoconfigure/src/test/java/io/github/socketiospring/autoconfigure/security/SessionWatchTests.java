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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.WebSession;
import org.springframework.web.server.session.InMemoryWebSessionStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionsInMemory} and {@link SessionsInRepository}.
 */
class SessionWatchTests {

	private static final EnginePacket MESSAGE = EnginePacket.text(EnginePacketType.MESSAGE, "2[\"say\"]");

	private static final EnginePacket HEARTBEAT = EnginePacket.PONG;

	private final List<String> ends = new ArrayList<>();

	private long seconds;

	private long nanoTime() {
		return TimeUnit.SECONDS.toNanos(this.seconds);
	}

	private static SecurityContext contextOf(String name) {
		return new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
	}

	@Test
	void sameUserMayHaveOtherCredentials() {
		String user = SessionWatch.userOf(contextOf("ann"));
		assertThat(user).isEqualTo("ann");
		assertThat(SessionWatch.userOf(new SecurityContextImpl(new TestingAuthenticationToken("ann", "other"))))
			.isEqualTo(user);
		assertThat(SessionWatch.userOf(null)).isNull();
		assertThat(SessionWatch.userOf(Map.of())).isEqualTo(SessionWatch.userOf(new SecurityContextImpl())).isEmpty();
	}

	@Nested
	class InMemory {

		private final InMemoryWebSessionStore store = new InMemoryWebSessionStore();

		private final WebSession session;

		InMemory() {
			at(0);
			this.session = Objects.requireNonNull(this.store.createWebSession().block());
		}

		private EngineSessionListener listener() {
			logIn("ann");
			this.session.save().block();
			return new SessionsInMemory(this.store, SessionWatchTests.this::nanoTime).over(this.session,
					SessionWatch.userOf(this.session.getAttribute(SessionWatch.LOGGED_IN)),
					SessionWatchTests.this.ends::add);
		}

		private void logIn(String name) {
			this.session.getAttributes().put(SessionWatch.LOGGED_IN, contextOf(name));
		}

		private void at(long seconds) {
			SessionWatchTests.this.seconds = seconds;
			this.store.setClock(Clock.fixed(Instant.ofEpochSecond(seconds), ZoneOffset.UTC));
		}

		private long lastAccess() {
			return this.session.getLastAccessTime().getEpochSecond();
		}

		@Test
		void messagesProlongTheSessionOnceAMinute() {
			EngineSessionListener listener = listener();
			long[] expected = { 0, 60, 60, 120 };
			long[] times = { 59, 60, 119, 120 };
			for (int i = 0; i < times.length; i++) {
				at(times[i]);
				listener.onPacket(MESSAGE);
				assertThat(lastAccess()).isEqualTo(expected[i]);
			}
			assertThat(SessionWatchTests.this.ends).isEmpty();
		}

		@Test
		void heartbeatsSeeItsEndAndDoNotProlongIt() {
			EngineSessionListener listener = listener();
			at(Duration.ofMinutes(30).toSeconds());
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).isEmpty();
			at(Duration.ofMinutes(30).toSeconds() + 1);
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).containsExactly("session expired");
			assertThat(lastAccess()).isZero();
		}

		@Test
		void heartbeatsSeeALogout() {
			EngineSessionListener listener = listener();
			this.session.getAttributes().remove(SessionWatch.LOGGED_IN);
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).containsExactly("logged out");
		}

		@Test
		void heartbeatsSeeALogoutDuringTheHandshake() {
			logIn("ann");
			String user = SessionWatch.userOf(this.session.getAttribute(SessionWatch.LOGGED_IN));
			this.session.getAttributes().remove(SessionWatch.LOGGED_IN);
			new SessionsInMemory(this.store, SessionWatchTests.this::nanoTime)
				.over(this.session, user, SessionWatchTests.this.ends::add)
				.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).containsExactly("logged out");
		}

		@Test
		void heartbeatsSeeThatTheSessionHasAnotherUser() {
			EngineSessionListener listener = listener();
			logIn("ann");
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).isEmpty();
			logIn("bob");
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).containsExactly("logged out");
		}

	}

	@Nested
	class InRepository {

		private final Instant lastAccess = Instant.now().minus(Duration.ofMinutes(20));

		private final Repository repository = new Repository();

		private String id = "";

		private EngineSessionListener listener(boolean loggedIn) {
			MapSession session = new MapSession();
			session.setLastAccessedTime(this.lastAccess);
			if (loggedIn) {
				session.setAttribute(SessionWatch.LOGGED_IN, contextOf("ann"));
			}
			this.id = session.getId();
			this.repository.save(session).block();
			WebSession copy = Objects
				.requireNonNull(new SpringSessionWebSessionStore<>(this.repository).retrieveSession(this.id).block());
			this.repository.calls.clear();
			return new SessionsInRepository<>(this.repository, SessionWatchTests.this::nanoTime).over(copy,
					SessionWatch.userOf(copy.getAttribute(SessionWatch.LOGGED_IN)), SessionWatchTests.this.ends::add);
		}

		private MapSession stored() {
			return Objects.requireNonNull(this.repository.findById(this.id).block());
		}

		@Test
		void messagesProlongTheSessionOnceAMinute() {
			EngineSessionListener listener = listener(true);
			int[] expected = { 0, 1, 1, 2 };
			long[] times = { 59, 60, 119, 120 };
			for (int i = 0; i < times.length; i++) {
				SessionWatchTests.this.seconds = times[i];
				listener.onPacket(MESSAGE);
				listener.onPacket(MESSAGE);
				assertThat(this.repository.calls).hasSize(2 * expected[i]);
			}
			assertThat(this.repository.calls).containsExactly("find", "save", "find", "save");
			assertThat(stored().getLastAccessedTime()).isAfter(this.lastAccess.plus(Duration.ofMinutes(19)));
			assertThat(SessionWatchTests.this.ends).isEmpty();
		}

		@Test
		void heartbeatsLookItUpAndDoNotProlongIt() {
			EngineSessionListener listener = listener(true);
			SessionWatchTests.this.seconds = 60;
			listener.onPacket(HEARTBEAT);
			assertThat(this.repository.calls).containsExactly("find");
			assertThat(stored().getLastAccessedTime()).isEqualTo(this.lastAccess);
			assertThat(SessionWatchTests.this.ends).isEmpty();
		}

		@Test
		void messagesBetweenTheLooksCount() {
			EngineSessionListener listener = listener(true);
			listener.onPacket(MESSAGE);
			SessionWatchTests.this.seconds = 60;
			listener.onPacket(HEARTBEAT);
			SessionWatchTests.this.seconds = 120;
			listener.onPacket(HEARTBEAT);
			assertThat(this.repository.calls).containsExactly("find", "save", "find");
		}

		@ParameterizedTest
		@EnumSource
		void seesItsEnd(End end) {
			EngineSessionListener listener = listener(true);
			MapSession session = stored();
			switch (end) {
				case DELETED -> this.repository.deleteById(this.id).block();
				case EXPIRED -> session.setMaxInactiveInterval(Duration.ofMinutes(19));
				case LOGGED_OUT -> session.removeAttribute(SessionWatch.LOGGED_IN);
				case ANOTHER_USER -> session.setAttribute(SessionWatch.LOGGED_IN, contextOf("bob"));
				case RENAMED -> session.changeSessionId();
			}
			if (end != End.DELETED) {
				this.repository.save(session).block();
			}
			SessionWatchTests.this.seconds = 60;
			listener.onPacket(MESSAGE);
			assertThat(SessionWatchTests.this.ends).containsExactly("session ended");
			assertThat(this.repository.findById(this.id).block()).satisfiesAnyOf((none) -> assertThat(none).isNull(),
					(kept) -> assertThat(Objects.requireNonNull(kept).getLastAccessedTime())
						.isEqualTo(this.lastAccess));
		}

		@Test
		void sessionWithoutALoginLivesOn() {
			EngineSessionListener listener = listener(false);
			SessionWatchTests.this.seconds = 60;
			listener.onPacket(MESSAGE);
			assertThat(this.repository.calls).containsExactly("find", "save");
			assertThat(SessionWatchTests.this.ends).isEmpty();
		}

		@Test
		void sessionThatCannotBeLookedUpLivesOn() {
			EngineSessionListener listener = listener(true);
			this.repository.failing = true;
			SessionWatchTests.this.seconds = 60;
			listener.onPacket(MESSAGE);
			this.repository.failing = false;
			this.repository.deleteById(this.id).block();
			listener.onPacket(MESSAGE);
			assertThat(SessionWatchTests.this.ends).isEmpty();
			SessionWatchTests.this.seconds = 120;
			listener.onPacket(HEARTBEAT);
			assertThat(SessionWatchTests.this.ends).containsExactly("session ended");
		}

	}

	enum End {

		DELETED, EXPIRED, LOGGED_OUT, ANOTHER_USER, RENAMED

	}

	private static final class Repository extends ReactiveMapSessionRepository {

		private final List<String> calls = new ArrayList<>();

		private boolean failing;

		Repository() {
			super(new HashMap<>());
		}

		@Override
		public Mono<MapSession> findById(String id) {
			this.calls.add("find");
			return this.failing ? Mono.error(new IllegalStateException("down")) : super.findById(id);
		}

		@Override
		public Mono<Void> save(MapSession session) {
			this.calls.add("save");
			return super.save(session);
		}

	}

}
