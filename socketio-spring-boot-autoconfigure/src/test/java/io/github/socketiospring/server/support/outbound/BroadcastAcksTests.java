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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.Race;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

class BroadcastAcksTests {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.options(new TestOptions().maxPendingAcks(1).build())
		.build();

	private final List<Object> log = new ArrayList<>();

	private final List<TestEngineSession> sessions = new ArrayList<>();

	private final List<SocketIOSocket> sockets = new ArrayList<>();

	private void connect(int count) {
		for (int i = 0; i < count; i++) {
			TestEngineSession session = TestEngineSession.open(this.io);
			this.sessions.add(session);
			this.sockets.add(this.io.of("/").socket(session.connect("/")));
		}
	}

	private Disposable log(Flux<?> answers) {
		return answers.subscribe(this.log::add, this.log::add, () -> this.log.add("done"));
	}

	private int pending() {
		return this.io.statistics().pendingAcks();
	}

	@Test
	void passesAnswersOnAsTheyCome() {
		connect(3);
		Flux<String> answers = this.io.of("/").emitWithAck("question", String.class, 1);
		assertThat(this.sessions.get(0).sent()).isEmpty();
		log(answers);
		assertThat(this.sessions)
			.allSatisfy((session) -> assertThat(session.sent()).containsExactly("20[\"question\",1]"));
		this.sessions.get(2).receive("30[\"c\"]");
		assertThat(this.log).containsExactly("c");
		this.sessions.get(0).receive("30[\"a\"]");
		this.sessions.get(1).receive("30[]");
		assertThat(this.log).containsExactly("c", "a", "done");
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void convertsAnswers() {
		connect(1);
		log(this.io.of("/").emitWithAck("question", new ParameterizedTypeReference<Map<String, Integer>>() {
		}));
		this.sessions.get(0).receive("30[{\"a\":1},\"ignored\"]");
		assertThat(this.log).containsExactly(Map.of("a", 1), "done");
	}

	@Test
	void completesAtOnceWhereNobodyIs() {
		connect(1);
		log(this.io.to("nobody").emitWithAck("question", String.class));
		assertThat(this.log).containsExactly("done");
		assertThat(this.sessions.get(0).sent()).isEmpty();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void asksOnlyTheChosen() {
		connect(3);
		this.sockets.get(0).join("x");
		this.sockets.get(1).join("x");
		log(this.io.to("x").except(this.sockets.get(1).id()).emitWithAck("question", String.class));
		this.sessions.get(0).receive("30[\"a\"]");
		assertThat(this.log).containsExactly("a", "done");
		assertThat(this.sessions.get(1).sent()).isEmpty();
	}

	@Test
	void forgetsThoseWhoAreAskedAfterTheTimeout() {
		connect(3);
		this.sockets
			.forEach((socket) -> socket.onAnyOutgoing((event, arguments) -> this.timer.advance(Duration.ofSeconds(1))));
		log(this.io.of("/").timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
		assertThat(this.log).singleElement().isInstanceOf(AckTimeoutException.class);
		assertThat(pending()).isZero();
	}

	@Test
	void namesThoseWhoDidNotAnswerInTime() {
		connect(3);
		log(this.io.of("/").timeout(Duration.ofSeconds(1)).emitWithAck("question", String.class));
		this.sessions.get(1).receive("30[\"b\"]");
		this.timer.advance(Duration.ofSeconds(1));
		assertThat(this.log).hasSize(2).startsWith("b");
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> assertThat(ex.missing())
			.containsExactlyInAnyOrder(this.sockets.get(0).id(), this.sockets.get(2).id()));
		assertThat(pending()).isZero();
		this.sessions.get(0).receive("30[\"late\"]");
		assertThat(this.log).hasSize(2);
		assertThat(this.sessions.get(0).isOpen()).isTrue();
	}

	@Test
	void waitsAsLongAsTheServerSaysByDefault() {
		connect(1);
		log(this.io.of("/").emitWithAck("question", String.class));
		this.timer.advance(DEFAULT_TIMEOUT.minusMillis(1));
		assertThat(this.log).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(this.log).hasSize(1);
	}

	@Test
	void doesNotWaitForThoseWhoLeave() {
		connect(3);
		log(this.io.of("/").emitWithAck("question", String.class));
		this.sessions.get(0).receive("30[\"a\"]");
		this.sessions.get(1).receive("1");
		this.sessions.get(2).receive("30[\"c\"]");
		assertThat(this.log).hasSize(3).startsWith("a", "c");
		assertThat(this.log.get(2)).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missing()).containsExactly(this.sockets.get(1).id()));
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void leavesOutThoseWithTooManyOutstanding() {
		connect(2);
		this.sockets.get(0).emitWithAck("other", String.class).onErrorComplete().subscribe();
		this.sessions.get(0).take();
		log(this.io.of("/").emitWithAck("question", String.class));
		assertThat(this.sessions.get(0).sent()).isEmpty();
		this.sessions.get(1).receive("31[\"b\"]");
		assertThat(this.log).hasSize(2).startsWith("b");
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missing()).containsExactly(this.sockets.get(0).id()));
	}

	@Test
	void failsBehindTheGoodAnswersWithThoseOfTheWrongTypeAndThoseThatAreMissing() {
		connect(4);
		log(this.io.of("/").emitWithAck("question", Integer.class));
		this.sessions.get(0).receive("30[\"no number\"]");
		this.sessions.get(1).receive("30[3000000000]");
		this.sessions.get(2).receive("30[42]");
		assertThat(this.log).containsExactly(42);
		this.timer.advance(DEFAULT_TIMEOUT);
		assertThat(this.log).hasSize(2);
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex).hasMessage(
					"Event 'question' was acknowledged with the wrong type by 2 socket(s) " + "and not in time by 1");
			assertThat(ex.missing()).containsExactly(this.sockets.get(3).id());
			assertThat(ex.invalid()).containsOnlyKeys(this.sockets.get(0).id(), this.sockets.get(1).id());
			assertThat(ex.invalid().values())
				.allSatisfy((reason) -> assertThat(reason).isInstanceOf(ArgumentConversionException.class));
			assertThat(ex).hasCauseInstanceOf(ArgumentConversionException.class);
		});
		assertThat(this.sessions).allSatisfy((session) -> assertThat(session.isOpen()).isTrue());
		assertThat(pending()).isZero();
	}

	@Test
	void failsAtOnceWhenAllAnsweredAndOneHasTheWrongType() {
		connect(1);
		log(this.io.of("/").emitWithAck("question", int.class));
		this.sessions.get(0).receive("30[\"no number\"]");
		assertThat(this.log).singleElement().isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex).hasMessage("Event 'question' was acknowledged with the wrong type by 1 socket(s)");
			assertThat(ex.missing()).isEmpty();
		});
		assertThat(pending()).isZero();
	}

	@Test
	void namesThoseForWhomTheEventWasDroppedAndThoseWhoseConnectionWasClosed() {
		connect(3);
		this.sessions.get(0).writable(false);
		log(this.io.of("/").asVolatile().emitWithAck("question", String.class));
		this.sessions.get(1).lose(CloseReason.TRANSPORT_ERROR);
		this.sessions.get(2).receive("30[\"answer\"]");
		this.timer.advance(DEFAULT_TIMEOUT);
		assertThat(this.log).hasSize(2).startsWith("answer");
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> assertThat(ex.missing())
			.containsExactlyInAnyOrder(this.sockets.get(0).id(), this.sockets.get(1).id()));
		assertThat(pending()).isZero();
	}

	@Test
	void givesAllArgumentsOfEachAnswer() {
		connect(2);
		List<EventData> answers = new ArrayList<>();
		this.io.of("/").emitWithAck("question", EventData.class).subscribe(answers::add);
		this.sessions.get(0).receive("30[1,\"two\"]");
		this.sessions.get(1).receive("30[]");
		assertThat(answers).extracting(EventData::size).containsExactly(2, 0);
		assertThat(answers.get(0).get(1, String.class)).isEqualTo("two");
	}

	@Test
	void namesTheSocketWhosePacketIsMalformed() {
		connect(2);
		log(this.io.of("/").emitWithAck("question", int.class));
		this.sessions.get(0).receive("30[1,");
		this.sessions.get(1).receive("30[2]");
		assertThat(this.log).hasSize(2).startsWith(2);
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missing()).containsExactly(this.sockets.get(0).id()));
	}

	@Test
	void closesConnectionWhoseAnswerIsMalformed() {
		connect(1);
		log(this.io.of("/").emitWithAck("question", String.class));
		this.sessions.get(0).receive("30[\"fine\",");
		assertThat(this.sessions.get(0).isOpen()).isFalse();
	}

	@Test
	void forgetsWhatIsCancelled() {
		connect(2);
		Disposable waiting = log(this.io.of("/").emitWithAck("question", String.class));
		waiting.dispose();
		assertThat(pending()).isZero();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void failsForAllChildrenTogether() {
		Namespace parent = this.io.of(Pattern.compile("/child-\\d"));
		TestEngineSession session = TestEngineSession.open(this.io);
		String first = session.connect("/child-1");
		String second = session.connect("/child-2");
		session.connect("/child-3");
		log(parent.emitWithAck("question", String.class));
		assertThat(session.take()).containsExactly("2/child-1,0[\"question\"]", "2/child-2,0[\"question\"]",
				"2/child-3,0[\"question\"]");
		session.receive("3/child-3,0[\"c\"]");
		this.timer.advance(DEFAULT_TIMEOUT);
		assertThat(this.log).hasSize(2).startsWith("c");
		assertThat(this.log.get(1)).isInstanceOfSatisfying(AckTimeoutException.class,
				(ex) -> assertThat(ex.missing()).containsExactlyInAnyOrder(first, second));
	}

	@Test
	void failsForAllChildrenTogetherWithWrongAnswers() {
		Namespace parent = this.io.of(Pattern.compile("/child-\\d"));
		TestEngineSession session = TestEngineSession.open(this.io);
		String first = session.connect("/child-1");
		String second = session.connect("/child-2");
		log(parent.emitWithAck("question", int.class));
		session.receive("3/child-1,0[\"no number\"]");
		this.timer.advance(DEFAULT_TIMEOUT);
		assertThat(this.log).singleElement().isInstanceOfSatisfying(AckTimeoutException.class, (ex) -> {
			assertThat(ex.missing()).containsExactly(second);
			assertThat(ex.invalid()).containsOnlyKeys(first);
		});
	}

	@Test
	void losesNoAnswerWhateverTheThreads() {
		int threads = 2;
		int rounds = 20_000;
		AnswerType<String> type = new AnswerType<>(String.class, JsonMapper.shared());
		JsonNode answer = JsonNodeFactory.instance.stringNode("yes");
		AtomicInteger received = new AtomicInteger();
		AtomicInteger completed = new AtomicInteger();
		List<BroadcastAcks<String>> all = new ArrayList<>();
		for (int round = 0; round < rounds; round++) {
			Flux.<String>create((sink) -> {
				BroadcastAcks<String> acks = new BroadcastAcks<>("question", type, null, sink);
				acks.expect(List.of("0", "1"));
				all.add(acks);
			}).subscribe((value) -> received.incrementAndGet(), (error) -> {
			}, completed::incrementAndGet);
		}
		CyclicBarrier next = new CyclicBarrier(threads);
		Race.run(threads, (number) -> {
			for (BroadcastAcks<String> acks : all) {
				next.await();
				acks.answered(String.valueOf(number), new TreeArgumentReader(List.of(answer), JsonMapper.shared()));
			}
		});
		assertThat(received).hasValue(threads * rounds);
		assertThat(completed).hasValue(rounds);
	}

}
