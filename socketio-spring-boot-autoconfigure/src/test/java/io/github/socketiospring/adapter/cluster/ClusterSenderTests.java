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

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.adapter.cluster.TestBroker.Held;
import io.github.socketiospring.protocol.Packet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Sends to a namespace that only other nodes have.
 */
class ClusterSenderTests {

	private final TestBroker broker = new TestBroker();

	private final TestNode one = TestNode.start(this.broker);

	private final TestNode two = TestNode.start(this.broker);

	private final TestSockets sockets = new TestSockets();

	private final AdapterSender sender = this.one.sender("/chat");

	private Adapter chat;

	private TestSocket b;

	@BeforeEach
	void openNamespace() {
		this.chat = this.two.open("/chat", this.sockets);
		this.b = new TestSocket("b", this.chat);
		this.chat.add(this.b, List.of("x"));
	}

	@AfterEach
	void keepsNothing() {
		assertThat(this.broker.subscriptions()).doesNotContain("ASKER /chat");
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void reachesSocketsOfOtherNodes() {
		this.sender.broadcast(Packet.event("/chat", "hello"), BroadcastOptions.room("x"));
		this.sender.broadcast(Packet.event("/chat", "local"), BroadcastOptions.ALL.withLocal());
		this.sender.joinAll(BroadcastOptions.ALL, List.of("y", "z")).block();
		this.sender.leaveAll(BroadcastOptions.ALL, List.of("x", "y")).block();
		this.sender.serverSideEmit(Packet.event("/chat", "servers"));
		assertThat(this.b.events()).containsExactly("hello");
		assertThat(this.chat.rooms(this.b)).containsExactlyInAnyOrder("b", "z");
		assertThat(this.sockets.serverSideEvents()).containsExactly("servers");
		this.sender.disconnectAll(BroadcastOptions.ALL, true).block();
		assertThat(this.b.disconnects()).containsExactly(true);
	}

	@Test
	void asksOtherNodes() {
		assertThat(this.sender.fetchSockets(BroadcastOptions.ALL, null).map(SocketDetails::id).collectList().block())
			.containsExactly("b");
		assertThat(this.sender.roomsOfAllNodes(null).block()).containsExactly("x");
		assertThat(this.sender.nodeCount().block()).isOne();
		assertThat(this.sender.serverSideEmit(Packet.event("/chat", "question"), Duration.ofSeconds(1))
			.map(JsonNode::asString)
			.collectList()
			.block()).containsExactly("question");
	}

	@Test
	void findsNobodyWhereNobodyIs() {
		AdapterSender nowhere = this.one.sender("/nowhere");
		assertThat(nowhere.fetchSockets(BroadcastOptions.ALL, null).collectList().block()).isEmpty();
		assertThat(nowhere.nodeCount().block()).isZero();
	}

	@Test
	void collectsAcknowledgements() {
		RecordingAcks acks = new RecordingAcks();
		Disposable waiting = this.sender.broadcast(Packet.event("/chat", 7, "question"), BroadcastOptions.ALL,
				TestNode.TIMEOUT, acks);
		this.b.answer("yes");
		assertThat(acks.log()).containsExactly("ask elsewhere", "expect []", "expect elsewhere 1", "counted, missing 0",
				"answered elsewhere b [yes]");
		waiting.dispose();
	}

	@Test
	void takesAnswersToItsOwnRequestOnly() {
		this.broker.hideAnswerers();
		this.broker.lieAboutNodes(1);
		this.broker.hold();
		RecordingAcks acks = new RecordingAcks();
		List<Object> first = fetch();
		List<Object> second = fetch();
		Disposable waiting = this.sender.broadcast(Packet.event("/chat", 7, "question"), BroadcastOptions.ALL,
				TestNode.TIMEOUT, acks);
		this.broker.release();
		this.b.answer("yes");
		assertThat(acks.log()).containsExactly("ask elsewhere", "expect []", "expect elsewhere 1",
				"answered elsewhere b [yes]");
		this.one.timer().advance(Duration.ofSeconds(1));
		assertThat(List.of(first, second)).allSatisfy(ClusterSenderTests::missesANode);
		waiting.dispose();
	}

	private List<Object> fetch() {
		List<Object> result = new ArrayList<>();
		this.sender.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1))
			.map(SocketDetails::id)
			.subscribe(result::add, result::add);
		return result;
	}

	private static void missesANode(List<Object> result) {
		assertThat(result).hasSize(2).startsWith("b");
		assertThat(result.get(1)).isInstanceOf(ClusterTimeoutException.class);
	}

	@Test
	void takesNoAnswerTwiceWhenTheNamespaceIsOpenedHere() {
		this.broker.hideAnswerers();
		this.broker.lieAboutNodes(1);
		this.broker.hold();
		List<Object> result = fetch();
		this.broker.take().forEach(Held::deliver);
		Adapter opened = this.one.open("/chat", new TestSockets());
		this.broker.release();
		assertThat(this.one.count(ClusterCounter.LATE)).isZero();
		this.one.timer().advance(Duration.ofSeconds(1));
		missesANode(result);
		opened.close();
	}

	@Test
	void failsAtTheTimeout() {
		this.broker.lieAboutNodes(1);
		StepVerifier.create(this.sender.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1)))
			.expectNextCount(1)
			.then(() -> this.one.timer().advance(Duration.ofSeconds(1)))
			.verifyError(ClusterTimeoutException.class);
	}

	@Test
	void requestsThatFailTogetherShareALookup() {
		this.broker.lieAboutNodes(1);
		List<Object> failures = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			this.one.sender("/chat")
				.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1))
				.subscribe(null, failures::add);
		}
		this.sender.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1)).subscribe(null, failures::add);
		this.one.sender("/nowhere")
			.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1))
			.subscribe(null, failures::add);
		this.one.timer().advance(Duration.ofSeconds(1));
		assertThat(failures).hasSize(12).hasOnlyElementsOfType(ClusterTimeoutException.class);
		// One for each namespace.
		assertThat(this.broker.lookups()).isEqualTo(2);
	}

	@Test
	void countsTheTimeOfItsSubscription() {
		this.broker.lieAboutNodes(1);
		this.broker.refuseSubscriptions();
		StepVerifier.create(this.sender.fetchSockets(BroadcastOptions.ALL, Duration.ofSeconds(1))).then(() -> {
			this.one.timer().advance(Duration.ofMillis(400));
			this.broker.acceptSubscriptions();
			this.one.bus().find();
		})
			.expectNextCount(1)
			.then(() -> this.one.timer().advance(Duration.ofMillis(600)))
			.verifyError(ClusterTimeoutException.class);
		assertThat(this.one.requests()).containsExactly("SOCKETS TIMEOUT 600");
	}

	@Test
	void failsWhenItsSubscriptionDoesNotStand() {
		this.broker.refuseSubscriptions();
		StepVerifier.create(this.sender.fetchSockets(BroadcastOptions.ALL, null))
			.then(() -> this.one.timer().advance(Duration.ofSeconds(1)))
			.verifyError(ClusterUnavailableException.class);
		assertThat(this.broker.published()).isEmpty();
	}

	@Test
	void failsAtOnceWhileTheBrokerIsUnavailable() {
		this.one.bus().lose();
		this.sender.broadcast(Packet.event("/chat", "lost"), BroadcastOptions.ALL);
		assertThat(this.one.count(ClusterCounter.LOST)).isOne();
		StepVerifier.create(this.sender.fetchSockets(BroadcastOptions.ALL, null))
			.verifyError(ClusterUnavailableException.class);
		StepVerifier.create(this.sender.joinAll(BroadcastOptions.ALL, List.of("y")))
			.verifyError(ClusterUnavailableException.class);
		RecordingAcks acks = new RecordingAcks();
		assertThatExceptionOfType(ClusterUnavailableException.class).isThrownBy(() -> this.sender
			.broadcast(Packet.event("/chat", 7, "question"), BroadcastOptions.ALL, TestNode.TIMEOUT, acks));
		assertThat(acks.log()).isEmpty();
	}

}
