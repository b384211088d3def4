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

package io.github.socketiospring.annotation.support;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.handler.HandlerExecution;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation.EventWork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Return values of handler methods, and the threads on which they run.
 */
class AnnotatedEventHandlerTests {

	private final HandlerTester tester = HandlerTester.of(Handlers.class, Plain.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "value", "mono", "stage", "publisher", "undeclared", "optional" })
	void acknowledgesWithValue(String event) throws Exception {
		assertThat(this.tester.emit(event, "a").acknowledged())
			.containsExactly(event.equals("optional") ? Optional.of("a") : "a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "void", "null", "void-mono", "empty-mono", "null-mono", "empty-stage" })
	void acknowledgesWithoutArguments(String event) throws Exception {
		assertThat(this.tester.emit(event).acknowledged()).isEmpty();
	}

	@Test
	void acknowledgesWithListOfManyValues() throws Exception {
		assertThat(this.tester.emit("flux").acknowledged()).containsExactly(List.of("a", "b"));
	}

	@Test
	void acknowledgesWithArrayAsOneArgument() throws Exception {
		assertThat(this.tester.emit("array").acknowledged())
			.satisfiesExactly((value) -> assertThat(value).isEqualTo(new String[] { "a", "b" }));
	}

	@Test
	void acknowledgesWhenDoneAndNotBefore() throws Exception {
		TestInvocation invocation = this.tester.emit("later");
		assertThat(invocation.isDone()).isFalse();
		this.tester.bean(Handlers.class).later.tryEmitValue("now");
		assertThat(invocation.acknowledged()).containsExactly("now");
	}

	@Test
	void endsStreamOnceTheClientHasGone() throws Exception {
		TestInvocation invocation = this.tester.emit("endless");
		EventWork work = invocation.work();
		assertThat(work).isNotNull();
		assertThat(invocation.isDone()).isFalse();
		work.clientLeft();
		assertThat(invocation.acknowledged()).isNull();
	}

	@Test
	void methodThatTakesAckAcknowledgesItself() throws Exception {
		assertThat(this.tester.emit("no-ack").acknowledged()).isNull();
		assertThat(this.tester.emit("ack").acknowledged()).containsExactly("mine");
	}

	@Test
	void writesContextOfHandshake() throws Exception {
		this.tester.handshake.context = Context.of("user", "ann");
		assertThat(this.tester.emit("context").acknowledged()).containsExactly("ann");
	}

	@Test
	void failsWithWhatTheMethodThrew() throws Exception {
		assertThat(this.tester.emit("throws").error()).isInstanceOf(IllegalStateException.class).hasMessage("thrown");
		assertThat(this.tester.emit("error-mono").error()).isInstanceOf(IllegalStateException.class)
			.hasMessage("signalled");
		assertThat(this.tester.emit("failed-stage").error()).isInstanceOf(IllegalStateException.class)
			.hasMessage("completed");
	}

	@Test
	void failsWhenValueCannotBeSent() throws Exception {
		TestInvocation invocation = this.tester.emit(TestInvocation::refuseFirstAnswer, "value", "a");
		assertThat(invocation.error()).isInstanceOf(IllegalArgumentException.class).hasMessage("cannot be written");
	}

	@Test
	void plainMethodRunsOnExecutor() throws Exception {
		assertThat(this.tester.emit("blocking").acknowledged())
			.satisfiesExactly((thread) -> assertThat((String) thread).startsWith(HandlerTester.BLOCKING));
	}

	@Test
	void reactiveAndNonBlockingMethodsRunOnCallingThread() throws Exception {
		String here = Thread.currentThread().getName();
		assertThat(this.tester.emit("reactive").acknowledged()).containsExactly(here);
		assertThat(this.tester.emit("non-blocking").acknowledged()).containsExactly(here);
		assertThat(this.tester.emit("thread-in-class").acknowledged()).containsExactly(here);
	}

	@Test
	void modeDecidesForAllMethods() throws Exception {
		try (HandlerTester eventLoop = new HandlerTester()
			.with((options) -> options.execution(HandlerExecution.EVENT_LOOP))
			.start(Plain.class)) {
			assertThat(eventLoop.emit("blocking").acknowledged()).containsExactly(Thread.currentThread().getName());
		}
		try (HandlerTester executor = new HandlerTester()
			.with((options) -> options.execution(HandlerExecution.EXECUTOR))
			.start(Plain.class)) {
			assertThat(executor.emit("reactive").acknowledged())
				.satisfiesExactly((thread) -> assertThat((String) thread).startsWith(HandlerTester.BLOCKING));
		}
	}

	@Test
	void failsWhenExecutorRejects() throws Exception {
		try (HandlerTester rejecting = new HandlerTester()) {
			rejecting.with((options) -> AnnotatedHandlerOptions.builder(() -> rejecting.server, rejecting.mapper,
					rejecting.errors, (task) -> {
						throw new RejectedExecutionException("full");
					}))
				.start(Plain.class);
			TestInvocation invocation = rejecting.emit("blocking");
			assertThat(invocation.error()).isInstanceOf(RejectedExecutionException.class);
			assertThat(invocation.sent()).containsExactly("error: full");
		}
	}

	@Test
	void saysWhetherNextEventWaits() {
		assertThat(ordered(this.tester, "ordered")).isTrue();
		assertThat(ordered(this.tester, "unordered")).isFalse();
		try (HandlerTester unordered = new HandlerTester().with((options) -> options.ordered(false))
			.start(Plain.class)) {
			assertThat(ordered(unordered, "ordered")).isFalse();
		}
	}

	@Test
	void knowsNoOtherEvents() {
		assertThat(this.tester.handler().eventHandler("unknown")).isNull();
	}

	private boolean ordered(HandlerTester tester, String event) {
		EventHandler handler = tester.handler().eventHandler(event);
		assertThat(handler).isNotNull();
		return handler.isOrdered();
	}

	@SocketNamespace
	@NonBlocking
	static class Handlers {

		final Sinks.One<String> later = Sinks.one();

		@OnEvent("value")
		String value(String value) {
			return value;
		}

		@OnEvent("mono")
		Mono<String> mono(String value) {
			return Mono.just(value);
		}

		@OnEvent("stage")
		CompletionStage<String> stage(String value) {
			return CompletableFuture.supplyAsync(() -> value);
		}

		@OnEvent("publisher")
		Publisher<String> publisher(String value) {
			return Mono.just(value);
		}

		@OnEvent("undeclared")
		Object undeclared(String value) {
			return Mono.just(value);
		}

		@OnEvent("optional")
		Optional<String> optional(String value) {
			return Optional.of(value);
		}

		@OnEvent("void")
		void nothing() {
		}

		@OnEvent("null")
		@Nullable String nullValue() {
			return null;
		}

		@OnEvent("void-mono")
		Mono<Void> voidMono() {
			return Mono.empty();
		}

		@OnEvent("empty-mono")
		Mono<String> emptyMono() {
			return Mono.empty();
		}

		@OnEvent("null-mono")
		@Nullable Mono<String> nullMono() {
			return null;
		}

		@OnEvent("empty-stage")
		CompletableFuture<Void> emptyStage() {
			return CompletableFuture.completedFuture(null);
		}

		@OnEvent("flux")
		Flux<String> flux() {
			return Flux.just("a", "b");
		}

		@OnEvent("array")
		String[] array() {
			return new String[] { "a", "b" };
		}

		@OnEvent(names = "endless", timeout = "5s")
		Flux<Long> endless() {
			return Flux.never();
		}

		@OnEvent("later")
		Mono<String> later() {
			return this.later.asMono();
		}

		@OnEvent("no-ack")
		String noAck(Ack ack) {
			return "not used";
		}

		@OnEvent("ack")
		void ack(Ack ack) {
			ack.send("mine");
		}

		@OnEvent("context")
		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just(context.get("user")));
		}

		@OnEvent("throws")
		void throwing() {
			throw new IllegalStateException("thrown");
		}

		@OnEvent("error-mono")
		Mono<String> errorMono() {
			return Mono.error(new IllegalStateException("signalled"));
		}

		@OnEvent("failed-stage")
		CompletableFuture<String> failedStage() {
			return CompletableFuture.failedFuture(new IllegalStateException("completed"));
		}

		@OnEvent("thread-in-class")
		String thread() {
			return Thread.currentThread().getName();
		}

	}

	@SocketNamespace
	static class Plain {

		@OnEvent("blocking")
		String blocking() {
			return Thread.currentThread().getName();
		}

		@OnEvent("reactive")
		Mono<String> reactive() {
			return Mono.just(Thread.currentThread().getName());
		}

		@OnEvent("non-blocking")
		@NonBlocking
		String nonBlocking() {
			return Thread.currentThread().getName();
		}

		@OnEvent("ordered")
		void ordered() {
		}

		@OnEvent(names = "unordered", ordered = false)
		void unordered() {
		}

	}

}
