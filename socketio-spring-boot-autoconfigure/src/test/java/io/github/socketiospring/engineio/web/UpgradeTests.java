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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestProfile;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions that change from polling to WebSocket while both sides send.
 */
@ExtendWith(NoBufferLeaks.class)
class UpgradeTests {

	private static final int PUSHED = TestProfile.choose(1_000, 3_000);

	private static final int ROUNDS = TestProfile.choose(2, 10);

	private static final int PROBES = TestProfile.choose(20, 200);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final RecordingHandler application = RecordingHandler.silent();

	private EngineServer engine = new EngineServer(EngineOptions.defaults(), this.application);

	private EngineTestServer server;

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.server.close();
		await().pollDelay(Duration.ZERO).until(() -> this.engine.sessionCount() == 0);
	}

	@ParameterizedTest
	@EnumSource
	void losesDoublesAndReordersNothing(WebSocketPath path) throws Exception {
		this.server = path.start(this.engine);
		int received = 0;
		for (int round = 0; round < ROUNDS; round++) {
			received += upgradeWhileBothSidesTalk(round, received);
		}
	}

	private int upgradeWhileBothSidesTalk(int round, int before) throws Exception {
		PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
		EngineSession session = this.application.session();
		List<String> received = Collections.synchronizedList(new ArrayList<>());
		AtomicInteger sent = new AtomicInteger();
		AtomicBoolean paused = new AtomicBoolean();
		Future<?> polling = this.threads.submit(() -> {
			// Once at least, also when this thread is late: others wait for its first
			// packet.
			do {
				received.addAll(PollingClient.packets(client.awaitPoll()));
			}
			while (!paused.get());
		});
		Future<?> posting = this.threads.submit(() -> {
			while (!paused.get()) {
				client.post("4" + sent.getAndIncrement() + Packets.SEPARATOR + "4" + sent.getAndIncrement());
			}
		});
		Future<?> pushing = this.threads.submit(() -> {
			for (int i = 0; i < PUSHED; i++) {
				session.send(EngineMessage.text(String.valueOf(i)));
				if (i == 0) {
					await().pollDelay(Duration.ZERO).until(() -> received.size() > 0);
				}
			}
		});
		try (RawWebSocket webSocket = client.webSocket()) {
			if (round % 2 == 0) {
				// Some traffic before the probe.
				await().pollDelay(Duration.ZERO).until(() -> sent.get() > 10);
			}
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			paused.set(true);
			posting.get(60, TimeUnit.SECONDS);
			polling.get(60, TimeUnit.SECONDS);
			webSocket.send(Packets.UPGRADE);
			int last = sent.get() + 100;
			while (sent.get() < last) {
				webSocket.send("4" + sent.getAndIncrement());
			}
			pushing.get(60, TimeUnit.SECONDS);
			session.send(EngineMessage.text("end"));
			String packet = webSocket.receiveText();
			while (!packet.equals("4end")) {
				received.add(packet);
				packet = webSocket.receiveText();
			}
			assertThat(session.transport()).isEqualTo("websocket");
			assertThat(received.stream().filter((text) -> !text.equals("6")))
				.isEqualTo(IntStream.range(0, PUSHED).mapToObj((i) -> "4" + i).toList());
			List<String> messages = this.application.awaitMessages(before + last);
			assertThat(messages.subList(before, messages.size()))
				.isEqualTo(IntStream.range(0, last).mapToObj(String::valueOf).toList());
			return last;
		}
		finally {
			session.terminate();
		}
	}

	/**
	 * A frame that arrives as soon as the WebSocket is open may be the first thing that
	 * the server reads from it.
	 */
	@ParameterizedTest
	@EnumSource
	void answersEveryProbe(WebSocketPath path) throws IOException {
		this.server = path.start(this.engine);
		for (int i = 0; i < PROBES; i++) {
			PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
			try (RawWebSocket webSocket = client.webSocket()) {
				webSocket.send(Packets.PROBE);
				assertThat(webSocket.receiveText()).as("probe %d", i).isEqualTo(Packets.PROBE_ANSWER);
				webSocket.send(Packets.UPGRADE);
				webSocket.send("41");
				this.application.awaitMessages(i + 1);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void goesOnPollingWhenTheUpgradeFails(WebSocketPath path) throws Exception {
		TestTimer time = new TestTimer();
		this.engine = new EngineServer(EngineOptions.defaults(), this.application, time, () -> "session");
		this.server = path.start(this.engine);
		PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
		EngineSession session = this.application.session();
		for (String firstWord : List.of("x", "4hello", "2", "6")) {
			try (RawWebSocket webSocket = client.webSocket()) {
				webSocket.send(firstWord);
				assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(60));
			}
			assertPolls(client, session);
		}
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			time.advance(this.engine.options().upgradeTimeout());
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(60));
		}
		assertPolls(client, session);
		RawWebSocket lost = client.webSocket();
		lost.send(Packets.PROBE);
		assertThat(lost.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
		lost.close();
		assertPolls(client, session);
		await().untilAsserted(() -> {
			try (RawWebSocket webSocket = client.webSocket()) {
				webSocket.send(Packets.PROBE);
				assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
				webSocket.send(Packets.UPGRADE);
				webSocket.send("4upgraded");
				this.application.awaitEvent("message upgraded");
			}
		});
	}

	private void assertPolls(PollingClient client, EngineSession session) {
		session.send(EngineMessage.text("polled"));
		String text = client.awaitPoll().text();
		while (text.equals("6")) {
			text = client.awaitPoll().text();
		}
		assertThat(text).isEqualTo("4polled");
		assertThat(client.post("4posted").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@EnumSource
	void takesOneWebSocketAtATime(WebSocketPath path) throws IOException {
		this.server = path.start(this.engine);
		PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
		try (RawWebSocket first = client.webSocket()) {
			first.send(Packets.PROBE);
			assertThat(first.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			try (RawWebSocket second = client.webSocket()) {
				assertThat(second.closed()).succeedsWithin(Duration.ofSeconds(60));
			}
			first.send(Packets.UPGRADE);
			first.send("4hello");
			this.application.awaitEvent("message hello");
		}
	}

	@ParameterizedTest
	@EnumSource
	void closesTheWebSocketOfASessionThatEnds(WebSocketPath path) throws IOException {
		this.server = path.start(this.engine);
		PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.PROBE);
			assertThat(webSocket.receiveText()).isEqualTo(Packets.PROBE_ANSWER);
			client.post(Packets.CLOSE);
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(60));
		}
	}

	@ParameterizedTest
	@EnumSource
	void takesAPollThatIsStillHeldToItsEnd(WebSocketPath path) throws IOException {
		this.server = path.start(this.engine);
		PollingClient client = PollingClient.open(this.server.connections(), WebSocketPath.MOUNTED_AT);
		PendingRequest poll = client.poll();
		await().until(() -> this.application.session().isWritable());
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.UPGRADE);
			assertThat(PollingClient.await(poll).text()).isEqualTo(Packets.CLOSE);
			webSocket.send("4hello");
			this.application.awaitEvent("message hello");
		}
	}

}
