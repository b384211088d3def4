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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.MemoryReport;
import io.github.socketiospring.support.MemoryUse;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How sessions react to the limits of memory.
 */
class SessionMemoryTests {

	private static final int KB = 1024;

	private final TestTimer time = new TestTimer();

	private EngineServer server = server(EngineOptions.builder());

	@Test
	void sessionCountsUntilItEnds() {
		EngineSession session = open(1);
		assertThat(session.memory().held(MemoryKind.SESSIONS)).isPositive();
		MemoryReport report = this.server.statistics().memory();
		assertThat(report.state()).isEqualTo(MemoryReport.State.ROOM);
		assertThat(report.kinds()).containsOnlyKeys(MemoryKind.SESSIONS);
		assertThat(report.heaviest()).extracting(MemoryUse::name).containsExactly(session.toString());
		assertThat(report.heaviest().get(0).address()).contains("10.0.0.1");
		session.terminate();
		assertThat(this.server.memory().used()).isZero();
		assertThat(this.server.memory().accounts()).isZero();
	}

	@Test
	void sessionCountsWhatItKeepsOfItsHandshake() {
		EngineSession plain = open(1, Map.of());
		EngineSession laden = open(2, Map.of("Cookie", List.of("x".repeat(3000), "y".repeat(4000))));
		assertThat(laden.memory().held(MemoryKind.SESSIONS) - plain.memory().held(MemoryKind.SESSIONS)).isBetween(7000L,
				7100L);
		plain.terminate();
		laden.terminate();
		assertThat(this.server.memory().used()).isZero();
	}

	@Test
	void whatIsHeldForAClientCountsAfterItsSession() {
		EngineSession session = open(1);
		session.memory().charge(MemoryKind.EVENTS, 100);
		session.terminate();
		assertThat(this.server.memory().used()).isEqualTo(100);
		session.memory().release(MemoryKind.EVENTS, 100);
		assertThat(this.server.memory().used()).isZero();
	}

	@Test
	void sessionAboveItsLimitIsClosed() {
		this.server = server(EngineOptions.builder().maxPayload(KB).maxSessionMemory(100 * KB));
		EngineSession session = open(1);
		EngineSession other = open(2);
		assertThat(session.memory().charge(MemoryKind.EVENTS, 101 * KB)).isFalse();
		assertThat(session.isOpen()).isFalse();
		assertThat(other.isOpen()).isTrue();
		assertThat(session.closeDescription()).contains("socketio.limits.connection-memory");
		assertThat(this.server.statistics().count(EngineCounter.SESSION_MEMORY)).isOne();
	}

	@Test
	void aboveTheServersLimitTheHeaviestIsClosed() {
		this.server = server(EngineOptions.builder().maxMemory(500 * KB));
		EngineSession heavy = open(1);
		EngineSession light = open(2);
		EngineSession lighter = open(3);
		heavy.memory().charge(MemoryKind.EVENTS, 300 * KB);
		light.memory().charge(MemoryKind.EVENTS, 150 * KB);
		lighter.memory().charge(MemoryKind.EVENTS, 100 * KB);
		this.time.advance(Duration.ofMillis(1));
		assertThat(heavy.isOpen()).isFalse();
		assertThat(light.isOpen()).isTrue();
		assertThat(lighter.isOpen()).isTrue();
		assertThat(heavy.closeDescription()).contains("socketio.limits.memory");
		assertThat(this.server.statistics().count(EngineCounter.SERVER_MEMORY)).isOne();
	}

	@Test
	void clientThatTakesABurstIsNotClosedForIt() {
		this.server = server(EngineOptions.builder().maxMemory(500 * KB));
		TestTransport[] made = new TestTransport[1];
		EngineSession session = open(1, Map.of(), (listener) -> {
			made[0] = new TestTransport(TransportType.WEBSOCKET, listener);
			return made[0];
		});
		TestTransport transport = made[0];
		transport.waitsForTheEndOfTheTurn(true);
		for (int i = 0; i < 4; i++) {
			session.send(EngineMessage.text("x".repeat(200 * KB)));
		}
		// At the end of the turn, the channel accepts only the first packet at once.
		transport.writable(false);
		transport.takeOne();
		transport.session.onBlocked(transport);
		transport.takeOne();
		session.memory().charge(MemoryKind.EVENTS, 10 * KB);
		open(2).memory().charge(MemoryKind.EVENTS, 300 * KB);
		this.time.advance(Duration.ofMillis(1));
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void sessionWithoutATransportDoesNotKeepTheServerFromFindingTheHeaviest() {
		this.server = server(EngineOptions.builder().maxMemory(500 * KB));
		EngineSession heavy = open(1);
		EngineSession opening = open(2, Map.of(), (listener) -> {
			heavy.memory().charge(MemoryKind.EVENTS, 600 * KB);
			this.time.advance(Duration.ofMillis(1));
			assertThat(heavy.isOpen()).isFalse();
			return new TestTransport(TransportType.WEBSOCKET, listener);
		});
		assertThat(opening.isOpen()).isTrue();
	}

	@Test
	void listenersHearOfASessionThatEndsBeforeItIsOpen() {
		this.server = server(EngineOptions.builder().maxPayload(KB).maxSessionMemory(64 * KB));
		List<String> heard = new ArrayList<>();
		this.server.addListener(new EngineListener() {

			@Override
			public void onOpen(EngineSession session) {
				heard.add("open " + session.id());
			}

			@Override
			public void onClose(EngineSession session, CloseReason reason) {
				heard.add("close " + session.id() + " " + reason.value());
			}

		});
		open(1, Map.of("X-Large", List.of("x".repeat(65 * KB))));
		assertThat(heard).containsExactly("open session-1", "close session-1 transport error");
		assertThat(this.server.sessionCount()).isZero();
		assertThat(this.server.memory().used()).isZero();
	}

	@Test
	void fullServerSaysSo() {
		this.server = server(EngineOptions.builder().maxMemory(100 * KB));
		assertThat(this.server.memory().isFull()).isFalse();
		open(1).memory().charge(MemoryKind.EVENTS, 96 * KB);
		assertThat(this.server.memory().isFull()).isTrue();
		assertThat(this.server.statistics().memory().state()).isEqualTo(MemoryReport.State.FULL);
	}

	private EngineServer server(EngineOptions.Builder options) {
		return new EngineServer(options.build(), RecordingHandler.silent(), this.time,
				(handshake) -> handshake.query().get("id"));
	}

	private EngineSession open(int number) {
		return open(number, Map.of());
	}

	private EngineSession open(int number, Map<String, List<String>> headers) {
		return open(number, headers, (session) -> new TestTransport(TransportType.WEBSOCKET, session));
	}

	private EngineSession open(int number, Map<String, List<String>> headers,
			Function<TransportListener, TestTransport> transports) {
		String id = "session-" + number;
		EngineHandshake handshake = new EngineHandshake("/engine.io/", headers, Map.of("id", id),
				new InetSocketAddress("10.0.0." + number, 5000), false, Instant.EPOCH, null, Context.empty());
		try (HandshakePermit permit = this.server.entry().admit()) {
			permit.accept(EngineRevision.V4, handshake);
			permit.open(transports);
		}
		return this.server.session(id);
	}

}
