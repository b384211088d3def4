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
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.cluster.ClusterMessage.ClientAnswer;
import io.github.socketiospring.adapter.cluster.ClusterMessage.ReceiverCount;
import io.github.socketiospring.adapter.cluster.TestBroker.Held;
import io.github.socketiospring.protocol.Packet;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Acknowledgements of a broadcast from several nodes.
 */
class ClusterAcksTests {

	private final TestBroker broker = new TestBroker();

	private final TestNode one = TestNode.start(this.broker);

	private final TestNode two = TestNode.start(this.broker);

	private final TestNode three = TestNode.start(this.broker);

	private final RecordingAcks acks = new RecordingAcks();

	private Disposable ask(BroadcastOptions options) {
		return this.one.adapter().broadcast(Packet.event("/", 7, "question"), options, TestNode.TIMEOUT, this.acks);
	}

	@Test
	void collectsOfAllNodes() {
		TestSocket a = this.one.socket("a");
		TestSocket b = this.two.socket("b");
		TestSocket b2 = this.two.socket("b2");
		Disposable waiting = ask(BroadcastOptions.ALL);
		assertThat(this.acks.log()).containsExactly("ask elsewhere", "expect [a]", "expect elsewhere 2",
				"expect elsewhere 0", "counted, missing 0");
		b2.answer("two");
		a.answer("own");
		b.answer("one");
		assertThat(this.acks.log().subList(5, 8)).containsExactly("answered elsewhere b2 [two]", "answered a [own]",
				"answered elsewhere b [one]");
		waiting.dispose();
		assertThat(this.acks.log()).hasSize(8);
		assertThat(this.one.node().statistics().pendingRequests()).isZero();
		assertThat(this.one.timer().pending()).isZero();
		assertThat(this.two.timer().pending()).isZero();
		assertThat(this.two.count(ClusterCounter.ANSWERED)).isOne();
	}

	@Test
	void usesAnIdOfEachNode() {
		TestSocket a = this.one.socket("a");
		TestSocket b = this.two.socket("b");
		this.two.sockets().nextAckId();
		ask(BroadcastOptions.ALL);
		assertThat(a.packets()).extracting(Packet::id).containsExactly(7L);
		assertThat(b.packets()).extracting(Packet::id).containsExactly(1L);
		assertThat(this.broker.published().get(0)).contains("\"id\":-1");
	}

	@Test
	void countsAfterAnswersThatOvertake() {
		TestSocket b = this.two.socket("b");
		TestSocket c = this.three.socket("c");
		this.broker.hold();
		ask(BroadcastOptions.ALL);
		this.broker.take().forEach(Held::deliver);
		b.answer("b");
		c.answer("c");
		List<Held> answers = this.broker.take();
		answers.stream().filter((held) -> held.is(ClientAnswer.class)).forEach(Held::deliver);
		assertThat(this.acks.log()).containsExactly("ask elsewhere", "expect []", "answered elsewhere b [b]",
				"answered elsewhere c [c]");
		answers.stream().filter((held) -> held.is(ReceiverCount.class)).forEach(Held::deliver);
		assertThat(this.acks.log()).endsWith("expect elsewhere 1", "expect elsewhere 1", "counted, missing 0");
	}

	@Test
	void takesTheAnswerOfANodeOnce() {
		TestSocket b = this.two.socket("b");
		this.broker.hold();
		ask(BroadcastOptions.ALL);
		this.broker.take().forEach(Held::deliver);
		b.answer("b");
		List<Held> answers = this.broker.take();
		Held ofTwo = answers.get(0);
		ofTwo.deliver();
		ofTwo.deliver();
		assertThat(this.acks.log()).containsExactly("ask elsewhere", "expect []", "expect elsewhere 1");
		answers.get(2).deliver();
		answers.get(2).deliver();
		answers.get(1).deliver();
		assertThat(this.acks.log().subList(3, 6)).containsExactly("answered elsewhere b [b]", "expect elsewhere 0",
				"counted, missing 0");
		assertThat(this.one.count(ClusterCounter.LATE)).isEqualTo(2);
	}

