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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Servers as nodes of a cluster, each with a client.
 */
class ClusterServersTests {

	private static final Pattern EVENT = Pattern.compile("2(\\d+)\\[.*");

	private final TestBroker broker = new TestBroker();

	private final TestTimer timer = new TestTimer();

	/** In the order of the nodes. */
	private final List<TestBus> buses = new ArrayList<>();

	private final ClusterNode firstNode = node("first");

	private final SocketIOServer first = server(this.firstNode);

	private final ClusterNode secondNode = node("second");

	private final SocketIOServer second = server(this.secondNode);

	private final TestEngineSession a = TestEngineSession.open(this.first);

	private final TestEngineSession b = TestEngineSession.open(this.second);

	private final String idOfA = this.a.connect("/");

	private final String idOfB = this.b.connect("/");

	private final List<Object> answers = new ArrayList<>();

	private @Nullable Throwable failure;

	private boolean completed;

	private ClusterNode node(String name) {
		TestBus bus = this.broker.connect();
		this.buses.add(bus);
		ClusterNode node = ClusterNode.builder(bus)
			.options(ClusterOptions.builder().name(name).build())
			.timer(this.timer)
			.lanes(Schedulers.immediate())
			.build();
		node.start().block();
		return node;
	}

	private SocketIOServer server(ClusterNode node) {
		SocketIOServer server = SocketIOServers.builder()
			.adapters(node)
			.timer(this.timer)
			.executor(Runnable::run)
			.build();
		server.onConnection((socket) -> {
			socket.attributes().put("color", "blue");
			socket.join("all");
		});
		server.start();
		return server;
	}

	private void collect(Flux<?> flux) {
		flux.subscribe(this.answers::add, (ex) -> this.failure = ex, () -> this.completed = true);
	}

	private static void answer(TestEngineSession session, String arguments) {
		List<String> sent = session.take();
		Matcher event = EVENT.matcher(sent.get(sent.size() - 1));
		assertThat(event.matches()).as("an event to answer among %s", sent).isTrue();
		session.receive("3" + event.group(1) + arguments);
	}

	@Test
	void reachesClientsOfBothServers() {
		this.first.emit("hello", 1, List.of("two"), "ä");
		this.second.to("all").except(this.idOfB).emit("room");
		this.first.to(this.idOfB).emit("private");
		this.first.local().emit("local");
		assertThat(this.a.take()).containsExactly("2[\"hello\",1,[\"two\"],\"ä\"]", "2[\"room\"]", "2[\"local\"]");
		assertThat(this.b.take()).containsExactly("2[\"hello\",1,[\"two\"],\"ä\"]", "2[\"private\"]");
	}

