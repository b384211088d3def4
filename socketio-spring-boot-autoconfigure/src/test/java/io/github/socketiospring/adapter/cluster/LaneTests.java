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

package io.github.socketiospring.adapter.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.RoomListener;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Frames wait in a {@link Lane} until they are handled.
 */
class LaneTests {

	private final TestBroker broker = new TestBroker();

	private final TestNode sender = TestNode.start(this.broker);

	@Test
	void handlesFramesInOrderOnItsOwnThreads() {
		Scheduler lanes = Schedulers.newParallel("lanes", 4);
		try {
			TestNode node = TestNode.start(this.broker, TestNode.options().build(), lanes);
			TestSocket socket = node.socket("a", "x");
			Set<String> threads = ConcurrentHashMap.newKeySet();
			node.adapter().addListener(new RoomListener() {

				@Override
				public void onJoinRoom(String room, String socketId) {
					threads.add(Thread.currentThread().getName());
				}

			});
			List<String> sent = new ArrayList<>();
			for (int i = 0; i < 2000; i++) {
				sent.add("event-" + i);
				this.sender.adapter().broadcast(Packet.event("/", "event-" + i), BroadcastOptions.room("x"));
				this.sender.adapter().joinAll(BroadcastOptions.room("a"), List.of("room-" + i));
			}
			await().untilAsserted(() -> assertThat(socket.events()).hasSize(2000));
			await().untilAsserted(() -> assertThat(node.adapter().size("room-1999")).isOne());
			assertThat(socket.events()).isEqualTo(sent);
			assertThat(threads).isNotEmpty().allMatch((name) -> name.startsWith("lanes"));
			await().untilAsserted(() -> assertThat(node.node().statistics().waitingBytes()).isZero());
			await().untilAsserted(() -> assertThat(node.memory().used(MemoryKind.CLUSTER)).isZero());
		}
		finally {
			lanes.dispose();
		}
	}

	@Test
	void dropsBroadcastsAndNoRequestsWhenTooMuchWaits() throws InterruptedException {
		// Its thread may wait, which tests that look for blocking calls would notice.
		Scheduler lanes = Schedulers.fromExecutorService(Executors.newSingleThreadExecutor(), "lane");
		CountDownLatch blocked = new CountDownLatch(1);
		try {
			TestNode node = TestNode.start(this.broker, TestNode.options().laneBytes(2000).build(), lanes);
			TestSocket socket = node.socket("a");
			lanes.schedule(() -> awaitUninterrupted(blocked));
			for (int i = 0; i < 100; i++) {
				this.sender.adapter().broadcast(Packet.event("/", "event"), BroadcastOptions.ALL);
			}
			long dropped = node.count(ClusterCounter.DROPPED);
			assertThat(dropped).isBetween(80L, 99L);
			assertThat(node.node().statistics().waitingBytes()).isBetween(1000L, 2000L);
			assertThat(node.memory().used(MemoryKind.CLUSTER)).isEqualTo(node.node().statistics().waitingBytes());
			RecordingAcks acks = new RecordingAcks();
			this.sender.adapter()
				.broadcast(Packet.event("/", 7, "question"), BroadcastOptions.ALL, TestNode.TIMEOUT, acks);
			this.sender.adapter().joinAll(BroadcastOptions.ALL, List.of("x")).block();
			assertThat(node.count(ClusterCounter.DROPPED)).isEqualTo(dropped);
			blocked.countDown();
			await().untilAsserted(() -> assertThat(node.adapter().size("x")).isOne());
			assertThat(socket.events()).hasSize((int) (100 - dropped) + 1).endsWith("question");
			await().untilAsserted(() -> assertThat(acks.log()).contains("expect elsewhere 1"));
			await().untilAsserted(() -> assertThat(node.memory().used(MemoryKind.CLUSTER)).isZero());
			this.sender.adapter().broadcast(Packet.event("/", "again"), BroadcastOptions.ALL);
			await().untilAsserted(() -> assertThat(socket.events()).endsWith("again"));
		}
		finally {
			blocked.countDown();
			lanes.dispose();
		}
	}

