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

package io.github.socketiospring.server.support.outbound;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.ForwardedValue;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.MemoryKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final TestEngineSession session = TestEngineSession.open(SocketIOServers.builder().build());

	private final Counters<SocketIOCounter> counters = new Counters<>(SocketIOCounter.class);

	@Test
	void sendsWhatWaitedBehindAPlaceOnceItIsFilled() {
		Outbox outbox = outbox(1000);
		Outbox.Place place = outbox.hold();
		outbox.send(packet(1));
		outbox.send(packet(2));
		assertThat(outbox.isWritable()).isFalse();
		assertThat(this.session.sent()).isEmpty();
		place.fill(List.of(packet(3)));
		outbox.send(packet(4));
		assertThat(this.session.sent()).containsExactly("xxx", "x", "xx", "xxxx");
		assertThat(outbox.isWritable()).isTrue();
	}

	@Test
	void tellsListenersWhatIsForwardedAsTrees() {
		ForwardedValue forwarded = mock(ForwardedValue.class);
		JsonNode tree = JsonMapper.shared().readTree("[1]");
		given(forwarded.tree()).willReturn(tree);
		PacketParser parser = mock(PacketParser.class);
		given(parser.encode(any())).willReturn(new EncodedPacket(false, new byte[1], List.of()));
		List<Object> told = new ArrayList<>();
		OutgoingListeners listeners = new OutgoingListeners(diagnostics());
		listeners.add((event, arguments) -> {
			told.add(event);
			told.addAll(Arrays.asList(arguments));
		});
		Outbox outbox = new Outbox(this.session, true, listeners, 1000, diagnostics());
		outbox.deliver(new OutgoingPacket(Packet.event("/", "news", forwarded, "text"), true, parser));
		assertThat(told).containsExactly("news", tree, "text");
	}

	@Test
	void keepsTheOrderOfSeveralPlaces() {
		Outbox outbox = outbox(1000);
		Outbox.Place first = outbox.hold();
		outbox.send(packet(2));
		Outbox.Place second = outbox.hold();
		outbox.send(packet(4));
		second.fill(List.of(packet(3)));
		assertThat(this.session.sent()).isEmpty();
		first.fill(List.of(packet(1)));
		assertThat(this.session.sent()).containsExactly("x", "xx", "xxx", "xxxx");
	}

	@Test
	void givesUpAPlace() {
		Outbox outbox = outbox(1000);
		Outbox.Place place = outbox.hold();
		outbox.send(packet(2));
		place.fill(List.of());
		assertThat(this.session.sent()).containsExactly("xx");
	}

	@Test
	void sendsTheLastPacketBehindWhatWaitsAndNothingAfterIt() {
		Outbox outbox = outbox(1000);
		Outbox.Place place = outbox.hold();
		outbox.send(packet(2));
		outbox.end(packet(3));
		outbox.send(packet(4));
		outbox.close();
		place.fill(List.of(packet(1)));
		outbox.send(packet(5));
		assertThat(this.session.sent()).containsExactly("x", "xx", "xxx");
	}

	@Test
	void takesNothingWhileTheLastPacketLeaves() {
		EngineSession engine = mock(EngineSession.class);
		Outbox outbox = outbox(engine, 1000);
		willAnswer((invocation) -> {
			outbox.send(packet(2));
			return null;
		}).given(engine).send(any(EngineMessage.class));
		outbox.end(packet(1));
		then(engine).should().send(any(EngineMessage.class));
	}

	@Test
	void letsLeaveWhatTookItsPlaceBeforeItWasClosed() {
		EngineSession engine = mock(EngineSession.class);
		Outbox outbox = outbox(engine, 1000);
		OutgoingPacket packet = packet(1).encode();
		boolean waits = outbox.enqueue(packet);
		outbox.close();
		outbox.release(packet, waits);
		then(engine).should().enqueue(any());
		then(engine).should().flush(packet.unit());
	}

	@Test
	void sendsOnceWhatWaitedUntilItWasReleased() {
		EngineSession engine = mock(EngineSession.class);
		given(engine.memory()).willReturn(this.session.memory());
		Outbox outbox = outbox(engine, 1000);
		Outbox.Place place = outbox.hold();
		OutgoingPacket packet = packet(1).encode();
		boolean waits = outbox.enqueue(packet);
		place.fill(List.of());
		outbox.release(packet, waits);
		then(engine).should().send(any(EngineMessage.class));
		then(engine).should(never()).enqueue(any());
		then(engine).should(never()).flush(any());
	}

	@Test
	void chargesWhatWaitsUntilItIsSent() {
		Outbox outbox = outbox(1000);
		Outbox.Place place = outbox.hold();
		outbox.send(packet(1));
		outbox.end(packet(2));
		assertThat(charged()).isEqualTo(packet(1).cost() + packet(2).cost());
		place.fill(List.of(packet(3)));
		assertThat(charged()).isZero();
	}

	@Test
	void chargesWhatWaitsUntilItIsDropped() {
		Outbox outbox = outbox(1000);
		outbox.hold();
		outbox.send(packet(1));
		outbox.hold(packet(2));
		assertThat(charged()).isEqualTo(packet(1).cost() + packet(2).cost());
		outbox.close();
		outbox.close();
		assertThat(charged()).isZero();
		Outbox full = outbox(100);
		full.hold();
		full.send(packet(1));
		assertThat(charged()).isPositive();
		full.send(packet(1));
		assertThat(charged()).isZero();
	}

	private long charged() {
		return this.session.memory().held(MemoryKind.ANSWERS);
	}

	@Test
	void sendsOthersBeforeWhatIsSentAfterACondition() {
		Outbox outbox = outbox(1000);
		CompletableFuture<Void> condition = new CompletableFuture<>();
		outbox.sendAfter(condition, packet(1));
		outbox.send(packet(2));
		assertThat(this.session.sent()).containsExactly("xx");
		assertThat(charged()).isEqualTo(packet(1).cost());
		condition.complete(null);
		assertThat(this.session.sent()).containsExactly("xx", "x");
		assertThat(charged()).isZero();
	}

	@Test
	void sendsAtOnceIfTooMuchIsToBeSentLater() {
		Outbox outbox = outbox(2 * packet(1).cost());
		CompletableFuture<Void> condition = new CompletableFuture<>();
		outbox.sendAfter(condition, packet(1));
		outbox.sendAfter(condition, packet(1));
		outbox.sendAfter(condition, packet(2));
		assertThat(this.session.sent()).containsExactly("xx");
		assertThat(charged()).isEqualTo(2 * packet(1).cost());
		condition.complete(null);
		assertThat(this.session.sent()).containsExactly("xx", "x", "x");
		assertThat(charged()).isZero();
	}

	@Test
	void sendsInOrderWhatWaitsForOneCondition() {
		Outbox outbox = outbox(1000);
		CompletableFuture<Void> condition = new CompletableFuture<>();
		outbox.sendAfter(condition, packet(1));
		outbox.sendAfter(condition, packet(2));
		outbox.sendAfter(null, packet(3));
		assertThat(this.session.sent()).isEmpty();
		condition.complete(null);
		assertThat(this.session.sent()).containsExactly("x", "xx", "xxx");
		outbox.sendAfter(null, packet(4));
		assertThat(this.session.sent()).hasSize(4);
		assertThat(charged()).isZero();
	}

	@Test
	void sendsBeforeItsEndWhatWaitsForACondition() {
		Outbox outbox = outbox(1000);
		CompletableFuture<Void> condition = new CompletableFuture<>();
		outbox.sendAfter(condition, packet(1));
		outbox.sendAfter(condition, packet(2));
		outbox.end(packet(3));
		assertThat(this.session.sent()).containsExactly("x", "xx", "xxx");
		condition.complete(null);
		assertThat(this.session.sent()).hasSize(3);
		assertThat(charged()).isZero();
	}

	@Test
	void doesNotSendAfterTheEnd() {
		Outbox outbox = outbox(1000);
		CompletableFuture<Void> condition = new CompletableFuture<>();
		outbox.sendAfter(condition, packet(1));
		outbox.close();
		condition.complete(null);
		assertThat(this.session.sent()).isEmpty();
		assertThat(charged()).isZero();
	}

	@Test
	void dropsWhatWaitsWhenItIsClosed() {
		Outbox outbox = outbox(1000);
		Outbox.Place place = outbox.hold();
		outbox.send(packet(2));
		outbox.close();
		place.fill(List.of(packet(1)));
		outbox.deliver(packet(3));
		assertThat(this.session.sent()).isEmpty();
	}

	@Test
	void closesASessionForWhichTooMuchIsHeld() {
		Outbox outbox = outbox(100);
		Outbox.Place place = outbox.hold();
		for (int i = 0; i < 5; i++) {
			outbox.send(packet(1));
		}
		assertThat(this.counters.count(SocketIOCounter.CONNECT_OVERFLOW)).isOne();
		assertThat(this.session.isOpen()).isFalse();
		place.fill(List.of(packet(2)));
		assertThat(this.session.sent()).isEmpty();
	}

	@Test
	void countsWhatPacketsCostBesideTheirBytes() {
		Outbox outbox = outbox(packet(3).cost() + packet(2).cost());
		outbox.hold();
		outbox.send(packet(3));
		outbox.send(packet(2));
		assertThat(this.counters.count(SocketIOCounter.CONNECT_OVERFLOW)).isZero();
		outbox.send(packet(1));
		assertThat(this.counters.count(SocketIOCounter.CONNECT_OVERFLOW)).isOne();
	}

	private Outbox outbox(long bytes) {
		return outbox(this.session, bytes);
	}

	private Outbox outbox(EngineSession engine, long bytes) {
		Diagnostics diagnostics = diagnostics();
		return new Outbox(engine, true, new OutgoingListeners(diagnostics), bytes, diagnostics);
	}

	private Diagnostics diagnostics() {
		return new Diagnostics((error, locale) -> ErrorStatus.of(error), (error, locale) -> "failed", this.counters,
				new ErrorLog());
	}

	private static OutgoingPacket packet(int length) {
		return new OutgoingPacket(new Packet(PacketType.EVENT, "/", Packet.NO_ID, length), true, new LengthParser());
	}

	/**
	 * Encodes a number as that many letters.
	 */
	private static final class LengthParser implements PacketParser {

		@Override
		public EncodedPacket encode(Packet packet) {
			return new EncodedPacket(false, "x".repeat((Integer) packet.data()).getBytes(StandardCharsets.US_ASCII),
					List.of());
		}

		@Override
		public PacketDecoder decoder() {
			throw new IllegalStateException("Nothing is decoded");
		}

	}

}
