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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.adapter.cluster.TestBroker.Held;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.testsupport.CapturedLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What the nodes know of each other, and what they do when one is gone. Each node has a
 * clock of its own: one whose clock stands still is silent.
 */
class PresenceTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final TestBroker broker = new TestBroker();

	private final TestNode one = TestNode.start(this.broker, "first");

	private final TestNode two = TestNode.start(this.broker, "second");

	private final TestNode three = TestNode.start(this.broker, "third");

	private TestSocket ofThird;

	private final List<String> found = new ArrayList<>();

	private @Nullable Throwable failure;

	private boolean completed;

	@BeforeEach
	void addSockets() {
		this.one.socket("a");
		this.two.socket("b");
		this.ofThird = this.three.socket("c");
	}

	private static void advance(Duration time, TestNode... nodes) {
		for (long second = 0; second < time.toSeconds(); second++) {
			for (TestNode node : nodes) {
				node.timer().advance(Duration.ofSeconds(1));
			}
		}
	}

	/** Ask from the first node, whose question has arrived when this returns. */
	private List<Held> ask(Duration timeout) {
		this.broker.hold();
		this.one.adapter()
			.fetchSockets(BroadcastOptions.ALL, timeout)
			.map(SocketDetails::id)
			.subscribe(this.found::add, (ex) -> this.failure = ex, () -> this.completed = true);
		this.broker.take().forEach(Held::deliver);
		return this.broker.take();
	}

	private static String process(TestNode node) {
		return node.uid().substring(0, node.uid().indexOf('.'));
	}

	private void tell(String frame) {
		this.broker.tellNodes(frame.getBytes(StandardCharsets.UTF_8));
	}

	private static String heartbeat(String id) {
		return "{\"v\":1,\"id\":\"" + id + "\",\"type\":\"beat\",\"name\":\"\",\"every\":5000}";
	}

	@Test
	void nodesKnowEachOtherAsSoonAsTheyAreThere() {
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
		assertThat(this.two.node().otherNodes()).containsExactly("first", "third");
		assertThat(this.three.node().otherNodes()).containsExactly("first", "second");
		assertThat(this.broker.amongNodes()).startsWith(
				"{\"v\":1,\"id\":\"" + process(this.one) + "\",\"type\":\"beat\",\"name\":\"first\",\"every\":5000}");
	}

	@Test
	void nodesAreDescribedByTheirLastHeartbeat() {
		advance(Duration.ofSeconds(4), this.one);
		assertThat(this.one.node().describeOtherNodes()).containsExactly(
				new PeerNode(process(this.two), "second", Duration.ofSeconds(4)),
				new PeerNode(process(this.three), "third", Duration.ofSeconds(4)));
		advance(TestNode.HEARTBEAT, this.two);
		assertThat(this.one.node().describeOtherNodes()).extracting(PeerNode::sinceHeartbeat)
			.containsExactly(Duration.ZERO, Duration.ofSeconds(4));
		int asked = this.broker.published().size();
		advance(Duration.ofSeconds(16), this.one, this.two);
		assertThat(this.one.node().describeOtherNodes()).extracting(PeerNode::id).containsExactly(process(this.two));
		assertThat(this.two.node().describeOtherNodes()).extracting(PeerNode::id).containsExactly(this.one.node().id());
		assertThat(this.broker.published()).hasSize(asked);
	}

	@Test
	void inventedNodesAreNotAllAnswered() {
		int before = this.broker.amongNodes().size();
		for (int i = 0; i < 100; i++) {
			tell(heartbeat("invented" + i));
		}
		assertThat(this.broker.amongNodes().size() - before - 100).isBetween(1, 3 * 10);
	}

	@Test
	void aNodeIsHeardInEachInterval() {
		int before = this.broker.amongNodes().size();
		advance(Duration.ofSeconds(50), this.one);
		assertThat(this.broker.amongNodes()).hasSize(before + 10);
	}

	@Test
	void aNodeThatMissesThreeHeartbeatsIsGone() {
		advance(Duration.ofSeconds(15), this.one, this.two);
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
		advance(Duration.ofSeconds(5), this.one, this.two);
		assertThat(this.one.node().otherNodes()).containsExactly("second");
		assertThat(this.two.node().otherNodes()).containsExactly("first");
		advance(Duration.ofSeconds(5), this.three);
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
	}

	@Test
	void requestsWaitNoLongerForANodeThatHangs() {
		ask(LONG).get(0).deliver();
		advance(Duration.ofSeconds(15), this.one, this.two);
		assertThat(this.completed).isFalse();
		advance(Duration.ofSeconds(5), this.one, this.two);
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
	}

	@Test
	void requestsWaitForTheOthersAfterOneIsGone() {
		Held second = ask(LONG).get(0);
		advance(Duration.ofSeconds(20), this.one, this.two);
		assertThat(this.completed).isFalse();
		second.deliver();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
	}

	/** The broker counted it no longer when the others were asked. */
	@Test
	void requestsDoNotTakeAnotherForTheNodeThatWasKilledBefore() {
		this.three.bus().lose();
		Held second = ask(LONG).get(0);
		advance(Duration.ofSeconds(20), this.one, this.two);
		assertThat(this.one.node().otherNodes()).containsExactly("second");
		assertThat(this.completed).isFalse();
		second.deliver();
		assertThat(this.completed).isTrue();
	}

	@Test
	void requestsDoNotTakeAnotherForANodeWithoutTheNamespace() {
		this.three.adapter().close();
		Held second = ask(LONG).get(0);
		this.three.node().stop().block();
		assertThat(this.one.node().otherNodes()).containsExactly("second");
		assertThat(this.completed).isFalse();
		second.deliver();
		assertThat(this.completed).isTrue();
	}

	@Test
	void requestsDoNotWaitForANodeThatStops() {
		ask(LONG).get(0).deliver();
		this.three.node().stop().block();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
		assertThat(this.broker.amongNodes())
			.endsWith("{\"v\":1,\"id\":\"" + process(this.three) + "\",\"type\":\"bye\"}");
		assertThat(this.three.timer().pending()).isZero();
	}

	@Test
	void requestsDoNotWaitForANodeThatJoinsMeanwhile() {
		ask(LONG).get(0).deliver();
		advance(Duration.ofSeconds(3), this.one, this.two, this.three);
		TestNode.start(this.broker, "fourth");
		assertThat(this.one.node().otherNodes()).contains("fourth");
		this.three.node().stop().block();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
	}

	/** It may have been counted before it was heard. */
	@Test
	void requestsWaitForANodeThatHasJustJoined() {
		ask(LONG).get(0).deliver();
		advance(Duration.ofSeconds(1), this.one, this.two, this.three);
		TestNode.start(this.broker, "fourth");
		this.three.node().stop().block();
		assertThat(this.completed).isFalse();
	}

	@Test
	void requestsDoNotWaitForANodeThatOnlyAsks() {
		List<Held> answers = ask(LONG);
		this.two.sender("/").fetchSockets(BroadcastOptions.ALL, LONG).subscribe();
		assertThat(this.broker.subscriptions()).contains("ASKER /");
		answers.get(0).deliver();
		this.three.node().stop().block();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
	}

	@Test
	void requestsShareTheLookupsOfThoseWhoAreHere() {
		this.three.bus().lose();
		this.broker.lieAboutNodes(1);
		tell("{\"v\":1,\"id\":\"" + process(this.three) + "\",\"type\":\"bye\"}");
		List<Long> counts = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.one.adapter().fetchSockets(BroadcastOptions.ALL, LONG).count().subscribe(counts::add);
		}
		assertThat(counts).containsExactly(2L);
		assertThat(this.broker.lookups()).isOne();
		this.one.timer().advance(Duration.ofMillis(500));
		assertThat(counts).hasSize(10).containsOnly(2L);
		assertThat(this.broker.lookups()).isEqualTo(2);
	}

	@Test
	void requestsToAbsentNamespacesShareTheLookupsOfThoseWhoAreHere() {
		this.two.open("/chat", new TestSockets());
		this.three.open("/chat", new TestSockets());
		this.broker.hold();
		List<Long> counts = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.one.sender("/chat").fetchSockets(BroadcastOptions.ALL, LONG).count().subscribe(counts::add);
		}
		this.three.bus().lose();
		this.broker.release();
		assertThat(counts).isEmpty();
		tell("{\"v\":1,\"id\":\"" + process(this.three) + "\",\"type\":\"bye\"}");
		assertThat(counts).hasSize(10).containsOnly(0L);
		assertThat(this.broker.lookups()).isOne();
	}

	@Test
	void requestsThatFailTogetherShareALookup() {
		List<Throwable> failures = new ArrayList<>();
		this.broker.hold();
		for (int i = 0; i < 10; i++) {
			this.one.adapter().fetchSockets(BroadcastOptions.ALL, TestNode.TIMEOUT).subscribe(null, failures::add);
		}
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(failures).hasSize(10)
			.allSatisfy((failure) -> assertThat(failure).hasMessageContainingAll("second", "third"));
		assertThat(this.broker.lookups()).isOne();
	}

	/** It said so, but the broker counts it still. */
	@Test
	void requestsDoNotBeginToWaitForANodeThatStops() {
		tell("{\"v\":1,\"id\":\"" + process(this.three) + "\",\"type\":\"bye\"}");
		ask(LONG).get(0).deliver();
		assertThat(this.found).containsExactly("a", "b");
		assertThat(this.completed).isTrue();
	}

	@Test
	void aNodeThatStartsAgainIsWaitedFor() {
		this.three.node().stop().block();
		this.three.node().start().block();
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
		List<Held> answers = ask(LONG);
		answers.get(0).deliver();
		assertThat(this.completed).isFalse();
		answers.get(1).deliver();
		assertThat(this.completed).isTrue();
	}

	/** Ask with acknowledgements from the first node; each node has one socket. */
	private RecordingAcks askForAcks(Duration timeout) {
		RecordingAcks acks = new RecordingAcks();
		this.one.adapter().broadcast(Packet.event("/", 7, "question"), BroadcastOptions.ALL, timeout, acks);
		return acks;
	}

	@Test
	void acknowledgementsAreNotAwaitedFromANodeThatStops() {
		RecordingAcks acks = askForAcks(LONG);
		assertThat(acks.log()).endsWith("counted, missing 0");
		this.three.node().stop().block();
		assertThat(acks.log()).endsWith("counted, missing 0", "gone [third] with 1");
	}

	@Test
	void acknowledgementsAreNotAwaitedFromANodeThatHangs() {
		RecordingAcks acks = askForAcks(LONG);
		advance(Duration.ofSeconds(15), this.one, this.two);
		assertThat(acks.log()).endsWith("counted, missing 0");
		advance(Duration.ofSeconds(5), this.one, this.two);
		assertThat(acks.log()).endsWith("gone [third] with 1");
	}

	@Test
	void nothingIsMissingFromANodeWhoseSocketsHaveAnswered() {
		RecordingAcks acks = askForAcks(LONG);
		this.ofThird.answer("c");
		this.three.node().stop().block();
		assertThat(acks.log()).endsWith("counted, missing 0", "answered elsewhere c [c]");
	}

	/** Its acknowledgements would be counted twice otherwise. */
	@Test
	void acknowledgementsOfANodeThatIsGoneAreIgnored() {
		RecordingAcks acks = askForAcks(LONG);
		advance(Duration.ofSeconds(20), this.one, this.two);
		this.ofThird.answer("c");
		assertThat(acks.log()).endsWith("gone [third] with 1");
		assertThat(this.one.count(ClusterCounter.LATE)).isOne();
	}

	@Test
	void aBroadcastNamesTheNodeThatStopsBeforeItHasCounted() {
		this.broker.hold();
		RecordingAcks acks = askForAcks(LONG);
		this.broker.take().forEach(Held::deliver);
		List<Held> counts = this.broker.take();
		this.three.node().stop().block();
		assertThat(acks.log()).endsWith("expect [a]");
		counts.get(0).deliver();
		assertThat(acks.log()).endsWith("expect elsewhere 1", "counted, missing 1");
		assertThat(acks.missing()).isEqualTo(new MissingNodes(2, 1, Set.of("third")));
		assertThat(this.one.requests()).containsExactly("BROADCAST COMPLETE 0");
	}

	/** Its farewell has overtaken the number of its sockets. */
	@Test
	void theSocketsOfANodeThatIsGoneAreMissingAlsoIfTheyAreCountedLater() {
		this.broker.hold();
		RecordingAcks acks = askForAcks(LONG);
		this.broker.take().forEach(Held::deliver);
		List<Held> counts = this.broker.take();
		this.three.node().stop().block();
		counts.get(1).deliver();
		assertThat(acks.log()).endsWith("expect elsewhere 1", "gone [third] with 1");
		counts.get(0).deliver();
		assertThat(acks.log()).endsWith("expect elsewhere 1", "counted, missing 0");
	}

	/** It said so before, but the broker counts it still. */
	@Test
	void aBroadcastDoesNotMissANodeThatHadLeftBefore() {
		tell("{\"v\":1,\"id\":\"" + process(this.three) + "\",\"type\":\"bye\"}");
		this.broker.hold();
		RecordingAcks acks = askForAcks(LONG);
		this.broker.take().forEach(Held::deliver);
		this.broker.take().get(0).deliver();
		assertThat(acks.log()).endsWith("expect elsewhere 1", "counted, missing 0");
	}

	@Test
	void aBroadcastNamesTheNodesThatAreGoneAndThoseThatDoNotAnswer() {
		this.broker.hold();
		RecordingAcks acks = askForAcks(Duration.ofSeconds(30));
		this.broker.take().forEach(Held::deliver);
		this.broker.take();
		this.three.node().stop().block();
		advance(Duration.ofSeconds(30), this.one, this.two);
		assertThat(acks.log()).endsWith("expect [a]", "counted, missing 2");
		assertThat(acks.missing()).isEqualTo(new MissingNodes(2, 0, Set.of("second", "third")));
	}

	@Test
	void missingNodesAreNamed() {
		ask(TestNode.TIMEOUT).get(0).deliver();
		advance(TestNode.TIMEOUT, this.one);
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.missing()).isEqualTo(new MissingNodes(2, 1, Set.of("third"))));
		assertThat(this.failure).hasMessageContaining("missing: third");
	}

	/** It still looks alive to the broker, so who asks is told. */
	@Test
	void aNodeThatHangsIsNamedAlsoAfterItIsGone() {
		advance(Duration.ofSeconds(20), this.one, this.two);
		assertThat(this.one.node().otherNodes()).containsExactly("second");
		ask(TestNode.TIMEOUT).get(0).deliver();
		advance(TestNode.TIMEOUT, this.one, this.two);
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.missing()).isEqualTo(new MissingNodes(2, 1, Set.of("third"))));
	}

	@Test
	void nodesThatAreGoneAreNotAmongTheMissing() {
		ask(Duration.ofSeconds(30));
		this.three.node().stop().block();
		advance(Duration.ofSeconds(30), this.one, this.two);
		assertThat(this.failure).isInstanceOfSatisfying(ClusterTimeoutException.class,
				(ex) -> assertThat(ex.missing()).isEqualTo(new MissingNodes(1, 0, Set.of("second"))));
	}

	@Test
	void aNodeThatIsDeafConnectsAgain() {
		try (CapturedLog log = CapturedLog.of(Presence.class.getName())) {
			this.one.bus().deafen();
			advance(Duration.ofSeconds(15), this.one, this.two, this.three);
			// It was heard before the first of these intervals ended.
			assertThat(this.one.bus().givenUp()).isZero();
			advance(Duration.ofSeconds(5), this.one, this.two, this.three);
			assertThat(this.one.bus().givenUp()).isOne();
			assertThat(this.one.count(ClusterCounter.DEAF)).isOne();
			assertThat(log.lines()).hasSize(1);
			assertThat(this.one.node().otherNodes()).as("what a deaf node says of others")
				.containsExactly("second", "third");
			advance(Duration.ofMinutes(1), this.one, this.two, this.three);
			assertThat(this.one.bus().givenUp()).isOne();
			assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
		}
	}

	@Test
	void aNodeThatStaysDeafTriesAgain() {
		this.one.bus().deafen();
		advance(Duration.ofSeconds(20), this.one);
		this.one.bus().deafen();
		advance(Duration.ofSeconds(20), this.one);
		assertThat(this.one.bus().givenUp()).isEqualTo(2);
	}

	@Test
	void nobodyIsGoneAndNobodyIsDeafWhileTheBrokerIsUnavailable() {
		this.one.bus().lose();
		advance(Duration.ofMinutes(1), this.one);
		assertThat(this.one.bus().givenUp()).isZero();
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
		this.one.bus().find();
		advance(Duration.ofSeconds(15), this.one, this.two, this.three);
		assertThat(this.one.bus().givenUp()).isZero();
		assertThat(this.one.node().otherNodes()).containsExactly("second", "third");
	}

	@Test
	void nothingIsToldOrNoticedWithoutHeartbeats() {
		TestBroker quiet = new TestBroker();
		TestNode first = TestNode.start(quiet);
		TestNode second = TestNode.start(quiet);
		advance(Duration.ofMinutes(1), first, second);
		assertThat(quiet.amongNodes()).isEmpty();
		assertThat(first.bus().givenUp()).isZero();
		assertThat(first.timer().pending()).isZero();
	}

	@Test
	void commandsReachTheOtherNodesInTheirOrder() {
		List<PeerCommand> own = new ArrayList<>();
		List<PeerCommand> others = new ArrayList<>();
		this.one.node().peers().listen(own::add);
		Disposable listening = this.two.node().peers().listen(others::add);
		List<PeerCommand> commands = List.of(new PeerCommand.DisconnectUser("ann\n\u00e4"),
				new PeerCommand.EndSession("0123456789abcdef".repeat(4)), new PeerCommand.DisconnectUser(""));
		commands.forEach(this.one.node().peers()::send);
		assertThat(own).isEmpty();
		assertThat(others).isEqualTo(commands);
		listening.dispose();
		this.one.node().peers().send(commands.get(0));
		assertThat(others).hasSize(3);
	}

	@Test
	void commandsThatCannotBeToldAreCounted() {
		List<PeerCommand> others = new ArrayList<>();
		this.two.node().peers().listen(others::add);
		long lost = this.one.count(ClusterCounter.LOST);
		try (CapturedLog log = CapturedLog.of(Presence.class.getName())) {
			this.one.bus().lose();
			assertThatNoException()
				.isThrownBy(() -> this.one.node().peers().send(new PeerCommand.DisconnectUser("ann")));
			this.one.bus().find();
			assertThatNoException().isThrownBy(() -> this.one.node()
				.peers()
				.send(new PeerCommand.DisconnectUser("a".repeat(NodeFrames.MAX_SIZE))));
			assertThat(log.lines()).as("lines in a minute").hasSize(1);
		}
		assertThat(this.one.count(ClusterCounter.LOST)).isEqualTo(lost + 2);
		assertThat(others).isEmpty();
	}

	@Test
	void aListenerThatFailsIsNoReasonNotToHear() {
		this.two.node().peers().listen((command) -> {
			throw new IllegalStateException("on purpose");
		});
		this.one.node().peers().send(new PeerCommand.DisconnectUser("ann"));
		assertThat(this.two.count(ClusterCounter.FAILED)).isOne();
		tell(heartbeat("f"));
		assertThat(this.two.node().otherNodes()).contains("f");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "null", "[]", "7", "{}", "{\"v\":\"1\",\"id\":\"a\",\"type\":\"bye\"}",
			"{\"v\":1,\"type\":\"bye\"}", "{\"v\":1,\"id\":\"\",\"type\":\"bye\"}",
			"{\"v\":1,\"id\":\"a.0\",\"type\":\"bye\"}", "{\"v\":1,\"id\":\"a\"}", "{\"v\":1,\"id\":\"a\",\"type\":7}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"name\":\"x\"}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"every\":5000}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"name\":\"x\",\"every\":0}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"name\":\"x\",\"every\":1e3}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"name\":\"x\",\"every\":3600001}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"beat\",\"name\":\"x\",\"every\":99999999999999999999}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"user\"}", "{\"v\":1,\"id\":\"a\",\"type\":\"user\",\"user\":[]}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"session\",\"session\":\"c2Vzc2lvbg\"}",
			"{\"v\":1,\"id\":\"a\",\"type\":\"bye\"} {}", "{\"a\":[[[[[]]]]]}" })
	void malformedFramesChangeNothing(String frame) {
		List<PeerCommand> commands = new ArrayList<>();
		this.two.node().peers().listen(commands::add);
		tell(frame);
		assertThat(this.two.count(ClusterCounter.MALFORMED)).isOne();
		assertThat(this.two.count(ClusterCounter.FAILED)).isZero();
		assertThat(this.two.node().otherNodes()).containsExactly("first", "third");
		assertThat(commands).isEmpty();
	}

	@Test
	void largeFramesAndLongNamesChangeNothing() {
		tell(heartbeat("a").replace("\"\"", "\"" + "x".repeat(NodeFrames.MAX_NAME + 1) + "\""));
		tell(" ".repeat(NodeFrames.MAX_SIZE) + heartbeat("a"));
		tell("{\"v\":1,\"id\":\"" + "a".repeat(65) + "\",\"type\":\"bye\"}");
		assertThat(this.two.count(ClusterCounter.MALFORMED)).isEqualTo(3);
		assertThat(this.two.node().otherNodes()).containsExactly("first", "third");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"v\":2,\"kind\":[]}", "{\"v\":1,\"id\":\"a\",\"type\":\"later\",\"x\":{}}" })
	void framesOfOtherVersionsAreIgnored(String frame) {
		long ignored = this.two.count(ClusterCounter.IGNORED);
		tell(frame);
		assertThat(this.two.count(ClusterCounter.IGNORED)).isEqualTo(ignored + 1);
		assertThat(this.two.count(ClusterCounter.MALFORMED)).isZero();
	}

	@Test
	void nodesBeyondALimitAreRefused() {
		for (int i = 0; i < KnownNodes.MOST + 10; i++) {
			tell(heartbeat("peer" + i));
		}
		assertThat(this.two.node().otherNodes()).hasSize(KnownNodes.MOST);
		assertThat(this.two.count(ClusterCounter.REFUSED)).isEqualTo(12);
		advance(Duration.ofSeconds(20), this.one, this.two, this.three);
		assertThat(this.two.node().otherNodes()).containsExactly("first", "third");
		tell(heartbeat("newcomer"));
		assertThat(this.two.node().otherNodes()).containsExactly("first", "newcomer", "third");
	}

	@Test
	void longNamesAreCut() {
		TestNode.start(this.broker, "x".repeat(NodeFrames.MAX_NAME - 1) + "\uD83D\uDE00");
		assertThat(this.one.node().otherNodes()).contains("x".repeat(NodeFrames.MAX_NAME - 1));
	}

}