	@Test
	void dropsEverythingBeyondAHigherLimit() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		TestNode node = TestNode.start(this.broker, TestNode.options().laneBytes(2000).build(),
				Schedulers.fromExecutor(tasks::add));
		TestSocket socket = node.socket("a");
		String room = "r".repeat(100);
		for (int i = 0; i < 100; i++) {
			this.sender.adapter().joinAll(BroadcastOptions.ALL, List.of(room + i)).subscribe();
		}
		long dropped = node.count(ClusterCounter.DROPPED);
		assertThat(dropped).isBetween(60L, 80L);
		assertThat(node.node().statistics().waitingBytes()).isBetween(7000L, 8000L);
		for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
			task.run();
		}
		assertThat(node.adapter().rooms(socket)).hasSize((int) (100 - dropped) + 1);
		assertThat(node.memory().used(MemoryKind.CLUSTER)).isZero();
	}

	/**
	 * A socket may join a room while messages to it wait, and then has to receive all of
	 * the later ones.
	 */
	@Test
	void asksAgainWhetherAFrameIsNeededBehindAnotherOne() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		TestNode node = TestNode.start(this.broker, TestNode.options().build(), Schedulers.fromExecutor(tasks::add));
		TestSocket socket = node.socket("a");
		Consumer<ClusterFrame> lane = node.bus().channels().get(0).receiver();
		AtomicBoolean present = new AtomicBoolean();
		long received = node.count(ClusterCounter.RECEIVED);
		lane.accept(broadcast("ignored", present::get));
		assertThat(tasks).isEmpty();
		assertThat(node.count(ClusterCounter.RECEIVED)).isEqualTo(received);
		lane.accept(broadcast("first", () -> true));
		lane.accept(broadcast("second", present::get));
		present.set(true);
		lane.accept(broadcast("third", present::get));
		lane.accept(broadcast("left", () -> false));
		for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
			task.run();
		}
		assertThat(socket.events()).containsExactly("first", "second", "third");
		assertThat(node.memory().used(MemoryKind.CLUSTER)).isZero();
	}

	private static ClusterFrame broadcast(String event, BooleanSupplier needed) {
		String text = WireFormat.write("peer",
				new ClusterMessage.Broadcast(Packet.event("/", event), BroadcastOptions.ALL, null, null));
		return new ClusterFrame() {

			@Override
			public int size() {
				return text.length();
			}

			@Override
			public boolean isDroppable() {
				return true;
			}

			@Override
			public boolean isNeeded() {
				return needed.getAsBoolean();
			}

			@Override
			public Received read() {
				return WireFormat.read(text);
			}

		};
	}

	@Test
	void doesNotParseAnswersWhileItWaitsForNone() {
		TestNode one = TestNode.start(this.broker);
		TestNode two = TestNode.start(this.broker);
		this.sender.adapter().fetchSockets(BroadcastOptions.ALL, null).blockLast();
		assertThat(two.count(ClusterCounter.IGNORED)).isEqualTo(2);
		assertThat(two.count(ClusterCounter.LATE)).isZero();
		this.broker.lieAboutNodes(1);
		Disposable waiting = two.adapter().fetchSockets(BroadcastOptions.ALL, null).subscribe();
		long late = one.count(ClusterCounter.LATE);
		this.sender.adapter().fetchSockets(BroadcastOptions.ALL, null).subscribe();
		assertThat(two.count(ClusterCounter.LATE)).isOne();
		assertThat(one.count(ClusterCounter.LATE)).isEqualTo(late);
		waiting.dispose();
	}

	@Test
	void countsInTheMemoryOfAServerThatIsCreatedLater() {
		Queue<Runnable> tasks = new ArrayDeque<>();
		MemoryBudget memory = TestMemory.budget();
		ClusterNode node = ClusterNode.builder(this.broker.connect())
			.timer(new TestTimer())
			.lanes(Schedulers.fromExecutor(tasks::add))
			.build();
		Adapter adapter = node.create("/", new TestSockets());
		node.countIn(memory);
		node.start().block();
		adapter.start().block();
		this.sender.adapter().broadcast(Packet.event("/", "event"), BroadcastOptions.ALL);
		assertThat(memory.used(MemoryKind.CLUSTER)).isGreaterThan(Lane.OVERHEAD)
			.isEqualTo(memory.used())
			.isEqualTo(node.statistics().waitingBytes());
		assertThatIllegalStateException().isThrownBy(() -> node.countIn(TestMemory.budget()))
			.withMessageContaining("too late");
		adapter.close();
		for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
			task.run();
		}
		assertThat(memory.used()).isZero();
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
