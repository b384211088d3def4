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

package io.github.socketiospring.engineio.transport.polling;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingThread;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineVectors;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link PollingTransport}.
 */
class PollingTransportTests {

	private final Session session = new Session();

	private final TestTimer timer = new TestTimer();

	private final PollingTransport transport = new PollingTransport(this.session, this.timer, 10,
			PollingFormat.REVISION_4);

	@Test
	void holdsAPollUntilThereIsAPacket() {
		Poll poll = poll();
		assertThat(poll.body).isNull();
		assertThat(this.transport.isWritable()).isTrue();
		send("hello");
		assertThat(poll.body).isEqualTo("4hello");
		assertThat(this.transport.isWritable()).isFalse();
	}

	@Test
	void answersAPollAtOnceWithAllThatWaits() {
		send("a");
		send("b");
		assertThat(poll().body).isEqualTo("4a\u001e4b");
	}

	@Test
	void answersOnePollAfterTheOther() {
		send("a");
		assertThat(poll().body).isEqualTo("4a");
		Poll second = poll();
		send("b");
		assertThat(second.body).isNull();
		assertThat(this.transport.isWritable()).isFalse();
		assertThat(this.session.packets).hasSize(1);
		this.transport.answered();
		assertThat(second.body).isEqualTo("4b");
	}

	@Test
	void chargesAnAnswerUntilItIsTaken() {
		send("hello");
		poll();
		assertThat(this.session.memory.held(MemoryKind.ANSWERS)).isGreaterThan(5);
		this.transport.answered();
		assertThat(this.session.memory.held()).isZero();
	}

