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
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.SwitchingClient;
import io.github.socketiospring.testsupport.TestProfile;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a thread sends to a socket arrives in the order of the calls: events with and
 * without an acknowledgement, acknowledgements, events for a room of the socket or by its
 * remote view, the items of a publisher, and the disconnect. Nothing arrives before the
 * answer to CONNECT. Two threads send numbers, taking turns in what they send, while a
 * third one broadcasts.
 */
class SendingOrderTests {

	private static final Pattern NUMBER = Pattern.compile("^[23]\\d*\\[(?:\"n\",\\[?)?([01]),(\\d+)");

	private static final Pattern OFFSET = Pattern.compile("^2\\[.*,\"([\\w.-]+)\"]$");

	private static final int THREADS = 2;

	/** How many numbers are sent before the answer to CONNECT. */
	private static final int EARLY = 8;

	/** The first number that is not sent before a cut, or at all. */
	private static final int COUNT = 200;

	/** How far the server is ahead of the client. */
	private static final int WINDOW = 40;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Semaphore window = new Semaphore(WINDOW);

	private final Semaphore noise = new Semaphore(0);

	private final int[] next = new int[THREADS];

	private final List<Future<?>> senders = new ArrayList<>();

	private final List<List<Integer>> received = List.of(new ArrayList<>(), new ArrayList<>());

	/** The socket, as another node sees it. */
	private volatile @Nullable RemoteSocket remote;

	private volatile BlockingQueue<Ack> questions = new LinkedBlockingQueue<>();

	private volatile int limit = COUNT;

	/** Whether the disconnect is the last thing that is sent. */
	private volatile boolean disconnecting;

	private String lastOffset = "";

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	static Stream<Arguments> withoutCut() {
		return Stream.of(true, false)
			.flatMap((recovery) -> Stream.of(Way.values()).map((way) -> Arguments.of(recovery, way)));
	}

	@ParameterizedTest(name = "recovery {0}, {1}")
	@MethodSource
	void withoutCut(boolean recovery, Way way) throws Exception {
		SocketIOServer io = server(recovery);
		try (EngineTestServer http = start(io, Duration.ofSeconds(25))) {
			this.disconnecting = true;
			Client client = new Client(http.port(), way);
			client.connect("0{}");
			client.receive(false);
			assertThat(this.received).allSatisfy((numbers) -> assertThat(numbers).isEqualTo(upTo(COUNT)));
		}
	}

	@ParameterizedTest
	@EnumSource
	void untilACut(Way way) throws Exception {
		SocketIOServer io = server(false);
		try (EngineTestServer http = start(io, Duration.ofSeconds(1))) {
			receiveUntilCut(new Client(http.port(), way));
		}
	}

	/** By default the client comes back in the way it came. */
	static Stream<Arguments> overACut() {
		return Stream.of(Way.values())
			.flatMap((way) -> TestProfile.choose(Stream.of(Way.values()), way::equals)
				.map((back) -> Arguments.of(way, back)));
	}

	@ParameterizedTest(name = "{0}, back by {1}")
	@MethodSource
	void overACut(Way way, Way back) throws Exception {
		SocketIOServer io = server(true);
		try (EngineTestServer http = start(io, Duration.ofSeconds(1))) {
			String answer = receiveUntilCut(new Client(http.port(), way));
			Awaitility.await().until(() -> io.of("/").sockets().isEmpty());
			this.limit = 2 * COUNT;
			this.disconnecting = true;
			this.window.drainPermits();
			this.window.release(WINDOW);
			Client again = new Client(http.port(), back);
			assertThat(again.connect("0{\"pid\":\"" + id(answer, "pid") + "\",\"offset\":\"" + this.lastOffset + "\"}"))
				.isEqualTo(answer);
			again.receive(false);
			for (int thread = 0; thread < THREADS; thread++) {
				List<Integer> numbers = this.received.get(thread);
				int early = (thread == 0) ? EARLY : 0;
				assertThat(numbers).isSorted().doesNotHaveDuplicates();
				assertThat(numbers)
					.containsAll(upTo(COUNT).stream().filter((number) -> Sent.isRemembered(number, early)).toList());
				assertThat(numbers).containsAll(upTo(2 * COUNT).subList(COUNT, 2 * COUNT));
			}
		}
	}

	/**
	 * Receive until the client vanishes, and wait until all was sent.
	 * @return the answer to CONNECT
	 */
	private String receiveUntilCut(Client client) throws Exception {
		String answer = client.connect("0{}");
		client.receive(true);
		assertThat(this.received).allSatisfy((numbers) -> assertThat(numbers).isEqualTo(upTo(numbers.size())));
		this.window.release(THREADS * COUNT);
		for (Future<?> sender : List.copyOf(this.senders)) {
			sender.get(30, TimeUnit.SECONDS);
		}
		return answer;
	}

	/**
	 * Start a server.
	 * @param pingInterval a cut is noticed after that, and another second
	 */
	private EngineTestServer start(SocketIOServer io, Duration pingInterval) {
		EngineOptions options = EngineOptions.builder()
			.pingInterval(pingInterval)
			.pingTimeout(Duration.ofSeconds(1))
			.build();
		EngineTestServer http = EngineTestServer.start("/socket.io/", new EngineServer(options, io));
		this.threads.execute(() -> disturb(io));
		return http;
	}

	private static List<Integer> upTo(int end) {
		return IntStream.range(0, end).boxed().toList();
	}

