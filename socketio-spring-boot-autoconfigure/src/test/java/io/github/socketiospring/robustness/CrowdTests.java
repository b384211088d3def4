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

package io.github.socketiospring.robustness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many well-behaved clients beside some that do not read and some that send more than is
 * handled.
 */
@FullRunOnly("needs a crowd; LimitsTests has one client of each kind")
class CrowdTests {

	private static final int OUTBOUND_SIZE = 256 * 1024;

	private static final int BACKLOG_SIZE = 64 * 1024;

	private static final int ROUND_TRIPS = 20;

	/** A quarter of a client's outbound limit. */
	private static final String LARGE = "x".repeat(OUTBOUND_SIZE / 4);

	private static final String LOAD = "y".repeat(8 * 1024);

	private static final String EVENT = Packets.event("work", LOAD);

	/**
	 * What the network buffers for one connection in both directions, at most: the
	 * largest default buffers of a socket on Linux.
	 */
	private static final int NETWORK = 12 * 1024 * 1024;

	/** Buffers of the two ends of a connection, and what it takes besides. */
	private static final long CONNECTION = 256 * 1024;

	private TestServer server;

	private Probe probe;

	private LoadClients clients;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Probe.class, Map.of("socketio.limits.outbound-size", OUTBOUND_SIZE + "B",
				"socketio.handlers.backlog-size", BACKLOG_SIZE + "B", "socketio.ping-interval", "60s"));
		this.probe = this.server.bean(Probe.class);
		this.clients = new LoadClients(this.server.port());
	}

	@AfterEach
	void stop() {
		this.clients.close();
		Tables.awaitEmpty(this.server);
		this.server.close();
	}

	static List<Arguments> crowds() {
		return List.of(Arguments.of(Kind.POLLING, 200, 10, 10), Arguments.of(Kind.WEBSOCKET, 1000, 50, 50));
	}

	@ParameterizedTest
	@MethodSource("crowds")
	void goesOnBesideThoseThatDoNotReadAndThoseThatFlood(Kind kind, int good, int deaf, int flooding) {
		List<LoadClient> crowd = connect(kind, good);
		double alone = roundTrips(crowd);
		Heap before = Heap.measure();
		List<LoadClient> deafClients = connect(kind, deaf);
		List<LoadClient> floodingClients = connect(kind, flooding);
		deafClients.forEach((client) -> client.ask("join", "\"deaf\"").join());
		deafClients.forEach(LoadClient::stopReading);
		Flood flood = new Flood(floodingClients);
		flood.begin();

		sendVolatile();
		assertThat(this.probe.leftCount()).as("nobody left for volatile packets").isZero();
		double beside = roundTrips(crowd);
		Heap during = Heap.measure();
		assertThat(during.total() - before.total()).as("what the bad ones take")
			.isLessThan(
					deaf * (OUTBOUND_SIZE + CONNECTION) + flooding * (BACKLOG_SIZE + CONNECTION) + before.total() / 2);

		endDeaf(deaf);
		double after = roundTrips(crowd);
		flood.isHandled();
		Observations.note(
				"%s: %d clients made %.0f round trips a second alone, %.0f beside %d deaf and %d flooding ones, "
						+ "%.0f when the deaf ones were gone; before: %s; with the bad ones: %s",
				kind, good, alone, beside, deaf, flooding, after, before, during);
		assertThat(crowd).noneMatch((client) -> client.ended().isDone());
	}

	private List<LoadClient> connect(Kind kind, int count) {
		List<LoadClient> connecting = Stream.generate(() -> kind.connect(this.clients)).limit(count).toList();
		connecting.forEach((client) -> assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS));
		return connecting;
	}

	/** Every client sends a request and waits for the answer, repeatedly. */
	private double roundTrips(List<LoadClient> crowd) {
		long start = System.nanoTime();
		List<CompletableFuture<String>> last = new ArrayList<>();
		for (LoadClient client : crowd) {
			CompletableFuture<String> answer = CompletableFuture.completedFuture("");
			for (int i = 0; i < ROUND_TRIPS; i++) {
				answer = answer.thenCompose((text) -> client.ask("echo", "\"hello\""));
			}
			last.add(answer);
		}
		last.forEach((answer) -> assertThat(answer).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo("[\"hello\"]"));
		return crowd.size() * ROUND_TRIPS * 1e9 / (System.nanoTime() - start);
	}

	/** More than any client may have waiting. */
	private void sendVolatile() {
		for (int i = 0; i < 200; i++) {
			this.server.bean(SocketIOTemplate.class).to("deaf").asVolatile().emit("large", LARGE);
		}
	}

	private void endDeaf(int count) {
		await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(60)).until(() -> {
			this.server.bean(SocketIOTemplate.class).to("deaf").emit("large", LARGE);
			return this.probe.leftCount(DisconnectReason.TRANSPORT_ERROR) == count;
		});
		assertThat(this.probe.leftCount()).isEqualTo(count);
	}

	/**
	 * Clients that send as much as they can, while events are handled only when the test
	 * says so.
	 */
	private final class Flood {

		private final List<LoadClient> clients;

		private long sent;

		Flood(List<LoadClient> clients) {
			this.clients = clients;
		}

		/**
		 * Until nothing leaves any more, not only because the server has not read it yet.
		 */
		void begin() {
			await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				assertThat(send()).as("events that left").isZero();
				assertThat(CrowdTests.this.probe.workedCount()).as("events in hand").isEqualTo(this.clients.size());
			});
			assertThat(this.sent).isLessThan((long) this.clients.size() * ((BACKLOG_SIZE + NETWORK) / LOAD.length()));
		}

		private long send() {
			long more = this.clients.stream().mapToLong((client) -> client.flood(EVENT).join()).sum();
			this.sent += more;
			return more;
		}

		/** It was held up only, and nothing of it is lost. */
		void isHandled() {
			await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60)).until(() -> {
				CrowdTests.this.probe.finishWork();
				return CrowdTests.this.probe.workedCount() == this.sent;
			});
			CrowdTests.this.probe.finishWork();
		}

	}

	/**
	 * How clients connect.
	 */
	enum Kind {

		WEBSOCKET {

			@Override
			LoadClient connect(LoadClients clients) {
				return clients.webSocket();
			}

		},

		POLLING {

			@Override
			LoadClient connect(LoadClients clients) {
				return clients.polling();
			}

		};

		abstract LoadClient connect(LoadClients clients);

	}

}
