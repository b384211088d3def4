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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.engineio.EngineSessionListener;
import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializationContext;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.ReactiveSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.data.redis.ReactiveRedisSessionRepository;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.WebSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SessionsInRepository} with Redis, whose plain repository publishes no
 * events.
 */
@RequiresTool("redis-server")
class RedisSessionWatchTests {

	private static final EnginePacket MESSAGE = EnginePacket.text(EnginePacketType.MESSAGE, "2[\"say\"]");

	private static RedisServer redis;

	private static LettuceConnectionFactory connections;

	private static Sessions<?> sessions;

	private final List<String> ends = new CopyOnWriteArrayList<>();

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		connections = new LettuceConnectionFactory("127.0.0.1", redis.port());
		connections.afterPropertiesSet();
		connections.start();
		RedisSerializer<Object> values = RedisSerializer.java();
		ReactiveRedisTemplate<String, Object> template = new ReactiveRedisTemplate<>(connections,
				RedisSerializationContext.<String, Object>newSerializationContext(RedisSerializer.string())
					.value(values)
					.hashKey(RedisSerializer.string())
					.hashValue(values)
					.build());
		sessions = new Sessions<>(new ReactiveRedisSessionRepository(template), template);
	}

	@AfterAll
	static void stop() {
		if (connections != null) {
			connections.destroy();
		}
		if (redis != null) {
			redis.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void seesTheEndOfASessionAfterAMinute(End end) {
		AtomicLong seconds = new AtomicLong();
		String id = sessions.create();
		EngineSessionListener listener = sessions.watch(id, seconds, this.ends);
		sessions.end(id, end);
		listener.onPacket(MESSAGE);
		seconds.set(59);
		listener.onPacket(MESSAGE);
		assertThat(this.ends).isEmpty();
		seconds.set(60);
		listener.onPacket(MESSAGE);
		await().until(() -> !this.ends.isEmpty());
		assertThat(this.ends).containsExactly("session ended");
	}

	@Test
	void messagesProlongASession() {
		AtomicLong seconds = new AtomicLong();
		String id = sessions.create();
		Instant before = sessions.lastAccess(id);
		EngineSessionListener listener = sessions.watch(id, seconds, this.ends);
		seconds.set(60);
		listener.onPacket(MESSAGE);
		await().until(() -> sessions.lastAccess(id).isAfter(before));
		assertThat(this.ends).isEmpty();
	}

	enum End {

		DELETED, EXPIRED, LOGGED_OUT, RENAMED

	}

	/**
	 * Gives the sessions of the repository a type, which it does not show.
	 *
	 * @param repository the repository
	 * @param redis where it keeps them
	 * @param <S> the type of its sessions
	 */
	private record Sessions<S extends Session>(ReactiveSessionRepository<S> repository,
			ReactiveRedisTemplate<String, Object> redis) {

		String create() {
			S session = Objects.requireNonNull(this.repository.createSession().block());
			session.setAttribute(SessionWatch.LOGGED_IN, "ann");
			session.setLastAccessedTime(Instant.now().minus(Duration.ofMinutes(20)));
			this.repository.save(session).block();
			return session.getId();
		}

		EngineSessionListener watch(String id, AtomicLong seconds, List<String> ends) {
			WebSession copy = Objects
				.requireNonNull(new SpringSessionWebSessionStore<>(this.repository).retrieveSession(id).block());
			return new SessionsInRepository<>(this.repository, () -> TimeUnit.SECONDS.toNanos(seconds.get())).over(copy,
					SessionWatch.userOf(copy.getAttribute(SessionWatch.LOGGED_IN)), ends::add);
		}

		private @Nullable S find(String id) {
			return this.repository.findById(id).block();
		}

		Instant lastAccess(String id) {
			return Objects.requireNonNull(find(id)).getLastAccessedTime();
		}

		void end(String id, End end) {
			S session = Objects.requireNonNull(find(id));
			switch (end) {
				case DELETED -> this.repository.deleteById(id).block();
				case EXPIRED -> {
					this.redis.expire("spring:session:sessions:" + id, Duration.ofMillis(1)).block();
					await().until(() -> find(id) == null);
				}
				case LOGGED_OUT -> session.removeAttribute(SessionWatch.LOGGED_IN);
				case RENAMED -> session.changeSessionId();
			}
			if (end == End.LOGGED_OUT || end == End.RENAMED) {
				this.repository.save(session).block();
			}
		}

	}

}
