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

package io.github.socketiospring.security;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.RateLimitExceededException;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients present tokens such as {@code ann:ROLE_USER:100}: a name, an authority, and the
 * number of seconds after which the token ends.
 */
class CredentialsRefreshTests {

	private final TestTimer timer = new TestTimer();

	private final List<String> users = new ArrayList<>();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final SocketIOServer io = server("refresh");

	private SocketIOServer server(String event) {
		ExpiringSockets expiring = new ExpiringSockets(
				(authentication) -> (authentication.getCredentials() instanceof Instant end) ? end : null,
				Duration.ofSeconds(10), "token_expired", this.timer);
		ConnectAuthentication authentication = ConnectAuthentication
			.with((presented) -> authenticate(presented.getName()),
					(handshake) -> handshake.auth().has("token") ? UsernamePasswordAuthenticationToken
						.unauthenticated(handshake.auth().path("token").asString(""), null) : null)
			.namespaces("/", "/tenant-*")
			.optional();
		SocketIOServer server = SocketIOServers.builder()
			.timer(this.timer)
			.guards(List.of(authentication, expiring))
			.listener(expiring)
			.listener(new SocketIOListener() {

				@Override
				public void onUserGone(String namespace, String user) {
					CredentialsRefreshTests.this.users.add(user);
				}

			})
			.errorStatuses((error, locale) -> new ErrorStatus((error instanceof RuntimeException) ? 400 : 500, ""))
			.errors((error, locale) -> describe(error))
			.build();
		server.onConnection((socket) -> socket.on("who",
				(arguments, ack) -> ack.send(((Authentication) socket.principal()).getAuthorities().toString())));
		new CredentialsRefresh(event, List.of(authentication), expiring).configure(server);
		return server;
	}

	private static String describe(Throwable error) {
		if (error instanceof RateLimitExceededException) {
			return "rate";
		}
		return (error instanceof AccessDeniedException) ? "denied"
				: ((error instanceof AuthenticationException) ? "unauthenticated" : "failed");
	}

	private Mono<Authentication> authenticate(String token) {
		String[] parts = token.split(":");
		return switch (parts[0]) {
			case "unavailable" -> Mono.error(new AuthenticationServiceException("no keys"));
			case "slow" -> this.gate.asMono().then(authenticate(token.substring(5)));
			default -> (parts.length < 3) ? Mono.error(new BadCredentialsException("no token"))
					: Mono.just(UsernamePasswordAuthenticationToken.authenticated(parts[0],
							Instant.ofEpochSecond(Long.parseLong(parts[2])),
							AuthorityUtils.createAuthorityList(parts[1])));
		};
	}

