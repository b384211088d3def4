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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.adapter.cluster.ClusterMessage.SocketsAnswer;
import io.github.socketiospring.adapter.cluster.TestBroker.Held;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * Questions of a {@link ClusterAdapter} to other nodes.
 */
class ClusterQueryTests {

	private final TestBroker broker = new TestBroker();

	private final TestNode one = TestNode.start(this.broker);

	private final TestNode two = TestNode.start(this.broker);

	private final TestNode three = TestNode.start(this.broker);

	private final List<String> found = new ArrayList<>();

	private @Nullable Throwable failure;

	private boolean completed;

	@BeforeEach
	void addSockets() {
		this.one.socket("a", "x");
		this.two.socket("b", "x", "y");
		this.three.socket("c", "z");
	}

	private Disposable fetch(BroadcastOptions options, @Nullable Duration timeout) {
		return collect(this.one.adapter().fetchSockets(options, timeout).map(SocketDetails::id));
	}

	private Disposable collect(Flux<String> answers) {
		return answers.subscribe(this.found::add, (ex) -> this.failure = ex, () -> this.completed = true);
	}

	private MissingNodes missing() {
		assertThat(this.failure).isInstanceOf(ClusterTimeoutException.class);
		return ((ClusterTimeoutException) this.failure).missing();
	}

	@Test
	void findsSocketsOfAllNodes() {
		List<SocketDetails> sockets = this.one.adapter()
			.fetchSockets(BroadcastOptions.room("x"), null)
			.collectList()
			.block();
		assertThat(sockets).extracting(SocketDetails::id).containsExactly("a", "b");
		assertThat(sockets.get(1).rooms()).containsExactlyInAnyOrder("b", "x", "y");
		assertThat(sockets.get(1).attributes()).containsEntry("name", "name of b");
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
		assertThat(this.one.timer().pending()).isZero();
		assertThat(this.one.requests()).containsExactly("SOCKETS COMPLETE 0");
	}

