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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The answer to the CONNECT of a recovered client and the events that it missed leave as
 * one unit. If that is cut, the client can be recovered again, and gets each event once.
 */
class RecoveredUnitTests {

	private static final Pattern NAME = Pattern.compile("^42\\[\"([^\"]+)\"");

	private static final String[] MISSED = { "missed 0", "missed 1", "missed 2", "missed 3", "missed 4" };

	/** More than fits into an unread connection. */
	private static final String LOAD = "x".repeat(200_000);

	private static final int BUFFER = 16 * 1024;

	private final List<Boolean> recovered = new CopyOnWriteArrayList<>();

	private final SocketIOServer io = SocketIOServers.builder()
		.options(SocketIOOptions.builder().recovery(RecoveryOptions.builder().enabled(true).build()).build())
		.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 1000,
				Schedulers.parallel()))
		.build();

	private EngineTestServer http;

	private String id;

	/** The CONNECT of the client that returns. */
	private String resumption;

	@BeforeEach
	void loseClient() {
		this.io.onConnection((socket) -> {
			this.recovered.add(socket.isRecovered());
			socket.emit("hello");
		});
		this.http = EngineTestServer.start("/socket.io", new EngineServer(EngineOptions.defaults(), this.io));
		PollingClient lost = PollingClient.open(this.http.port(), "/socket.io/");
		lost.post(Packets.CONNECT);
		List<String> packets = receive(lost, 2);
		this.id = Packets.sid(packets.get(0));
		this.resumption = Packets.recover(Packets.pid(packets.get(0)), Packets.offset(packets.get(1)));
		for (String event : MISSED) {
			this.io.emit(event, LOAD);
		}
	}

	@AfterEach
	void stop() {
		this.http.close();
	}

	@Test
	void isInOneAnswerToTheNextPoll() {
		PollingClient back = PollingClient.open(this.http.port(), "/socket.io/");
		back.post(this.resumption);
		awaitRecoveries(1);
		requireUnit(PollingClient.packets(back.awaitPoll()));
	}

	@Test
	void isInOneAnswerToAHeldPoll() {
		PollingClient back = PollingClient.open(this.http.port(), "/socket.io/");
		PendingRequest held = back.poll();
		back.post(this.resumption);
		requireUnit(PollingClient.packets(PollingClient.await(held)));
	}

	@ParameterizedTest
	@EnumSource
	void isSentAgainIfThePollIsCut(Wire again) throws IOException {
		PollingClient back = PollingClient.open(this.http.port(), "/socket.io/");
		try (RawConnection unread = RawConnection.narrow(this.http.port(), BUFFER)) {
			unread.poll("&sid=" + back.sid());
			back.post(this.resumption);
			awaitRecoveries(1);
			unread.reset();
		}
		requireUnitAndGreetings(again);
	}

	@ParameterizedTest
	@EnumSource
	void isSentAgainIfTheWebSocketIsCut(Wire again) throws IOException {
		try (RawWebSocket back = RawWebSocket.connect(this.http.port())) {
			back.receiveText();
			back.suspendReading();
			back.send(this.resumption);
			awaitRecoveries(1);
		}
		requireUnitAndGreetings(again);
	}

	private void awaitRecoveries(int count) {
		await().until(() -> this.recovered.stream().filter(Boolean::booleanValue).count() == count);
	}

	private void requireUnit(List<String> answer) {
		assertThat(Packets.sid(answer.get(0))).isEqualTo(this.id);
		assertThat(names(answer.subList(1, answer.size()))).startsWith(MISSED);
	}

	private void requireUnitAndGreetings(Wire again) {
		Attacker client = again.connect(this.http.port());
		client.send(this.resumption);
		List<String> packets = new ArrayList<>();
		// One greeting was lost in the cut connection, another comes with this one.
		for (int i = 0; i < MISSED.length + 3; i++) {
			packets.add(String.valueOf(client.receive()));
		}
		requireUnit(packets);
		assertThat(names(packets.subList(1 + MISSED.length, packets.size()))).containsExactly("hello", "hello");
		assertThat(this.recovered).containsExactly(false, true, true);
	}

	private static List<String> receive(PollingClient client, int count) {
		List<String> packets = new ArrayList<>();
		while (packets.size() < count) {
			packets.addAll(PollingClient.packets(client.awaitPoll()));
		}
		return packets;
	}

	private static List<String> names(List<String> events) {
		return events.stream().map((event) -> find(NAME, event).group(1)).toList();
	}

	private static Matcher find(Pattern pattern, String packet) {
		Matcher matcher = pattern.matcher(packet);
		assertThat(matcher.find()).as(packet.substring(0, Math.min(200, packet.length()))).isTrue();
		return matcher;
	}

}
