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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.Race;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nodes whose lanes run on several threads. Time stands still, so whatever is not
 * answered waits for ever.
 */
class ClusterRaceTests {

	private static final int ROUNDS = 300;

	private final Scheduler lanes = Schedulers.newParallel("lanes", 4);

	private final TestBroker broker = new TestBroker();

	private List<TestNode> nodes;

	@BeforeEach
	void startNodes() {
		this.broker.answerOnlyAsker();
		ClusterOptions options = TestNode.options().build();
		this.nodes = IntStream.range(0, 3)
			.mapToObj((number) -> TestNode.start(this.broker, options, this.lanes))
			.toList();
	}

	@AfterEach
	void stopLanes() {
		this.lanes.dispose();
	}

	@Test
	void answersAllQuestionsThatCross() {
		for (int i = 0; i < this.nodes.size(); i++) {
			this.nodes.get(i).socket("socket-" + i);
		}
		Queue<Long> found = new ConcurrentLinkedQueue<>();
		Queue<Long> answered = new ConcurrentLinkedQueue<>();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		Race.run(this.nodes.size(), (number) -> {
			TestNode node = this.nodes.get(number);
			for (int i = 0; i < ROUNDS; i++) {
				node.adapter()
					.fetchSockets(BroadcastOptions.ALL, null)
					.map(SocketDetails::id)
					.distinct()
					.count()
					.subscribe(found::add, failures::add);
				node.adapter()
					.serverSideEmit(Packet.event("/", "question"), Duration.ofSeconds(1))
					.count()
					.subscribe(answered::add, failures::add);
			}
		});
		int questions = ROUNDS * this.nodes.size();
		await().untilAsserted(() -> assertThat(found).hasSize(questions));
		await().untilAsserted(() -> assertThat(answered).hasSize(questions));
		assertThat(failures).isEmpty();
		assertThat(found).allMatch((count) -> count == 3);
		assertThat(answered).allMatch((count) -> count == 2);
		assertThat(this.nodes).allSatisfy(ClusterRaceTests::holdsNothing);
	}

	@Test
	void countsAllNodesOfBroadcastsThatCross() {
		List<TestSocket> sockets = IntStream.range(0, 3)
			.mapToObj((number) -> this.nodes.get(number).socket("socket-" + number))
			.toList();
		Queue<RecordingAcks> asked = new ConcurrentLinkedQueue<>();
		Race.run(this.nodes.size(), (number) -> {
			for (int i = 0; i < ROUNDS; i++) {
				RecordingAcks acks = new RecordingAcks();
				asked.add(acks);
				this.nodes.get(number)
					.adapter()
					.broadcast(Packet.event("/", 7, number + "-" + i), BroadcastOptions.ALL, TestNode.TIMEOUT, acks);
			}
		});
		await().untilAsserted(
				() -> assertThat(asked).allSatisfy((acks) -> assertThat(acks.log()).contains("counted, missing 0")));
		assertThat(asked).allSatisfy((acks) -> assertThat(acks.log()).startsWith("ask elsewhere")
			.hasSize(5)
			.containsOnlyOnce("counted, missing 0")
			.endsWith("counted, missing 0"));
		for (TestSocket socket : sockets) {
			for (int number = 0; number < 3; number++) {
				String sender = number + "-";
				assertThat(socket.events()).filteredOn((event) -> event.startsWith(sender))
					.containsExactlyElementsOf(IntStream.range(0, ROUNDS).mapToObj((i) -> sender + i).toList());
			}
		}
	}

	private static void holdsNothing(TestNode node) {
		await().untilAsserted(() -> assertThat(node.node().statistics().pendingRequests()).isZero());
		await().untilAsserted(() -> assertThat(node.timer().pending()).isZero());
		await().untilAsserted(() -> assertThat(node.memory().used(MemoryKind.CLUSTER)).isZero());
		assertThat(node.count(ClusterCounter.LATE)).isZero();
		assertThat(node.count(ClusterCounter.FAILED)).isZero();
	}

}