	@Test
	void chargesABodyUntilItIsProcessed() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		this.transport.post(body.flux(), false, Runnable::run, ReadingThread.ANY).subscribe();
		body.next(DefaultDataBufferFactory.sharedInstance.wrap("4a".getBytes(StandardCharsets.UTF_8)));
		assertThat(this.session.memory.held(MemoryKind.BODIES)).isGreaterThan(2);
		this.session.beforeProcessed = () -> assertThat(this.session.memory.held(MemoryKind.BODIES)).isPositive();
		body.complete();
		assertThat(this.session.memory.held()).isZero();
	}

	@Test
	void chargesNothingForABodyThatWasGivenUp() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		this.transport.post(body.flux(), false, Runnable::run, ReadingThread.ANY).onErrorComplete().subscribe();
		body.next(DefaultDataBufferFactory.sharedInstance.wrap("4a".getBytes(StandardCharsets.UTF_8)));
		this.transport.terminate(Transport.Farewell.CLOSE);
		assertThat(this.session.memory.held()).isZero();
	}

	@Test
	void answersAPostForWhichThereIsNoMemory() {
		DataBuffer part = mock(DataBuffer.class);
		given(part.readableByteCount()).willReturn(2);
		given(part.read(any(byte[].class), anyInt(), anyInt())).willThrow(new OutOfMemoryError("on purpose"));
		TestPublisher<DataBuffer> body = TestPublisher.create();
		List<Throwable> failures = new ArrayList<>();
		this.transport.post(body.flux(), false, Runnable::run, ReadingThread.ANY).subscribe(null, failures::add);
		body.next(part);
		body.assertCancelled();
		assertThat(failures).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasCauseInstanceOf(OutOfMemoryError.class);
		assertThat(this.session.log)
			.containsExactly("error a POST could not be kept: java.lang.OutOfMemoryError: on purpose");
		assertThat(this.session.memory.held()).isZero();
	}

	@Test
	void answersAPollForWhichThereIsNoMemory() {
		PollingTransport transport = new PollingTransport(this.session, this.timer, 10, withoutMemory());
		List<Throwable> failures = new ArrayList<>();
		transport.poll(Runnable::run).subscribe(null, failures::add);
		this.session.packets.add(EnginePacket.text(EnginePacketType.MESSAGE, "hello"));
		transport.requestWrite();
		assertFailed(failures);
		assertThat(this.session.log)
			.containsExactly("error a poll could not be answered: java.lang.OutOfMemoryError: on purpose");
		assertThat(this.session.memory.held()).isZero();
	}

	@Test
	void answersAPollThatCannotBeAnsweredOnItsThread() {
		List<Throwable> failures = new ArrayList<>();
		this.transport.poll((task) -> {
			throw new RejectedExecutionException("on purpose");
		}).subscribe(null, failures::add);
		send("hello");
		assertThat(failures).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasCauseInstanceOf(RejectedExecutionException.class);
		assertThat(this.session.log).singleElement().asString().startsWith("error a poll could not be answered");
		assertThat(this.session.memory.held()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void answersAPollAtTheEndWithoutMemory(boolean held) {
		PollingTransport transport = new PollingTransport(this.session, this.timer, 10, withoutMemory());
		List<Throwable> failures = new ArrayList<>();
		if (held) {
			transport.poll(Runnable::run).subscribe(null, failures::add);
		}
		transport.terminate(Transport.Farewell.CLOSE);
		if (!held) {
			transport.poll(Runnable::run).subscribe(null, failures::add);
		}
		assertFailed(failures);
	}

	private static PollingFormat withoutMemory() {
		PollingFormat format = mock(PollingFormat.class);
		given(format.encode(any())).willThrow(new OutOfMemoryError("on purpose"));
		return format;
	}

	private static void assertFailed(List<Throwable> failures) {
		assertThat(failures).singleElement()
			.asInstanceOf(InstanceOfAssertFactories.THROWABLE)
			.hasCauseInstanceOf(OutOfMemoryError.class);
	}

	@Test
	void reportsAPollThatWasAbandoned() {
		poll().cancel();
		assertThat(this.session.log).containsExactly("error the client abandoned a poll");
		send("hello");
		assertThat(this.session.packets).hasSize(1);
	}

	@Test
	void reportsAPollThatWasAbandonedWhileItsBodyWasMade() {
		Poll poll = poll();
		this.session.beforeNext = poll::cancel;
		send("lost");
		assertThat(poll.body).isNull();
		assertThat(this.session.memory.held()).isZero();
		assertThat(this.session.log).containsExactly("error the client abandoned a poll");
	}

	@Test
	void isAbandonedWhenNoPollFollowsForTwoSeconds() {
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.transport.isAbandoned()).isFalse();
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.transport.isAbandoned()).isTrue();
		poll();
		assertThat(this.transport.isAbandoned()).isFalse();
		this.timer.advance(Duration.ofSeconds(20));
		assertThat(this.transport.isAbandoned()).isFalse();
		send("a");
		this.timer.advance(Duration.ofSeconds(20));
		assertThat(this.transport.isAbandoned()).as("while the answer is on its way").isFalse();
		this.transport.answered();
		this.timer.advance(Duration.ofSeconds(2));
		assertThat(this.transport.isAbandoned()).isFalse();
		this.timer.advance(Duration.ofNanos(1));
		assertThat(this.transport.isAbandoned()).isTrue();
	}

	@Test
	void isNotAbandonedByAClientThatPosts() {
		TestPublisher<DataBuffer> body = TestPublisher.create();
		this.transport.post(body.flux(), false, Runnable::run, ReadingThread.ANY).subscribe();
		this.timer.advance(Duration.ofSeconds(20));
		assertThat(this.transport.isAbandoned()).isFalse();
		body.complete();
		assertThat(this.transport.isAbandoned()).isTrue();
	}

	@Test
	void refusesASecondPoll() {
		Poll first = poll();
		assertThatExceptionOfType(OverlappingRequestException.class)
			.isThrownBy(() -> this.transport.poll(Runnable::run).block());
		assertThat(this.session.log).containsExactly("error a second poll arrived while one was held");
		this.transport.terminate(Transport.Farewell.CLOSE);
		assertThat(first.body).isEqualTo("1");
	}

	@Test
	void tellsAHeldPollOfTheEnd() {
		Poll poll = poll();
		this.transport.close();
		assertThat(poll.body).isEqualTo("1");
		assertThat(this.session.log).containsExactly("close");
	}

	@Test
	void tellsTheNextPollOfTheEnd() {
		this.transport.close();
		assertThat(this.session.log).isEmpty();
		assertThat(poll().body).isEqualTo("6\u001e1");
		assertThat(this.session.log).containsExactly("close");
	}

	@Test
	void answersAPostWhenItsPacketsWereProcessed() {
		assertThat(this.transport.post(body("4a\u001e4b"), false, Runnable::run, ReadingThread.ANY).blockOptional())
			.isEmpty();
		assertThat(this.session.log).containsExactly("MESSAGE text a", "MESSAGE text b");
	}

	@Test
	void joinsWhatIsPostedInPieces() {
		DefaultDataBufferFactory buffers = DefaultDataBufferFactory.sharedInstance;
		byte[] euro = "4€€€".getBytes(StandardCharsets.UTF_8);
		this.transport
			.post(Flux.range(0, euro.length).map((i) -> buffers.wrap(new byte[] { euro[i] })), false, Runnable::run,
					ReadingThread.ANY)
			.block();
		assertThat(this.session.log).containsExactly("MESSAGE text €€€");
	}

	@Test
	void refusesABodyThatIsTooLargeAndGoesOn() {
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(
				() -> this.transport.post(body("4123456789x"), false, Runnable::run, ReadingThread.ANY).block());
		assertThat(this.session.log).isEmpty();
		this.transport.post(body("4123456789"), false, Runnable::run, ReadingThread.ANY).block();
		assertThat(this.session.log).containsExactly("MESSAGE text 123456789");
	}

	@Test
	void readsNoFurtherOnceTheSessionHasEnded() {
		TestPublisher<DataBuffer> slow = TestPublisher.create();
		AtomicReference<Throwable> refused = new AtomicReference<>();
		this.transport.post(slow.flux(), false, Runnable::run, ReadingThread.ANY).subscribe(null, refused::set);
		slow.next(DefaultDataBufferFactory.sharedInstance.wrap(new byte[] { '4' }));
		this.transport.terminate(Transport.Farewell.CLOSE);
		slow.assertCancelled();
		assertThat(refused.get()).isInstanceOf(OverlappingRequestException.class);
	}

	@Test
	void refusesASecondPost() {
		TestPublisher<DataBuffer> slow = TestPublisher.create();
		Mono<Void> first = this.transport.post(slow.flux(), false, Runnable::run, ReadingThread.ANY).cache();
		first.subscribe((done) -> {
		}, (ex) -> {
		});
		assertThatExceptionOfType(OverlappingRequestException.class)
			.isThrownBy(() -> this.transport.post(body("4b"), false, Runnable::run, ReadingThread.ANY).block());
		assertThatExceptionOfType(OverlappingRequestException.class).isThrownBy(first::block);
		slow.assertCancelled();
		assertThat(this.session.log).containsExactly("error a second POST arrived while one was read");
	}

	@Test
	void withholdsItsAnswerWhileNothingMoreMayCome() {
		this.transport.suspendReading(true);
		Mono<Void> answer = this.transport.post(body("4a"), false, Runnable::run, ReadingThread.ANY).cache();
		List<String> signals = new ArrayList<>();
		answer.doOnSuccess((done) -> signals.add("ok")).subscribe();
		assertThat(this.session.log).containsExactly("MESSAGE text a");
		assertThat(signals).isEmpty();
		this.transport.suspendReading(false);
		assertThat(signals).containsExactly("ok");
		this.transport.post(body("4b"), false, Runnable::run, ReadingThread.ANY).block();
	}

	@Test
	void reportsAPostWhoseAnswerNobodyWaitsFor() {
		this.transport.suspendReading(true);
		this.transport.post(body("4a"), false, Runnable::run, ReadingThread.ANY).subscribe().dispose();
		assertThat(this.session.log).containsExactly("MESSAGE text a", "error the client abandoned a POST");
	}

	@Test
	void reportsAPostThatBreaks() {
		this.transport.post(Flux.error(new IllegalStateException("reset")), false, Runnable::run, ReadingThread.ANY)
			.block();
		assertThat(this.session.log).singleElement().asString().startsWith("error a POST could not be read");
	}

	private void send(String text) {
		this.session.packets.add(EnginePacket.text(EnginePacketType.MESSAGE, text));
		this.transport.requestWrite();
	}

	private Poll poll() {
		Poll poll = new Poll();
		this.transport.poll(Runnable::run).subscribe(poll);
		return poll;
	}

	private static Flux<DataBuffer> body(String text) {
		return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * A poll that is open.
	 */
	private static final class Poll extends BaseSubscriber<PollAnswer> {

		private String body;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.request(1);
		}

		@Override
		protected void hookOnNext(PollAnswer answer) {
			this.body = new String(answer.body(), StandardCharsets.UTF_8);
		}

	}

	/**
	 * A session that records what it receives.
	 */
	private static final class Session implements TransportListener {

		private final MemoryAccount memory = TestMemory.account();

		private final List<String> log = new ArrayList<>();

		private final Deque<EnginePacket> packets = new ArrayDeque<>();

		private Runnable beforeNext = () -> {
		};

		private Runnable beforeProcessed = () -> {
		};

		@Override
		public void onPacket(Transport transport, EnginePacket packet) {
			this.log.add(EngineVectors.describe(packet));
		}

		@Override
		public void onPayload(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed) {
			this.log.addAll(EngineVectors.describe(payload.packets(), payload.malformed()));
			this.beforeProcessed.run();
			processed.run();
		}

		@Override
		public void onMalformed(Transport transport) {
			this.log.add("malformed");
		}

		@Override
		public void onClose(Transport transport, Runnable ended) {
			this.log.add("close");
			ended.run();
		}

		@Override
		public void onError(Transport transport, String description) {
			this.log.add("error " + description);
		}

		@Override
		public EnginePacket nextPacket(Transport transport) {
			this.beforeNext.run();
			return this.packets.poll();
		}

		@Override
		public MemoryAccount memory() {
			return this.memory;
		}

		@Override
		public boolean hasPackets(Transport transport) {
			return !this.packets.isEmpty();
		}

	}

}
