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

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

class ConnectAuthenticationTests {

	private static final Authentication ANN = new TestingAuthenticationToken("ann", null, "USER");

	private static final Authentication JIM = new TestingAuthenticationToken("jim", null, "USER");

	private final AtomicReference<@Nullable Principal> principal = new AtomicReference<>();

	private final SocketIOSocket socket = mock();

	private final Handshake handshake = mock();

	private final ReactiveAuthenticationManager manager = (presented) -> "right".equals(presented.getCredentials())
			? Mono.just(JIM) : Mono.empty();

	@BeforeEach
	void prepare() {
		Namespace namespace = mock();
		given(namespace.name()).willReturn("/rooms/a");
		given(this.socket.namespace()).willReturn(namespace);
		given(this.socket.handshake()).willReturn(this.handshake);
		given(this.socket.principal()).willAnswer((call) -> this.principal.get());
		willAnswer((call) -> {
			this.principal.set(call.getArgument(0));
			return null;
		}).given(this.socket).setPrincipal(any());
	}

	@Test
	void replacesTheClientOfTheHandshake() {
		this.principal.set(ANN);
		assertThat(connect(ConnectAuthentication.withBearerToken(this.manager), "{\"token\":\"right\"}")).isTrue();
		assertThat(this.principal.get()).isSameAs(JIM);
	}

	@Test
	void leavesTheClientOfTheHandshakeWithoutCredentials() {
		this.principal.set(ANN);
		assertThat(connect(ConnectAuthentication.withBearerToken(this.manager), "{}")).isTrue();
		assertThat(this.principal.get()).isSameAs(ANN);
	}

	@Test
	void acceptsTheClientOfARecoveredSessionOnlyWithCredentials() {
		given(this.socket.isRecovered()).willReturn(true);
		this.principal.set(ANN);
		ConnectAuthentication required = ConnectAuthentication.withBearerToken(this.manager);
		assertThatExceptionOfType(MissingCredentialsException.class).isThrownBy(() -> connect(required, "{}"));
		given(this.handshake.principal()).willReturn(ANN);
		assertThat(connect(required, "{}")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"token\":null}" })
	void refusesNobodyUnlessItIsOptional(String auth) {
		ConnectAuthentication required = ConnectAuthentication.withBearerToken(this.manager);
		assertThatExceptionOfType(MissingCredentialsException.class).isThrownBy(() -> connect(required, auth));
		this.principal.set(() -> "unknown to security");
		assertThatExceptionOfType(MissingCredentialsException.class).isThrownBy(() -> connect(required, auth));
		assertThat(connect(required.optional(), auth)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"token\":7}", "{\"token\":\"\"}", "{\"token\":{\"token\":\"right\"}}",
			"{\"token\":[\"right\"]}", "{\"token\":true}" })
	void refusesMalformedTokens(String auth) {
		this.principal.set(ANN);
		assertThatExceptionOfType(InvalidBearerTokenException.class)
			.isThrownBy(() -> connect(ConnectAuthentication.withBearerToken(this.manager).optional(), auth));
		assertThat(this.principal.get()).isSameAs(ANN);
	}

	@Test
	void refusesWrongCredentialsOfAnybody() {
		this.principal.set(ANN);
		assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(
				() -> connect(ConnectAuthentication.withBearerToken(this.manager).optional(), "{\"token\":\"wrong\"}"));
	}

	@Test
	void refusesWhoIsNotAuthenticatedByTheManager() {
		Authentication anonymous = new AnonymousAuthenticationToken("key", "anonymous",
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
		for (Authentication result : new Authentication[] { anonymous, new TestingAuthenticationToken("jim", null) }) {
			if (result != anonymous) {
				result.setAuthenticated(false);
			}
			assertThatExceptionOfType(BadCredentialsException.class)
				.isThrownBy(() -> connect(ConnectAuthentication.withBearerToken((presented) -> Mono.just(result)),
						"{\"token\":\"right\"}"));
		}
	}

	@Test
	void doesNotBlameClientsForFailuresOfTheServer() {
		ConnectAuthentication failing = ConnectAuthentication
			.withBearerToken((presented) -> Mono.error(new AuthenticationServiceException("no keys")));
		assertThatExceptionOfType(ConnectRefusedException.class)
			.isThrownBy(() -> connect(failing, "{\"token\":\"right\"}"))
			.satisfies((refusal) -> assertThat(refusal.data())
				.asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
				.containsAllEntriesOf(Map.of("status", 503)));
	}

	@Test
	void concernsOnlyItsNamespaces() {
		ConnectAuthentication authentication = ConnectAuthentication.withBearerToken(this.manager);
		assertThat(connect(authentication.namespaces("/", "/admin/**"), "{}")).isTrue();
		for (String pattern : new String[] { "/**", "/rooms/{id}", "/rooms/a" }) {
			assertThatExceptionOfType(MissingCredentialsException.class)
				.isThrownBy(() -> connect(authentication.namespaces("/", pattern), "{}"));
		}
	}

	@Test
	void readsCredentialsOfTheApplication() {
		ConnectAuthentication authentication = ConnectAuthentication.with(this.manager,
				(handshake) -> new TestingAuthenticationToken("jim", handshake.auth().path("password").asString("")));
		assertThat(connect(authentication, "{\"password\":\"right\"}")).isTrue();
		assertThat(this.principal.get()).isSameAs(JIM);
	}

	private boolean connect(ConnectAuthentication authentication, String auth) {
		given(this.handshake.auth()).willReturn(JsonMapper.shared().readTree(auth));
		AtomicReference<Boolean> proceeded = new AtomicReference<>(false);
		Mono.defer(() -> authentication.handle(this.socket, () -> Mono.fromRunnable(() -> proceeded.set(true))))
			.block();
		return proceeded.get();
	}

}
