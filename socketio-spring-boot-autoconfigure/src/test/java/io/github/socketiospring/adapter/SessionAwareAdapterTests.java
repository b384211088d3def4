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

package io.github.socketiospring.adapter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SessionAwareAdapterTests extends AdapterContractTests {

	private static final Duration AWAY = Duration.ofMinutes(2);

	private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();

	private final SessionAwareAdapter adapter = new SessionAwareAdapter(new TestSockets(), AWAY, 100, this.clock);

	@Override
	protected Adapter create(LocalSockets sockets) {
		return new SessionAwareAdapter(sockets, AWAY, 10_000, this.clock);
	}

	private TestSocket socket(String id, String... rooms) {
		TestSocket socket = new TestSocket(id, this.adapter);
		this.adapter.add(socket, List.of(rooms));
		return socket;
	}

	private void emit(String event, BroadcastOptions options) {
		this.adapter.broadcast(Packet.event("/", event), options);
	}

	private void lose(TestSocket socket, String privateId) {
		Set<String> rooms = this.adapter.rooms(socket);
		socket.lose();
		this.adapter.remove(socket);
		List<String> joined = rooms.stream().filter((room) -> !room.equals(socket.id())).toList();
		this.adapter.save(new SavedSession(privateId, socket.id(), Set.copyOf(joined), Map.of("name", "Ann")));
	}

	private @Nullable SavedSession find(String privateId, String offset) {
		return this.adapter.find(privateId, offset).block();
	}

	private static String lastOffset(TestSocket socket) {
		List<Packet> packets = socket.packets();
		return String.valueOf(packets.get(packets.size() - 1).offset());
	}

	private List<String> resume(TestSocket socket, String offset, String... rooms) {
		return TestSockets.TestEvent.names(this.adapter.resume(socket, "secret", List.of(rooms), offset).block());
	}

	@Test
	void givesEachEventAnotherOffset() {
		TestSocket a = socket("a");
		for (int i = 0; i < 10; i++) {
			emit("event", BroadcastOptions.ALL);
			this.clock.advanceTimeBy(Duration.ofMillis(i % 2));
		}
		assertThat(a.packets()).extracting(Packet::offset).doesNotContainNull().doesNotHaveDuplicates();
	}

	@Test
	void givesNoOffsetToWhatCannotBeReplayed() {
		TestSocket a = socket("a");
		emit("volatile", BroadcastOptions.ALL.withDroppable());
		this.adapter.broadcast(Packet.event("/", 1, "with ack"), BroadcastOptions.ALL, Duration.ofSeconds(5),
				new RecordingCollector());
		this.adapter.broadcast(new Packet(PacketType.DISCONNECT, "/", Packet.NO_ID, null), BroadcastOptions.ALL);
		assertThat(a.packets()).hasSize(3).extracting(Packet::offset).containsOnlyNulls();
	}

	@Test
	void remembersWhatWasMissed() {
		TestSocket a = socket("a", "x");
		emit("seen", BroadcastOptions.ALL);
		String offset = lastOffset(a);
		lose(a, "secret");
		emit("missed", BroadcastOptions.ALL);
		emit("to the room", BroadcastOptions.room("x"));
		emit("private", BroadcastOptions.room("a"));
		emit("to another room", BroadcastOptions.room("y"));
		emit("not for the room", BroadcastOptions.ALL.withExcept(List.of("x")));
		emit("volatile", BroadcastOptions.ALL.withDroppable());
		assertThat(find("secret", offset))
			.isEqualTo(new SavedSession("secret", "a", Set.of("x"), Map.of("name", "Ann")));
		TestSocket back = new TestSocket("a", this.adapter);
		assertThat(resume(back, offset, "x")).containsExactly("missed", "to the room", "private");
		emit("after", BroadcastOptions.room("x"));
		assertThat(back.events()).containsExactly("after");
		assertThat(a.events()).containsExactly("seen");
	}

	@Test
	void resumesSessionOnce() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		lose(a, "secret");
		assertThat(find("secret", lastOffset(a))).isNotNull();
		assertThat(find("secret", lastOffset(a))).isNotNull();
		TestSocket back = socketAgain(a);
		assertThat(this.adapter.isSaved("a")).isFalse();
		assertThat(find("secret", lastOffset(a))).isNull();
		back.lose();
		this.adapter.remove(back);
		StepVerifier.create(this.adapter.resume(new TestSocket("a", this.adapter), "secret", List.of(), lastOffset(a)))
			.verifyErrorMessage("Its session was resumed already, or is too old");
	}

	@Test
	void doesNotKeepSessionLongerForBeingAskedFor() {
		TestSocket a = socket("a");
		lose(a, "secret");
		TestSocket witness = socket("w");
		this.clock.advanceTimeBy(AWAY.minusMillis(1));
		emit("seen", BroadcastOptions.ALL);
		assertThat(find("secret", lastOffset(witness))).isNotNull();
		this.clock.advanceTimeBy(Duration.ofMillis(2));
		assertThat(find("secret", lastOffset(witness))).isNull();
		assertThat(this.adapter.isSaved("a")).isFalse();
	}

	@Test
	void keepsSessionWhenTheOffsetIsWrong() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		lose(a, "secret");
		assertThat(find("secret", "wrong")).isNull();
		assertThat(find("wrong", lastOffset(a))).isNull();
		assertThat(find("secret", lastOffset(a))).isNotNull();
	}

	@Test
	void looksForSessionOnSubscription() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		lose(a, "secret");
		this.adapter.find("secret", lastOffset(a));
		StepVerifier.create(this.adapter.find("secret", lastOffset(a))).expectNextCount(1).verifyComplete();
	}

	@Test
	void forgetsSessionThatStaysAwayTooLong() {
		TestSocket a = socket("a");
		TestSocket b = socket("b");
		lose(a, "secret a");
		this.clock.advanceTimeBy(Duration.ofMillis(1));
		emit("seen by b", BroadcastOptions.ALL);
		lose(b, "secret b");
		this.clock.advanceTimeBy(AWAY);
		assertThat(find("secret a", lastOffset(b))).isNull();
		assertThat(find("secret b", lastOffset(b))).isNotNull();
	}

	@Test
	void forgetsOldEvents() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		this.clock.advanceTimeBy(AWAY);
		lose(a, "secret");
		this.clock.advanceTimeBy(Duration.ofMillis(1));
		assertThat(find("secret", lastOffset(a))).isNull();
	}

	@Test
	void remembersSoManyEventsOnly() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		lose(a, "secret");
		for (int i = 0; i < 99; i++) {
			emit("missed", BroadcastOptions.ALL);
		}
		assertThat(find("secret", lastOffset(a))).isNotNull();
		lose(socketAgain(a), "another secret");
		emit("one too many", BroadcastOptions.ALL);
		assertThat(find("another secret", lastOffset(a))).isNull();
	}

	private TestSocket socketAgain(TestSocket socket) {
		TestSocket again = new TestSocket(socket.id(), this.adapter);
		resume(again, lastOffset(socket));
		return again;
	}

	@Test
	void remembersSoManySessionsOnly() {
		SessionAwareAdapter small = new SessionAwareAdapter(new TestSockets(), AWAY, 2, this.clock);
		TestSocket witness = new TestSocket("w", small);
		small.add(witness, List.of());
		small.broadcast(Packet.event("/", "seen"), BroadcastOptions.ALL);
		for (String secret : List.of("one", "two", "three")) {
			small.save(new SavedSession(secret, "id of " + secret, Set.of(), Map.of()));
		}
		assertThat(small.find("one", lastOffset(witness)).block()).isNull();
		assertThat(small.find("two", lastOffset(witness)).block()).isNotNull();
		assertThat(small.find("three", lastOffset(witness)).block()).isNotNull();
		assertThat(small.isSaved("id of one")).isFalse();
	}

	@Test
	void forgetsTheOldestOfAllNamespacesBeyondTheBytes() {
		RecoveryMemory memory = new RecoveryMemory(20_000);
		SessionAwareAdapter quiet = new SessionAwareAdapter(new TestSockets(), AWAY, 100, memory, this.clock);
		SessionAwareAdapter busy = new SessionAwareAdapter(new TestSockets(), AWAY, 100, memory, this.clock);
		TestSocket witness = new TestSocket("w", quiet);
		quiet.add(witness, List.of());
		quiet.broadcast(Packet.event("/", "seen"), BroadcastOptions.ALL);
		quiet.save(new SavedSession("secret", "a", Set.of(), Map.of("text", "x".repeat(1000))));
		assertThat(quiet.find("secret", lastOffset(witness)).block()).isNotNull();
		for (int i = 0; i < 100; i++) {
			busy.broadcast(Packet.event("/", "flood"), BroadcastOptions.ALL);
			assertThat(memory.bytes()).isLessThanOrEqualTo(20_000)
				.isEqualTo(quiet.rememberedBytes() + busy.rememberedBytes());
		}
		assertThat(memory.bytes()).isGreaterThan(15_000);
		assertThat(quiet.rememberedBytes()).isZero();
		assertThat(quiet.savedSessionCount()).isZero();
		assertThat(quiet.isSaved("a")).isFalse();
		busy.close();
		assertThat(memory.bytes()).isZero();
	}

	@Test
	void recoversNobodyWithAHole() {
		RecoveryMemory memory = new RecoveryMemory(10_000);
		SessionAwareAdapter small = new SessionAwareAdapter(new TestSockets(), AWAY, 100, memory, this.clock);
		TestSocket witness = new TestSocket("w", small);
		small.add(witness, List.of());
		for (int i = 0; i < 20; i++) {
			small.broadcast(Packet.event("/", String.valueOf(i)), BroadcastOptions.ALL);
		}
		small.save(new SavedSession("secret", "a", Set.of(), Map.of()));
		for (Packet packet : witness.packets()) {
			int number = Integer.parseInt(TestSocket.event(packet));
			boolean known = small.find("secret", String.valueOf(packet.offset())).block() != null;
			assertThat(known).isEqualTo(small.isRemembered(String.valueOf(packet.offset())));
			if (known) {
				TestSocket back = new TestSocket("a", small);
				assertThat(TestSockets.TestEvent
					.names(small.resume(back, "secret", List.of(), String.valueOf(packet.offset())).block()))
					.hasSize(19 - number);
				small.remove(back);
				small.save(new SavedSession("secret", "a", Set.of(), Map.of()));
			}
		}
		assertThat(small.isRemembered(String.valueOf(witness.packets().get(0).offset()))).isFalse();
		assertThat(small.isRemembered(lastOffset(witness))).isTrue();
	}

	@Test
	void forgetsByTimeWhatNobodyAsksFor() {
		TestTimer timer = new TestTimer();
		RecoveryMemory memory = new RecoveryMemory(Long.MAX_VALUE);
		SessionAwareAdapter idle = new SessionAwareAdapter(new TestSockets(), AWAY, 100, memory, timer);
		idle.broadcast(Packet.event("/", "sent"), BroadcastOptions.ALL);
		for (int i = 0; i < 50; i++) {
			idle.save(new SavedSession("secret " + i, "id " + i, Set.of(), Map.of()));
		}
		assertThat(timer.pending()).isOne();
		timer.advance(AWAY.dividedBy(2));
		idle.save(new SavedSession("late", "late", Set.of(), Map.of()));
		timer.advance(AWAY.multipliedBy(2).dividedBy(3));
		assertThat(idle.isSaved("id 1")).isFalse();
		assertThat(idle.isSaved("late")).isTrue();
		timer.advance(AWAY);
		assertThat(idle.isSaved("late")).isFalse();
		assertThat(memory.bytes()).isZero();
		assertThat(timer.pending()).isZero();
		idle.save(new SavedSession("again", "again", Set.of(), Map.of()));
		assertThat(timer.pending()).isOne();
		idle.close();
		assertThat(timer.pending()).isZero();
		assertThat(memory.bytes()).isZero();
		idle.save(new SavedSession("too late", "too late", Set.of(), Map.of()));
		idle.broadcast(Packet.event("/", "too late"), BroadcastOptions.ALL);
		assertThat(memory.bytes()).isZero();
		assertThat(timer.pending()).isZero();
	}

	@Test
	void cannotResumeWhenTooMuchWasSentSince() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		lose(a, "secret");
		assertThat(find("secret", lastOffset(a))).isNotNull();
		for (int i = 0; i < 100; i++) {
			emit("missed", BroadcastOptions.ALL);
		}
		TestSocket back = new TestSocket("a", this.adapter);
		StepVerifier.create(this.adapter.resume(back, "secret", List.of("x"), lastOffset(a)))
			.expectError(IllegalStateException.class)
			.verify();
		assertThat(this.adapter.rooms(back)).isEmpty();
		assertThat(this.adapter.rooms()).isEmpty();
	}

	@Test
	void goesOnWhenSocketCannotResumeSinceItIsStillThere() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		this.adapter.save(new SavedSession("secret", "a", Set.of(), Map.of()));
		TestSocket twin = new TestSocket("a", this.adapter);
		StepVerifier.create(this.adapter.resume(twin, "secret", List.of(), lastOffset(a)))
			.expectError(IllegalStateException.class)
			.verify();
		emit("more", BroadcastOptions.ALL);
		assertThat(a.events()).containsExactly("seen", "more");
		assertThat(twin.events()).isEmpty();
	}

	@Test
	void goesOnWhenAnEventCannotBeSent() {
		AtomicBoolean broken = new AtomicBoolean(true);
		TestSockets sockets = new TestSockets();
		SessionAwareAdapter fragile = new SessionAwareAdapter(new FragileSockets(sockets, broken), AWAY, 10,
				this.clock);
		TestSocket a = new TestSocket("a", fragile);
		fragile.add(a, List.of());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> fragile.broadcast(Packet.event("/", "unsendable"), BroadcastOptions.ALL));
		broken.set(false);
		fragile.broadcast(Packet.event("/", "fine"), BroadcastOptions.ALL);
		assertThat(a.events()).containsExactly("fine");
	}

	@Test
	void lastsNoLongerThanTheErrorOfOneTurn() {
		SessionAwareAdapter adapter = new SessionAwareAdapter(new TestSockets(), AWAY, 10, this.clock);
		TestSocket a = new TestSocket("a", adapter);
		adapter.add(a, List.of());
		for (Error error : List.of(new StackOverflowError(), new OutOfMemoryError(), new AssertionError())) {
			assertThatExceptionOfType(Error.class).isThrownBy(() -> adapter.remember(adapter.nextOffset(),
					new TestSockets.TestEvent(Packet.event("/", "broken")), BroadcastOptions.room("a"), () -> {
						throw error;
					}))
				.isSameAs(error);
			CompletableFuture.runAsync(() -> adapter.broadcast(Packet.event("/", "fine"), BroadcastOptions.ALL)).join();
		}
		assertThat(a.events()).containsExactly("fine", "fine", "fine");
	}

	@Test
	void letsOthersGoOnWhileTheApplicationIsCalled() {
		TestSocket a = socket("a");
		emit("seen", BroadcastOptions.ALL);
		String offset = lastOffset(a);
		lose(a, "secret");
		this.adapter.find("secret", offset).doOnNext((session) -> emitElsewhere("finding")).block();
		this.adapter.addListener(new RoomListener() {

			@Override
			public void onJoinRoom(String room, String socketId) {
				emitElsewhere("listening in " + room);
			}

		});
		TestSocket back = new TestSocket("a", this.adapter);
		this.adapter.resume(back, "secret", List.of("x"), offset).doOnNext((missed) -> {
			assertThat(TestSockets.TestEvent.names(missed)).containsExactly("finding");
			emitElsewhere("resuming");
		}).block();
		assertThat(back.events()).containsExactly("listening in a", "listening in x", "resuming");
	}

	private void emitElsewhere(String event) {
		CompletableFuture.runAsync(() -> emit(event, BroadcastOptions.ALL)).orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Test
	void missesAndDoublesNothingWhenSocketComesBackAmidBroadcasts() {
		int events = 5000;
		SessionAwareAdapter busy = new SessionAwareAdapter(new TestSockets(), AWAY, 2 * events + 1, this.clock);
		TestSocket witness = new TestSocket("w", busy);
		busy.add(witness, List.of());
		List<Packet> seen = new ArrayList<>();
		TestSocket[] current = { new TestSocket("a", busy) };
		busy.add(current[0], List.of("x"));
		busy.broadcast(Packet.event("/", "first"), BroadcastOptions.ALL);
		Race.run(3, (number) -> {
			if (number < 2) {
				for (int i = 0; i < events; i++) {
					busy.broadcast(Packet.event("/", number + "-" + i),
							(i % 2 == 0) ? BroadcastOptions.ALL : BroadcastOptions.room("x").withRooms(List.of("w")));
				}
			}
			else {
				for (int i = 0; i < 200; i++) {
					current[0] = comeBack(busy, current[0], seen);
				}
			}
		});
		seen.addAll(current[0].packets());
		assertThat(seen).hasSize(2 * events + 1);
		assertThat(seen.stream().map(TestSocket::event)).containsExactlyElementsOf(witness.events());
	}

	private static TestSocket comeBack(SessionAwareAdapter adapter, TestSocket socket, List<Packet> seen) {
		socket.lose();
		seen.addAll(socket.packets());
		String offset = String.valueOf(seen.get(seen.size() - 1).offset());
		adapter.remove(socket);
		adapter.save(new SavedSession("secret", "a", Set.of("x"), Map.of()));
		SavedSession session = adapter.find("secret", offset).block();
		TestSocket back = new TestSocket(session.socketId(), adapter);
		adapter.resume(back, "secret", session.rooms(), offset)
			.block()
			.forEach((event) -> seen.add(((TestSockets.TestEvent) event).packet()));
		return back;
	}

	/**
	 * Sockets for which an event cannot be encoded.
	 */
	private record FragileSockets(TestSockets sockets, AtomicBoolean broken) implements LocalSockets {

		@Override
		public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, @Nullable AckCollector acks) {
			return this.sockets.delivery(packet, options, acks);
		}

		@Override
		public OrderedDelivery ordered(Packet event, BroadcastOptions options) {
			if (this.broken.get()) {
				throw new IllegalArgumentException("Cannot be encoded");
			}
			return this.sockets.ordered(event, options);
		}

		@Override
		public long nextAckId() {
			return this.sockets.nextAckId();
		}

		@Override
		public void forgetAck(String socketId, long ackId) {
			this.sockets.forgetAck(socketId, ackId);
		}

		@Override
		public void serverSideEvent(String event, List<JsonNode> arguments,
				@Nullable Consumer<@Nullable Object[]> answer, Map<String, String> trace) {
			this.sockets.serverSideEvent(event, arguments, answer, trace);
		}

	}

}
