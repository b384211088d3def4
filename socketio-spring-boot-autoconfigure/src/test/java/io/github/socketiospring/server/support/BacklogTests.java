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

package io.github.socketiospring.server.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a client is affected by its events that have to wait, and the memory that they use.
 */
class BacklogTests {

	private static final int CONCURRENCY = 2;

	private static final int BACKLOG_SIZE = 1000;

	/** What an event takes that waits, besides its packet. */
	private static final int EVENT = 200;

	private static final String EMPTY = "2[\"e\"]";

	private final TestTimer timer = new TestTimer();

	private final Work work = new Work(JsonNode.class);

	private final SocketIOServer io = server(new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults()));

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private SocketIOServer server(PacketParser parser) {
		SocketIOServer server = SocketIOServers.builder()
			.timer(this.timer)
			.parser(parser)
			.options(new TestOptions().concurrency(CONCURRENCY).backlogSize(BACKLOG_SIZE).build())
			.build();
		server.of("/").addHandler(this.work);
		return server;
	}

	/** The next events wait. */
	private void holdOne() {
		this.session.receive("2[\"e\",\"first\"]");
		assertThat(waitingBytes()).isZero();
	}

	private long waitingBytes() {
		return this.io.statistics().waitingBytes();
	}

	@AfterEach
	void nothingIsLeft() {
		this.session.lose(CloseReason.TRANSPORT_CLOSE);
		this.work.finishAll();
		assertThat(waitingBytes()).isZero();
	}

	@Test
	void takesEverythingElseWhileEventsWait() {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		Work other = new Work(JsonNode.class);
		this.io.of("/other").addHandler(other);
		holdOne();
		this.session.receive(EMPTY, EMPTY);
		this.session.connect("/other");
		this.session.receive("2/other,[\"e\",1]");
		assertThat(other.seen).containsExactly("1");
		List<String> answers = new ArrayList<>();
		socket.emitWithAck("question", String.class).subscribe(answers::add);
		this.session.receive("30[\"answer\"]");
		assertThat(answers).containsExactly("answer");
		assertThat(this.session.reading()).isEmpty();
		assertThat(waitingBytes()).isEqualTo(2 * (EVENT + EMPTY.length()));
		this.session.receive("1");
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void stopsReadingBeyondTheSizeUntilHalfOfItIsGone() {
		this.session.connect("/");
		holdOne();
		this.session.receive(EMPTY, EMPTY, EMPTY, EMPTY);
		assertThat(this.session.reading()).isEmpty();
		this.session.receive(EMPTY);
		assertThat(this.session.reading()).containsExactly("suspend");
		assertThat(waitingBytes()).isEqualTo(5 * (EVENT + EMPTY.length()));
		this.work.finish(2);
		assertThat(this.session.reading()).containsExactly("suspend");
		this.work.finish(1);
		assertThat(this.session.reading()).containsExactly("suspend", "resume");
		this.session.receive(EMPTY, EMPTY, EMPTY);
		assertThat(this.session.reading()).containsExactly("suspend", "resume", "suspend");
	}

	@Test
	void countsAllSocketsOfAConnectionTogether() {
		Work other = new Work(JsonNode.class);
		this.io.of("/other").addHandler(other);
		this.session.connect("/");
		this.session.connect("/other");
		holdOne();
		this.session.receive(EMPTY, EMPTY);
		for (int i = 0; i < 3; i++) {
			this.session.receive("2/other,[\"e\"]");
		}
		assertThat(this.session.reading()).isEmpty();
		this.session.receive("2/other,[\"e\"]");
		assertThat(this.session.reading()).containsExactly("suspend");
		other.finishAll();
		assertThat(this.session.reading()).containsExactly("suspend", "resume");
	}

	@Test
	void countsAttachments() {
		this.session.connect("/");
		holdOne();
		String event = "51-[\"e\",{\"_placeholder\":true,\"num\":0}]";
		this.session.receive(event);
		this.session.receiveBinary(new int[500]);
		assertThat(waitingBytes()).isEqualTo(EVENT + event.length() + 500);
		// Only a tree shows that this is a placeholder.
		String unusual = "51-[\"e\",{ \"_placeholder\":true,\"num\":0}]";
		this.session.receive(unusual);
		this.session.receiveBinary(new int[100]);
		assertThat(waitingBytes()).isEqualTo(2 * EVENT + event.length() + unusual.length() + 600);
		assertThat(this.session.reading()).containsExactly("suspend");
	}

	@Test
	void keepsTheOrder() {
		this.session.connect("/");
		for (int i = 0; i < 8; i++) {
			this.session.receive("2[\"e\"," + i + "]");
		}
		this.work.finish(4);
		for (int i = 8; i < 12; i++) {
			this.session.receive("2[\"e\"," + i + "]");
		}
		this.work.finishAll();
		assertThat(this.work.seen).isEqualTo(IntStream.range(0, 12).mapToObj(String::valueOf).toList());
	}

	@Test
	void readsArgumentsThatWaitWhenTheirTurnComes() {
		this.session.connect("/");
		holdOne();
		this.work.reads = 0;
		this.session.receive("2[\"e\",1]");
		assertThat(this.work.reads).isZero();
		this.work.finishAll();
		assertThat(this.work.reads).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2[\"e\",}", "2[\"e\",1", "2[\"e\"]x", "52-[\"e\",{ \"_placeholder\":true,\"num\":0}" })
	void closesForAMalformedEventThatWouldWait(String packet) {
		this.session.connect("/");
		holdOne();
		this.session.receive(packet);
		assertThat(this.session.isOpen()).isFalse();
	}

	@Test
	void closesForAMalformedMessageThatWouldWait() {
		PacketParser parser = new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		SocketIOServer server = server(parser);
		TestEngineSession other = TestEngineSession.open(server);
		other.receiveBinary(unsigned(parser.encode(new Packet(PacketType.CONNECT, "/", Packet.NO_ID, null)).message()));
		byte[] event = parser.encode(Packet.event("/", "e", 1, "text")).message();
		for (int i = 0; i < 3; i++) {
			other.receiveBinary(unsigned(event));
		}
		assertThat(server.statistics().waitingBytes()).isEqualTo(2 * (EVENT + event.length));
		other.receiveBinary(IntStream.of(unsigned(event)).limit(event.length - 1).toArray());
		assertThat(other.isOpen()).isFalse();
		this.work.finishAll();
		assertThat(this.work.seen).hasSize(3).containsOnly("1");
		assertThat(server.statistics().waitingBytes()).isZero();
	}

	private static int[] unsigned(byte[] bytes) {
		return IntStream.range(0, bytes.length).map((i) -> bytes[i]).toArray();
	}

	@Test
	void refusesAValueThatDoesNotFitWhenItsTurnComes() {
		Work numbers = new Work(int.class);
		this.io.of("/numbers").addHandler(numbers);
		this.session.connect("/numbers");
		this.session.receive("2/numbers,[\"e\",1]");
		this.session.receive("2/numbers,7[\"e\",\"no number\"]", "2/numbers,8[\"e\"," + "1".repeat(2000) + "]",
				"2/numbers,9[\"e\",2]");
		assertThat(this.session.take()).isEmpty();
		numbers.finishAll();
		assertThat(this.session.take()).hasSize(2)
			.allSatisfy((answer) -> assertThat(answer).contains("\"status\":400"));
		assertThat(numbers.seen).containsExactly("1", "2");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void countsRatesAtArrival() {
		this.work.rates = List.of(EventRate.of(2, Duration.ofHours(1)));
		this.session.connect("/");
		holdOne();
		this.session.receive("21[\"e\"]", "22[\"e\"]");
		assertThat(this.session.take()).singleElement().asString().startsWith("32[").contains("429");
		this.work.finishAll();
		assertThat(this.work.seen).hasSize(2);
	}

	@Test
	void letsMiddlewareWait() {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		List<String> any = new ArrayList<>();
		socket.onAny((event, arguments) -> any.add(event + arguments.size()));
		List<Sinks.Empty<Void>> decisions = new ArrayList<>();
		socket.use((event) -> {
			Sinks.Empty<Void> decision = Sinks.empty();
			decisions.add(decision);
			return decision.asMono();
		});
		for (int i = 0; i < 3; i++) {
			this.session.receive("2[\"e\"," + i + "]");
		}
		assertThat(waitingBytes()).isEqualTo(2 * (EVENT + "2[\"e\",0]".length()));
		for (int i = 0; i < 3; i++) {
			decisions.get(i).tryEmitEmpty();
			this.work.finishAll();
		}
		assertThat(this.work.seen).containsExactly("0", "1", "2");
		assertThat(any).hasSize(3).containsOnly("e1");
	}

	@Test
	void failsAnEventOfAListenerThatCannotBeGivenItWhenItsTurnComes() {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		socket.onAny((event, arguments) -> {
		});
		holdOne();
		this.session.receive("27[\"e\"," + "1".repeat(2000) + "]", "2[\"e\",1]");
		assertThat(this.session.take()).isEmpty();
		this.work.finishAll();
		assertThat(this.session.take()).singleElement().asString().startsWith("37[").contains("\"status\":400");
		assertThat(this.work.seen).hasSize(2).endsWith("1");
	}

	@Test
	void waitsForEachOfSeveralHandlers() {
		Work second = new Work(String.class);
		this.io.of("/").addHandler(second);
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		List<String> once = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			this.session.receive("2[\"e\"," + i + "]");
		}
		socket.once("e", (arguments, ack) -> once.add("once"));
		this.session.receive("2[\"e\",3]", "2[\"e\",4]");
		assertThat(waitingBytes()).isEqualTo((2 + 2 + 3 + 2) * (EVENT + "2[\"e\",0]".length()));
		while (!this.work.held.isEmpty() || !second.held.isEmpty()) {
			this.work.finishAll();
			second.finishAll();
		}
		assertThat(this.work.seen).containsExactly("0", "1", "2", "3", "4");
		assertThat(second.seen).containsExactly("0", "1", "2", "3", "4");
		assertThat(once).containsExactly("once");
	}

	@Test
	void letsUnorderedEventsTakeTheirTurnWhenTooManyAreUnderWay() {
		this.work.ordered = false;
		this.session.connect("/");
		for (int i = 0; i < CONCURRENCY + 4; i++) {
			this.session.receive("2[\"e\"," + i + "]");
		}
		// One more than may run beside the others, which does as an ordered one would.
		assertThat(this.work.seen).containsExactly("0", "1", "2");
		assertThat(waitingBytes()).isEqualTo(3 * (EVENT + "2[\"e\",0]".length()));
		this.work.finish(1);
		assertThat(this.work.seen).containsExactly("0", "1", "2");
		this.work.held.remove(1).handled();
		assertThat(this.work.seen).containsExactly("0", "1", "2", "3", "4");
		this.work.finishAll();
		assertThat(this.work.seen).containsExactly("0", "1", "2", "3", "4", "5");
		assertThat(waitingBytes()).isZero();
	}

	@Test
	void handlesUnorderedEventsWhileOrderedOnesWait() {
		Work unordered = new Work(JsonNode.class);
		unordered.ordered = false;
		this.io.of("/both").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return event.equals("e") ? BacklogTests.this.work : unordered;
			}

		});
		this.session.connect("/both");
		for (int i = 0; i < 3; i++) {
			this.session.receive("2/both,[\"e\",1]");
		}
		this.session.receive("2/both,[\"cancel\",2]");
		assertThat(unordered.seen).containsExactly("2");
		unordered.finishAll();
	}

	@Test
	void saysThatTheClientWasNotReadWhenItsAnswerIsMissing() {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		List<Throwable> failures = new ArrayList<>();
		Mono<String> question = socket.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class);
		question.subscribe(null, failures::add);
		this.timer.advance(Duration.ofSeconds(1));
		holdOne();
		this.session.receive(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY);
		question.subscribe(null, failures::add);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(failures).hasSize(2).hasOnlyElementsOfType(AckTimeoutException.class);
		assertThat(failures.get(0)).message().doesNotContain("backlog");
		assertThat(failures.get(1)).message().contains("'socketio.handlers.backlog-size'");
	}

	@Test
	void saysWhichClientsOfABroadcastWereNotRead() {
		String unread = this.session.connect("/");
		TestEngineSession other = TestEngineSession.open(this.io);
		String silent = other.connect("/");
		List<Throwable> failures = new ArrayList<>();
		holdOne();
		this.session.receive(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY);
		this.io.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class).subscribe(null, failures::add);
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(failures).singleElement().isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missing()).containsExactlyInAnyOrder(unread, silent);
			assertThat(ex.unread()).containsExactly(unread);
			assertThat(ex).hasMessage("Event 'question' was not acknowledged in time by 2 socket(s); the answers of 1 "
					+ "of them are not read: more than 'socketio.handlers.backlog-size' of its events wait for handlers");
		});
		other.lose(CloseReason.TRANSPORT_CLOSE);
	}

	@ParameterizedTest
	@EnumSource
	void keepsNothingWhenTheSocketHasEnded(End end) {
		SocketIOSocket socket = this.io.of("/").socket(this.session.connect("/"));
		holdOne();
		this.session.receive(EMPTY, EMPTY, EMPTY);
		assertThat(waitingBytes()).isPositive();
		switch (end) {
			case DISCONNECT -> this.session.receive("1");
			case SERVER_DISCONNECT -> socket.disconnect();
			case LOST -> this.session.lose(CloseReason.TRANSPORT_CLOSE);
			case CLOSED -> socket.closeConnection();
			case MALFORMED -> this.session.receive("2[\"e\",}");
		}
		int seen = this.work.seen.size();
		this.timer.advance(Duration.ofSeconds(31));
		assertThat(waitingBytes()).isZero();
		assertThat(this.work.seen).as("not handled any more").hasSize(seen);
	}

	/**
	 * How a socket ends.
	 */
	enum End {

		DISCONNECT, SERVER_DISCONNECT, LOST, CLOSED, MALFORMED

	}

	/**
	 * Reads one argument, and leaves it to the test when an event is done.
	 */
	private static final class Work implements NamespaceHandler, EventHandler {

		private final JavaType type;

		private final List<String> seen = new ArrayList<>();

		private final List<EventInvocation> held = new ArrayList<>();

		private List<EventRate> rates = List.of();

		private boolean ordered = true;

		private int reads;

		Work(Class<?> type) {
			this.type = JsonMapper.shared().constructType(type);
		}

		@Override
		public EventHandler eventHandler(String event) {
			return this;
		}

		@Override
		public List<EventRate> rates() {
			return this.rates;
		}

		@Override
		public boolean isOrdered() {
			return this.ordered;
		}

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			this.reads++;
			return arguments.hasNext() ? arguments.next(this.type) : null;
		}

		@Override
		public void handle(EventInvocation invocation) {
			this.seen.add(String.valueOf(invocation.arguments()));
			this.held.add(invocation);
		}

		void finish(int count) {
			for (int i = 0; i < count; i++) {
				this.held.remove(0).handled();
			}
		}

		void finishAll() {
			while (!this.held.isEmpty()) {
				finish(1);
			}
		}

	}

}
