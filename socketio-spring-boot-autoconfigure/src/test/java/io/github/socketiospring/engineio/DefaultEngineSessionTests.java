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

package io.github.socketiospring.engineio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingPace;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.PostponedTurns;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultEngineSession}, in virtual time and without a network.
 */
class DefaultEngineSessionTests {

	private static final Duration INTERVAL = Duration.ofSeconds(25);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final Duration GRACE = Duration.ofSeconds(30);

	private static final Duration SLOW = Duration.ofSeconds(60);

	/** Ten packets of one letter. */
	private static final int OUTBOUND = 10 * 65;

	private static final EngineHandshake HANDSHAKE = new EngineHandshake("/", Map.of(), Map.of(), null, false,
			Instant.EPOCH, null, Context.empty());

	private final TestTimer time = new TestTimer();

	private Consumer<EngineSession> onMessage = (session) -> {
	};

	private final RecordingHandler application = RecordingHandler
		.of((session, message) -> this.onMessage.accept(session));

	private final EngineServer server = new EngineServer(EngineOptions.builder().maxOutboundBytes(OUTBOUND).build(),
			this.application, this.time, () -> this.id);

	private String id = "id";

	private TestTransport transport;

	@AfterEach
	void nothingIsLeft() {
		this.server.terminateAll();
		assertThat(this.server.sessionCount()).isZero();
		assertThat(this.time.pending()).as("pending timers").isZero();
	}

	@ParameterizedTest
	@EnumSource
	void sendsPingsAndTakesPongs(TransportType type) {
		open(type);
		this.time.advance(INTERVAL);
		assertSent("PING text ");
		this.time.advance(TIMEOUT.minusMillis(1));
		receive(EnginePacketType.PONG, "");
		this.time.advance(INTERVAL.minusMillis(1));
		assertSent();
		this.time.advance(Duration.ofMillis(1));
		assertSent("PING text ");
	}

	@ParameterizedTest
	@EnumSource
	void endsWithoutAPong(TransportType type) {
		open(type);
		this.time.advance(INTERVAL.plus(TIMEOUT));
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
		assertSent("PING text ", "terminated CLOSE");
	}

