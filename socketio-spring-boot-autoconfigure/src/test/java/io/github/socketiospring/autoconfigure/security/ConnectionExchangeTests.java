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

import java.util.HashMap;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpCookie;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.session.MapSession;
import org.springframework.session.ReactiveMapSessionRepository;
import org.springframework.session.web.server.session.SpringSessionWebSessionStore;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.session.DefaultWebSessionManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionExchange} and {@link ConnectionSessionFilter}.
 */
class ConnectionExchangeTests {

	private final Repository repository = new Repository();

	private final DefaultWebSessionManager manager = new DefaultWebSessionManager();

	private final ConnectionSessionFilter filter = new ConnectionSessionFilter(new EndpointPath("/socket.io", true),
			this.manager);

	private final MapSession session = new MapSession();

	@BeforeEach
	void store() {
		this.manager.setSessionStore(new SpringSessionWebSessionStore<>(this.repository));
		this.session.setAttribute("user", "ann");
		this.repository.save(this.session).block();
		this.repository.saves = 0;
	}

	@Test
	void savesOnceAndBeforeTheRequestIsHeld() {
		send((exchange) -> exchange.getSession().then(ConnectionExchange.reached(exchange)).then(Mono.defer(() -> {
			assertThat(this.repository.saves).isOne();
			return this.repository.deleteById(this.session.getId());
		})));
		assertThat(this.repository.saves).isOne();
		assertThat(this.repository.findById(this.session.getId()).block()).isNull();
	}

	@Test
	void savesWhatFiltersChange() {
		send((exchange) -> exchange.getSession()
			.doOnNext((loaded) -> loaded.getAttributes().put("seen", "yes"))
			.then(ConnectionExchange.reached(exchange)));
		assertThat(stored().<String>getAttribute("seen")).isEqualTo("yes");
	}

	@Test
	void savesWhenAFilterAnswers() {
		send((exchange) -> exchange.getSession()
			.doOnNext((loaded) -> loaded.getAttributes().put("refused", "yes"))
			.then());
		assertThat(this.repository.saves).isOne();
		assertThat(stored().<String>getAttribute("refused")).isEqualTo("yes");
	}

	@Test
	void leavesASessionAloneThatNobodyAsksFor() {
		send(ConnectionExchange::reached);
		assertThat(this.repository.saves).isZero();
	}

	@Test
	void doesNotReachTheServerWhenTheSessionHasEnded() {
		this.repository.ended = true;
		StepVerifier
			.create(filter("/socket.io/?sid=1",
					(exchange) -> exchange.getSession().then(ConnectionExchange.reached(exchange))))
			.verifyErrorMessage("Session was invalidated");
	}

	@ParameterizedTest
	@CsvSource({ "/socket.io/?sid=1,true", "/socket.io/,false", "/api?sid=1,false" })
	void takesOverRequestsOfConnectionsOnly(String target, boolean takenOver) {
		filter(target, (exchange) -> {
			assertThat(exchange instanceof ConnectionExchange).isEqualTo(takenOver);
			return ConnectionExchange.reached(exchange);
		}).block();
	}

	private void send(WebFilterChain chain) {
		filter("/socket.io/?sid=1", chain).block();
	}

	private Mono<Void> filter(String target, WebFilterChain chain) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get(target).cookie(new HttpCookie("SESSION", this.session.getId())));
		return this.filter.filter(exchange, chain).then(exchange.getResponse().setComplete());
	}

	private MapSession stored() {
		return Objects.requireNonNull(this.repository.findById(this.session.getId()).block());
	}

	private static final class Repository extends ReactiveMapSessionRepository {

		private int saves;

		private boolean ended;

		Repository() {
			super(new HashMap<>());
		}

		@Override
		public Mono<Void> save(MapSession session) {
			this.saves++;
			return this.ended ? Mono.error(new IllegalStateException("Session was invalidated")) : super.save(session);
		}

	}

}
