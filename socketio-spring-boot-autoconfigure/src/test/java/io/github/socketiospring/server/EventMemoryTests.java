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

package io.github.socketiospring.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory that events, and clients that may send events, use on the server.
 */
class EventMemoryTests {

	/** What an object without properties takes at least in a tree. */
	private static final int OBJECT = 80;

	private final TestTimer timer = new TestTimer();

	private final List<EventInvocation> held = new ArrayList<>();

	private final SocketIOServer io = server(SocketIOServers.builder());

	private TestEngineSession session = TestEngineSession.open(this.io);

	private SocketIOServer server(SocketIOServer.Builder builder) {
		SocketIOServer server = builder.timer(this.timer).build();
		server.of("/").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return new Holding();
			}

		});
		return server;
	}

	private long events() {
		return this.session.memory().held(MemoryKind.EVENTS);
	}

	private long auth() {
		return this.session.memory().held(MemoryKind.AUTH);
	}

	@AfterEach
	void nothingIsLeft() {
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		while (!this.held.isEmpty()) {
			this.held.remove(0).handled();
		}
		assertThat(this.session.memory().held()).isZero();
	}

	@Test
	void eventsCountWhileTheyWaitAndWhileTheirHandlerIsAtWork() {
		this.session.connect("/");
		assertThat(events()).isZero();
		this.session.receive("2[\"e\"]");
		long first = events();
		assertThat(first).isBetween((long) MemoryCost.RUNNING_EVENT, 2L * MemoryCost.RUNNING_EVENT);
		String waiting = "2[\"e\",\"" + "x".repeat(1000) + "\"]";
		this.session.receive(waiting);
		assertThat(events()).isEqualTo(first + MemoryCost.WAITING_EVENT + waiting.length());
		this.held.remove(0).handled();
		assertThat(events()).isBetween(MemoryCost.RUNNING_EVENT + 1000L, 2L * MemoryCost.RUNNING_EVENT + 1000);
		this.held.remove(0).handled();
		assertThat(events()).isZero();
	}

	@Test
	void eventsOfAClientThatHasGoneCountUntilTheirHandlerEnds() {
		this.session.connect("/");
		this.session.receive("2[\"e\"]", "2[\"e\"]");
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		this.held.remove(0).handled();
		assertThat(events()).isPositive();
		this.held.remove(0).handled();
		assertThat(this.session.memory().held()).isZero();
	}

	@Test
	void eventsCountUntilWorkThatCannotBeStoppedEnds() {
		this.session.connect("/");
		this.session.receive("2[\"e\"]");
		this.held.get(0).underway(new EventWork() {

			@Override
			public void cancel() {
			}

			@Override
			public boolean goesOn() {
				return true;
			}

		});
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		this.timer.advance(Duration.ofSeconds(30));
		assertThat(this.io.isIdle()).isTrue();
		assertThat(events()).isPositive();
		this.held.remove(0).handled();
		assertThat(events()).isZero();
	}

	@Test
	void eventsCountWhileMiddlewareDecides() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.of("/").socket(this.session.connect("/")).use((event) -> decision.asMono());
		this.session.receive("2[\"e\",\"" + "x".repeat(1000) + "\"]");
		assertThat(events()).isGreaterThan(MemoryCost.RUNNING_EVENT + 1000);
		assertThat(this.held).isEmpty();
		decision.tryEmitEmpty();
		assertThat(this.held).hasSize(1);
		assertThat(events()).isGreaterThan(MemoryCost.RUNNING_EVENT + 1000);
		this.held.remove(0).handled();
		assertThat(events()).isZero();
	}

	@Test
	void manySmallValuesCountAsWhatTheyTake() {
		this.session.connect("/");
		this.session.receive("2[\"e\",[{}" + ",{}".repeat(999) + "]]");
		assertThat(events()).isBetween(1000L * OBJECT, 3000L * OBJECT);
	}

	@Test
	void manySmallValuesCountAlsoIfOnlyATreeShowsPlaceholders() {
		this.session.connect("/");
		this.session.receive("51-[\"e\",[{}" + ",{}".repeat(999) + "],{ \"_placeholder\":true,\"num\":0}]");
		this.session.receiveBinary(1);
		assertThat(events()).isBetween(500L * OBJECT, 3000L * OBJECT);
	}

	@Test
	void manySmallValuesCountInMessagePack() {
		PacketParser parser = new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		this.session = TestEngineSession.open(server(SocketIOServers.builder().parser(parser)));
		receive(parser, new Packet(PacketType.CONNECT, "/", Packet.NO_ID, null));
		receive(parser, Packet.event("/", "e", IntStream.range(0, 1000).mapToObj((i) -> new Object[0]).toList()));
		assertThat(events()).isBetween(500L * OBJECT, 3000L * OBJECT);
	}

	private void receive(PacketParser parser, Packet packet) {
		byte[] message = parser.encode(packet).message();
		this.session.receiveBinary(IntStream.range(0, message.length).map((i) -> message[i]).toArray());
	}

	@Test
	void whatIsSentToConnectCountsUntilNobodyCanAskForIt() {
		this.session.receive("0{\"token\":\"" + "t".repeat(1000) + "\"}", "2[\"e\"]");
		assertThat(auth()).isBetween(1000L, 3000L);
		this.session.receive("1");
		assertThat(auth()).isBetween(1000L, 3000L);
		this.held.remove(0).handled();
		assertThat(auth()).isZero();
	}

	@Test
	void whatIsSentToConnectIsNotKeptOfAClientThatIsRefused() {
		this.io.use((socket, next) -> {
			throw new ConnectRefusedException("no");
		});
		this.session.receive("0{\"token\":\"" + "t".repeat(1000) + "\"}", "0/nowhere,{\"token\":\"t\"}");
		assertThat(this.session.take()).hasSize(2).allSatisfy((answer) -> assertThat(answer).startsWith("4"));
		assertThat(auth()).isZero();
	}

	/**
	 * Reads a tree, and leaves it to the test when an event is done.
	 */
	private final class Holding implements EventHandler {

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			return arguments.readTrees();
		}

		@Override
		public void handle(EventInvocation invocation) {
			EventMemoryTests.this.held.add(invocation);
		}

	}

}
