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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.CapturedLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Broadcasts and commands of a {@link ClusterAdapter}.
 */
class ClusterAdapterTests {

	private final TestBroker broker = new TestBroker();

	private TestNode one;

	private TestNode two;

	private TestNode three;

	private TestSocket a;

	private TestSocket b;

	private TestSocket c;

	@BeforeEach
	void startNodes() {
		this.one = TestNode.start(this.broker);
		this.two = TestNode.start(this.broker);
		this.three = TestNode.start(this.broker);
		this.a = this.one.socket("a", "x");
		this.b = this.two.socket("b", "x", "y");
		this.c = this.three.socket("c");
	}

	private void emit(String event, BroadcastOptions options) {
		this.one.adapter().broadcast(Packet.event("/", event, 1), options);
	}

	private static BroadcastOptions to(String... rooms) {
		return BroadcastOptions.ALL.withRooms(List.of(rooms));
	}

	@Test
	void reachesTheSocketsOfAllNodes() {
		emit("all", BroadcastOptions.ALL);
		emit("room", to("x"));
		emit("one of two rooms", to("y", "z"));
		emit("socket", to("c"));
		emit("except", to("x").withExcept(List.of("y")));
		emit("except a socket", BroadcastOptions.ALL.withExcept(List.of("c")));
		assertThat(this.a.events()).containsExactly("all", "room", "except", "except a socket");
		assertThat(this.b.events()).containsExactly("all", "room", "one of two rooms", "except a socket");
		assertThat(this.c.events()).containsExactly("all", "socket");
		assertThat(this.one.count(ClusterCounter.PUBLISHED)).isEqualTo(6);
		assertThat(this.one.count(ClusterCounter.LOST)).isZero();
		assertThat(this.two.count(ClusterCounter.RECEIVED)).isEqualTo(6);
	}

	@Test
	void passesOnHowToDeliver() {
		emit("hello", BroadcastOptions.ALL.withDroppable().withCompressed(false));
		assertThat(this.two.sockets().deliveries()).singleElement().satisfies((options) -> {
			assertThat(options.droppable()).isTrue();
			assertThat(options.compressed()).isFalse();
		});
	}

	@Test
	void deliversToItsOwnSocketsFirst() {
		this.broker.hold();
		emit("hello", BroadcastOptions.ALL);
		assertThat(this.a.events()).containsExactly("hello");
		assertThat(this.b.events()).isEmpty();
		this.broker.release();
		assertThat(this.b.events()).containsExactly("hello");
	}

	@Test
	void ignoresItsOwnEcho() {
		emit("hello", BroadcastOptions.ALL);
		assertThat(this.a.events()).containsExactly("hello");
		assertThat(this.one.count(ClusterCounter.RECEIVED)).isOne();
		assertThat(this.one.count(ClusterCounter.IGNORED)).isOne();
	}

	@Test
	void publishesNothingThatIsLocal() {
		BroadcastOptions local = BroadcastOptions.ALL.withLocal();
		emit("hello", local);
		this.one.adapter().joinAll(local, List.of("z")).block();
		this.one.adapter().leaveAll(local, List.of("x")).block();
		this.one.adapter().disconnectAll(local, false).block();
		assertThat(this.a.events()).containsExactly("hello");
		assertThat(this.a.disconnects()).containsExactly(false);
		assertThat(this.broker.published()).isEmpty();
	}

