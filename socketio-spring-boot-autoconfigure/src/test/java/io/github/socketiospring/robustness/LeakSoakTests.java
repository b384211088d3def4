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
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Thousands of clients that connect and end in every possible way. The system property
 * {@code robustness.soak.clients} sets their number.
 */
@FullRunOnly("takes most of a minute: five thousand clients come and go, and the last connections are closed late")
@ExtendWith(NoBufferLeaks.class)
class LeakSoakTests {

	private static final int CLIENTS = Integer.getInteger("robustness.soak.clients", 4_000);

	private static final int WAVE = 100;

	private static final int WARM_UP = 1_000;

	@Test
	void leavesNothingBehind() {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
		try (TestServer server = TestServer.start(Application.class,
				Map.of("socketio.ping-interval", "200ms", "socketio.ping-timeout", "6s",
						"logging.level.io.github.socketiospring", "ERROR"));
				LoadClients clients = new LoadClients(server.port())) {
			comeAndGo(server, clients, WARM_UP);
			Heap before = Heap.measure();
			comeAndGo(server, clients, CLIENTS);
			Heap after = awaitHeap(before.used() + before.used() / 10);
			Observations.note("Soak: %d clients came in %d and went in %d ways; before: %s; after: %s", CLIENTS,
					Arrival.values().length, Departure.values().length, before, after);
		}
	}

	/**
	 * The last connections are closed after their sessions, which takes up to the grace
	 * that a session gives to a client that does not poll.
	 */
	private static Heap awaitHeap(long limit) {
		return await().pollInterval(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(60))
			.until(Heap::measure, (heap) -> heap.used() < limit);
	}

	private static void comeAndGo(TestServer server, LoadClients clients, int count) {
		Arrival[] arrivals = Arrival.values();
		Departure[] departures = Departure.values();
		List<LoadClient> deaf = new ArrayList<>();
		for (int i = 0; i < count; i += WAVE) {
			List<LoadClient> wave = new ArrayList<>(WAVE);
			for (int k = 0; k < WAVE; k++) {
				wave.add(arrivals[k % arrivals.length].begin(clients));
			}
			wave.forEach((client) -> assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS));
			for (int k = 0; k < WAVE; k++) {
				Departure departure = departures[(k / arrivals.length) % departures.length];
				departure.begin(wave.get(k));
				if (departure == Departure.IS_DEAF) {
					deaf.add(wave.get(k));
				}
			}
		}
		Tables.awaitEmpty(server);
		// They do not notice, and would hold their own ends of the connections.
		deaf.forEach(LoadClient::abort);
		deaf.forEach((client) -> assertThat(client.ended()).succeedsWithin(60, TimeUnit.SECONDS));
	}

	/**
	 * How a client connects.
	 */
	enum Arrival {

		/** By WebSocket. */
		WEBSOCKET {

			@Override
			LoadClient begin(LoadClients clients) {
				return clients.webSocket();
			}

		},

		/** By polling, and stays there. */
		POLLING {

			@Override
			LoadClient begin(LoadClients clients) {
				return clients.polling();
			}

		},

		/** By polling, and changes to WebSocket. */
		UPGRADE {

			@Override
			LoadClient begin(LoadClients clients) {
				return clients.upgrading();
			}

		};

		abstract LoadClient begin(LoadClients clients);

	}

	/**
	 * How a client leaves.
	 */
	enum Departure {

		/** It says so. */
		LEAVES {

			@Override
			void begin(LoadClient client) {
				client.leave();
			}

		},

		/** Its connections are reset. */
		CRASHES {

			@Override
			void begin(LoadClient client) {
				client.abort();
			}

		},

		/** It is disconnected by the server. */
		IS_DISCONNECTED {

			@Override
			void begin(LoadClient client) {
				client.send(Packets.event("bye"));
			}

		},

		/** It violates the protocol. */
		IS_THROWN_OUT {

			@Override
			void begin(LoadClient client) {
				client.send("4x");
			}

		},

		/** It is refused by middleware and gives up. */
		IS_REFUSED {

			@Override
			void begin(LoadClient client) {
				client.onPacket((packet) -> client.abort());
				client.send(Packets.connect("/denied"));
			}

		},

		/** It crashes with a question unanswered and messages under way to it. */
		CRASHES_IN_THE_MIDDLE {

			@Override
			void begin(LoadClient client) {
				client.send(Packets.event(1, "echo", "x".repeat(10_000)));
				client.abort();
			}

		},

		/** It reads no more and is found by its heartbeat. */
		IS_DEAF {

			@Override
			void begin(LoadClient client) {
				client.stopReading();
			}

		};

		abstract void begin(LoadClient client);

	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Probe.class)
	static class Application implements SocketIOConfigurer {

		@Override
		public void configure(SocketIOServer io) {
			io.of("/denied").use((socket, next) -> Mono.error(new ConnectRefusedException("not you")));
		}

	}

}