	@Test
	void givesAClientThatSpeaksMoreTimeOnce() {
		open(TransportType.WEBSOCKET);
		this.time.advance(INTERVAL.plusSeconds(10));
		receive(EnginePacketType.MESSAGE, "still here");
		this.time.advance(Duration.ofSeconds(15));
		receive(EnginePacketType.MESSAGE, "again");
		this.time.advance(Duration.ofMillis(4_999));
		assertThat(session().isOpen()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
	}

	@Test
	void doesNotBlameAClientThatIsNotRead() {
		open(TransportType.WEBSOCKET);
		session().suspendReading();
		this.time.advance(INTERVAL.plus(TIMEOUT).plus(TIMEOUT));
		assertThat(session().isOpen()).isTrue();
		session().resumeReading();
		assertSent("suspended", "PING text ", "PING text ", "PING text ", "resumed");
		this.time.advance(TIMEOUT);
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenAClientThatIsNotReadDoesNotTakeItsPing(TransportType type) {
		open(type);
		session().suspendReading();
		this.transport.writable(false);
		this.time.advance(INTERVAL.plus(TIMEOUT).minusMillis(1));
		assertThat(session().isOpen()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
	}

	@Test
	void probesAnOldClientThatIsNotRead() {
		this.id = "old";
		this.transport = open(this.server, EngineRevision.V3, TransportType.WEBSOCKET);
		this.transport.log.clear();
		this.server.session("old").suspendReading();
		this.time.advance(INTERVAL.plus(TIMEOUT));
		assertSent("suspended", "NOOP text ");
		this.transport.writable(false);
		this.time.advance(INTERVAL.plus(TIMEOUT).multipliedBy(2));
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
	}

	@Test
	void takesNoMoreOfABodyThanItMayRead() {
		open(TransportType.POLLING);
		List<String> processed = new ArrayList<>();
		CountingPayload payload = new CountingPayload(1000);
		this.onMessage = EngineSession::suspendReading;
		this.transport.session.onPayload(this.transport, payload, new ReadingTurn(ReadingThread.ANY, new ReadingPace()),
				() -> processed.add("processed"));
		assertThat(payload.taken).isOne();
		session().resumeReading();
		assertThat(payload.taken).isEqualTo(2);
		assertThat(processed).isEmpty();
		this.onMessage = (session) -> {
		};
		session().resumeReading();
		assertThat(payload.taken).isEqualTo(1000);
		assertThat(processed).containsExactly("processed");
	}

	@Test
	void takesTheRestOfALargeBodyInLaterTurns() {
		open(TransportType.POLLING);
		PostponedTurns turns = new PostponedTurns();
		List<String> processed = new ArrayList<>();
		CountingPayload payload = new CountingPayload(4 * ReadingTurn.PACKETS - 1);
		this.transport.session.onPayload(this.transport, payload, new ReadingTurn(turns, new ReadingPace()),
				() -> processed.add("processed"));
		assertThat(payload.taken).isEqualTo(ReadingTurn.PACKETS);
		turns.next();
		assertThat(payload.taken).isEqualTo(2 * ReadingTurn.PACKETS);
		turns.next();
		assertThat(processed).isEmpty();
		turns.next();
		assertThat(payload.taken).isEqualTo(4 * ReadingTurn.PACKETS - 1);
		assertThat(processed).containsExactly("processed");
		assertThat(turns.waiting()).isZero();
	}

	@Test
	void takesNothingMoreOfABodyInLaterTurnsOnceItEnded() {
		open(TransportType.POLLING);
		PostponedTurns turns = new PostponedTurns();
		List<String> processed = new ArrayList<>();
		CountingPayload payload = new CountingPayload(4 * ReadingTurn.PACKETS - 1);
		this.transport.session.onPayload(this.transport, payload, new ReadingTurn(turns, new ReadingPace()),
				() -> processed.add("processed"));
		session().terminate();
		turns.next();
		assertThat(payload.taken).isEqualTo(ReadingTurn.PACKETS);
		assertThat(processed).containsExactly("processed");
	}

	@Test
	void keepsNoBodyOnceItEnded() {
		open(TransportType.POLLING);
		List<String> processed = new ArrayList<>();
		CountingPayload payload = new CountingPayload(1000);
		this.onMessage = EngineSession::suspendReading;
		this.transport.session.onPayload(this.transport, payload, new ReadingTurn(ReadingThread.ANY, new ReadingPace()),
				() -> processed.add("processed"));
		session().terminate();
		assertThat(payload.taken).isOne();
		assertThat(processed).containsExactly("processed");
	}

	@Test
	void endsWhenTheClientSendsAPing() {
		open(TransportType.WEBSOCKET);
		receive(EnginePacketType.PING, "");
		assertThat(this.application.log()).last().isEqualTo("close transport error");
	}

	@ParameterizedTest
	@EnumSource
	void closesWhenWhatIsQueuedHasLeft(TransportType type) {
		open(type);
		this.transport.writable(false);
		session().send(EngineMessage.text("last"));
		session().close();
		session().send(EngineMessage.text("dropped"));
		assertSent();
		this.transport.writable(true);
		assertSent("MESSAGE text last", "closed");
		this.transport.session.onClose(this.transport);
		assertThat(this.application.log()).last().isEqualTo("close forced close");
	}

	@ParameterizedTest
	@EnumSource
	void doesNotWaitForEverToClose(TransportType type) {
		open(type);
		this.transport.writable(false);
		session().send(EngineMessage.text("never taken"));
		session().close();
		this.time.advance(GRACE.minusMillis(1));
		assertThat(this.application.log()).containsExactly("open " + type.value());
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.application.log()).last().isEqualTo("close forced close");
	}

	@Test
	void endsAClientThatDoesNotRead() {
		open(TransportType.WEBSOCKET);
		this.transport.writable(false);
		for (int i = 0; i < 10; i++) {
			session().send(EngineMessage.text("m"));
		}
		assertThat(session().isOpen()).isTrue();
		session().send(EngineMessage.text("too much"));
		assertThat(session().isOpen()).isFalse();
		assertThat(this.application.log()).last().isEqualTo("close transport error");
	}

	@Test
	void isWritableWhileNothingWaits() {
		open(TransportType.WEBSOCKET);
		assertThat(session().isWritable()).isTrue();
		this.transport.writable(false);
		assertThat(session().isWritable()).isFalse();
		session().send(EngineMessage.text("m"));
		this.transport.writable(true);
		assertThat(session().isWritable()).isTrue();
		session().close();
		assertThat(session().isWritable()).isFalse();
	}

	@Test
	void endsOnce() {
		open(TransportType.WEBSOCKET);
		session().terminate();
		session().terminate();
		session().close();
		this.transport.session.onError(this.transport, "late");
		this.transport.session.onClose(this.transport);
		assertThat(this.application.log()).containsExactly("open websocket", "close forced close");
	}

	@Test
	void keepsTheHeartbeatAcrossTheUpgrade() {
		open(TransportType.POLLING);
		this.time.advance(INTERVAL);
		TestTransport candidate = upgrade();
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.UPGRADE, ""));
		assertThat(session().transport()).isEqualTo("websocket");
		this.time.advance(TIMEOUT);
		assertThat(this.application.log()).last().isEqualTo("close ping timeout");
	}

