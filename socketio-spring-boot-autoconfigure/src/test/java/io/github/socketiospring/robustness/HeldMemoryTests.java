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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.integration.TestServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.MemoryReport;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawConnection;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Compares the memory that the server counts for clients with the growth of the heap.
 */
@FullRunOnly("measures the heap; MemoryBoundTests has the limits")
class HeldMemoryTests {

	/** More than other fluctuations of the heap, such as classes. */
	private static final int ENOUGH = 12_000_000;

	/** Less than an array that has regions of the heap to itself. */
	private static final int PART = 400_000;

	private static final String MANY_OBJECTS = "[" + "{},".repeat(30_000) + "{}]";

	private final List<RawConnection> connections = new ArrayList<>();

	private TestServer server;

	@BeforeEach
	void start() {
		this.server = TestServer.start(Probe.class,
				Map.of("socketio.limits.memory", "1GB", "socketio.limits.outbound-size", "64MB",
						"socketio.per-message-deflate.enabled", "true", "socketio.handlers.completion-timeout", "1s",
						"logging.level.io.github.socketiospring", "ERROR"));
	}

	@AfterEach
	void stop() throws IOException {
		for (RawConnection connection : this.connections) {
			connection.close();
		}
		Tables.awaitEmpty(this.server);
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void heapGrowsByNoMoreThanTwiceWhatIsCounted(Hoard hoard) throws IOException {
		// What the first client of all makes the JVM load.
		hoard.hold(this);
		Heap before = Heap.measure();
		long known = counted();
		while (counted() - known < hoard.enough()) {
			hoard.hold(this);
		}
		Heap after = Heap.measure();
		long counted = counted() - known;
		long grown = after.used() - before.used();
		Observations.note("%s: %d bytes counted, heap grew by %d", hoard, counted, grown);
		assertThat(grown).isLessThan(2 * counted);
		assertThat(report().kinds()).containsKey(hoard.kind);
	}

	private MemoryReport report() {
		return this.server.bean(EngineServer.class).statistics().memory();
	}

	private long counted() {
		return report().used();
	}

	private void awaitCounted(MemoryKind kind, long more, IOAction action) throws IOException {
		long before = report().kinds().getOrDefault(kind, 0L);
		action.run();
		await().until(() -> report().kinds().getOrDefault(kind, 0L) >= before + more);
	}

	private RawConnection connection() throws IOException {
		RawConnection connection = RawConnection.narrow(this.server.port(), 4096);
		this.connections.add(connection);
		return connection;
	}

	private RawConnection webSocket() throws IOException {
		return webSocket(Map.of(), "");
	}

	private RawConnection webSocket(Map<String, String> headers, String auth) throws IOException {
		return connection().openWebSocket(headers).enter(auth);
	}

	private static byte[] deflated() {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		deflater.setInput(new byte[PART + 10_000]);
		byte[] bytes = new byte[PART];
		int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
		deflater.end();
		return Arrays.copyOf(bytes, length);
	}

	/**
	 * The ways in which clients make the server hold memory.
	 */
	enum Hoard {

		/** Sessions that do nothing, which cost less than the classes they need. */
		SESSIONS(MemoryKind.SESSIONS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				for (int i = 0; i < 100; i++) {
					test.webSocket();
				}
			}

			@Override
			int enough() {
				return ENOUGH / 4;
			}

		},

		/** Sessions with as many headers as fit into a request. */
		HEADERS(MemoryKind.SESSIONS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				Map<String, String> headers = IntStream.range(0, 700)
					.boxed()
					.collect(Collectors.toMap((i) -> "h" + i, (i) -> "1"));
				for (int i = 0; i < 50; i++) {
					test.webSocket(headers, "");
				}
			}

			@Override
			int enough() {
				return ENOUGH / 4;
			}

		},

