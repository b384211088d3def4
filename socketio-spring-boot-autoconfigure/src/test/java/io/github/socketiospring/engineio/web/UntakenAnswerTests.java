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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that polls and does not read the answer.
 */
class UntakenAnswerTests {

	private static final int MEGABYTE = 1024 * 1024;

	/** More than both ends of a connection buffer. */
	private static final int ANSWER = 16;

	private static final String TARGET = "/engine.io/?EIO=4&transport=polling&sid=sid";

	private final TestTimer time = new TestTimer();

	private final RecordingHandler application = RecordingHandler.silent();

	private final EngineServer engine = new EngineServer(
			EngineOptions.builder().maxOutboundBytes((ANSWER + 1) * MEGABYTE).build(), this.application, this.time,
			() -> "sid");

	private final AtomicInteger requests = new AtomicInteger();

	private EngineTestServer server;

	private RawConnection connection;

	@BeforeEach
	void pollAndTakeNothing() throws IOException {
		this.server = EngineTestServer.start("/engine.io", EngineWebHandler
			.builder(this.engine, new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(MEGABYTE)))
			.middleware(List.of((exchange, chain) -> chain.filter(exchange).doFirst(this.requests::incrementAndGet)))
			.build());
		PollingClient.open(this.server.port(), "/engine.io/");
		send(ANSWER);
		this.connection = RawConnection.narrow(this.server.port(), 4096);
		this.connection.say(Wire.request("GET", TARGET, Map.of("Host", "localhost")));
		// The first part of the answer arrives.
		assertThat(this.connection.in().read()).isEqualTo('H');
	}

	@AfterEach
	void stop() throws IOException {
		this.connection.close();
		this.server.close();
		assertThat(this.engine.statistics().sessions()).isZero();
		await().until(() -> this.time.pending() == 0);
	}

	@Test
	void isFollowedByTheNextOnceItWasTaken() throws IOException {
		RawHttp second = poll();
		send(1);
		assertThat(takeAll()).isGreaterThanOrEqualTo(ANSWER * MEGABYTE);
		assertThat(PollingClient.await(second).body()).hasSize(1 + MEGABYTE);
	}

	@Test
	void whatWaitsBehindItCounts() throws IOException {
		poll();
		send(ANSWER + 1);
		send(1);
		this.application.awaitEvent("close transport error");
		assertThat(this.engine.statistics().count(EngineCounter.OUTBOUND_OVERFLOW)).isOne();
	}

	@Test
	void isCutSomeTimeAfterTheSessionEnded() throws IOException {
		this.time.advance(Duration.ofSeconds(45));
		this.application.awaitEvent("close ping timeout");
		await().until(() -> this.time.pending() == 1);
		this.time.advance(Duration.ofSeconds(30));
		assertThat(takeAll()).isLessThan(ANSWER * MEGABYTE);
	}

	@Test
	void isCutAtOnceWhenThereIsNoMemoryForIt() throws IOException {
		MemoryAccount memory = session().memory();
		memory.charge(MemoryKind.EVENTS, this.engine.memory().accountLimit());
		this.application.awaitEvent("close transport error");
		assertThat(takeAll()).isLessThan(ANSWER * MEGABYTE);
		memory.release(MemoryKind.EVENTS, this.engine.memory().accountLimit());
	}

	private void send(int megabytes) {
		for (int i = 0; i < megabytes; i++) {
			session().send(EngineMessage.text(new byte[MEGABYTE]));
		}
	}

	private EngineSession session() {
		return this.application.session();
	}

	private RawHttp poll() throws IOException {
		int before = this.requests.get();
		RawHttp poll = RawHttp.send(this.server.port(), "GET", TARGET, Map.of(), new byte[0]);
		await().until(() -> this.requests.get() > before);
		return poll;
	}

	/**
	 * Read the rest of the answer.
	 * @return how much came until the connection ended or was silent
	 */
	private long takeAll() throws IOException {
		long taken = 0;
		byte[] buffer = new byte[64 * 1024];
		InputStream in = this.connection.in();
		try {
			int read = in.read(buffer);
			while (read >= 0) {
				taken += read;
				read = (taken >= ANSWER * MEGABYTE) ? -1 : in.read(buffer);
			}
		}
		catch (IOException ex) {
			// The connection was cut.
		}
		return taken;
	}

}