	private TestEngineSession connect(String token) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"token\":\"" + token + "\"}");
		session.connected();
		return session;
	}

	private static void refresh(TestEngineSession session, int id, String token) {
		session.receive("2" + id + "[\"refresh\",{\"token\":\"" + token + "\"}]");
	}

	@Test
	void socketLivesOnWithTheNewCredentials() {
		TestEngineSession session = connect("ann:USER:100");
		refresh(session, 0, "ann:ADMIN:500");
		session.receive("21[\"who\"]");
		assertThat(session.take()).containsExactly("30[]", "31[\"[ADMIN]\"]");
		this.timer.advance(Duration.ofSeconds(510).minusMillis(1));
		assertThat(session.take()).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.take()).containsExactly("2[\"token_expired\"]", "1");
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void userNeverLeaves() {
		TestEngineSession session = connect("ann:USER:100");
		refresh(session, 0, "ann:ADMIN:500");
		assertThat(this.users).isEmpty();
		session.receive("1");
		assertThat(this.users).containsExactly("ann");
	}

	@Test
	void newCredentialsMayEndEarlier() {
		TestEngineSession session = connect("ann:USER:500");
		refresh(session, 0, "ann:USER:100");
		assertThat(session.take()).containsExactly("30[]");
		this.timer.advance(Duration.ofSeconds(110));
		assertThat(session.take()).containsExactly("2[\"token_expired\"]", "1");
	}

	@Test
	void anotherUserIsDeniedAndTheSocketDisconnected() {
		TestEngineSession session = connect("ann:USER:100");
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		refresh(session, 0, "bob:USER:500");
		assertThat(session.take()).containsExactly("30[\"denied\"]", "1");
		assertThat(socket.principal().getName()).isEqualTo("ann");
		assertThat(this.timer.pending()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "ann,[\"unauthenticated\"]", "ann:USER:-10,[\"unauthenticated\"]", "unavailable,\"status\":503" })
	void wrongCredentialsChangeNothing(String token, String answer) {
		TestEngineSession session = connect("ann:USER:100");
		refresh(session, 0, token);
		session.receive("21[\"refresh\"]", "22[\"refresh\",\"ann\"]", "23[\"who\"]");
		List<String> sent = session.take();
		assertThat(sent.get(0)).startsWith("30[").contains(answer);
		assertThat(sent.subList(1, 4)).containsExactly("31[\"unauthenticated\"]", "32[\"unauthenticated\"]",
				"33[\"[USER]\"]");
		this.timer.advance(Duration.ofSeconds(110));
		assertThat(session.take()).containsExactly("2[\"token_expired\"]", "1");
	}

	@Test
	void nobodyStaysNobody() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		refresh(session, 0, "ann:USER:500");
		assertThat(session.take()).containsExactly("30[\"denied\"]");
		assertThat(this.io.of("/").sockets()).singleElement().extracting(SocketIOSocket::principal).isNull();
	}

	@Test
	void laterEventsWait() {
		TestEngineSession session = connect("ann:USER:100");
		refresh(session, 0, "slow:ann:ADMIN:500");
		session.receive("21[\"who\"]");
		assertThat(session.take()).isEmpty();
		this.gate.tryEmitEmpty();
		assertThat(session.take()).containsExactly("30[]", "31[\"[ADMIN]\"]");
	}

	@Test
	void clientThatLeavesMeanwhileIsForgotten() {
		TestEngineSession session = connect("ann:USER:100");
		refresh(session, 0, "slow:ann:ADMIN:500");
		session.receive("1");
		this.gate.tryEmitEmpty();
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(this.timer.pending()).isZero();
		assertThat(this.users).containsExactly("ann");
	}

	@Test
	void onlyNamespacesThatAuthenticateKnowTheEvent() {
		this.io.of("/other").onConnection((socket) -> socket.setPrincipal(() -> "ann"));
		this.io.of(Pattern.compile("/tenant-\\d"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/other");
		session.receive("0/tenant-1,{\"token\":\"ann:USER:100\"}");
		session.connected();
		session.receive("2/other,0[\"refresh\",{\"token\":\"ann:USER:500\"}]",
				"2/tenant-1,0[\"refresh\",{\"token\":\"ann:USER:500\"}]");
		assertThat(session.take()).containsExactly("3/tenant-1,0[]");
	}

	@Test
	void eventMayBeOff() {
		SocketIOServer without = server("");
		TestEngineSession session = TestEngineSession.open(without);
		session.receive("0{\"token\":\"ann:USER:100\"}");
		session.connected();
		session.receive("20[\"\",{\"token\":\"ann:USER:500\"}]", "21[\"refresh\",{\"token\":\"bob:USER:500\"}]");
		assertThat(session.take()).isEmpty();
	}

	@Test
	void passwordsCannotBeTriedForLong() {
		TestEngineSession session = connect("ann:USER:100");
		for (int i = 0; i < 11; i++) {
			refresh(session, i, "ann");
		}
		List<String> sent = session.take();
		assertThat(sent).hasSize(11).endsWith("310[\"rate\"]");
		assertThat(sent.subList(0, 10)).allMatch((packet) -> packet.endsWith("[\"unauthenticated\"]"));
	}

}
