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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads send numbers to rooms, as text and with attachments, while clients on both
 * transports join and leave rooms, upgrade to WebSocket, lose their connection and come
 * back, and send numbers themselves. Every number arrives once, none is missing, and
 * those of one sender are in order, in both directions.
 */
class OrderAndLossTests {

	private static final int ROUNDS = Integer.getInteger("robustness.order.rounds", TestProfile.choose(5, 50));

	private static final int GUESTS = 24;

	private static final int SPEAKERS = 3;

	/** Of each speaker in each round; less than what is kept for lost sockets. */
	private static final int NUMBERS = 400;

	private static final List<String> ROOMS = List.of("red", "green", "blue", "yellow");

	private static final int PATIENCE_SECONDS = 120;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@Test
	void everyNumberComesOnceAndInOrder() throws Exception {
		try (TestServer server = TestServer.start(Hall.class,
				Map.of("socketio.connection-state-recovery.enabled", "true"))) {
			Hall hall = server.bean(Hall.class);
			List<Guest> guests = IntStream.range(0, GUESTS)
				.mapToObj((i) -> new Guest(hall, server.port(), i, ROOMS))
				.toList();
			List<Speaker> speakers = IntStream.range(0, SPEAKERS).mapToObj((i) -> new Speaker(hall, i)).toList();
			for (Guest guest : guests) {
				guest.enter();
			}
			for (int i = 0; i < ROUNDS; i++) {
				round(hall, guests, speakers);
			}
			for (Guest guest : guests) {
				guest.leave();
			}
			await().until(() -> server.bean(SocketIOServer.class).isIdle());
			int received = guests.stream().mapToInt(Guest::received).sum();
			assertThat(received).isGreaterThan(ROUNDS * SPEAKERS * NUMBERS);
			Observations.note(
					"Order and loss: %d rounds, %d numbers told, %d received by %d clients with %d cuts and %d upgrades",
					ROUNDS, ROUNDS * SPEAKERS * NUMBERS, received, GUESTS, guests.stream().mapToInt(Guest::cuts).sum(),
					guests.stream().mapToInt(Guest::upgrades).sum());
		}
		finally {
			this.threads.shutdownNow();
		}
	}

	private void round(Hall hall, List<Guest> guests, List<Speaker> speakers) throws Exception {
		List<Future<?>> listening = new ArrayList<>();
		for (Guest guest : guests) {
			listening.add(this.threads.submit(() -> {
				guest.round();
				return null;
			}));
		}
		List<Future<?>> speaking = new ArrayList<>();
		speakers.forEach((speaker) -> speaking.add(this.threads.submit(speaker::round)));
		for (Future<?> speaker : speaking) {
			speaker.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		hall.pause(speakers.stream().map(Speaker::next).toList());
		for (Future<?> guest : listening) {
			guest.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		assertThat(hall.mistakes()).isEmpty();
	}

	/**
	 * A thread that tells numbers to rooms.
	 */
	private static final class Speaker {

		private final Hall hall;

		private final int number;

		private final Random random;

		private final List<String> rooms;

		private final Map<String, Integer> next = new HashMap<>();

		Speaker(Hall hall, int number) {
			this.hall = hall;
			this.number = number;
			this.random = new Random(GUESTS + number);
			this.rooms = Stream
				.of(Stream.of(Hall.EVERYBODY), ROOMS.stream(), IntStream.range(0, GUESTS).mapToObj((i) -> "guest-" + i))
				.flatMap((rooms) -> rooms)
				.toList();
		}

		void round() {
			for (int i = 0; i < NUMBERS; i++) {
				String room = this.rooms.get(this.random.nextInt(this.rooms.size()));
				this.hall.tell(room, this.number, this.next.merge(room, 1, Integer::sum) - 1);
			}
		}

		Map<String, Integer> next() {
			return Map.copyOf(this.next);
		}

	}

}
