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

package io.github.socketiospring.integration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.config.annotation.web.server.EnableSpringWebSession;
import org.springframework.session.data.redis.config.annotation.web.server.EnableRedisIndexedWebSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions of Spring Session, in a map and in Redis, and the sockets that they opened.
 */
@RequiresTool("redis-server")
class SpringSessionTests {

	private static final String PATH = "/socket.io/";

	private static RedisServer redis;

	@BeforeAll
	static void startRedis() {
		redis = RedisServer.start();
	}

	@AfterAll
	static void stopRedis() {
		if (redis != null) {
			redis.close();
		}
	}

	private static TestServer start(Class<?> sessions, String logout) {
		TestServer server = TestServer.start(sessions,
				Map.of("socketio.ping-interval", "60s", "socketio.security.logout", logout, "spring.data.redis.host",
						"127.0.0.1", "spring.data.redis.port", String.valueOf(redis.port())));
		// The first use of Redis blocks its thread.
		server.bean(ReactiveRedisConnectionFactory.class).getReactiveConnection().close();
		return server;
	}

	/** Not in Redis: in one of thirty runs the driver answered no command any more. */
	static Stream<Class<?>> repositories() {
		return Stream.of(InMap.class);
	}

	static Stream<Arguments> transports() {
		return repositories().flatMap(
				(sessions) -> Stream.of("polling", "websocket").map((transport) -> Arguments.of(sessions, transport)));
	}

	@ParameterizedTest
	@MethodSource("transports")
	void logoutDisconnectsTheSocketsOfTheSession(Class<?> sessions, String transport) {
		try (TestServer server = start(sessions, "session")) {
			Map<String, String> phone = SessionApplication.login(server);
			Map<String, String> laptop = SessionApplication.login(server);
			try (HeaderClient leaving = HeaderClient.connect(server.port(), transport, phone, Map.of());
					HeaderClient staying = HeaderClient.connect(server.port(), transport, laptop, Map.of())) {
				assertThat(leaving.ask("who")).isEqualTo("ann");
				SessionApplication.awaitPolls(server);
				SessionApplication.post(server, "/logout", phone);
				// A poll after the logout has no user, and is refused.
				assertThat(leaving.disconnected()).isIn("io server disconnect",
						transport.equals("polling") ? "transport error" : "io server disconnect");
				assertThat(SessionApplication.get(server, "/me", phone)).isEqualTo("nobody");
				assertThat(staying.ask("who")).isEqualTo("ann");
			}
		}
	}

	static Stream<Arguments> changes() {
		return repositories().flatMap((sessions) -> Stream.of(Arguments.of(sessions, "/logout", "nobody"),
				Arguments.of(sessions, "/invalidate", "nobody"),
				Arguments.of(sessions, "/rename", "ann known as jim")));
	}

	/**
	 * A poll that is held has a copy of the session, which it must not save.
	 * @param sessions where the sessions are
	 * @param change what another request does meanwhile
	 * @param after who is logged in after it
	 */
	@ParameterizedTest
	@MethodSource("changes")
	void heldPollDoesNotUndoWhatOtherRequestsChange(Class<?> sessions, String change, String after) {
		try (TestServer server = start(sessions, "none")) {
			Map<String, String> cookie = SessionApplication.login(server);
			PollingClient client = PollingClient.open(server.port(), PATH, 4, "", cookie);
			assertThat(PollingClient
				.await(client.request("POST", cookie, Packets.CONNECT.getBytes(StandardCharsets.UTF_8)))
				.status()).isEqualTo(200);
			assertThat(PollingClient.await(client.poll(cookie)).text()).startsWith(Packets.CONNECTED);
			PendingRequest poll = client.poll(cookie);
			SessionApplication.awaitPolls(server);
			SessionApplication.post(server, change, cookie);
			assertThat(SessionApplication.get(server, "/me", cookie)).isEqualTo(after);
			server.bean(SocketIOServer.class).of("/").emit("late");
			RawHttp.Response answer = PollingClient.await(poll);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.text()).isEqualTo(Packets.event("late"));
			assertThat(SessionApplication.get(server, "/me", cookie)).isEqualTo(after);
		}
	}

	@Test
	void expiryDisconnectsTheSocketsOfTheSessionOnEachNode() {
		try (TestServer one = start(InIndexedRedis.class, "session");
				TestServer other = start(InIndexedRedis.class, "session")) {
			Map<String, String> cookie = SessionApplication.login(one);
			try (HeaderClient first = HeaderClient.connect(one.port(), "websocket", cookie, Map.of());
					HeaderClient second = HeaderClient.connect(other.port(), "websocket", cookie, Map.of());
					HeaderClient staying = HeaderClient.connect(other.port(), "websocket",
							SessionApplication.login(other), Map.of())) {
				assertThat(first.ask("who")).isEqualTo("ann");
				assertThat(second.ask("who")).isEqualTo("ann");
				expire(one.bean(StringRedisTemplate.class), cookie);
				assertThat(first.disconnected()).isEqualTo("io server disconnect");
				assertThat(second.disconnected()).isEqualTo("io server disconnect");
				assertThat(staying.ask("who")).isEqualTo("ann");
			}
		}
	}

	private static void expire(StringRedisTemplate template, Map<String, String> cookie) {
		String id = cookie.values().iterator().next().substring("SESSION=".length());
		assertThat(template.expire("spring:session:sessions:expires:" + id, Duration.ofMillis(1))).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableSpringWebSession
	@Import(SessionApplication.OpenChain.class)
	static class InMap {

		@Bean
		ReactiveMapSessionRepository sessions() {
			return new ReactiveMapSessionRepository(new ConcurrentHashMap<>());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableRedisIndexedWebSession
	@Import(SessionApplication.OpenChain.class)
	static class InIndexedRedis {

	}

}