	@Test
	void failsAfterTheAnswersOfItsOwnClientsWhileTheBrokerIsUnavailable() {
		this.buses.get(0).lose();
		collect(this.first.emitWithAck("question", String.class));
		assertThat(this.failure).isNull();
		answer(this.a, "[\"own\"]");
		assertThat(this.answers).containsExactly("own");
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missing()).isEmpty();
			assertThat(ex.missingNodes().count()).isOne();
		});
	}

	@Test
	void sendsToNobodyWhatItsOwnClientsCannotGet() {
		Object unfit = CompletableFuture.completedFuture(1);
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> this.first.emit("hello", unfit))
			.withStackTraceContaining("CompletableFuture");
		collect(this.first.emitWithAck("hello", Integer.class, unfit));
		assertThat(this.failure).isNotNull();
		assertThat(this.broker.published()).isEmpty();
		assertThat(this.firstNode.statistics().pendingRequests()).isZero();
		assertThat(this.a.take()).isEmpty();
	}

	@Test
	void reachesUsersWhereverTheyAre() {
		TestEngineSession ofUser = TestEngineSession.open(this.second, () -> "alice", Context.empty());
		ofUser.connect("/");
		this.first.toUser("alice").emit("hello");
		assertThat(ofUser.take()).containsExactly("2[\"hello\"]");
		assertThat(this.b.take()).isEmpty();
		assertThat(this.first.of("/").roomsOfAllNodes().block()).containsExactly("all");
	}

	@Test
	void collectsAcknowledgementsOfBothServers() {
		collect(this.first.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
		answer(this.b, "[\"of b\"]");
		assertThat(this.completed).isFalse();
		answer(this.a, "[\"of a\"]");
		assertThat(this.answers).containsExactly("of b", "of a");
		assertThat(this.completed).isTrue();
	}

	@Test
	void tellsWhoDidNotAcknowledge() {
		collect(this.first.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
		answer(this.a, "[\"of a\"]");
		this.timer.advance(Duration.ofMillis(999));
		assertThat(this.failure).isNull();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.answers).containsExactly("of a");
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.results()).containsExactly("of a");
			assertThat(ex.missing()).isEmpty();
			assertThat(ex.missingElsewhere()).isOne();
			assertThat(ex.missingNodes().count()).isZero();
		});
		answer(this.b, "[\"too late\"]");
		assertThat(this.answers).hasSize(1);
	}

	@Test
	void tellsWhichNodeDidNotAcknowledge() {
		this.broker.lieAboutNodes(1);
		collect(this.first.timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
		answer(this.a, "[1]");
		answer(this.b, "[2]");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missingElsewhere()).isZero();
			assertThat(ex.missingNodes().expected()).isEqualTo(2);
			assertThat(ex.missingNodes().answered()).isOne();
		});
		assertThat(this.firstNode.statistics().count(ClusterCounter.TIMED_OUT)).isOne();
		assertThat(this.firstNode.statistics().pendingRequests()).isZero();
	}

	@Test
	void namesTheNodeThatDidNotAcknowledge() {
		this.broker.hold();
		collect(this.first.timeout(Duration.ofSeconds(1)).emitWithAck("question", Integer.class));
		answer(this.a, "[1]");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missingNodes()).isEqualTo(new MissingNodes(1, 0, Set.of("second"))));
		assertThat(this.failure).hasMessageContaining("second");
	}

	@Test
	void doesNotWaitForTheClientsOfANodeThatStops() {
		collect(this.first.timeout(Duration.ofMinutes(1)).emitWithAck("question", Integer.class));
		answer(this.a, "[1]");
		assertThat(this.failure).isNull();
		this.secondNode.stop().block();
		assertThat(this.answers).containsExactly(1);
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missingElsewhere()).isOne();
			assertThat(ex.missingNodes()).isEqualTo(new MissingNodes(1, 1, Set.of("second")));
		});
		assertThat(this.firstNode.statistics().pendingRequests()).isZero();
		assertThat(this.first.statistics().pendingAcks()).isZero();
	}

	@Test
	void disconnectsUsersWhereverTheyAre() {
		TestEngineSession here = TestEngineSession.open(this.first, () -> "alice", Context.empty());
		TestEngineSession there = TestEngineSession.open(this.second, () -> "alice", Context.empty());
		there.connect("/");
		this.first.disconnectUser("alice");
		assertThat(here.isOpen()).isFalse();
		assertThat(there.take()).containsExactly("1");
		assertThat(there.isOpen()).isFalse();
		assertThat(this.a.isOpen()).isTrue();
		assertThat(this.b.isOpen()).isTrue();
	}

	@Test
	void isToldOfNoUserAfterItsEnd() {
		TestEngineSession there = TestEngineSession.open(this.second, () -> "alice", Context.empty());
		this.second.shutdown();
		this.first.disconnectUser("alice");
		assertThat(there.isOpen()).isTrue();
	}

	@Test
	void asksASocketOfAnotherServer() {
		RemoteSocket socket = socket(this.idOfB);
		collect(socket.emitWithAck("question", Integer.class).flux());
		assertThat(this.a.take()).isEmpty();
		answer(this.b, "[7]");
		assertThat(this.answers).containsExactly(7);
		assertThat(this.completed).isTrue();
	}

	@Test
	void failsWhenTheSocketOfAnotherServerIsGone() {
		RemoteSocket socket = socket(this.idOfB);
		this.b.lose(CloseReason.TRANSPORT_CLOSE);
		collect(socket.timeout(Duration.ofSeconds(1)).emitWithAck("question", Integer.class).flux());
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missing()).containsExactly(this.idOfB));
	}

	@Test
	void describesSocketsOfOtherServers() {
		RemoteSocket socket = socket(this.idOfB);
		assertThat(socket.rooms()).containsExactlyInAnyOrder(this.idOfB, "all");
		assertThat(socket.attributes()).containsEntry("color", "blue");
		assertThat(socket.handshake().query().get("transport")).isEqualTo("websocket");
	}

	private RemoteSocket socket(String id) {
		List<RemoteSocket> found = this.first.fetchSockets().collectList().block();
		assertThat(found).extracting(RemoteSocket::id).containsExactlyInAnyOrder(this.idOfA, this.idOfB);
		return found.stream().filter((socket) -> socket.id().equals(id)).findFirst().orElseThrow();
	}

	@Test
	void failsWhenAServerDoesNotAnswer() {
		this.broker.lieAboutNodes(1);
		collect(this.first.timeout(Duration.ofSeconds(2)).fetchSockets());
		assertThat(this.answers).hasSize(2);
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class, (ex) -> {
			assertThat(ex.missing().count()).isOne();
			assertThat(ex.results()).isEqualTo(this.answers);
		});
	}

	@Test
	void keepsTheRoomsThatAreKnownWhenAServerDoesNotAnswer() {
		this.second.of("/").socket(this.idOfB).join("of b");
		this.broker.lieAboutNodes(1);
		collect(this.first.of("/").roomsOfAllNodes(Duration.ofSeconds(1)).flux());
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.answers).isEmpty();
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.results()).containsExactlyInAnyOrder("all", "of b"));
	}

	@Test
	void keepsTheAnswersOfServersWhenOneDoesNotAnswer() {
		this.second.of("/").onServerSideEmit("load", (arguments, ack) -> ack.send(7));
		this.broker.lieAboutNodes(1);
		collect(this.first.of("/").serverSideEmitWithAck(Duration.ofSeconds(1), "load", Integer.class));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.results()).containsExactly(7));
	}

	@Test
	void keepsTheSocketsOfThisNodeWhileTheBrokerIsUnavailable() {
		this.buses.get(0).lose();
		collect(this.first.fetchSockets().map(RemoteSocket::id));
		assertThat(this.answers).containsExactly(this.idOfA);
		assertThat(this.failure)
			.isInstanceOfSatisfying(ClusterUnavailableException.class, (ex) -> assertThat(ex.results()).singleElement()
				.isInstanceOfSatisfying(RemoteSocket.class, (socket) -> assertThat(socket.id()).isEqualTo(this.idOfA)));
	}

	@Test
	void asksAllNamespacesOfAPatternThoughOneDoesNotAnswer() {
		Pattern pattern = Pattern.compile("/tenant-\\d");
		Namespace tenants = this.first.of(pattern);
		tenants.onConnection((socket) -> socket.join("of " + socket.namespace().name()));
		this.second.of(pattern).onServerSideEmit("load", (arguments, ack) -> ack.send(7));
		TestEngineSession here = TestEngineSession.open(this.first);
		List<String> ids = List.of(here.connect("/tenant-1"), here.connect("/tenant-2"));
		TestEngineSession there = TestEngineSession.open(this.second);
		there.connect("/tenant-2");
		this.broker.lieAboutNodes(1);
		collect(tenants.timeout(Duration.ofSeconds(1)).fetchSockets().map(RemoteSocket::id));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class, (ex) -> {
			assertThat(ex.missing().expected()).isEqualTo(2);
			assertThat(ex.results()).hasSize(3);
		});
		assertThat(this.answers).hasSize(3).containsAll(ids);
		collect(tenants.roomsOfAllNodes(Duration.ofSeconds(1)).flux());
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.results()).containsExactlyInAnyOrder("of /tenant-1", "of /tenant-2"));
		collect(tenants.serverSideEmitWithAck(Duration.ofSeconds(1), "load", Integer.class));
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.results()).containsExactly(7));
	}

	@Test
	void commandsSocketsOfBothServers() {
		this.first.to("all").socketsJoin("new").block();
		assertThat(this.second.of("/").roomSize("new")).isOne();
		socket(this.idOfB).leave("new").block();
		assertThat(this.second.of("/").roomSize("new")).isZero();
		assertThat(this.first.of("/").roomSize("new")).isOne();
		this.second.to("new").disconnectSockets().block();
		assertThat(this.a.take()).containsExactly("1");
		assertThat(this.b.take()).isEmpty();
	}

	@Test
	void keepsReservedRoomsFromPeers() {
		this.broker.inject("/",
				WireFormat.write("peer", new ClusterMessage.Join(BroadcastOptions.ALL, Set.of("\0alice", "new"))));
		assertThat(this.second.of("/").roomSize("new")).isOne();
		assertThat(this.second.of("/").adapter().size("\0alice")).isZero();
	}

	@Test
	void asksServers() {
		this.second.of("/").onServerSideEmit("load", (arguments, ack) -> ack.send(arguments.get(0, Integer.class) + 1));
		collect(this.first.of("/").serverSideEmitWithAck("load", Integer.class, 6));
		assertThat(this.answers).containsExactly(7);
		assertThat(this.completed).isTrue();
	}

	@Test
	void isNotKeptWaitingWhereNobodyListens() {
		collect(this.first.of("/").serverSideEmitWithAck("nobody listens", Integer.class));
		assertThat(this.answers).isEmpty();
		assertThat(this.completed).isTrue();
	}

	@Test
	void failsWhereTheAnswerOfAServerIsTooLarge() {
		this.second.of("/").onServerSideEmit("load", (arguments, ack) -> ack.send("x".repeat(1000)));
		this.broker.limitAnswers(500);
		collect(this.first.of("/").serverSideEmitWithAck("load", String.class));
		assertThat(this.answers).isEmpty();
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class)
			.hasMessage("serverSideEmit: the answers of these nodes are too large for a message: second");
		assertThat(this.secondNode.statistics().count(ClusterCounter.TOO_LARGE)).isOne();
	}

	@Test
	void doesNotWaitForAnAcknowledgementThatIsTooLarge() {
		this.broker.limitAnswers(500);
		collect(this.first.emitWithAck("question", String.class));
		answer(this.a, "[\"of a\"]");
		answer(this.b, "[\"" + "x".repeat(1000) + "\"]");
		assertThat(this.answers).containsExactly("of a");
		assertThat(this.failure).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.invalid()).containsOnlyKeys(this.idOfB);
			assertThat(ex.invalid().get(this.idOfB)).isInstanceOf(ClusterAnswerException.class);
			assertThat(ex.missingElsewhere()).isZero();
			assertThat(ex.missingNodes().count()).isZero();
		})
			.hasMessage("Event 'question' was acknowledged with values that are too large or of the wrong type by"
					+ " 1 socket(s); emitWithAck: the acknowledgement of a client of this node is too large for a"
					+ " message: second");
		assertThat(this.secondNode.statistics().count(ClusterCounter.TOO_LARGE)).isOne();
		assertThat(this.firstNode.statistics().pendingRequests()).isZero();
	}

	@Test
	void tellsThatTheAcknowledgementOfOneSocketIsTooLarge() {
		RemoteSocket remote = this.first.of("/").in(this.idOfB).fetchSockets().blockFirst();
		assertThat(remote).isNotNull();
		this.broker.limitAnswers(500);
		collect(remote.emitWithAck("question", String.class).flux());
		answer(this.b, "[\"" + "x".repeat(1000) + "\"]");
		assertThat(this.answers).isEmpty();
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class).hasMessageEndingWith(": second");
	}

	@Test
	void waitsForRoomsAsLongAsItIsTold() {
		this.broker.lieAboutNodes(1);
		collect(this.first.of("/").roomsOfAllNodes(Duration.ofMillis(100)).flux());
		this.timer.advance(Duration.ofMillis(99));
		assertThat(this.failure).isNull();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.failure).isInstanceOf(ClusterTimeoutException.class);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.first.of("/").roomsOfAllNodes(Duration.ZERO).block());
	}

	@Test
	void sendsToANamespaceOfAnotherServer() {
		this.second.of("/chat").onConnection((socket) -> socket.join("x"));
		TestEngineSession c = TestEngineSession.open(this.second);
		String id = c.connect("/chat");
		this.first.of("/chat").emit("hello");
		assertThat(c.take()).containsExactly("2/chat,[\"hello\"]");
		collect(this.first.of("/chat").fetchSockets().map(RemoteSocket::id));
		assertThat(this.answers).containsExactly(id);
		assertThat(this.completed).isTrue();
	}

	@Test
	void observesBroadcastsOfOtherServers() {
		List<Integer> observed = new ArrayList<>();
		this.second.of("/quiet").onPeerBroadcast("news", (arguments, ack) -> {
			ack.send("nobody asked");
			observed.add(arguments.get(0, Integer.class));
		});
		this.first.of("/quiet").emit("news", 1);
		this.first.of("/quiet").to("room").emit("news", 2);
		this.first.of("/quiet").emit("other", 3);
		this.first.of("/quiet").serverSideEmit("news", 4);
		this.second.of("/quiet").emit("news", 5);
		assertThat(observed).containsExactly(1, 2);
	}

	@Test
	void leavesTheClusterWhenItIsClosed() {
		assertThat(this.first.of("/").nodeCount().block()).isEqualTo(2);
		this.second.shutdown();
		this.second.close(10, Duration.ZERO).block();
		assertThat(this.first.of("/").nodeCount().block()).isOne();
		collect(this.first.fetchSockets().map(RemoteSocket::id));
		assertThat(this.answers).containsExactly(this.idOfA);
		assertThat(this.completed).isTrue();
	}

}
