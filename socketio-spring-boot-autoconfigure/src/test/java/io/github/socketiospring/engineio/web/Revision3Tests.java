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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients of protocol revision 3, beside those of revision 4.
 */
@ExtendWith(NoBufferLeaks.class)
class Revision3Tests {

	private static final String PATH = "/engine.io/";

	private final TestTimer time = new TestTimer();

	private final AtomicInteger ids = new AtomicInteger();

	private final RecordingHandler application = RecordingHandler.echo();

	private final EngineServer engine = new EngineServer(EngineOptions.builder().allowEIO3(true).build(),
			this.application, this.time, () -> "session" + this.ids.incrementAndGet());

	private EngineTestServer server;

	@BeforeEach
	void start() {
		this.server = EngineTestServer.start(PATH, this.engine);
	}

	@AfterEach
	void stop() {
		this.server.close();
		await().pollDelay(Duration.ZERO).untilAsserted(() -> {
			assertThat(this.engine.sessionCount()).isZero();
			assertThat(this.time.pending()).as("pending timers").isZero();
		});
	}

	@Test
	void sessionsKnowTheirRevision() throws IOException {
		PollingClient.open(this.server.port(), PATH, 3, "");
		assertThat(this.application.session().revision()).isEqualTo(EngineRevision.V3);
		PollingClient.open(this.server.port(), PATH);
		assertThat(this.application.session().revision()).isEqualTo(EngineRevision.V4);
		try (RawWebSocket webSocket = webSocket(3, "")) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			assertThat(this.application.session().revision()).isEqualTo(EngineRevision.V3);
		}
	}

	@Test
	void keepsTheClientsHeartbeatAcrossTheUpgrade() throws IOException {
		PollingClient client = PollingClient.open(this.server.port(), PATH, 3, "");
		this.time.advance(Duration.ofSeconds(44));
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			webSocket.send(Packets.UPGRADE);
			webSocket.send("2");
			assertThat(webSocket.receiveText()).isEqualTo("3");
			this.time.advance(Duration.ofSeconds(44));
			webSocket.send("4messages do not count");
			assertThat(webSocket.receiveText()).startsWith("4");
			this.time.advance(Duration.ofSeconds(1));
			this.application.awaitEvent("close ping timeout");
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	@Test
	void doesNotBlameAClientThatIsNotRead() {
		PollingClient client = PollingClient.open(this.server.port(), PATH, 3, "");
		EngineSession session = this.application.session();
		session.suspendReading();
		PendingRequest poll = client.poll();
		await().until(session::isWritable);
		this.time.advance(Duration.ofSeconds(90));
		assertThat(PollingClient.await(poll).text()).isEqualTo("1:6");
		assertThat(session.isOpen()).isTrue();
		session.resumeReading();
		this.time.advance(Duration.ofSeconds(45));
		this.application.awaitEvent("close ping timeout");
	}

	@Test
	void sharesABroadcastAmongAllRevisions() throws Exception {
		try (RawWebSocket four = webSocket(4, "");
				RawWebSocket fourText = webSocket(4, "&b64=1");
				RawWebSocket three = webSocket(3, "");
				RawWebSocket threeText = webSocket(3, "&b64=1")) {
			List<RawWebSocket> all = List.of(four, fourText, three, threeText);
			all.forEach(RawWebSocket::receiveText);
			EngineMessage data = EngineMessage.binary(new byte[] { 1, 2, 3 });
			for (int i = 1; i <= 4; i++) {
				EngineSession session = this.engine.session("session" + i);
				assertThat(session).isNotNull();
				session.send(data);
				session.send(EngineMessage.text("t"));
			}
			assertThat(receive(four)).containsExactly(1, 2, 3);
			assertThat(fourText.receiveText()).isEqualTo("bAQID");
			assertThat(receive(three)).containsExactly(4, 1, 2, 3);
			assertThat(threeText.receiveText()).isEqualTo("b4AQID");
			all.forEach((webSocket) -> assertThat(webSocket.receiveText()).isEqualTo("4t"));
		}
	}

	@Test
	void refusesAnotherRevisionInASession() {
		PollingClient client = PollingClient.open(this.server.port(), PATH, 3, "");
		assertThat(PollingClient.await(request("GET", "?EIO=4&transport=polling&sid=" + client.sid(), Map.of(), ""))
			.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		assertThat(client.post("2:4a").status()).isEqualTo(200);
	}

	@Test
	void speaksJsonp() {
		PollingClient client = PollingClient.open(this.server.port(), PATH, 3, "&j=7&b64=1");
		assertThat(client.handshake().text()).startsWith("___eio[7](\"1").endsWith("\");");
		assertThat(client.handshake().headers()).containsEntry("content-type", "text/javascript; charset=UTF-8");
		RawHttp.Response posted = PollingClient.await(client.request("POST",
				Map.of("Content-Type", "application/x-www-form-urlencoded"), "d=5%3A4a%5C%5Cnb".getBytes()));
		assertThat(posted.text()).isEqualTo("ok");
		assertThat(this.application.awaitMessages(1)).containsExactly("a\\nb");
		RawHttp.Response polled = client.awaitPoll();
		assertThat(polled.text()).isEqualTo("___eio[7](\"5:4a\\\\nb\");");
		this.application.session().send(EngineMessage.binary(new byte[] { 1 }));
		assertThat(client.awaitPoll().text()).isEqualTo("___eio[7](\"6:b4AQ==\");");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site" })
	void refusesJsonpOfOtherOrigins(String site) {
		RawHttp.Response response = PollingClient
			.await(request("GET", "?EIO=3&transport=polling&j=0", Map.of("Sec-Fetch-Site", site), ""));
		assertThat(response.status()).isEqualTo(403);
		assertThat(this.engine.sessionCount()).isZero();
	}

	@Test
	void takesJsonpOfItsOwnOrigin() {
		RawHttp.Response response = PollingClient
			.await(request("GET", "?EIO=3&transport=polling&j=0", Map.of("Sec-Fetch-Site", "same-origin"), ""));
		assertThat(response.status()).isEqualTo(200);
	}

	private RawHttp request(String method, String query, Map<String, String> headers, String body) {
		try {
			return RawHttp.send(this.server.port(), method, PATH + query, headers, body.getBytes());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private RawWebSocket webSocket(int protocol, String parameters) throws IOException {
		return RawWebSocket.connect(this.server.port(),
				PATH + "?EIO=" + protocol + "&transport=websocket" + parameters);
	}

	private static byte[] receive(RawWebSocket webSocket) throws InterruptedException {
		RawWebSocket.Message message = webSocket.receive(Duration.ofSeconds(10));
		assertThat(message).isNotNull();
		return message.bytes();
	}

}
