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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterCounter;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterStatistics;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers of this project, two Node.js servers and an emitter of Node.js in one
 * cluster tell numbers to rooms, as text and with attachments, while clients on both
 * transports join and leave rooms, upgrade to WebSocket, lose their connection and come
 * back on any server. Every number arrives once, none is missing, and those of one sender
 * are in order.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class ClusterChurnTests {

	private static final Duration LENGTH = Duration.ofSeconds(TestProfile.choose(5, 60));

	/** How many numbers are told at least. */
	private static final int ENOUGH = TestProfile.choose(1, 200_000);

	private static final int GUESTS = 16;

	/** Of each speaker in each round. */
	private static final int NUMBERS = 400;

	private static final List<String> ROOMS = List.of("red", "green", "blue", "yellow");

	private static final List<String> EARS = Stream
		.of(Stream.of(Hall.EVERYBODY), ROOMS.stream(), IntStream.range(0, GUESTS).mapToObj((i) -> "guest-" + i))
		.flatMap((rooms) -> rooms)
		.toList();

	private static final int PATIENCE_SECONDS = 120;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final RedisServer redis = RedisServer.start();

	private final List<Speaker> speakers = new ArrayList<>();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.redis.close();
	}

	@Test
	void everyNumberComesOnceAndInOrder() throws Exception {
		churn("redis");
	}

	/** No emitter speaks with this adapter. */
	@Test
	@FullRunOnly("takes as long as the other one")
	void everyNumberComesOnceAndInOrderThroughShardChannels() throws Exception {
		churn("redis-sharded");
	}

	private void churn(String type) throws Exception {
		boolean sharded = type.equals("redis-sharded");
		try (TestServer one = startServer("java-1", type);
				TestServer two = startServer("java-2", type);
				NodeScript script = NodeScript.start("churn.mjs", this.redis.port(), "4",
						sharded ? "sharded" : "classic")) {
			List<Integer> ports = new ArrayList<>(List.of(one.port(), two.port()));
			this.speakers.add(new JavaSpeaker(0, one.bean(SocketIOServer.class)));
			this.speakers.add(new JavaSpeaker(1, two.bean(SocketIOServer.class)));
			for (String name : List.of("node-1", "node-2")) {
				script.write("start", name, this.speakers.size());
				ports.add(script.awaitValue("done").asInt());
				this.speakers.add(new NodeSpeaker(name, script));
			}
			if (!sharded) {
				script.write("emitter", "emitter", this.speakers.size());
				script.await("done");
				this.speakers.add(new NodeSpeaker("emitter", script));
			}
			List<ClusterGuest> guests = IntStream.range(0, GUESTS)
				.mapToObj((i) -> new ClusterGuest(i, ports, ROOMS, this.speakers.size(),
						(speaker, room) -> this.speakers.get(speaker).next(room)))
				.toList();
			enter(guests);
			int rounds = 0;
			long start = System.nanoTime();
			while (System.nanoTime() - start < LENGTH.toNanos() || told(rounds) < ENOUGH) {
				rounds++;
				try {
					round(rounds, guests);
				}
				catch (ExecutionException ex) {
					throw new AssertionError("The servers count " + counts(one) + " and " + counts(two), ex);
				}
			}
			for (ClusterGuest guest : guests) {
				guest.leave();
			}
			int received = guests.stream().mapToInt(ClusterGuest::received).sum();
			int cuts = guests.stream().mapToInt(ClusterGuest::cuts).sum();
			int upgrades = guests.stream().mapToInt(ClusterGuest::upgrades).sum();
			int moves = guests.stream().mapToInt(ClusterGuest::moves).sum();
			Observations.note(
					"Cluster, %s: %d numbers told by %d senders, %d received by %d clients of %d servers with "
							+ "%d cuts, %d upgrades and %d joins and leaves",
					type, told(rounds), this.speakers.size(), received, GUESTS, ports.size(), cuts, upgrades, moves);
			assertThat(received).isGreaterThan(told(rounds));
			assertThat(List.of(cuts, upgrades, moves)).allMatch((count) -> count > 0);
			assertThat(mistakes(one)).isEmpty();
			assertThat(mistakes(two)).isEmpty();
		}
	}

	private int told(int rounds) {
		return rounds * this.speakers.size() * NUMBERS;
	}

	private TestServer startServer(String name, String type) {
		Map<String, String> properties = new HashMap<>(this.redis.properties());
		properties.put("socketio.adapter.type", type);
		properties.put("socketio.adapter.subscription-mode", "static");
		properties.put("socketio.adapter.node-name", name);
		return TestServer.start(ClusterHall.class, properties);
	}

	/** What the server lost or did not understand. */
	private static Map<ClusterCounter, Long> mistakes(TestServer server) {
		Map<ClusterCounter, Long> mistakes = new HashMap<>();
		for (ClusterCounter counter : List.of(ClusterCounter.LOST, ClusterCounter.DROPPED, ClusterCounter.MALFORMED,
				ClusterCounter.FAILED, ClusterCounter.TOO_LARGE)) {
			long count = server.bean(ClusterNode.class).statistics().count(counter);
			if (count > 0) {
				mistakes.put(counter, count);
			}
		}
		return mistakes;
	}

	private static Map<ClusterCounter, Long> counts(TestServer server) {
		ClusterStatistics statistics = server.bean(ClusterNode.class).statistics();
		return Stream.of(ClusterCounter.values()).collect(Collectors.toMap(Function.identity(), statistics::count));
	}

	/** All servers hear each other before the first number is told. */
	private void enter(List<ClusterGuest> guests) throws Exception {
		List<Future<?>> entering = new ArrayList<>();
		for (ClusterGuest guest : guests) {
			entering.add(this.threads.submit(() -> {
				guest.enter();
				return null;
			}));
		}
		await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> {
			for (Speaker speaker : this.speakers) {
				speaker.pause(0);
			}
			return entering.stream().allMatch(Future::isDone);
		});
		for (Future<?> guest : entering) {
			guest.get();
		}
	}

	private void round(int number, List<ClusterGuest> guests) throws Exception {
		CountDownLatch acting = new CountDownLatch(GUESTS);
		List<Future<?>> listening = new ArrayList<>();
		for (ClusterGuest guest : guests) {
			listening.add(this.threads.submit(() -> {
				try {
					guest.round(number, acting);
				}
				catch (Exception | Error ex) {
					IntStream.range(0, GUESTS).forEach((i) -> acting.countDown());
					throw ex;
				}
				return null;
			}));
		}
		for (Speaker speaker : this.speakers) {
			speaker.begin(this.threads);
		}
		for (Speaker speaker : this.speakers) {
			speaker.end();
		}
		assertThat(acting.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("all guests only listen").isTrue();
		for (Speaker speaker : this.speakers) {
			speaker.pause(number);
		}
		ExecutionException failure = null;
		for (Future<?> guest : listening) {
			try {
				guest.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (ExecutionException ex) {
				// Who else misses something shows where it was lost.
				if (failure != null) {
					ex.addSuppressed(failure);
				}
				failure = ex;
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Tells numbers to rooms.
	 */
	private interface Speaker {

		/**
		 * Begin to tell the next numbers.
		 * @param threads where to do so
		 */
		void begin(ExecutorService threads);

		/**
		 * Wait until they are handed over.
		 * @throws Exception if that fails
		 */
		void end() throws Exception;

		/**
		 * Tell everybody how far this speaker has come.
		 * @param round the number of the pause
		 */
		void pause(int round);

		/**
		 * The next number for a room.
		 * @param room the room
		 * @return the number, {@link Integer#MAX_VALUE} if it is not known here
		 */
		int next(String room);

	}

	private static final class JavaSpeaker implements Speaker {

		private final int number;

		private final SocketIOServer server;

		private final Random random;

		private final Map<String, Integer> next = new ConcurrentHashMap<>();

		private Future<?> telling;

		JavaSpeaker(int number, SocketIOServer server) {
			this.number = number;
			this.server = server;
			this.random = new Random(number);
		}

		@Override
		public void begin(ExecutorService threads) {
			this.telling = threads.submit(this::tell);
		}

		@Override
		public void end() throws Exception {
			this.telling.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}

		private void tell() {
			for (int i = 0; i < NUMBERS; i++) {
				String room = EARS.get(this.random.nextInt(EARS.size()));
				int told = this.next.merge(room, 1, Integer::sum) - 1;
				if (told % 3 == 0) {
					this.server.to(room).emit("tell", this.number, room, told, Hall.bytes(told));
				}
				else {
					this.server.to(room).emit("tell", this.number, room, told);
				}
			}
		}

		@Override
		public void pause(int round) {
			this.server.to(Hall.EVERYBODY).emit("pause", this.number, round, Map.copyOf(this.next));
		}

		@Override
		public int next(String room) {
			return this.next.getOrDefault(room, 0);
		}

	}

	/**
	 * A server or an emitter in the script.
	 */
	private record NodeSpeaker(String name, NodeScript script) implements Speaker {

		@Override
		public void begin(ExecutorService threads) {
			this.script.write("tell", this.name, NUMBERS, EARS);
		}

		@Override
		public void end() {
			this.script.await("done");
		}

		@Override
		public void pause(int round) {
			this.script.write("pause", this.name, round);
			this.script.await("done");
		}

		@Override
		public int next(String room) {
			return Integer.MAX_VALUE;
		}

	}

}
