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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The contract of every {@link Adapter} for the sockets of its own node.
 */
public abstract class AdapterContractTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final TestSockets sockets = new TestSockets();

	private Adapter adapter;

	/**
	 * Create the adapter.
	 * @param sockets how it reaches its sockets
	 * @return the adapter of a namespace that has no sockets yet
	 */
	protected abstract Adapter create(LocalSockets sockets);

	@BeforeEach
	void createAdapter() {
		this.adapter = create(this.sockets);
	}

	private TestSocket socket(String id, String... rooms) {
		TestSocket socket = new TestSocket(id, this.adapter);
		this.adapter.add(socket, List.of(rooms));
		return socket;
	}

	private void emit(String event, BroadcastOptions options) {
		this.adapter.broadcast(Packet.event("/", event), options);
	}

	private static BroadcastOptions to(String... rooms) {
		return BroadcastOptions.ALL.withRooms(List.of(rooms));
	}

	private static BroadcastOptions except(String... rooms) {
		return BroadcastOptions.ALL.withExcept(List.of(rooms));
	}

	@Test
	void putsSocketIntoTheRoomNamedAfterIt() {
		TestSocket a = socket("a");
		TestSocket b = socket("b");
		emit("private", to("a"));
		assertThat(this.adapter.rooms(a)).containsExactly("a");
		assertThat(this.adapter.size("a")).isOne();
		assertThat(a.events()).containsExactly("private");
		assertThat(b.events()).isEmpty();
	}

	@Test
	void doesNotListOwnIdRooms() {
		socket("a", "lobby");
		assertThat(this.adapter.rooms()).containsExactly("lobby");
	}

	@Test
	void refusesTwoSocketsOfOneId() {
		TestSocket first = socket("a");
		assertThatIllegalStateException().isThrownBy(() -> socket("a", "lobby")).withMessageContaining("a");
		emit("hello", BroadcastOptions.ALL);
		assertThat(first.events()).containsExactly("hello");
		assertThat(this.adapter.rooms()).isEmpty();
	}

	@Test
	void letsSocketsJoinAndLeave() {
		TestSocket a = socket("a", "x");
		this.adapter.join(a, List.of("y", "z", "y"));
		assertThat(this.adapter.rooms(a)).containsExactlyInAnyOrder("a", "x", "y", "z");
		this.adapter.leave(a, List.of("x", "z", "unknown"));
		assertThat(this.adapter.rooms(a)).containsExactlyInAnyOrder("a", "y");
		assertThat(this.adapter.rooms()).containsExactly("y");
		assertThat(this.adapter.size("x")).isZero();
	}

	@Test
	void keepsSocketInItsOwnRoom() {
		TestSocket a = socket("a");
		this.adapter.join(a, List.of("a"));
		this.adapter.leave(a, List.of("a"));
		assertThat(this.adapter.rooms(a)).containsExactly("a");
		assertThat(this.adapter.size("a")).isOne();
	}

	@Test
	void returnsCopiesOfRooms() {
		TestSocket a = socket("a", "x");
		Set<String> rooms = this.adapter.rooms(a);
		Set<String> all = this.adapter.rooms();
		this.adapter.leave(a, List.of("x"));
		assertThat(rooms).containsExactlyInAnyOrder("a", "x");
		assertThat(all).containsExactly("x");
	}

	@Test
	void ignoresSocketsThatAreNotThere() {
		TestSocket stranger = new TestSocket("a", this.adapter);
		this.adapter.join(stranger, List.of("x"));
		this.adapter.leave(stranger, List.of("x"));
		this.adapter.remove(stranger);
		assertThat(this.adapter.rooms(stranger)).isEmpty();
		assertThat(this.adapter.rooms()).isEmpty();
	}

	@Test
	void doesNotTakeOneSocketForAnotherOfTheSameId() {
		TestSocket a = socket("a", "x");
		TestSocket impostor = new TestSocket("a", this.adapter);
		this.adapter.leave(impostor, List.of("x"));
		this.adapter.remove(impostor);
		assertThat(this.adapter.rooms(a)).containsExactlyInAnyOrder("a", "x");
	}

	@Test
	void forgetsSocketThatIsRemoved() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "x");
		this.adapter.remove(a);
		this.adapter.remove(a);
		this.adapter.join(a, List.of("y"));
		emit("hello", BroadcastOptions.ALL);
		emit("room", to("x", "a"));
		assertThat(a.events()).isEmpty();
		assertThat(b.events()).containsExactly("hello", "room");
		assertThat(this.adapter.rooms(a)).isEmpty();
		assertThat(this.adapter.rooms()).containsExactly("x");
		assertThat(this.adapter.size("x")).isOne();
		assertThat(this.adapter.size("a")).isZero();
	}

	@Test
	void takesSocketAgainAfterItWasRemoved() {
		TestSocket a = socket("a", "x");
		this.adapter.remove(a);
		TestSocket again = socket("a", "y");
		emit("private", to("a"));
		assertThat(again.events()).containsExactly("private");
		assertThat(this.adapter.rooms(again)).containsExactlyInAnyOrder("a", "y");
	}

	@Test
	void broadcastsToEverybodyWithoutRoom() {
		TestSocket a = socket("a");
		TestSocket b = socket("b", "x");
		emit("hello", BroadcastOptions.ALL);
		assertThat(a.events()).containsExactly("hello");
		assertThat(b.events()).containsExactly("hello");
	}

	@Test
	void broadcastsToMembersOfRoom() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "y");
		emit("hello", to("x"));
		emit("nobody", to("z"));
		assertThat(a.events()).containsExactly("hello");
		assertThat(b.events()).isEmpty();
	}

	@Test
	void broadcastsOnceToSocketInSeveralRooms() {
		TestSocket a = socket("a", "x", "y");
		TestSocket b = socket("b", "y");
		emit("hello", to("x", "y", "a"));
		assertThat(a.events()).containsExactly("hello");
		assertThat(b.events()).containsExactly("hello");
	}

	@Test
	void leavesOutMembersOfExceptedRooms() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "x", "y");
		TestSocket c = socket("c", "x");
		emit("one", except("y", "c"));
		emit("two", to("x").withExcept(List.of("y", "unknown")));
		emit("three", to("x", "y").withExcept(List.of("a")));
		emit("four", to("a").withExcept(List.of("x")));
		assertThat(a.events()).containsExactly("one", "two");
		assertThat(b.events()).containsExactly("three");
		assertThat(c.events()).containsExactly("two", "three");
	}

	@Test
	void leavesOutMembersOfManyExceptedRooms() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "x", "y7");
		TestSocket c = socket("c", "x");
		List<String> many = new ArrayList<>(List.of("c"));
		for (int i = 0; i < 50; i++) {
			many.add("y" + i);
		}
		emit("all but many", except(many.toArray(String[]::new)));
		emit("room but many", to("x").withExcept(many));
		emit("socket but many", to("c").withExcept(many));
		assertThat(a.events()).containsExactly("all but many", "room but many");
		assertThat(b.events()).isEmpty();
		assertThat(c.events()).isEmpty();
	}

	@Test
	void joinedRoomMayHaveTheIdOfAnotherSocket() {
		TestSocket a = socket("a");
		TestSocket b = socket("b", "a");
		emit("hello", to("a"));
		emit("not a", except("a"));
		assertThat(a.events()).containsExactly("hello");
		assertThat(b.events()).containsExactly("hello");
		assertThat(this.adapter.size("a")).isEqualTo(2);
	}

	@Test
	void selectsOneSocketByItsIdAlone() {
		TestSocket a = socket("a");
		TestSocket b = socket("b", "a");
		BroadcastOptions one = BroadcastOptions.socket("a");
		emit("private", one);
		emit("nobody", BroadcastOptions.socket("unknown"));
		emit("not itself", one.withExcept(List.of("a")));
		this.adapter.joinAll(one, List.of("x")).block();
		assertThat(this.adapter.fetchSockets(one, null).map(SocketDetails::id).collectList().block())
			.containsExactly("a");
		assertThat(a.events()).containsExactly("private");
		assertThat(b.events()).isEmpty();
		assertThat(this.adapter.size("x")).isOne();
	}

	@Test
	void showsNoReservedRooms() {
		TestSocket a = socket("a", "x", ReservedRooms.PREFIX + "user:ann");
		assertThat(this.adapter.rooms()).containsExactly("x");
		assertThat(this.adapter.roomsOfAllNodes(null).block()).containsExactly("x");
		assertThat(this.adapter.rooms(a)).contains(ReservedRooms.PREFIX + "user:ann");
	}

	@Test
	void countsAtLeastItsOwnNode() {
		assertThat(this.adapter.nodeCount().block()).isPositive();
	}

	@Test
	void asksTheOthersWhenOneSocketRefuses() {
		TestSocket first = socket("a", "x");
		TestSocket second = socket("b", "x");
		first.refuse();
		StepVerifier.create(this.adapter.joinAll(to("x"), List.of("y"))).verifyErrorMessage("refused by a");
		assertThat(this.adapter.rooms(second)).contains("y");
		StepVerifier.create(this.adapter.leaveAll(to("x"), List.of("y"))).verifyErrorMessage("refused by a");
		assertThat(this.adapter.rooms(second)).doesNotContain("y");
		StepVerifier.create(this.adapter.disconnectAll(to("x"), true)).verifyErrorMessage("refused by a");
		assertThat(second.disconnects()).containsExactly(true);
	}

	@Test
	void broadcastsLocally() {
		TestSocket a = socket("a");
		emit("hello", BroadcastOptions.ALL.withLocal());
		assertThat(a.events()).containsExactly("hello");
	}

	@Test
	void preparesDeliveryOnceForAllReceivers() {
		socket("a");
		socket("b");
		BroadcastOptions options = BroadcastOptions.ALL.withDroppable().withCompressed(false);
		emit("hello", options);
		assertThat(this.sockets.deliveries()).hasSize(1).first().satisfies((delivered) -> {
			assertThat(delivered.droppable()).isTrue();
			assertThat(delivered.compressed()).isFalse();
		});
	}

	@Test
	void keepsOrderOfOneThread() {
		TestSocket a = socket("a", "x");
		List<String> sent = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			sent.add("event-" + i);
			emit("event-" + i, (i % 2 == 0) ? BroadcastOptions.ALL : to("x"));
		}
		assertThat(a.events()).containsExactlyElementsOf(sent);
	}

	@Test
	void collectsAcknowledgements() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "x");
		socket("c");
		RecordingCollector acks = new RecordingCollector();
		this.adapter.broadcast(Packet.event("/", 7, "question"), to("x"), TIMEOUT, acks);
		assertThat(a.packets()).extracting(Packet::id).containsExactly(7L);
		a.answer("yes");
		b.answer("no");
		assertThat(acks.log()).containsExactly("expect [a, b]", "answered a [yes]", "answered b [no]");
	}

	@Test
	void collectsNothingWhereNobodyIs() {
		socket("a");
		RecordingCollector acks = new RecordingCollector();
		this.adapter.broadcast(Packet.event("/", 7, "question"), to("nobody"), TIMEOUT, acks);
		assertThat(acks.log()).containsExactly("expect []");
	}

	@Test
	void fetchesDetailsOfChosenSockets() {
		socket("a", "x");
		socket("b", "x", "y");
		socket("c");
		List<SocketDetails> found = this.adapter.fetchSockets(to("x", "y"), null).collectList().block();
		assertThat(found).extracting(SocketDetails::id).containsExactlyInAnyOrder("a", "b");
		assertThat(found).filteredOn("id", "b").singleElement().satisfies((details) -> {
			assertThat(details.rooms()).containsExactlyInAnyOrder("b", "x", "y");
			assertThat(details.attributes()).isEqualTo(Map.of("name", "name of b"));
			assertThat(details.handshake().query()).containsEntry("EIO", List.of("4"));
		});
		assertThat(this.adapter.fetchSockets(except("x"), null).collectList().block()).extracting(SocketDetails::id)
			.containsExactly("c");
		assertThat(this.adapter.fetchSockets(to("nobody"), null).collectList().block()).isEmpty();
	}

	@Test
	void letsChosenSocketsJoin() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b");
		Mono<Void> joined = this.adapter.joinAll(to("x"), List.of("y", "z"));
		// Executed whether or not anybody subscribes.
		assertThat(this.adapter.rooms(a)).containsExactlyInAnyOrder("a", "x", "y", "z");
		assertThat(this.adapter.rooms(b)).containsExactly("b");
		joined.block();
	}

	@Test
	void letsChosenSocketsLeave() {
		TestSocket a = socket("a", "x", "y");
		TestSocket b = socket("b", "x");
		Mono<Void> left = this.adapter.leaveAll(to("y"), List.of("x", "y"));
		assertThat(this.adapter.rooms(a)).containsExactly("a");
		assertThat(this.adapter.rooms(b)).containsExactlyInAnyOrder("b", "x");
		left.block();
	}

	@Test
	void disconnectsChosenSockets() {
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b", "x");
		TestSocket c = socket("c");
		this.adapter.disconnectAll(to("x").withExcept(List.of("b")), true).block();
		this.adapter.disconnectAll(to("b"), false).block();
		assertThat(a.disconnects()).containsExactly(true);
		assertThat(b.disconnects()).containsExactly(false);
		assertThat(c.disconnects()).isEmpty();
	}

	@Test
	void tellsOfRoomsInOrder() {
		List<String> log = new CopyOnWriteArrayList<>();
		this.adapter.addListener(new RoomLog(log));
		TestSocket a = socket("a", "x");
		TestSocket b = socket("b");
		this.adapter.join(b, List.of("x"));
		this.adapter.join(b, List.of("x"));
		this.adapter.leave(a, List.of("x", "unknown"));
		this.adapter.leave(a, List.of("x"));
		this.adapter.remove(b);
		assertThat(log).containsExactly("create a", "join a a", "create x", "join x a", "create b", "join b b",
				"join x b", "leave x a", "leave x b", "delete x", "leave b b", "delete b");
	}

	@Test
	void goesOnWhenListenerOfRoomsFails() {
		List<String> log = new CopyOnWriteArrayList<>();
		this.adapter.addListener(new FailingListener());
		this.adapter.addListener(new RoomLog(log));
		TestSocket a = socket("a", "x");
		assertThat(this.adapter.rooms(a)).containsExactlyInAnyOrder("a", "x");
		this.adapter.join(a, List.of("y", "z"));
		this.adapter.leave(a, List.of("y", "z"));
		this.adapter.remove(a);
		assertThat(this.adapter.rooms()).isEmpty();
		assertThat(log).containsExactly("create a", "join a a", "create x", "join x a", "create y", "join y a",
				"create z", "join z a", "leave y a", "delete y", "leave z a", "delete z", "leave x a", "delete x",
				"leave a a", "delete a");
	}

	@Test
	void removesSocketThatIsInVeryManyRooms() {
		List<String> log = new ArrayList<>();
		List<String> rooms = IntStream.range(0, TestProfile.choose(10_000, 100_000))
			.mapToObj((i) -> "room-" + i)
			.toList();
		TestSocket a = socket("a");
		TestSocket b = socket("b", "room-7");
		this.adapter.join(a, rooms);
		this.adapter.addListener(new RoomLog(log));
		this.adapter.remove(a);
		assertThat(this.adapter.rooms()).containsExactly("room-7");
		assertThat(this.adapter.rooms(b)).contains("room-7");
		assertThat(log).hasSize(2 * rooms.size() + 1).contains("leave room-7 a").doesNotContain("delete room-7");
	}

	@Test
	void leavesNoGhostWhenManyThreadsJoinAndLeave() {
		int threads = 4;
		List<String> rooms = List.of("r0", "r1", "r2", "r3");
		Map<String, AtomicInteger> balance = new ConcurrentHashMap<>();
		this.adapter.addListener(new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				balance.computeIfAbsent(room, (key) -> new AtomicInteger()).incrementAndGet();
			}

			@Override
			public void onDeleteRoom(String room) {
				balance.computeIfAbsent(room, (key) -> new AtomicInteger()).decrementAndGet();
			}

		});
		List<TestSocket> shared = List.of(socket("s0"), socket("s1"), socket("s2"));
		Race.run(threads, (number) -> {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			for (int i = 0; i < 3000; i++) {
				TestSocket socket = shared.get(random.nextInt(shared.size()));
				List<String> room = List.of(rooms.get(random.nextInt(rooms.size())));
				if (random.nextBoolean()) {
					this.adapter.join(socket, room);
				}
				else {
					this.adapter.leave(socket, room);
				}
			}
		});
		for (String room : rooms) {
			long members = shared.stream().filter((socket) -> this.adapter.rooms(socket).contains(room)).count();
			assertThat(this.adapter.size(room)).as("members of " + room).isEqualTo((int) members);
			assertThat(this.adapter.rooms().contains(room)).isEqualTo(members > 0);
		}
		shared.forEach(this.adapter::remove);
		assertThat(this.adapter.rooms()).isEmpty();
		assertThat(balance.values()).allSatisfy((count) -> assertThat(count).hasValue(0));
	}

	@Test
	void listenerThatAsksForTheSizeKnowsWhichRoomsThereAre() {
		Set<String> known = ConcurrentHashMap.newKeySet();
		Object lock = new Object();
		this.adapter.addListener(new RoomListener() {

			@Override
			public void onCreateRoom(String room) {
				look(room);
			}

			@Override
			public void onDeleteRoom(String room) {
				look(room);
			}

			private void look(String room) {
				synchronized (lock) {
					if (AdapterContractTests.this.adapter.size(room) > 0) {
						known.add(room);
					}
					else {
						known.remove(room);
					}
				}
			}

		});
		TestSocket a = socket("a");
		TestSocket b = socket("b");
		for (int i = 0; i < 2000; i++) {
			this.adapter.join(a, List.of("x"));
			Race.Task leave = () -> this.adapter.leave(a, List.of("x"));
			Race.Task join = () -> this.adapter.join(b, List.of("x"));
			Race.run(leave, join);
			assertThat(known).contains("x");
			this.adapter.leave(b, List.of("x"));
			assertThat(known).doesNotContain("x");
		}
	}

	@Test
	void leavesNoGhostWhenSocketJoinsWhileItIsRemoved() {
		for (int i = 0; i < 500; i++) {
			TestSocket socket = socket("s" + i);
			Race.Task join = () -> this.adapter.join(socket, List.of("x", "y"));
			Race.Task remove = () -> this.adapter.remove(socket);
			Race.run(join, remove);
			assertThat(this.adapter.rooms()).isEmpty();
			assertThat(this.adapter.size("x")).isZero();
		}
		RecordingCollector acks = new RecordingCollector();
		this.adapter.broadcast(Packet.event("/", 1, "anybody?"), BroadcastOptions.ALL, TIMEOUT, acks);
		assertThat(acks.log()).containsExactly("expect []");
	}

	@Test
	void broadcastsToThoseWhoStayWhileOthersComeAndGo() {
		TestSocket stays = socket("stays", "x");
		Race.Task broadcast = () -> {
			for (int i = 0; i < 2000; i++) {
				emit("event-" + i, to("x", "stays"));
			}
		};
		Race.Task comeAndGo = () -> {
			for (int i = 0; i < 2000; i++) {
				this.adapter.remove(socket("guest", "x"));
			}
		};
		Race.run(broadcast, comeAndGo);
		assertThat(stays.events()).hasSize(2000).doesNotHaveDuplicates();
		assertThat(this.adapter.size("x")).isOne();
	}

	/**
	 * Records what happens to rooms.
	 */
	private record RoomLog(List<String> log) implements RoomListener {

		@Override
		public void onCreateRoom(String room) {
			this.log.add("create " + room);
		}

		@Override
		public void onJoinRoom(String room, String socketId) {
			this.log.add("join " + room + " " + socketId);
		}

		@Override
		public void onLeaveRoom(String room, String socketId) {
			this.log.add("leave " + room + " " + socketId);
		}

		@Override
		public void onDeleteRoom(String room) {
			this.log.add("delete " + room);
		}

	}

	/**
	 * Throws from every method.
	 */
	private static final class FailingListener implements RoomListener {

		@Override
		public void onCreateRoom(String room) {
			throw new IllegalStateException("on purpose");
		}

		@Override
		public void onJoinRoom(String room, String socketId) {
			throw new AssertionError("on purpose");
		}

		@Override
		public void onLeaveRoom(String room, String socketId) {
			throw new IllegalStateException("on purpose");
		}

		@Override
		public void onDeleteRoom(String room) {
			throw new IllegalStateException("on purpose");
		}

	}

}
