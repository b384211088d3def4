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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.HandshakeDetails;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.MissingNodes;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Broadcasts that are acknowledged by sockets of this node and of others.
 */
class AcksOfOtherNodesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final int LIMIT = 10;

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.options(new TestOptions().maxPendingAcks(LIMIT).build())
		.adapters((name, sockets) -> {
			this.node = new Node(sockets);
			return this.node;
		})
		.build();

	private final TestEngineSession session = TestEngineSession.open(this.io);

	private final String id = this.session.connect("/");

	private final List<Object> log = new ArrayList<>();

	private Node node;

	private void ask() {
		log(this.io.of("/").emitWithAck("question", String.class));
	}

	private void log(Flux<?> answers) {
		answers.subscribe(this.log::add, this.log::add, () -> this.log.add("done"));
	}

	private AckCollector acks() {
		return Objects.requireNonNull(this.node.acks);
	}

	private void answer(@Nullable String socketId, String argument) {
		answer(socketId, JsonNodeFactory.instance.stringNode(argument));
	}

	private void answer(@Nullable String socketId, JsonNode... arguments) {
		acks().answeredElsewhere(socketId, new TreeArgumentReader(List.of(arguments), JsonMapper.shared()));
	}

	private AckTimeoutException failure() {
		return (AckTimeoutException) this.log.get(this.log.size() - 1);
	}

	private RemoteSocket elsewhere() {
		return Objects.requireNonNull(this.io.of("/").to("elsewhere").fetchSockets().blockFirst());
	}

	@Test
	void waitsForThoseOfAllNodes() {
		ask();
		acks().expectElsewhere(2);
		acks().expectElsewhere(0);
		answer("x", "x");
		this.session.receive("30[\"here\"]");
		answer(null, "y");
		assertThat(this.log).containsExactly("x", "here", "y");
		acks().nodesCounted(MissingNodes.NONE);
		assertThat(this.log).endsWith("done").hasSize(4);
		assertThat(this.node.ended).isOne();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void takesAnswersThatOvertakeTheNumberOfReceivers() {
		ask();
		this.session.receive("30[\"here\"]");
		answer("x", "x");
		answer("y", "y");
		acks().expectElsewhere(3);
		acks().nodesCounted(MissingNodes.NONE);
		assertThat(this.log).containsExactly("here", "x", "y");
		answer("z", "z");
		assertThat(this.log).containsExactly("here", "x", "y", "z", "done");
	}

	@Test
	void isNotCompleteBeforeTheReceiversHereAreCounted() {
		this.node.early = (collector) -> {
			collector.expectElsewhere(1);
			collector.answeredElsewhere("x", new TreeArgumentReader(List.of(), JsonMapper.shared()));
			collector.nodesCounted(MissingNodes.NONE);
		};
		ask();
		assertThat(this.log).isEmpty();
		this.session.receive("30[\"here\"]");
		assertThat(this.log).containsExactly("here", "done");
	}

	@Test
	void countsTheAnswerOfASocketOnce() {
		ask();
		this.session.receive("30[\"here\"]");
		acks().expectElsewhere(2);
		acks().nodesCounted(MissingNodes.NONE);
		answer("x", "x");
		answer("x", "again");
		assertThat(this.log).containsExactly("here", "x");
	}

	@Test
	void saysHowManyAreMissingElsewhere() {
		ask();
		acks().expectElsewhere(3);
		acks().nodesCounted(MissingNodes.NONE);
		answer("x", "x");
		this.timer.advance(TIMEOUT);
		assertThat(this.log).hasSize(2).startsWith("x");
		assertThat(failure())
			.hasMessage("Event 'question' was not acknowledged in time by 3 socket(s), 2 of them on other nodes");
		assertThat(failure().missing()).containsExactly(this.id);
		assertThat(failure().missingElsewhere()).isEqualTo(2);
		assertThat(failure().missingNodes()).isEqualTo(MissingNodes.NONE);
		assertThat(this.io.statistics().pendingAcks()).isZero();
		answer("y", "late");
		assertThat(this.log).hasSize(2);
	}

	@Test
	void saysWhichNodesAreMissing() {
		this.node.missing = new MissingNodes(3, 2, Set.of("node-b"));
		ask();
		this.session.receive("30[\"here\"]");
		this.timer.advance(TIMEOUT);
		assertThat(failure()).hasMessage("Event 'question' was not acknowledged in time; "
				+ "1 of 3 other node(s) are gone, or did not report which sockets they asked: node-b");
		assertThat(failure().missingNodes()).isEqualTo(this.node.missing);
		assertThat(failure().missing()).isEmpty();
		assertThat(failure().missingElsewhere()).isZero();
		assertThat(this.node.ended).isOne();
	}

	@Test
	void failsAtOnceWhenANodeIsGoneAndAllOthersAnswered() {
		ask();
		this.session.receive("30[\"here\"]");
		acks().nodesCounted(new MissingNodes(1, 0, Set.of()));
		assertThat(failure().missingNodes().count()).isOne();
	}

	@Test
	void doesNotWaitForTheSocketsOfANodeThatIsGone() {
		ask();
		acks().expectElsewhere(2);
		acks().expectElsewhere(1);
		acks().nodesCounted(MissingNodes.NONE);
		answer("x", "x");
		this.session.receive("30[\"here\"]");
		acks().nodeGone(1, new MissingNodes(2, 2, Set.of("node-b")));
		assertThat(this.log).containsExactly("x", "here");
		answer("z", "z");
		assertThat(this.log).hasSize(4).startsWith("x", "here", "z");
		assertThat(failure())
			.hasMessage("Event 'question' was not acknowledged in time by 1 socket(s), 1 of them on other nodes; "
					+ "1 of 2 other node(s) are gone, or did not report which sockets they asked: node-b");
		assertThat(failure().missingElsewhere()).isOne();
		assertThat(failure().missingNodes().names()).containsExactly("node-b");
		assertThat(this.timer.pending()).isZero();
		assertThat(this.node.ended).isOne();
	}

	@Test
	void namesANodeThatIsGoneBeforeAllNodesAreCounted() {
		ask();
		this.session.receive("30[\"here\"]");
		acks().expectElsewhere(1);
		acks().nodeGone(1, new MissingNodes(2, 2, Set.of("node-b")));
		assertThat(this.log).containsExactly("here");
		acks().nodesCounted(new MissingNodes(2, 1, Set.of("node-c")));
		assertThat(failure().missingNodes().names()).containsExactlyInAnyOrder("node-b", "node-c");
	}

	@Test
	void failsWhenTheNodeOfTheOnlySocketIsGone() {
		log(elsewhere().emitWithAck("question", String.class).flux());
		acks().expectElsewhere(1);
		acks().nodesCounted(MissingNodes.NONE);
		acks().nodeGone(1, new MissingNodes(1, 1, Set.of("node-b")));
		assertThat(failure().missing()).containsExactly("elsewhere");
		assertThat(failure().missingNodes().names()).containsExactly("node-b");
	}

	@Test
	void failsWhereTheAdapterDoesNotSayWhichNodesAreMissing() {
		this.node.missing = null;
		ask();
		this.session.receive("30[\"here\"]");
		this.timer.advance(TIMEOUT);
		assertThat(failure().missingNodes().count()).isOne();
	}

	@Test
	void tellsOfAnswersOfAnotherType() {
		log(this.io.of("/").emitWithAck("question", Integer.class));
		this.session.receive("30[1]");
		acks().expectElsewhere(2);
		acks().nodesCounted(MissingNodes.NONE);
		answer("x", "text");
		answer(null, "text");
		assertThat(this.log).hasSize(2).startsWith(1);
		assertThat(failure().invalid()).containsOnlyKeys("x", "#2");
	}

	@Test
	void givesAllArguments() {
		log(this.io.of("/").emitWithAck("question", EventData.class).map(EventData::size));
		acks().expectElsewhere(1);
		answer("x", JsonNodeFactory.instance.numberNode(1), JsonNodeFactory.instance.numberNode(2));
		assertThat(this.log).containsExactly(2);
	}

	@Test
	void tellsTheAdapterHowLongItWaits() {
		this.io.of("/").timeout(Duration.ofSeconds(2)).emitWithAck("question", String.class).subscribe();
		assertThat(this.node.timeout).isEqualTo(Duration.ofSeconds(2));
		ask();
		assertThat(this.node.timeout).isEqualTo(TIMEOUT);
	}

	@Test
	void endsTheWaitWhenItIsCancelled() {
		Disposable waiting = this.io.of("/").emitWithAck("question", String.class).subscribe();
		assertThat(this.node.ended).isZero();
		waiting.dispose();
		assertThat(this.node.ended).isOne();
		assertThat(this.io.statistics().pendingAcks()).isZero();
	}

	@Test
	void asksASocketOfAnotherNode() {
		log(elsewhere().emitWithAck("question", String.class).flux());
		assertThat(this.log).isEmpty();
		acks().expectElsewhere(1);
		answer(null, "yes");
		assertThat(this.log).containsExactly("yes", "done");
		assertThat(this.session.sent()).isEmpty();
		assertThat(this.node.options).isEqualTo(BroadcastOptions.socket("elsewhere"));
	}

	@Test
	void failsWhenNoNodeHasTheSocket() {
		log(elsewhere().emitWithAck("question", String.class).flux());
		acks().expectElsewhere(0);
		assertThat(this.log).isEmpty();
		acks().nodesCounted(MissingNodes.NONE);
		assertThat(failure().missing()).containsExactly("elsewhere");
		assertThat(failure()).hasMessage("Event 'question' was not acknowledged in time by 1 socket(s)");
	}

	@Test
	void failsWhenTheSocketOfAnotherNodeDoesNotAnswerInTime() {
		log(elsewhere().timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class).flux());
		acks().expectElsewhere(1);
		acks().nodesCounted(MissingNodes.NONE);
		this.timer.advance(Duration.ofMillis(999));
		assertThat(this.log).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(failure().missing()).containsExactly("elsewhere");
		assertThat(failure().missingElsewhere()).isZero();
	}

	@Test
	void forgetsTheBroadcastsOfOtherNodes() {
		BroadcastOptions here = BroadcastOptions.ALL.withLocal();
		for (int i = 0; i < 2 * LIMIT; i++) {
			long ackId = this.node.sockets.nextAckId();
			List<String> asked = new ArrayList<>();
			this.node.sockets.delivery(Packet.event("/", ackId, "question"), here, new Asked(asked))
				.accept(this.node.only());
			assertThat(this.io.statistics().pendingAcks()).isOne();
			assertThat(asked).isEmpty();
			this.node.sockets.forgetAck(this.id, ackId);
			assertThat(this.io.statistics().pendingAcks()).isZero();
		}
		this.node.sockets.forgetAck("unknown", 0);
		assertThat(this.session.take()).hasSize(2 * LIMIT).doesNotHaveDuplicates();
	}

	/**
	 * The adapter of a node among others, whose answers the test gives.
	 */
	private static final class Node extends InMemoryAdapter {

		private final LocalSockets sockets;

		private @Nullable AckCollector acks;

		private Consumer<AckCollector> early = (collector) -> {
		};

		private @Nullable Duration timeout;

		private @Nullable BroadcastOptions options;

		private @Nullable MissingNodes missing = MissingNodes.NONE;

		private int ended;

		Node(LocalSockets sockets) {
			super(sockets);
			this.sockets = sockets;
		}

		LocalSocket only() {
			return select(BroadcastOptions.ALL).get(0);
		}

		@Override
		public Disposable broadcast(Packet packet, BroadcastOptions options, Duration timeout, AckCollector acks) {
			this.acks = acks;
			this.timeout = timeout;
			this.options = options;
			acks.askElsewhere();
			this.early.accept(acks);
			super.broadcast(packet, options, timeout, acks);
			return Disposables.composite(() -> {
				this.ended++;
				if (this.missing != null) {
					acks.nodesCounted(this.missing);
				}
			});
		}

		@Override
		public Flux<SocketDetails> fetchSockets(BroadcastOptions options, @Nullable Duration timeout) {
			return Flux.just(
					new SocketDetails("elsewhere",
							new HandshakeDetails("/", Map.of(), Map.of(), null, false, false, Instant.EPOCH,
									Instant.EPOCH, JsonNodeFactory.instance.objectNode()),
							Set.of("elsewhere"), Map.of()));
		}

	}

	/**
	 * Notes who answered or is lost.
	 */
	private record Asked(List<String> answers) implements AckCollector {

		@Override
		public void expect(Collection<String> socketIds) {
		}

		@Override
		public void answered(String socketId, ArgumentReader arguments) {
			this.answers.add(socketId);
		}

		@Override
		public void lost(String socketId) {
			this.answers.add(socketId);
		}

	}

}
