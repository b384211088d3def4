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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets whose clients have credentials that end. Clients present the number of seconds
 * after which theirs end.
 */
class ExpiringSocketsTests {

	private static final Duration SKEW = Duration.ofSeconds(10);

	private final TestTimer timer = new TestTimer();

	private final Map<String, Instant> ends = new ConcurrentHashMap<>();

	private final List<DisconnectReason> reasons = new ArrayList<>();

	private SocketIOServer io = server("token_expired");

	private SocketIOServer server(String event) {
		ExpiringSockets expiring = new ExpiringSockets((authentication) -> this.ends.get(authentication.getName()),
				SKEW, event, this.timer);
		SocketIOServer server = SocketIOServers.builder().guards(List.of(expiring)).listener(expiring).build();
		server.use((socket, next) -> {
			String name = socket.handshake().auth().path("name").asString("");
			if (!name.isEmpty()) {
				socket.setPrincipal(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
			}
			return next.proceed();
		});
		server.onConnection((socket) -> socket.onDisconnect((reason) -> this.reasons.add(reason)));
		return server;
	}

	private TestEngineSession connect(String name) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0{\"name\":\"" + name + "\"}");
		return session;
	}

	private void ends(String name, int seconds) {
		this.ends.put(name, Instant.ofEpochSecond(seconds));
	}

	@Test
	void clientIsToldAndDisconnected() {
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		session.connected();
		session.take();
		this.timer.advance(Duration.ofSeconds(110).minusMillis(1));
		assertThat(session.take()).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.take()).containsExactly("2[\"token_expired\"]", "1");
		assertThat(this.reasons).containsExactly(DisconnectReason.CREDENTIALS_ENDED);
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void clientIsToldNothingIfThereIsNoEvent() {
		this.io = server("");
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		session.connected();
		session.take();
		this.timer.advance(Duration.ofSeconds(110));
		assertThat(session.take()).containsExactly("1");
	}

	@Test
	void sameClockJudgesWhoConnects() {
		ends("ann", 100);
		this.timer.advance(Duration.ofSeconds(110).minusMillis(1));
		TestEngineSession inTime = connect("ann");
		inTime.connected();
		inTime.take();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(inTime.take()).containsExactly("2[\"token_expired\"]", "1");
		TestEngineSession late = connect("ann");
		assertThat(late.take()).singleElement().asString().startsWith("4{");
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void refusesThoseThatEndWhileMiddlewareRuns() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		this.timer.advance(Duration.ofSeconds(110));
		assertThat(session.take()).isEmpty();
		decision.tryEmitEmpty();
		assertThat(session.take()).singleElement().asString().startsWith("4{");
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.reasons).isEmpty();
	}

	@Test
	void disconnectsThoseThatEndWhileAHandlerDecides() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return decision.asMono();
			}

		});
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		this.timer.advance(Duration.ofSeconds(110));
		decision.tryEmitEmpty();
		session.connected();
		session.take();
		this.timer.advance(Duration.ZERO);
		assertThat(session.take()).endsWith("2[\"token_expired\"]", "1");
		assertThat(this.reasons).containsExactly(DisconnectReason.CREDENTIALS_ENDED);
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void othersCostNothing() {
		connect("jim").connected();
		connect("").connected();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void taskEndsWithTheSocket() {
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		session.connected();
		assertThat(this.timer.pending()).isOne();
		session.receive("1");
		assertThat(this.timer.pending()).isZero();
		this.timer.advance(Duration.ofDays(1));
		assertThat(this.reasons).containsExactly(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
	}

	@Test
	void newCredentialsProlong() {
		ends("ann", 100);
		TestEngineSession session = connect("ann");
		session.connected();
		session.take();
		ends("ann", 20_000);
		this.timer.advance(Duration.ofSeconds(20_009));
		assertThat(session.take()).isEmpty();
		assertThat(this.io.of("/").sockets()).extracting(SocketIOSocket::isConnected).containsExactly(true);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(session.take()).containsExactly("2[\"token_expired\"]", "1");
	}

	@Test
	void tokensKnowTheirEnd() {
		TokenExpiry expiry = new TokenExpiry();
		Instant end = Instant.ofEpochSecond(100);
		Jwt jwt = Jwt.withTokenValue("token").header("alg", "none").subject("ann").expiresAt(end).build();
		assertThat(expiry.endOf(new JwtAuthenticationToken(jwt))).isEqualTo(end);
		assertThat(expiry.endOf(new TestingAuthenticationToken("ann",
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "token", Instant.EPOCH, end))))
			.isEqualTo(end);
		assertThat(expiry.endOf(new TestingAuthenticationToken(
				new DefaultOAuth2AuthenticatedPrincipal(Map.of("exp", end), AuthorityUtils.NO_AUTHORITIES), null)))
			.isEqualTo(end);
		assertThat(expiry.endOf(new TestingAuthenticationToken("ann", "password"))).isNull();
	}

	@Test
	void loginByOpenIdConnectDoesNotEndWithItsIdToken() {
		OidcIdToken token = OidcIdToken.withTokenValue("token")
			.subject("ann")
			.expiresAt(Instant.ofEpochSecond(100))
			.build();
		OidcUser user = new DefaultOidcUser(AuthorityUtils.NO_AUTHORITIES, token);
		assertThat(user.getAttributes()).containsKey("exp");
		assertThat(new TokenExpiry().endOf(new TestingAuthenticationToken(user, ""))).isNull();
	}

}