		/** Sockets with large payloads of CONNECT. */
		AUTH(MemoryKind.AUTH) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				test.webSocket(Map.of(), "{\"list\":[" + "{},".repeat(20_000) + "{}]}");
			}

		},

		/** Events that wait and would be large as objects. */
		WAITING(MemoryKind.EVENTS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket();
				connection.text(Packets.event("work", "first"));
				test.awaitCounted(this.kind, PART, () -> {
					for (int i = 0; i < 5; i++) {
						connection.text(Packets.event("echo", Packets.json(MANY_OBJECTS)));
					}
				});
			}

		},

		/** Events that are handled and are large as objects. */
		HANDLED(MemoryKind.EVENTS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket();
				test.awaitCounted(this.kind, PART,
						() -> connection.text(Packets.event("keep", Packets.json(MANY_OBJECTS))));
			}

		},

		/** Bodies that do not end. */
		BODIES(MemoryKind.BODIES) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.connection();
				String sid = connection.open();
				connection.say(Wire.request("POST", PollingProtocol.target("&sid=" + sid),
						Map.of("Host", "localhost", "Content-Length", "500000")));
				test.awaitCounted(this.kind, PART, () -> connection.say(new byte[PART]));
			}

		},

		/** Messages that do not end. */
		FRAGMENTS(MemoryKind.FRAGMENTS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket();
				test.awaitCounted(this.kind, PART,
						() -> connection.say(Wire.frame(Wire.FIRST_OF_BINARY, 0, new byte[PART])));
			}

		},

		/** A few hundred bytes that are a large message when inflated. */
		INFLATED(MemoryKind.FRAGMENTS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket(Map.of("Sec-WebSocket-Extensions", "permessage-deflate"), "");
				test.awaitCounted(this.kind, PART,
						() -> connection.say(Wire.frame(Wire.FIRST_OF_COMPRESSED_TEXT, 0, deflated())));
			}

		},

		/** Packets without their last attachment. */
		ATTACHMENTS(MemoryKind.FRAGMENTS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket();
				connection.text(Packets.binaryEvent(2, "a", Packets.placeholder(0), Packets.placeholder(1)));
				test.awaitCounted(this.kind, PART, () -> connection.say(Wire.frame(Wire.BINARY, 0, new byte[PART])));
			}

		},

		/** Rooms with long names. */
		ROOMS(MemoryKind.NAMES) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.webSocket();
				String name = "r".repeat(240) + test.connections.size() + "-";
				test.awaitCounted(this.kind, 900 * 250, () -> {
					for (int i = 0; i < 900; i++) {
						connection.text(Packets.event("join", name + i));
					}
				});
			}

		},

		/** Answers to polls that clients do not read. */
		ANSWERS(MemoryKind.ANSWERS) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				RawConnection connection = test.connection();
				String sid = connection.open();
				EngineSession session = test.server.bean(EngineServer.class).session(sid);
				for (int i = 0; i < 10; i++) {
					session.send(EngineMessage.text(new byte[PART]));
				}
				test.awaitCounted(this.kind, 5 * PART, () -> connection.poll("&sid=" + sid));
				// Only a client that leaves in the middle of an answer is missed at once.
				connection.takeHead();
			}

		},

		/** Packets that clients do not read. */
		UNREAD(MemoryKind.OUTBOUND) {

			@Override
			void hold(HeldMemoryTests test) throws IOException {
				test.webSocket();
				SocketIOServer io = test.server.bean(SocketIOServer.class);
				test.awaitCounted(this.kind, PART, () -> {
					for (int i = 0; i < 6000; i++) {
						io.of("/").emit("news", i + "x".repeat(1000));
					}
				});
			}

		};

		final MemoryKind kind;

		Hoard(MemoryKind kind) {
			this.kind = kind;
		}

		abstract void hold(HeldMemoryTests test) throws IOException;

		int enough() {
			return ENOUGH;
		}

	}

	/**
	 * Something that talks to the server.
	 */
	private interface IOAction {

		void run() throws IOException;

	}

}
