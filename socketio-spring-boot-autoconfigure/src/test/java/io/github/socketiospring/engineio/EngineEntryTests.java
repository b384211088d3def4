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

package io.github.socketiospring.engineio;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EngineEntry} and {@link HandshakePermit}.
 */
class EngineEntryTests {

	private static final EngineHandshake HANDSHAKE = new EngineHandshake("/engine.io/", Map.of(), Map.of(), null, false,
			Instant.EPOCH, null, Context.empty());

	private String id = "id";

	private final EngineServer server = new EngineServer(EngineOptions.builder().maxSessions(1).build(),
			RecordingHandler.silent(), new TestTimer(), () -> this.id);

	private final EngineEntry entry = this.server.entry();

	@AfterEach
	void noHandshakeIsLeft() {
		assertThat(this.server.statistics().handshakes()).isZero();
		this.server.terminateAll();
		assertThat(this.server.memory().used()).isZero();
		assertThat(this.server.memory().accounts()).isZero();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "a b", "\"", "é" })
	void acceptsNoMalformedId(String malformed) {
		this.id = malformed;
		try (HandshakePermit permit = this.entry.admit()) {
			assertThatIllegalStateException().isThrownBy(() -> permit.accept(EngineRevision.V4, HANDSHAKE))
				.withMessageContaining("'" + malformed + "'");
		}
		assertThat(this.server.sessionCount()).isZero();
	}

	@Test
	void givesAnIdToOneHandshakeAtATime() {
		EngineServer server = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent(), new TestTimer(),
				() -> "id");
		EngineEntry entry = server.entry();
		try (HandshakePermit first = entry.admit(); HandshakePermit second = entry.admit()) {
			first.accept(EngineRevision.V4, HANDSHAKE);
			assertInUse(second);
			TestTransport transport = first.open((session) -> new TestTransport(TransportType.POLLING, session));
			assertInUse(second);
			assertThat(transport.log).singleElement().asString().startsWith("OPEN text {\"sid\":\"id\"");
			server.session("id").terminate();
			assertThat(second.accept(EngineRevision.V4, HANDSHAKE)).isEqualTo("id");
		}
		try (HandshakePermit third = entry.admit()) {
			assertThat(third.accept(EngineRevision.V4, HANDSHAKE)).isEqualTo("id");
		}
	}

	private static void assertInUse(HandshakePermit permit) {
		assertThatIllegalStateException().isThrownBy(() -> permit.accept(EngineRevision.V4, HANDSHAKE))
			.withMessageContaining("in use");
	}

	@Test
	void keepsTheLimitWhileAHandshakeTurnsIntoASession() {
		List<HandshakePermit> admitted = new ArrayList<>();
		this.server.addListener(new EngineListener() {

			@Override
			public void onOpen(EngineSession session) {
				admitted.add(EngineEntryTests.this.entry.admit());
			}

		});
		HandshakePermit permit = this.entry.admit();
		admitted.add(this.entry.admit());
		permit.accept(EngineRevision.V4, HANDSHAKE);
		admitted.add(this.entry.admit());
		permit.open((session) -> {
			admitted.add(this.entry.admit());
			return new TestTransport(TransportType.POLLING, session);
		});
		permit.close();
		admitted.add(this.entry.admit());
		assertThat(admitted).hasSize(5).containsOnlyNulls();
		this.server.terminateAll();
		HandshakePermit next = this.entry.admit();
		assertThat(next).isNotNull();
		next.close();
		next.close();
	}

	@Test
	void countsAHandshakeWhileItIsExamined() {
		HandshakePermit permit = this.entry.admit();
		assertThat(this.server.memory().used(MemoryKind.SESSIONS)).isEqualTo(MemoryCost.HANDSHAKE);
		permit.close();
		assertThat(this.server.memory().used()).isZero();
	}

	@Test
	void beginsNoSessionOnceThePermitIsClosed() {
		HandshakePermit permit = this.entry.admit();
		permit.accept(EngineRevision.V4, HANDSHAKE);
		permit.close();
		TestTransport transport = permit.open((session) -> new TestTransport(TransportType.WEBSOCKET, session));
		assertThat(transport.log).containsExactly("terminated CLOSE");
		assertThat(this.server.sessionCount()).isZero();
	}

	@Test
	void givesThePlaceBackWhenThereIsNoTransport() {
		HandshakePermit permit = this.entry.admit();
		permit.accept(EngineRevision.V4, HANDSHAKE);
		assertThatIllegalStateException().isThrownBy(() -> permit.<Transport>open((session) -> {
			throw new IllegalStateException("on purpose");
		})).withMessage("on purpose");
		assertThat(this.server.sessionCount()).isZero();
	}

	@Test
	void tellsOnceThatNoSessionWasOpened() {
		AtomicInteger unopened = new AtomicInteger();
		HandshakePermit refused = this.entry.admit();
		refused.ifUnopened(unopened::incrementAndGet);
		assertThat(unopened).hasValue(0);
		refused.close();
		refused.close();
		assertThat(unopened).hasValue(1);
		refused.ifUnopened(unopened::incrementAndGet);
		assertThat(unopened).as("closed before").hasValue(2);
		HandshakePermit failed = this.entry.admit();
		failed.ifUnopened(unopened::incrementAndGet);
		failed.accept(EngineRevision.V4, HANDSHAKE);
		assertThatIllegalStateException().isThrownBy(() -> failed.<Transport>open((session) -> {
			throw new IllegalStateException("on purpose");
		}));
		failed.close();
		assertThat(unopened).as("no transport").hasValue(3);
		HandshakePermit opened = this.entry.admit();
		opened.ifUnopened(unopened::incrementAndGet);
		opened.accept(EngineRevision.V4, HANDSHAKE);
		opened.open((session) -> new TestTransport(TransportType.POLLING, session));
		opened.close();
		this.server.terminateAll();
		assertThat(unopened).as("opened").hasValue(3);
	}

	@Test
	void keepsNoSessionThatUsesTooMuchMemoryBeforeItIsOpen() {
		int almost = this.server.memory().accountLimit() - MemoryCost.SESSION;
		HandshakePermit permit = this.entry.admit();
		permit.accept(EngineRevision.V4, HANDSHAKE);
		List<MemoryAccount> accounts = new ArrayList<>();
		TestTransport transport = permit.open((session) -> {
			session.memory().charge(MemoryKind.BODIES, almost);
			accounts.add(session.memory());
			return new TestTransport(TransportType.POLLING, session);
		});
		assertThat(transport.log).containsExactly("terminated DROP");
		assertThat(this.server.sessionCount()).isZero();
		assertThat(this.server.session("id")).isNull();
		accounts.get(0).release(MemoryKind.BODIES, almost);
	}

	@Test
	void opensNothingThatWasNotAccepted() {
		try (HandshakePermit permit = this.entry.admit()) {
			assertThatIllegalStateException()
				.isThrownBy(() -> permit.open((session) -> new TestTransport(TransportType.POLLING, session)));
		}
	}

}
