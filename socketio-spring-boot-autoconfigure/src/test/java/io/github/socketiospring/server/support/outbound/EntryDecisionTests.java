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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Code that decides whether a client enters must not wait for that client. All waits here
 * are for a client that never answers, and time does not pass: if the rule did not hold,
 * the tests would hang.
 */
class EntryDecisionTests {

	private final TestTimer timer = new TestTimer();

	private SocketIOServer io = SocketIOServers.builder().timer(this.timer).build();

	private final List<Throwable> errors = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	private void onConnect(Function<SocketIOSocket, Mono<Void>> action) {
		this.io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public Mono<Void> onConnect(SocketIOSocket socket) {
				return action.apply(socket);
			}

		});
	}

	private static Mono<String> question(SocketIOSocket socket) {
		return socket.emitWithAck("q", String.class);
	}

	private TestEngineSession connect() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		return session;
	}

	private void assertRefused() {
		assertThat(connect().take()).containsExactly("4{\"message\":\"Internal server error\"}");
		assertThat(this.errors).singleElement().satisfies(EntryDecisionTests::isExplained);
	}

	private static void isExplained(Throwable error) {
		assertThat(error).isInstanceOf(IllegalStateException.class)
			.hasMessage("The acknowledgement of event 'q' cannot be awaited by middleware or connect handlers, "
					+ "since nothing is sent to the client before they complete: wait for it in an onConnection "
					+ "listener or in an event handler, or subscribe with callbacks and do not wait");
	}

	@ParameterizedTest
	@EnumSource
	void handlerMustNotReturnWhatWaits(Chain chain) {
		onConnect((socket) -> chain.apply(question(socket)).doOnError(this.errors::add));
		assertRefused();
	}

	@ParameterizedTest
	@EnumSource
	void middlewareMustNotWait(Chain chain) {
		this.io.use((socket, next) -> chain.apply(question(socket)).doOnError(this.errors::add).then(next.proceed()));
		assertRefused();
	}

	@ParameterizedTest
	@EnumSource
	void noThreadMayWait(Block block) {
		onConnect((socket) -> Mono.<Void>fromRunnable(() -> block.apply(question(socket))).doOnError(this.errors::add));
		assertRefused();
	}

	@Test
	void futureMayNotWait() {
		List<CompletableFuture<String>> futures = new ArrayList<>();
		onConnect((socket) -> Mono.fromRunnable(() -> futures.add(question(socket).toFuture())));
		connect().connected();
		assertThat(futures).singleElement()
			.satisfies((future) -> assertThatThrownBy(future::join).cause().satisfies(EntryDecisionTests::isExplained));
	}

	@ParameterizedTest
	@EnumSource
	void aWaitThatCannotBeSeenEndsInTimeAndIsExplained(Unseen unseen) {
		onConnect((socket) -> {
			unseen.operator.apply(question(socket)).subscribe(this.log::add, this.errors::add);
			return Mono.never();
		});
		connect();
		this.timer.advance(SocketIOOptions.defaults().ackTimeout());
		assertThat(this.log).isEmpty();
		assertThat(this.errors).singleElement()
			.isInstanceOf(AckTimeoutException.class)
			.satisfies((error) -> assertThat(error.getSuppressed()).singleElement()
				.satisfies(EntryDecisionTests::isExplained));
	}

	@Test
	void anAnswerThatIsLateAfterTheDecisionIsNotExplained() {
		onConnect((socket) -> Mono.fromRunnable(() -> question(socket).subscribe(this.log::add, this.errors::add)));
		connect().connected();
		this.timer.advance(SocketIOOptions.defaults().ackTimeout());
		assertThat(this.errors).singleElement()
			.isInstanceOf(AckTimeoutException.class)
			.satisfies((error) -> assertThat(error.getSuppressed()).isEmpty());
	}

	@Test
	void allEventsOfASourceMayNotBeAwaited() {
		onConnect((socket) -> socket.emitAll("all", Flux.range(0, 1000)).doOnError(this.errors::add));
		assertThat(connect().take()).containsExactly("4{\"message\":\"Internal server error\"}");
		assertThat(this.errors).singleElement()
			.asString()
			.contains("The sending of all events 'all' cannot be awaited by middleware or connect handlers");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void askingWithoutWaitingLeavesBehindTheAnswer(boolean recovery) {
		if (recovery) {
			this.io = SocketIOServers.builder()
				.timer(this.timer)
				.options(new TestOptions().recovery(false).build())
				.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100,
						this.timer))
				.build();
		}
		onConnect((socket) -> Mono.fromRunnable(() -> {
			question(socket).subscribe(this.log::add);
			socket.emitAll("all", Flux.range(0, 100)).subscribe();
		}));
		TestEngineSession session = connect();
		List<String> sent = session.take();
		assertThat(sent.get(0)).startsWith("0{");
		assertThat(sent.get(1)).isEqualTo("20[\"q\"]");
		assertThat(sent).hasSize(102);
		session.receive("30[\"a\"]");
		assertThat(this.log).containsExactly("a");
	}

	@Test
	void askingWithoutWaitingFailsWhenTheSocketIsRefused() {
		onConnect((socket) -> {
			question(socket).subscribe(this.log::add, this.errors::add);
			return Mono.error(new ConnectRefusedException("no"));
		});
		assertThat(connect().take()).containsExactly("4{\"message\":\"no\"}");
		assertThat(this.errors).singleElement().asString().contains("Event 'q' was not acknowledged: connect refused");
	}

	@Test
	void anotherSocketMayBeAwaited() {
		this.io.configure((setup) -> setup.of("/other"));
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket other = this.io.of("/other").socket(session.connect("/other"));
		onConnect((socket) -> question(other).doOnNext(this.log::add).then());
		session.receive("0");
		assertThat(session.take()).containsExactly("2/other,0[\"q\"]");
		session.receive("3/other,0[\"a\"]");
		session.connected();
		assertThat(this.log).containsExactly("a");
	}

	@Test
	void oncePassedTheDecisionIsForgotten() {
		List<Mono<String>> later = new ArrayList<>();
		onConnect((socket) -> Mono.deferContextual((context) -> {
			later.add(question(socket).contextWrite(context));
			return Mono.empty();
		}));
		TestEngineSession session = connect();
		session.connected();
		later.get(0).subscribe(this.log::add);
		session.receive("30[\"a\"]");
		assertThat(this.log).containsExactly("a");
	}

	enum Chain {

		DIRECT {

			@Override
			Mono<Void> apply(Mono<String> answer) {
				return answer.then();
			}

		},

		NESTED {

			@Override
			Mono<Void> apply(Mono<String> answer) {
				return Flux.range(0, 2).concatMap((number) -> answer.timeout(Duration.ofMinutes(1))).then();
			}

		},

		ZIPPED {

			@Override
			Mono<Void> apply(Mono<String> answer) {
				return Mono.zip(Mono.just(1), answer.flux().next()).then();
			}

		};

		abstract Mono<Void> apply(Mono<String> answer);

	}

	enum Unseen {

		CALLBACK(UnaryOperator.identity()),

		CACHED(Mono::cache),

		CACHED_FOR_A_TIME((answer) -> answer.cache(Duration.ofMinutes(1))),

		SHARED(Mono::share);

		private final UnaryOperator<Mono<String>> operator;

		Unseen(UnaryOperator<Mono<String>> operator) {
			this.operator = operator;
		}

	}

	enum Block {

		BLOCK((answer) -> answer.block()),

		BLOCK_FOR_A_TIME((answer) -> answer.map(String::length).block(Duration.ofMinutes(1))),

		BLOCK_OPTIONAL((answer) -> answer.flatMap(Mono::just).blockOptional()),

		BLOCK_OPTIONAL_FOR_A_TIME((answer) -> answer.blockOptional(Duration.ofMinutes(1))),

		BLOCK_FIRST((answer) -> answer.flux().blockFirst()),

		BLOCK_FIRST_FOR_A_TIME((answer) -> answer.flux().blockFirst(Duration.ofMinutes(1))),

		BLOCK_LAST((answer) -> answer.repeat(1).blockLast()),

		BLOCK_LAST_FOR_A_TIME((answer) -> answer.flux().blockLast(Duration.ofMinutes(1))),

		ITERABLE((answer) -> answer.flux().toIterable().iterator().next()),

		ITERABLE_OF_SEVERAL((answer) -> answer.repeat(1).toIterable(1).forEach((each) -> {
		})),

		STREAM((answer) -> answer.flux().toStream().toList()),

		STREAM_OF_SEVERAL((answer) -> answer.repeat(1).toStream(1).findFirst()),

		JOIN((answer) -> join(answer.toFuture()::join)),

		GET((answer) -> join(() -> answer.toFuture().get())),

		GET_FOR_A_TIME((answer) -> join(() -> answer.toFuture().get(1, TimeUnit.MINUTES))),

		COMPOSED((answer) -> join(CompletableFuture.allOf(answer.toFuture(), answer.toFuture())::join)),

		FLAT_MAPPED((answer) -> Mono.just(1).flatMap((number) -> answer).block()),

		FLAT_MAPPED_MANY((answer) -> Flux.range(0, 3).flatMap((number) -> answer).blockLast()),

		CONCATENATED((answer) -> Flux.concat(Mono.empty(), answer).collectList().block()),

		CONCAT_MAPPED((answer) -> Flux.range(0, 3).concatMap((number) -> answer).then().block()),

		SWITCH_MAPPED((answer) -> Flux.range(0, 3).switchMap((number) -> answer).blockLast()),

		ZIPPED((answer) -> Mono.zip(answer, answer).block()),

		ZIPPED_WITH((answer) -> Mono.just(1).zipWith(answer).block()),

		ZIPPED_MANY((answer) -> Flux.zip(answer, answer).blockLast()),

		WHEN((answer) -> Mono.when(answer, answer).block()),

		MERGED((answer) -> Flux.merge(answer, answer).blockLast()),

		COMBINED((answer) -> Flux.combineLatest(answer, answer, String::concat).blockLast()),

		FIRST((answer) -> Mono.firstWithSignal(answer, Mono.never()).block()),

		THEN((answer) -> Mono.empty().then(answer).block()),

		DELAYED((answer) -> Mono.just(1).delayUntil((number) -> answer).block()),

		FILTERED((answer) -> Mono.just(1).filterWhen((number) -> answer.map(String::isEmpty)).block()),

		RESUMED((answer) -> Mono.error(new IllegalArgumentException())
			.onErrorResume(IllegalArgumentException.class, (error) -> answer)
			.block()),

		DEFAULTED((answer) -> Mono.empty().switchIfEmpty(answer.cast(Object.class)).block()),

		DEFERRED((answer) -> Mono.defer(() -> answer).block()),

		USING((answer) -> Mono.usingWhen(Mono.just(1), (number) -> answer, (number) -> Mono.empty()).block()),

		EXPANDED((answer) -> Flux.just("").expand((each) -> answer).blockLast()),

		TIMED((answer) -> answer.timeout(Duration.ofMinutes(1)).block()),

		RETRIED((answer) -> answer.retry(1).block()),

		PUBLISHED((answer) -> answer.publishOn(Schedulers.single()).block()),

		SUBSCRIBED((answer) -> answer.subscribeOn(Schedulers.single()).block()),

		REDUCED((answer) -> answer.repeat(1).reduce(String::concat).block()),

		WINDOWED((answer) -> answer.repeat(1).buffer(2).blockLast()),

		SHARED_MANY((answer) -> answer.flux().share().blockLast()),

		REPLAYED((answer) -> answer.flux().replay().autoConnect().blockLast()),

		PUBLISHED_TO_MANY((answer) -> answer.flux().publish((same) -> Flux.merge(same, same)).blockLast()),

		PARALLEL((answer) -> Flux.range(0, 2).parallel().flatMap((number) -> answer).sequential().blockLast());

		private final Consumer<Mono<String>> action;

		Block(Consumer<Mono<String>> action) {
			this.action = action;
		}

		void apply(Mono<String> answer) {
			this.action.accept(answer);
		}

		// The same exception as that of the other ways to wait.
		private static void join(Callable<?> wait) {
			try {
				wait.call();
			}
			catch (CompletionException | ExecutionException ex) {
				throw (RuntimeException) ex.getCause();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