	@Test
	void givesNobodyWhatCannotBeEncoded() {
		Packet packet = Packet.event("/", "hello", new Unreadable());
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.one.adapter().broadcast(packet, BroadcastOptions.ALL))
			.withStackTraceContaining("on purpose");
		RecordingAcks acks = new RecordingAcks();
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.one.adapter().broadcast(packet, BroadcastOptions.ALL, TestNode.TIMEOUT, acks))
			.withStackTraceContaining("on purpose");
		assertThat(this.a.events()).isEmpty();
		assertThat(acks.log()).isEmpty();
		assertThat(this.broker.published()).isEmpty();
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
	}

	@Test
	void encodesForClientsOnlyWhereAReceiverIs() {
		emit("hello", to("y"));
		emit("hello", to("nobody"));
		assertThat(this.one.sockets().deliveries()).isEmpty();
		assertThat(this.two.sockets().deliveries()).hasSize(1);
		assertThat(this.three.sockets().deliveries()).isEmpty();
	}

	@Test
	void survivesMalformedFrames() {
		try (CapturedLog log = CapturedLog.of(FrameHandler.class.getName())) {
			this.broker.inject("/", "}{");
			this.broker.inject("/", "{");
			emit("good", BroadcastOptions.ALL);
			assertThat(this.b.events()).containsExactly("good");
			assertThat(this.two.count(ClusterCounter.MALFORMED)).isEqualTo(2);
			assertThat(this.two.count(ClusterCounter.FAILED)).isZero();
			assertThat(this.two.node().statistics().waitingBytes()).isZero();
			// One of each node.
			assertThat(log.lines()).hasSize(3).allMatch((line) -> line.startsWith("WARN"));
		}
	}

	@Test
	void survivesFramesThatCannotBeHandled() {
		try (CapturedLog log = CapturedLog.of(FrameHandler.class.getName())) {
			this.two.bus().channels().get(0).receiver().accept(new Endless());
			emit("good", BroadcastOptions.ALL);
			assertThat(this.b.events()).containsExactly("good");
			assertThat(this.two.count(ClusterCounter.FAILED)).isOne();
			assertThat(this.two.count(ClusterCounter.MALFORMED)).isZero();
			assertThat(log.lines()).hasSize(1);
		}
	}

	@Test
	void ignoresWhatItDoesNotKnow() {
		this.broker.inject("/", "{\"sender\":\"peer\",\"message\":{\"kind\":\"Unheard\"}}");
		assertThat(this.two.count(ClusterCounter.IGNORED)).isOne();
		assertThat(this.two.count(ClusterCounter.MALFORMED)).isZero();
	}

	@Test
	void hearsSendersWithoutAnId() {
		String frame = WireFormat
			.write("emitter",
					new ClusterMessage.Broadcast(Packet.event("/", "hello"), BroadcastOptions.ALL, null, null))
			.replace("\"emitter\"", "null");
		this.broker.inject("/", frame);
		assertThat(this.a.events()).containsExactly("hello");
		assertThat(this.b.events()).containsExactly("hello");
	}

	@Test
	void executesCommandsOnAllNodes() {
		this.one.adapter().joinAll(to("x"), List.of("new")).block();
		this.one.adapter().leaveAll(to("y"), List.of("x")).block();
		assertThat(this.one.adapter().rooms(this.a)).containsExactlyInAnyOrder("a", "x", "new");
		assertThat(this.two.adapter().rooms(this.b)).containsExactlyInAnyOrder("b", "y", "new");
		assertThat(this.three.adapter().rooms(this.c)).containsExactly("c");
		this.one.adapter().disconnectAll(to("new"), true).block();
		this.one.adapter().disconnectAll(to("c"), false).block();
		assertThat(this.a.disconnects()).containsExactly(true);
		assertThat(this.b.disconnects()).containsExactly(true);
		assertThat(this.c.disconnects()).containsExactly(false);
	}

	@Test
	void refusesReservedRoomsOfPeersForThemselves() {
		this.broker.inject("/",
				WireFormat.write("peer", new ClusterMessage.Join(BroadcastOptions.ALL, List.of("\0user", "new"))));
		assertThat(this.two.adapter().rooms(this.b)).containsExactlyInAnyOrder("b", "x", "y", "new");
		this.two.adapter().join(this.b, List.of("\0user"));
		this.broker.inject("/",
				WireFormat.write("peer", new ClusterMessage.Leave(BroadcastOptions.ALL, List.of("\0user", "new"))));
		assertThat(this.two.adapter().rooms(this.b)).containsExactlyInAnyOrder("b", "x", "y", "\0user");
		assertThat(this.two.count(ClusterCounter.REFUSED)).isEqualTo(2);
	}

	@Test
	void sendsEventsToTheOtherNodes() {
		this.one.adapter().serverSideEmit(Packet.event("/", "hello", 1));
		assertThat(this.one.sockets().serverSideEvents()).isEmpty();
		assertThat(this.two.sockets().serverSideEvents()).containsExactly("hello");
		assertThat(this.three.sockets().serverSideEvents()).containsExactly("hello");
	}

	@Test
	void servesItsOwnSocketsWhileTheBrokerIsUnavailable() {
		this.one.bus().lose();
		emit("alone", BroadcastOptions.ALL);
		Mono<Void> joined = this.one.adapter().joinAll(BroadcastOptions.ALL, List.of("new"));
		assertThat(this.a.events()).containsExactly("alone");
		assertThat(this.one.adapter().rooms(this.a)).contains("new");
		assertThatExceptionOfType(ClusterUnavailableException.class).isThrownBy(joined::block)
			.withMessageContaining("socketsJoin");
		assertThat(this.one.count(ClusterCounter.LOST)).isEqualTo(2);
		this.one.bus().find();
		emit("together", BroadcastOptions.ALL);
		this.two.adapter().broadcast(Packet.event("/", "back"), BroadcastOptions.ALL);
		assertThat(this.a.events()).containsExactly("alone", "together", "back");
		assertThat(this.b.events()).containsExactly("together", "back");
	}

	@Test
	void subscribesNothingBeforeItIsStarted() {
		TestNode late = TestNode.create(this.broker);
		late.node().start().block();
		TestSocket d = late.socket("d");
		emit("unheard", BroadcastOptions.ALL);
		late.adapter().broadcast(Packet.event("/", "from there"), BroadcastOptions.ALL);
		assertThat(d.events()).containsExactly("from there");
		assertThat(this.a.events()).containsExactly("unheard", "from there");
		assertThat(this.broker.subscriptions()).hasSize(3);
		late.adapter().close();
		late.adapter().start().block();
		assertThat(this.broker.subscriptions()).hasSize(3);
	}

	@Test
	void takesPartFromWhenTheNodeIsStarted() {
		TestNode late = TestNode.create(this.broker);
		TestSocket d = late.socket("d");
		late.adapter().start().block();
		emit("unheard", BroadcastOptions.ALL);
		late.node().start().block();
		emit("first", BroadcastOptions.ALL);
		late.node().stop().block();
		assertThat(late.node().isConnected()).isFalse();
		emit("unheard", BroadcastOptions.ALL);
		late.node().start().block();
		emit("second", BroadcastOptions.ALL);
		assertThat(d.events()).containsExactly("first", "second");
		assertThat(this.one.adapter().nodeCount().block()).isEqualTo(4);
	}

	@Test
	void waitsForItsSubscriptionNoLongerThanItMay() {
		this.broker.refuseSubscriptions();
		TestNode late = TestNode.create(this.broker);
		late.node().start().block();
		AtomicBoolean started = new AtomicBoolean();
		late.adapter().start().subscribe((none) -> {
		}, (ex) -> {
		}, () -> started.set(true));
		late.timer().advance(Duration.ofMillis(999));
		assertThat(started).isFalse();
		late.timer().advance(Duration.ofMillis(1));
		assertThat(started).isTrue();
	}

	@Test
	void publishesStillAfterItWasClosed() {
		this.one.adapter().close();
		emit("goodbye", BroadcastOptions.ALL);
		this.two.adapter().broadcast(Packet.event("/", "unheard"), to("a"));
		assertThat(this.a.events()).containsExactly("goodbye");
		assertThat(this.b.events()).containsExactly("goodbye");
		assertThat(this.two.adapter().nodeCount().block()).isEqualTo(2);
	}

	@Test
	void tellsTheBusWhichRoomsHaveMembers() {
		assertThat(this.two.presentRooms()).containsExactlyInAnyOrder("b", "x", "y");
		TestSocket d = this.two.socket("d", "x");
		this.two.adapter().leave(this.b, List.of("x", "y"));
		assertThat(this.two.presentRooms()).containsExactlyInAnyOrder("b", "d", "x");
		this.two.adapter().remove(d);
		assertThat(this.two.presentRooms()).containsExactly("b");
	}

	@Test
	void keepsNamespacesApart() {
		this.two.open("/other", this.two.sockets());
		this.one.node()
			.create("/other", this.one.sockets())
			.broadcast(Packet.event("/other", "hello"), BroadcastOptions.ALL);
		assertThat(this.a.events()).isEmpty();
		assertThat(this.b.events()).isEmpty();
		assertThat(this.two.count(ClusterCounter.RECEIVED)).isOne();
		assertThat(this.three.count(ClusterCounter.RECEIVED)).isZero();
	}

	/**
	 * A frame that takes more stack than there is.
	 */
	private static final class Endless implements ClusterFrame {

		@Override
		public int size() {
			return 1;
		}

		@Override
		public boolean isDroppable() {
			return true;
		}

		@Override
		public Received read() {
			return read();
		}

	}

	/**
	 * A value that no codec can write.
	 */
	public static final class Unreadable {

		/**
		 * A property.
		 * @return never
		 */
		public String getValue() {
			throw new IllegalStateException("on purpose");
		}

	}

}