	private static String id(String answer, String name) {
		Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(answer);
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private SocketIOServer server(boolean recovery) {
		SocketIOServer io = SocketIOServers.builder()
			.options(SocketIOOptions.builder().recovery(RecoveryOptions.builder().enabled(recovery).build()).build())
			.adapters(
					(namespace,
							sockets) -> (recovery) ? new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 10_000,
									Schedulers.parallel()) : new InMemoryAdapter(sockets))
			.build();
		io.use((socket, chain) -> {
			this.questions = new LinkedBlockingQueue<>();
			socket.join("own");
			for (int i = 0; i < EARLY; i++) {
				send(io, socket, 0, Sent.EARLY.get(i % Sent.EARLY.size()));
			}
			return chain.proceed();
		});
		io.onConnection((socket) -> {
			socket.on("question", (arguments, ack) -> this.questions.add(ack));
			io.in(socket.id()).fetchSockets().subscribe((found) -> this.remote = found);
			Future<?> other = this.threads.submit(() -> sendAll(io, socket, 1));
			this.senders.add(this.threads.submit(() -> {
				sendAll(io, socket, 0);
				other.get();
				if (this.disconnecting) {
					socket.disconnect();
				}
				return null;
			}));
		});
		return io;
	}

	private Void sendAll(SocketIOServer io, SocketIOSocket socket, int thread) throws InterruptedException {
		while (this.next[thread] < this.limit) {
			assertThat(this.window.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
			send(io, socket, thread, Sent.values()[this.next[thread] % Sent.values().length]);
			this.noise.release();
		}
		return null;
	}

	private void send(SocketIOServer io, SocketIOSocket socket, int thread, Sent kind) {
		int number = this.next[thread]++;
		switch (kind) {
			case EVENT -> socket.emit("n", thread, number);
			case ASKING -> socket.emitWithAck("n", String.class, thread, number).onErrorComplete().subscribe();
			case ANSWER -> question().send(thread, number);
			case ROOM -> io.to("own").emit("n", thread, number);
			case REMOTE -> Objects.requireNonNull(this.remote).emit("n", thread, number);
			case ITEM -> socket.emitAll("n", Mono.just(List.of(thread, number))).onErrorComplete().block(PATIENCE);
		}
	}

	private Ack question() {
		try {
			Ack question = this.questions.poll(30, TimeUnit.SECONDS);
			if (question == null) {
				throw new AssertionError("The client did not ask enough");
			}
			return question;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void disturb(SocketIOServer io) {
		try {
			while (true) {
				this.noise.acquire();
				io.emit("noise");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private enum Way {

		POLLING, WEBSOCKET,

		/** From polling to WebSocket, while numbers arrive. */
		UPGRADE

	}

	/**
	 * What is sent, in the order in which a thread takes its turns.
	 */
	private enum Sent {

		EVENT, ASKING, ANSWER, ROOM, REMOTE, ITEM;

		/** What can be sent before the socket is in. */
		private static final List<Sent> EARLY = List.of(EVENT, ASKING);

		/**
		 * Whether a client that comes back is sent a number again.
		 * @param number the number
		 * @param early how many numbers its thread sent before the answer to CONNECT
		 * @return whether recovery remembers it
		 */
		static boolean isRemembered(int number, int early) {
			Sent kind = (number < early) ? EARLY.get(number % EARLY.size()) : values()[number % values().length];
			return kind == EVENT || kind == ROOM || kind == REMOTE;
		}

	}

	/**
	 * A client that reads what the server sends, and counts.
	 */
	private final class Client {

		private static final int UPGRADE_AT = 60;

		private static final int CUT_AT = 120;

		private final Way way;

		private final SwitchingClient line;

		Client(int port, Way way) throws IOException {
			this.way = way;
			this.line = (way == Way.WEBSOCKET) ? SwitchingClient.webSocket(port) : SwitchingClient.polling(port);
		}

		/**
		 * Connect, and send questions.
		 */
		String connect(String packet) throws IOException {
			this.line.send("4" + packet);
			String answer = this.line.next();
			assertThat(answer).startsWith("0{");
			List<String> questions = new ArrayList<>();
			for (int i = 0; i < THREADS * COUNT / Sent.values().length + THREADS; i++) {
				questions.add(Packets.event(i, "question"));
			}
			this.line.send(questions.toArray(new String[0]));
			return answer;
		}

		/**
		 * Receive until the disconnect or the cut.
		 */
		void receive(boolean cut) throws IOException {
			int count = 0;
			String packet = this.line.next();
			while (!packet.equals("1")) {
				count += note(packet);
				if (count == UPGRADE_AT && this.way == Way.UPGRADE && this.line.isPolling()) {
					if (cut) {
						this.line.vanishInUpgrade();
						return;
					}
					this.line.upgrade();
				}
				if (cut && count == CUT_AT) {
					this.line.vanish();
					return;
				}
				packet = this.line.next();
			}
		}

		private int note(String packet) {
			Matcher offset = OFFSET.matcher(packet);
			if (offset.find()) {
				SendingOrderTests.this.lastOffset = offset.group(1);
			}
			Matcher number = NUMBER.matcher(packet);
			if (!number.find()) {
				assertThat(packet).startsWith("2[\"noise\"");
				return 0;
			}
			SendingOrderTests.this.received.get(Integer.parseInt(number.group(1)))
				.add(Integer.parseInt(number.group(2)));
			SendingOrderTests.this.window.release();
			return 1;
		}

	}

}