	@Test
	void namesTheNodeThatDoesNotAnswer() {
		this.three.socket("c");
		this.broker.hold();
		ask(BroadcastOptions.ALL);
		this.broker.take().forEach(Held::deliver);
		this.broker.take().stream().filter((held) -> held.text().contains(this.two.uid())).forEach(Held::deliver);
		this.one.timer().advance(TestNode.TIMEOUT.minusMillis(1));
		assertThat(this.acks.log()).containsExactly("ask elsewhere", "expect []", "expect elsewhere 0");
		this.one.timer().advance(Duration.ofMillis(1));
		assertThat(this.acks.log()).endsWith("counted, missing 1");
		assertThat(this.acks.missing().expected()).isEqualTo(2);
		assertThat(this.acks.missing().answered()).isOne();
		assertThat(this.acks.missing().names()).containsExactly(this.three.uid());
		assertThat(this.one.count(ClusterCounter.TIMED_OUT)).isOne();
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void tellsWhoIsMissingWhenTheWaitEnds() {
		this.broker.lieAboutNodes(1);
		Disposable waiting = ask(BroadcastOptions.ALL);
		waiting.dispose();
		assertThat(this.acks.log()).endsWith("counted, missing 1");
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(this.acks.log()).filteredOn((line) -> line.startsWith("counted")).hasSize(1);
	}

	@Test
	void findsThatTheTimeIsUpWithTheCollector() {
		this.broker.lieAboutNodes(1);
		Disposable waiting = ask(BroadcastOptions.ALL);
		this.one.timer().schedule(waiting::dispose, TestNode.TIMEOUT.toMillis() - 1, TimeUnit.MILLISECONDS);
		this.one.timer().advance(TestNode.TIMEOUT.minusMillis(1));
		assertThat(this.one.requests()).containsExactly("BROADCAST CANCELLED 4999");
		Disposable late = ask(BroadcastOptions.ALL);
		this.one.timer().schedule(late::dispose, TestNode.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		this.one.timer().advance(TestNode.TIMEOUT);
		assertThat(this.one.requests()).containsExactly("BROADCAST CANCELLED 4999", "BROADCAST TIMEOUT 5000");
		assertThat(this.one.count(ClusterCounter.TIMED_OUT)).isOne();
	}

	@Test
	void ignoresWhatComesAfterTheEnd() {
		this.broker.answerOnlyAsker();
		TestSocket b = this.two.socket("b");
		ask(BroadcastOptions.ALL).dispose();
		int told = this.acks.log().size();
		b.answer("late");
		assertThat(this.acks.log()).hasSize(told);
		assertThat(this.one.count(ClusterCounter.LATE)).isOne();
	}

	@Test
	void forgetsWhatDoesNotComeAfterTheTimeOfTheAsker() {
		TestSocket b = this.two.socket("b");
		this.two.socket("b2");
		ask(BroadcastOptions.ALL);
		b.answer("b");
		this.one.bus().lose();
		this.two.timer().advance(TestNode.TIMEOUT.minusMillis(1));
		assertThat(this.two.sockets().forgotten()).isEmpty();
		this.two.timer().advance(Duration.ofMillis(1));
		assertThat(this.two.sockets().forgotten()).containsExactly("b2 0");
		assertThat(this.two.timer().pending()).isZero();
	}

	@Test
	void forgetsSocketsThatAreAskedAfterTheTimeOfTheAsker() {
		List<String> forgottenMeanwhile = new ArrayList<>();
		for (String id : List.of("b", "b2")) {
			this.two.socket(id).onReceived(() -> {
				this.two.timer().advance(TestNode.TIMEOUT);
				forgottenMeanwhile.addAll(this.two.sockets().forgotten());
			});
		}
		ask(BroadcastOptions.ALL);
		assertThat(forgottenMeanwhile).isEmpty();
		this.two.timer().advance(TestNode.TIMEOUT);
		assertThat(this.two.sockets().forgotten()).containsExactlyInAnyOrder("b 0", "b2 0");
		assertThat(this.two.timer().pending()).isZero();
	}

	@Test
	void capsTheTimeOfTheAsker() {
		this.two.socket("b");
		this.one.adapter()
			.broadcast(Packet.event("/", 7, "question"), BroadcastOptions.ALL, Duration.ofDays(1), this.acks);
		this.two.timer().advance(Duration.ofMinutes(5));
		assertThat(this.two.sockets().forgotten()).containsExactly("b 0");
	}

	@Test
	void asksOnlyItsOwnSocketsWhileTheBrokerIsUnavailable() {
		this.one.socket("a");
		this.two.socket("b");
		this.one.bus().lose();
		ask(BroadcastOptions.ALL);
		assertThat(this.acks.log()).containsExactly("counted, missing 1", "expect [a]");
		assertThat(this.one.count(ClusterCounter.LOST)).isOne();
		assertThat(this.one.timer().pending()).isZero();
	}

	@Test
	void countsTheAnswersThatAreLost() {
		TestSocket b = this.two.socket("b");
		Disposable waiting = ask(BroadcastOptions.ALL);
		this.two.bus().lose();
		b.answer("yes");
		assertThat(this.two.count(ClusterCounter.LOST)).isOne();
		waiting.dispose();
	}

	@Test
	void missesOtherNodesWhenTheBrokerIsLostMeanwhile() {
		this.one.socket("a").onReceived(this.one.bus()::lose);
		ask(BroadcastOptions.ALL);
		assertThat(this.acks.log()).containsExactly("ask elsewhere", "expect [a]", "counted, missing 1");
		assertThat(this.one.requests()).containsExactly("BROADCAST UNAVAILABLE 0");
	}

	@Test
	void asksNobodyElseLocally() {
		this.two.socket("b");
		ask(BroadcastOptions.ALL.withLocal());
		assertThat(this.acks.log()).containsExactly("expect []");
		assertThat(this.broker.published()).isEmpty();
	}

	@Test
	void limitsItsOwnRequests() {
		ClusterOptions options = TestNode.options().maxPendingRequests(1).build();
		TestNode small = TestNode.start(this.broker, options, Schedulers.immediate());
		TestSocket d = small.socket("d");
		this.broker.hold();
		Packet question = Packet.event("/", 7, "question");
		Disposable first = small.adapter()
			.broadcast(question, BroadcastOptions.ALL, TestNode.TIMEOUT, new RecordingAcks());
		assertThatIllegalStateException()
			.isThrownBy(() -> small.adapter().broadcast(question, BroadcastOptions.ALL, TestNode.TIMEOUT, this.acks));
		assertThat(d.events()).containsExactly("question");
		assertThat(this.acks.log()).isEmpty();
		first.dispose();
		small.adapter().broadcast(question, BroadcastOptions.ALL, TestNode.TIMEOUT, this.acks);
		assertThat(this.acks.log()).contains("expect [d]");
	}

	@Test
	void limitsTheRequestsOfOthers() {
		ClusterOptions options = TestNode.options().maxPendingRequests(1).build();
		TestNode small = TestNode.start(this.broker, options, Schedulers.immediate());
		TestSocket d = small.socket("d");
		ask(BroadcastOptions.ALL);
		ask(BroadcastOptions.ALL);
		assertThat(d.events()).containsExactly("question");
		assertThat(small.count(ClusterCounter.REFUSED)).isOne();
		d.answer("d");
		ask(BroadcastOptions.ALL);
		assertThat(d.events()).containsExactly("question", "question");
	}

	@Test
	void limitsTheAnswers() {
		ClusterOptions options = TestNode.options().maxAnswers(1).build();
		TestNode small = TestNode.start(this.broker, options, Schedulers.immediate());
		TestSocket b = this.two.socket("b");
		TestSocket c = this.three.socket("c");
		small.adapter().broadcast(Packet.event("/", 7, "question"), BroadcastOptions.ALL, TestNode.TIMEOUT, this.acks);
		b.answer("b");
		c.answer("c");
		assertThat(this.acks.log()).contains("answered elsewhere b [b]").doesNotContain("answered elsewhere c [c]");
		assertThat(small.count(ClusterCounter.LATE)).isOne();
	}

}