	@Test
	void takesThePongOfAnEarlierPingFromTheNewTransport() {
		open(TransportType.POLLING);
		this.time.advance(INTERVAL);
		TestTransport candidate = upgrade();
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.UPGRADE, ""));
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.PONG, ""));
		this.time.advance(TIMEOUT.plusMillis(1));
		assertThat(session().isOpen()).isTrue();
	}

	@Test
	void givesUpAnUpgradeThatStaysUnfinished() {
		open(TransportType.POLLING);
		TestTransport candidate = upgrade();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(candidate.log).containsExactly("terminated CLOSE");
		session().send(EngineMessage.text("by polling"));
		assertSent("MESSAGE text by polling");
		assertThat(upgrade().log).isEmpty();
	}

	@Test
	void endsTheCandidateWithTheSession() {
		open(TransportType.POLLING);
		TestTransport candidate = upgrade();
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.PING, "probe"));
		session().terminate();
		assertThat(candidate.log).containsExactly("PONG text probe", "terminated CLOSE");
	}

	@Test
	void releasesPollsUntilTheUpgradeIsDone() {
		open(TransportType.POLLING);
		TestTransport candidate = upgrade();
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.PING, "probe"));
		this.time.advance(Duration.ofMillis(300));
		assertSent("NOOP text ", "NOOP text ", "NOOP text ");
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.UPGRADE, ""));
		this.time.advance(Duration.ofMillis(300));
		assertSent("terminated CLOSE");
	}

	@Test
	void sendsWhatWaitsByTheNewTransport() {
		open(TransportType.POLLING);
		this.transport.writable(false);
		session().send(List.of(EngineMessage.text("with"), EngineMessage.binary(new byte[] { 1 })));
		TestTransport candidate = upgrade();
		session().close();
		candidate.session.onPacket(candidate, EnginePacket.text(EnginePacketType.UPGRADE, ""));
		assertThat(candidate.log).containsExactly("MESSAGE text with", "MESSAGE binary 01", "closed");
	}

	@Test
	void survivesAnApplicationThatFails() {
		EngineServer server = new EngineServer(EngineOptions.defaults(), (session) -> {
			throw new IllegalStateException("on purpose");
		}, this.time, () -> "id");
		this.transport = open(server, EngineRevision.V4, TransportType.POLLING);
		assertThat(server.sessionCount()).isZero();
		assertThat(this.transport.log).last().isEqualTo("terminated CLOSE");
	}

	@Test
	void survivesErrorsOfAnApplication() {
		EngineServer server = new EngineServer(EngineOptions.defaults(), (session) -> {
			throw new AssertionError("on purpose");
		}, this.time, () -> "id");
		this.transport = open(server, EngineRevision.V4, TransportType.POLLING);
		assertThat(server.sessionCount()).isZero();
		assertThat(this.transport.log).last().isEqualTo("terminated CLOSE");
	}

	@Test
	void endsWhenAMessageMakesAnError() {
		open(TransportType.POLLING);
		this.onMessage = (session) -> {
			throw new AssertionError("on purpose");
		};
		receive(EnginePacketType.MESSAGE, "x");
		assertThat(this.application.log()).last().isEqualTo("close parse error");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsWithOneLineWhenThereIsNoMemoryInItsTurn(boolean forAMessage) {
		open(TransportType.WEBSOCKET);
		this.onMessage = (session) -> {
			throw new OutOfMemoryError("on purpose");
		};
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.engineio")) {
			if (forAMessage) {
				receive(EnginePacketType.MESSAGE, "x");
			}
			else {
				this.transport.session.onPayload(this.transport, failing(),
						new ReadingTurn(ReadingThread.ANY, new ReadingPace()), () -> {
						});
			}
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR Session ").contains("on purpose");
		}
		assertThat(this.application.log()).last().isEqualTo("close forced close");
		assertThat(this.server.sessionCount()).isZero();
	}

	@Test
	void isDoneWithABodyThatThereIsNoMemoryFor() {
		open(TransportType.POLLING);
		List<String> processed = new ArrayList<>();
		this.transport.session.onPayload(this.transport, failing(),
				new ReadingTurn(ReadingThread.ANY, new ReadingPace()), () -> processed.add("processed"));
		assertThat(processed).containsExactly("processed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void tellsOfTheEndWhateverItsTransportThrows(boolean candidate) {
		open(TransportType.POLLING);
		EngineSession session = session();
		if (candidate) {
			upgrade().failsAtTheEnd();
		}
		else {
			this.transport.failsAtTheEnd();
		}
		this.transport.writable(false);
		session.send(EngineMessage.text("a"));
		session.terminate();
		assertThat(this.application.log()).last().isEqualTo("close forced close");
		assertThat(this.server.memory().used()).isZero();
		assertThat(this.server.memory().accounts()).isZero();
	}

	@Test
	void doesNotOpenWhenItEndedBefore() {
		ErrorLog errorLog = new ErrorLog();
		MemoryBudget memory = TestMemory.budget();
		DefaultEngineSession session = new DefaultEngineSession("id", EngineRevision.V4, HANDSHAKE,
				new SessionContext(EngineOptions.defaults(), this.time, new Counters<>(EngineCounter.class), errorLog,
						memory, new UntakenPackets(memory), new Traffic()),
				new EngineListeners<>(errorLog, "A listener failed"));
		session.connect((listener) -> new TestTransport(TransportType.WEBSOCKET, listener));
		session.terminate();
		session.open(this.application);
		assertThat(this.application.log()).isEmpty();
	}

	/** Runs out of memory for its first packet. */
	private static PayloadCodec.Payload failing() {
		return new PayloadCodec.Payload() {

			@Override
			public EnginePacket next() {
				throw new OutOfMemoryError("on purpose");
			}

			@Override
			public boolean malformed() {
				return false;
			}

		};
	}

	@Test
	void tellsOfTheEndWhateverListenersThrow() {
		open(TransportType.POLLING);
		this.server.addListener(new EngineListener() {

			@Override
			public void onClose(EngineSession session, CloseReason reason) {
				throw new AssertionError("on purpose");
			}

		});
		session().terminate();
		assertThat(this.application.log()).last().asString().startsWith("close ");
	}

	@Test
	void tellsListenersOfItsPackets() {
		open(TransportType.POLLING);
		List<String> log = new ArrayList<>();
		EngineSessionListener listener = new EngineSessionListener() {

			@Override
			public void onPacket(EnginePacket packet) {
				log.add("packet " + EngineVectors.describe(packet));
			}

			@Override
			public void onPacketCreate(EnginePacket packet) {
				log.add("packetCreate " + EngineVectors.describe(packet));
			}

			@Override
			public void onDrain() {
				log.add("drain");
			}

		};
		session().addListener(new EngineSessionListener() {

			@Override
			public void onPacket(EnginePacket packet) {
				throw new IllegalStateException("on purpose");
			}

		});
		session().addListener(listener);
		receive(EnginePacketType.MESSAGE, "hello");
		receive(EnginePacketType.NOOP, "");
		assertThat(log).containsExactly("packet MESSAGE text hello", "packet NOOP text ");
		assertThat(this.application.log()).contains("message hello");
		log.clear();
		this.transport.writable(false);
		session().send(EngineMessage.text("a"));
		session().send(List.of(EngineMessage.text("b"), EngineMessage.binary(new byte[] { 1 })));
		assertThat(log).containsExactly("packetCreate MESSAGE text a", "packetCreate MESSAGE text b",
				"packetCreate MESSAGE binary 01");
		log.clear();
		this.transport.writable(true);
		assertThat(log).containsExactly("drain");
		session().removeListener(listener);
		receive(EnginePacketType.MESSAGE, "unheard");
		session().send(EngineMessage.text("c"));
		assertThat(log).containsExactly("drain");
	}

	@Test
	void describesWhatEndedIt() {
		open(TransportType.WEBSOCKET);
		EngineSession session = session();
		assertThat(session.closeDescription()).isNull();
		this.transport.session.onError(this.transport, "the message is too large");
		assertThat(session.closeDescription()).isEqualTo("the message is too large");
		session.terminate();
		assertThat(session.closeDescription()).isEqualTo("the message is too large");
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenTooMuchIsSentToItsClient(TransportType type) {
		open(type);
		this.transport.writable(false);
		send(10);
		assertThat(session().isOpen()).isTrue();
		send(1);
		assertOverflown();
	}

	@ParameterizedTest
	@EnumSource
	void takesABurstOfAThreadThatMustNotWrite(TransportType type) {
		open(type);
		this.transport.isWrittenByAnotherThread(true);
		send(35);
		session().send(List.of(EngineMessage.text("a"), EngineMessage.text("b")));
		List<EngineMessage> unit = List.of(EngineMessage.text("c"));
		session().enqueue(unit);
		session().flush(unit);
		assertThat(session().isOpen()).isTrue();
		assertThat(session().memory().held(MemoryKind.OUTBOUND)).isEqualTo(session().queuedBytes());
		this.transport.isWrittenByAnotherThread(false);
		assertThat(this.transport.log).hasSize(38);
		assertThat(session().memory().held(MemoryKind.OUTBOUND)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenABurstIsTooLarge(TransportType type) {
		open(type);
		this.transport.isWrittenByAnotherThread(true);
		send(40);
		assertThat(session().isOpen()).isTrue();
		send(1);
		assertOverflown();
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenTheClientDidNotTakeEnoughOfABurst(TransportType type) {
		open(type);
		this.transport.isWrittenByAnotherThread(true);
		send(30);
		this.transport.writable(false);
		this.transport.isWrittenByAnotherThread(false);
		assertThat(session().isOpen()).isTrue();
		send(1);
		assertOverflown();
	}

	@ParameterizedTest
	@EnumSource
	void queuesWithoutWritingOrTellingAnybody(TransportType type) {
		open(type);
		List<String> created = new ArrayList<>();
		session().addListener(new EngineSessionListener() {

			@Override
			public void onPacketCreate(EnginePacket packet) {
				created.add(EngineVectors.describe(packet));
			}

		});
		List<EngineMessage> unit = List.of(EngineMessage.text("a"), EngineMessage.text("b"));
		session().enqueue(unit);
		assertSent();
		assertThat(created).isEmpty();
		session().flush(unit);
		assertSent("MESSAGE text a", "MESSAGE text b");
		assertThat(created).containsExactly("MESSAGE text a", "MESSAGE text b");
		this.transport.writable(false);
		List<EngineMessage> more = Collections.nCopies(11, EngineMessage.text("c"));
		session().enqueue(more);
		session().enqueue(unit);
		assertThat(session().isOpen()).isTrue();
		EngineSession ended = session();
		ended.flush(unit);
		assertThat(ended.isOpen()).isFalse();
		assertThat(this.server.statistics().count(EngineCounter.OUTBOUND_OVERFLOW)).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void writesWhenTooMuchWaitsForAClientThatReads(TransportType type) {
		open(type);
		this.transport.waitsForTheEndOfTheTurn(true);
		send(25);
		session().send(List.of(EngineMessage.text("a"), EngineMessage.text("b")));
		assertThat(session().isOpen()).isTrue();
		this.transport.waitsForTheEndOfTheTurn(false);
		assertThat(this.transport.log).hasSize(27);
	}

	@Test
	void writesBeforeTheEndOfATurnThatSendsVeryMuch() {
		EngineServer large = new EngineServer(EngineOptions.defaults(), this.application, this.time, () -> "large");
		this.transport = open(large, EngineRevision.V4, TransportType.WEBSOCKET);
		this.transport.log.clear();
		this.transport.waitsForTheEndOfTheTurn(true);
		send(1023);
		assertSent();
		send(1);
		assertThat(this.transport.log).hasSize(1024);
		large.terminateAll();
	}

	@ParameterizedTest
	@EnumSource
	void endsWhenItsClientDoesNotRead(TransportType type) {
		open(type);
		this.transport.writable(false);
		send(2);
		sendPongsFor(SLOW.minusMillis(1));
		assertThat(session().isOpen()).isTrue();
		this.time.advance(Duration.ofMillis(1));
		assertEnded(EngineCounter.SLOW_CLIENT,
				"its client does not read: it left its packets waiting for PT1M " + "('socketio.limits.slow-after')");
	}

	@ParameterizedTest
	@EnumSource
	void staysWhenItsClientReadsSlowly(TransportType type) {
		open(type);
		this.transport.writable(false);
		send(2);
		for (int i = 0; i < 5; i++) {
			sendPongsFor(SLOW.minusMillis(1));
			this.transport.takeOne();
			send(1);
			this.time.advance(Duration.ofMillis(1));
			assertThat(session().isOpen()).isTrue();
		}
		sendPongsFor(SLOW);
		assertThat(session().isOpen()).isFalse();
	}

	@Test
	void doesNotBlameAClientForAThreadThatDoesNotWrite() {
		open(TransportType.WEBSOCKET);
		this.transport.waitsForTheEndOfTheTurn(true);
		send(2);
		sendPongsFor(SLOW.multipliedBy(2));
		assertThat(session().isOpen()).isTrue();
	}

	private void send(int count) {
		for (int i = 0; i < count; i++) {
			session().send(EngineMessage.text("a"));
		}
	}

	private void sendPongsFor(Duration duration) {
		Duration end = duration;
		while (end.compareTo(TIMEOUT) > 0) {
			this.time.advance(TIMEOUT);
			receive(EnginePacketType.PONG, "");
			end = end.minus(TIMEOUT);
		}
		this.time.advance(end);
	}

	private void assertOverflown() {
		assertEnded(EngineCounter.OUTBOUND_OVERFLOW,
				"too much was sent to its client: more than 650 bytes wait ('socketio.limits.outbound-size')");
	}

	private void assertEnded(EngineCounter counter, String description) {
		assertThat(this.application.log()).last().isEqualTo("close transport error");
		assertThat(session().closeDescription()).isEqualTo(description);
		for (EngineCounter each : EngineCounter.values()) {
			assertThat(this.server.statistics().count(each)).as(each.name()).isEqualTo((each == counter) ? 1 : 0);
		}
	}

	@Test
	void describesWhatIsNoPacket() {
		open(TransportType.POLLING);
		this.transport.session.onMalformed(this.transport);
		assertThat(session().closeDescription()).isEqualTo("the client sent data that is not an Engine.IO packet");
	}

	@Test
	void hasNothingToAddToAnOrdinaryEnd() {
		open(TransportType.POLLING);
		this.transport.session.onClose(this.transport);
		assertThat(session().isOpen()).isFalse();
		assertThat(session().closeDescription()).isNull();
	}

	private void open(TransportType type) {
		this.transport = open(this.server, EngineRevision.V4, type);
		assertThat(this.transport.log).singleElement().asString().startsWith("OPEN text {\"sid\":\"id\"");
		this.transport.log.clear();
	}

	private static TestTransport open(EngineServer server, EngineRevision revision, TransportType type) {
		HandshakePermit permit = server.entry().admit();
		permit.accept(revision, HANDSHAKE);
		return permit.open((session) -> new TestTransport(type, session));
	}

	private TestTransport upgrade() {
		TestTransport[] made = new TestTransport[1];
		this.server.entry().upgrade("id", (session) -> {
			made[0] = new TestTransport(TransportType.WEBSOCKET, session);
			return made[0];
		});
		return made[0];
	}

	private EngineSession session() {
		return this.application.session();
	}

	private void receive(EnginePacketType type, String data) {
		this.transport.session.onPacket(this.transport, EnginePacket.text(type, data));
	}

	private void assertSent(String... expected) {
		assertThat(this.transport.log).containsExactly(expected);
		this.transport.log.clear();
	}

	/**
	 * A body of equal packets that counts how many were read.
	 */
	private static final class CountingPayload extends PayloadCodec.Payload {

		private final int size;

		private int taken;

		CountingPayload(int size) {
			this.size = size;
		}

		@Override
		public EnginePacket next() {
			if (this.taken == this.size) {
				return null;
			}
			this.taken++;
			return EnginePacket.text(EnginePacketType.MESSAGE, "x");
		}

		@Override
		public boolean malformed() {
			return false;
		}

	}

}