	@Test
	void givesWhatItKnowsFirstAndCompletesWithTheLastAnswer() {
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null);
		assertThat(this.found).containsExactly("a");
		this.broker.take().forEach(Held::deliver);
		List<Held> answers = this.broker.take();
		assertThat(answers).hasSize(2);
		answers.get(1).deliver();
		assertThat(this.found).containsExactly("a", "c");
		answers.get(1).deliver();
		assertThat(this.found).containsExactly("a", "c");
		assertThat(this.completed).isFalse();
		answers.get(0).deliver();
		assertThat(this.found).containsExactly("a", "c", "b");
		assertThat(this.completed).isTrue();
	}

	@Test
	void failsAtTheTimeoutAfterWhatCame() {
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null);
		this.broker.take().forEach(Held::deliver);
		this.broker.take().get(0).deliver();
		this.one.timer().advance(TestNode.TIMEOUT.minusMillis(1));
		assertThat(this.failure).isNull();
		this.one.timer().advance(Duration.ofMillis(1));
		assertThat(this.found).containsExactly("a", "b");
		assertThat(missing()).isEqualTo(new MissingNodes(2, 1, Set.of(this.three.uid())));
		assertThat(this.failure).hasMessageContaining("fetchSockets").hasMessageContaining(this.three.uid());
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
		this.broker.release();
		assertThat(this.one.count(ClusterCounter.TIMED_OUT)).isOne();
		assertThat(this.one.requests()).containsExactly("SOCKETS TIMEOUT 5000");
	}

	@Test
	void countsAQuestionThatItFailsToAnswer() {
		LocalSocket broken = mock();
		given(broken.id()).willReturn("broken");
		given(broken.memory()).willReturn(TestMemory.account());
		given(broken.details()).willThrow(new IllegalStateException("on purpose"));
		this.two.adapter().add(broken, List.of());
		try (CapturedLog log = CapturedLog.of(PeerRequests.class.getName())) {
			fetch(BroadcastOptions.ALL, null);
			assertThat(log.lines()).singleElement().asString().contains("could not be reported to another node");
		}
		assertThat(this.two.count(ClusterCounter.FAILED)).isOne();
		assertThat(this.two.count(ClusterCounter.ANSWERED)).isZero();
		assertThat(this.three.count(ClusterCounter.ANSWERED)).isOne();
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(this.found).containsExactly("a", "c");
		assertThat(missing().names()).containsExactly(this.two.uid());
	}

	@Test
	void waitsAsLongAsItIsTold() {
		this.broker.lieAboutNodes(1);
		fetch(BroadcastOptions.ALL, Duration.ofMillis(100));
		this.one.timer().advance(Duration.ofMillis(99));
		assertThat(this.failure).isNull();
		this.one.timer().advance(Duration.ofMillis(1));
		assertThat(this.found).containsExactly("a", "b", "c");
		assertThat(missing()).isEqualTo(new MissingNodes(3, 2, Set.of()));
	}

	/** Timers may be faster than the thread that sets them. */
	@Test
	void endsIfItsTimeIsAlmostUpBeforeItWaits() {
		TestTimer time = new TestTimer();
		Scheduler timer = mock(Scheduler.class, delegatesTo(time));
		willAnswer((call) -> {
			Disposable task = time.schedule(call.getArgument(0), call.getArgument(1, Long.class), call.getArgument(2));
			if (call.getArgument(1, Long.class) == 80) {
				time.advance(Duration.ofMillis(80));
			}
			return task;
		}).given(timer).schedule(any(), anyLong(), any());
		ClusterNode node = ClusterNode.builder(this.broker.connect())
			.options(TestNode.options().build())
			.timer(timer)
			.lanes(Schedulers.immediate())
			.build();
		Adapter adapter = node.create("/", new TestSockets());
		node.start().block();
		adapter.start().block();
		this.broker.lieAboutNodes(1);
		collect(adapter.fetchSockets(BroadcastOptions.ALL, Duration.ofMillis(100)).map(SocketDetails::id));
		time.advance(Duration.ofMillis(100));
		assertThat(this.found).containsExactly("a", "b", "c");
		assertThat(missing().count()).isOne();
		assertThat(time.pending()).isZero();
	}

	@Test
	void namesNobodyWhereAnswersHaveNoSender() {
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null);
		this.broker.take().forEach(Held::deliver);
		this.broker.inject("/", this.broker.take().get(0).text().replace('"' + this.two.uid() + '"', "null"));
		this.broker.take().forEach(Held::deliver);
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(this.found).containsExactly("a", "b");
		assertThat(missing()).isEqualTo(new MissingNodes(2, 1, Set.of()));
	}

	@Test
	void failsAtOnceAfterItsOwnPartWhileTheBrokerIsUnavailable() {
		this.one.bus().lose();
		fetch(BroadcastOptions.ALL, null);
		assertThat(this.found).containsExactly("a");
		assertThat(this.failure).isInstanceOf(ClusterUnavailableException.class).hasMessageContaining("fetchSockets");
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void asksNobodyElseLocally() {
		fetch(BroadcastOptions.ALL.withLocal(), null);
		assertThat(this.found).containsExactly("a");
		assertThat(this.completed).isTrue();
		assertThat(this.broker.published()).isEmpty();
	}

	@Test
	void forgetsAQuestionThatIsCancelled() {
		this.broker.answerOnlyAsker();
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null).dispose();
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
		assertThat(this.one.timer().pending()).isZero();
		this.broker.release();
		assertThat(this.found).containsExactly("a");
		assertThat(this.one.count(ClusterCounter.LATE)).isEqualTo(2);
		assertThat(this.one.requests()).containsExactly("SOCKETS CANCELLED 0");
	}

	@Test
	void waitsUntilItsNamespaceIsSubscribed() {
		this.broker.refuseSubscriptions();
		Adapter late = this.one.node().create("/", new TestSockets());
		late.start().subscribe();
		collect(late.fetchSockets(BroadcastOptions.ALL, null).map(SocketDetails::id));
		List<Integer> nodes = new ArrayList<>();
		late.nodeCount().subscribe(nodes::add);
		assertThat(this.broker.published()).isEmpty();
		this.broker.acceptSubscriptions();
		this.one.bus().find();
		assertThat(this.found).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(this.completed).isTrue();
		assertThat(nodes).containsExactly(4);
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void failsIfItsNamespaceIsNotSubscribed() {
		this.broker.refuseSubscriptions();
		Adapter late = this.one.node().create("/", new TestSockets());
		late.start().subscribe();
		collect(late.fetchSockets(BroadcastOptions.ALL, null).map(SocketDetails::id));
		RecordingAcks acks = new RecordingAcks();
		late.broadcast(Packet.event("/", 7, "question"), BroadcastOptions.ALL, TestNode.TIMEOUT, acks).dispose();
		this.one.timer().advance(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOf(ClusterUnavailableException.class);
		this.broker.acceptSubscriptions();
		this.one.bus().find();
		assertThat(this.broker.published()).isEmpty();
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void receivesTheAnswersAfterTheNamespaceIsRemoved() {
		TestSocket own = this.one.socket("own");
		this.broker.hold();
		fetch(BroadcastOptions.room("x"), null);
		this.one.adapter().close();
		this.broker.broadcast("/", "event");
		this.broker.release();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(own.events()).isEmpty();
		assertThat(this.completed).isTrue();
		assertThat(this.broker.subscriptions()).containsExactly("MEMBER /", "MEMBER /");
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void asksAfterTheNamespaceIsRemoved() {
		TestSocket b = this.two.socket("b2");
		this.one.adapter().close();
		fetch(BroadcastOptions.room("x"), null);
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
		assertThat(this.one.adapter().roomsOfAllNodes(null).block()).containsExactlyInAnyOrder("x", "y", "z");
		assertThat(this.one.adapter()
			.serverSideEmit(Packet.event("/", "question"), TestNode.TIMEOUT)
			.map(JsonNode::asString)
			.collectList()
			.block()).containsExactly("question", "question");
		RecordingAcks acks = new RecordingAcks();
		Disposable waiting = this.one.adapter()
			.broadcast(Packet.event("/", 7, "question"), BroadcastOptions.room("b2"), TestNode.TIMEOUT, acks);
		b.answer("yes");
		assertThat(acks.log()).endsWith("counted, missing 0", "answered elsewhere b2 [yes]");
		waiting.dispose();
		assertThat(this.broker.subscriptions()).containsExactly("MEMBER /", "MEMBER /");
	}

	@Test
	void failsWhenTheNodeStops() {
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null);
		this.one.node().stop().block();
		assertThat(this.failure).isInstanceOf(ClusterUnavailableException.class);
		assertThat(this.one.requests()).containsExactly("SOCKETS UNAVAILABLE 0");
	}

	@Test
	void failsWhenTheAnswerOfANodeIsTooLarge() {
		for (int i = 0; i < 10; i++) {
			this.two.socket("b" + i);
		}
		this.broker.limitAnswers(1000);
		fetch(BroadcastOptions.ALL, null);
		assertThat(this.found).containsExactly("a", "c");
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class)
			.hasMessage("fetchSockets: the answers of these nodes are too large for a message: " + this.two.uid());
		assertThat(this.two.count(ClusterCounter.TOO_LARGE)).isOne();
		assertThat(this.three.count(ClusterCounter.TOO_LARGE)).isZero();
	}

	@Test
	void stopsReadingSocketsWhenTheAnswerIsTooLarge() {
		SocketDetails details = this.two.socket("b2").details();
		AtomicInteger read = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			LocalSocket socket = mock();
			given(socket.id()).willReturn("socket-" + i);
			given(socket.memory()).willReturn(TestMemory.account());
			given(socket.details()).willAnswer((call) -> {
				read.incrementAndGet();
				return details;
			});
			this.two.adapter().add(socket, List.of("many"));
		}
		this.broker.limitAnswers(1000);
		fetch(BroadcastOptions.room("many"), null);
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class);
		assertThat(this.two.count(ClusterCounter.TOO_LARGE)).isOne();
		assertThat(read).hasValueBetween(1, 10);
	}

	@Test
	void failsWhenTheRoomsOfANodeAreTooLarge() {
		this.two.socket("d", "r".repeat(1000));
		this.broker.limitAnswers(1000);
		this.one.adapter().roomsOfAllNodes(null).subscribe(null, (ex) -> this.failure = ex);
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class)
			.hasMessage("rooms: the answers of these nodes are too large for a message: " + this.two.uid());
		assertThat(this.two.count(ClusterCounter.TOO_LARGE)).isOne();
	}

	@Test
	void leavesOutTheIdsThatAreTooLarge() {
		this.two.socket("d".repeat(1000));
		this.broker.limitAnswers(1000);
		this.broker.hold();
		this.broker.inject("/", WireFormat.write("old", new ClusterMessage.FetchIds("1", Set.of())));
		this.broker.take().forEach(Held::deliver);
		assertThat(this.broker.take()).extracting(Held::text)
			.contains(WireFormat.write(this.two.uid(),
					new ClusterMessage.TooLargeAnswer(new ClusterMessage.IdsAnswer("1", Set.of()))));
	}

	/** A node that answers something else has not answered. */
	@Test
	void ignoresThatAnAnswerOfAnotherKindIsTooLarge() {
		this.broker.lieAboutNodes(1);
		fetch(BroadcastOptions.ALL, null);
		String question = ((ClusterMessage.FetchSockets) WireFormat.read(this.broker.published().get(0)).message())
			.requestId();
		this.broker.inject("/", WireFormat.write("peer",
				new ClusterMessage.TooLargeAnswer(new ClusterMessage.RoomsAnswer(question, Set.of()))));
		assertThat(this.one.count(ClusterCounter.LATE)).isOne();
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(this.found).containsExactly("a", "b", "c");
		assertThat(missing().count()).isOne();
	}

	@Test
	void limitsWhatAnswersContain() {
		ClusterOptions options = TestNode.options().maxAnswers(2).build();
		TestNode small = TestNode.start(this.broker, options, Schedulers.immediate());
		collect(small.adapter().fetchSockets(BroadcastOptions.room("x"), null).map(SocketDetails::id));
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
		collect(small.adapter().fetchSockets(BroadcastOptions.ALL, null).map(SocketDetails::id));
		assertThat(this.found).containsExactly("a", "b", "a", "b");
		assertThat(this.failure).isInstanceOf(ClusterAnswerException.class);
	}

	@Test
	void goesOnWhenItsListenerFails() {
		try (CapturedLog log = CapturedLog.of(Requests.class.getName())) {
			ClusterNode node = ClusterNode.builder(this.broker.connect()).listener((request, outcome, took) -> {
				throw new IllegalStateException("on purpose");
			}).timer(new TestTimer()).lanes(Schedulers.immediate()).build();
			node.start().block();
			assertThat(node.sender("/").fetchSockets(BroadcastOptions.ALL, null).collectList().block()).hasSize(3);
			assertThat(log.lines()).hasSize(1);
		}
	}

	@Test
	void findsRoomsOfAllNodes() {
		assertThat(this.one.adapter().roomsOfAllNodes(null).block()).containsExactlyInAnyOrder("x", "y", "z");
		assertThat(this.broker.published().get(0)).contains("FetchRooms");
	}

	@Test
	void findsRoomsBySocketsWhereNodesCannotBeAsked() {
		this.one.bus().refuseRooms();
		assertThat(this.one.adapter().roomsOfAllNodes(null).block()).containsExactlyInAnyOrder("x", "y", "z");
		assertThat(this.broker.published().get(0)).contains("FetchSockets");
	}

	@Test
	void doesNotTellReservedRooms() {
		this.two.socket("d", "\0user");
		assertThat(this.one.adapter().roomsOfAllNodes(null).block()).containsExactlyInAnyOrder("x", "y", "z");
	}

	@Test
	void countsNodes() {
		assertThat(this.one.adapter().nodeCount().block()).isEqualTo(3);
		this.three.bus().lose();
		assertThat(this.one.adapter().nodeCount().block()).isEqualTo(2);
	}

	@Test
	void collectsTheAnswersOfServers() {
		collect(this.one.adapter()
			.serverSideEmit(Packet.event("/", "question", 1), Duration.ofSeconds(1))
			.map(JsonNode::asString));
		assertThat(this.found).containsExactly("question", "question");
		assertThat(this.completed).isTrue();
		assertThat(this.one.sockets().serverSideEvents()).isEmpty();
	}

	@Test
	void isAloneAtOnce() {
		this.two.bus().lose();
		this.three.bus().lose();
		collect(this.one.adapter()
			.serverSideEmit(Packet.event("/", "question", 1), Duration.ofSeconds(1))
			.map(JsonNode::asString));
		assertThat(this.found).isEmpty();
		assertThat(this.completed).isTrue();
	}

	@Test
	void answersOldNodes() {
		this.broker.hold();
		this.broker.inject("/", WireFormat.write("old", new ClusterMessage.FetchIds("1", Set.of("x"))));
		this.broker.inject("/", WireFormat.write("old", new ClusterMessage.Confirmed("2",
				new ClusterMessage.Join(BroadcastOptions.room("b"), List.of("new")))));
		this.broker.take().forEach(Held::deliver);
		assertThat(this.broker.take()).extracting(Held::text)
			.containsExactlyInAnyOrder(WireFormat.write(this.one.uid(), new ClusterMessage.IdsAnswer("1", Set.of("a"))),
					WireFormat.write(this.two.uid(), new ClusterMessage.IdsAnswer("1", Set.of("b"))),
					WireFormat.write(this.three.uid(), new ClusterMessage.IdsAnswer("1", Set.of())),
					WireFormat.write(this.two.uid(), new ClusterMessage.Confirmation("2")));
		assertThat(this.two.adapter().size("new")).isOne();
	}

	@Test
	void ignoresAnswersOfAnotherKind() {
		this.broker.hold();
		fetch(BroadcastOptions.ALL, null);
		Held question = this.broker.take().get(0);
		question.deliver();
		Held answer = this.broker.take().stream().filter((held) -> held.is(SocketsAnswer.class)).findFirst().get();
		ClusterMessage.Answer expected = (ClusterMessage.Answer) WireFormat.read(answer.text()).message();
		this.broker.inject("/",
				WireFormat.write("peer", new ClusterMessage.RoomsAnswer(expected.requestId(), Set.of("x"))));
		this.broker.take().forEach(Held::deliver);
		assertThat(this.found).containsExactly("a");
		assertThat(this.completed).isFalse();
		assertThat(this.one.count(ClusterCounter.LATE)).isOne();
	}

	@Test
	void survivesASocketThatIsGone() {
		TestSocket gone = this.two.socket("gone");
		this.two.adapter().remove(gone);
		fetch(BroadcastOptions.room("gone"), null);
		assertThat(this.found).isEmpty();
		assertThat(this.completed).isTrue();
	}

}
