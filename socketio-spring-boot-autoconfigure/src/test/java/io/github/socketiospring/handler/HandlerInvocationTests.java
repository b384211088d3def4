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

package io.github.socketiospring.handler;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Invocations for events, and those that emit their result.
 */
class HandlerInvocationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final SocketIOSocket socket = mock();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final Methods methods = new Methods();

	@BeforeEach
	void context() {
		Context context = Context.of("user", "ann");
		given(this.socket.context()).willReturn(context);
		given(this.socket.context(any())).willAnswer((call) -> context.putAll(call.<ContextView>getArgument(0)));
	}

	@ParameterizedTest
	@CsvSource({ "plain,plain", "nothing,", "context,ann", "several,'[1, 2]'", "stage,stage" })
	void endsWithResult(String name, @Nullable String result) {
		Recorded invocation = new Recorded(method(name, null));
		invocation.start();
		assertThat(invocation.end).hasToString("completed " + result);
		StepVerifier.create(mono(name, null).map(Object::toString))
			.expectNextSequence((result != null) ? List.of(result) : List.of())
			.expectComplete()
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@CsvSource({ "throwing,java.io.IOException", "error,java.lang.AssertionError", "fatal,java.lang.LinkageError",
			"failing,java.io.IOException", "fatalPublisher,java.lang.LinkageError" })
	void failsWithAnyError(String name, Class<? extends Throwable> type) {
		Recorded invocation = new Recorded(method(name, null));
		invocation.start();
		assertThat(invocation.end).isInstanceOf(type);
		StepVerifier.create(mono(name, null)).expectError(type).verify(PATIENCE);
	}

	@Test
	void failsWhenExecutorRejects() {
		Executor full = (task) -> {
			throw new RejectedExecutionException("full");
		};
		Recorded invocation = new Recorded(method("plain", full));
		invocation.start();
		assertThat(invocation.end).isInstanceOf(RejectedExecutionException.class);
		StepVerifier.create(mono("plain", full)).expectError(RejectedExecutionException.class).verify(PATIENCE);
	}

	@Test
	void runsOnExecutor() {
		Recorded invocation = new Recorded(method("plain", this.tasks::add));
		invocation.start();
		assertThat(invocation.end).isNull();
		this.tasks.remove().run();
		assertThat(invocation.end).isEqualTo("completed plain");
		StepVerifier.create(mono("plain", this.tasks::add))
			.then(() -> this.tasks.remove().run())
			.expectNext("plain")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void isGivenContextOfSubscriber() {
		StepVerifier.create(mono("context", null).contextWrite(Context.of("user", "bob")))
			.expectNext("bob")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void cancelsWhatTheMethodReturned() {
		mono("waiting", null).subscribe().dispose();
		this.methods.publisher.assertCancelled(1);
		Recorded invocation = new Recorded(method("waiting", null));
		invocation.start();
		invocation.cancel();
		this.methods.publisher.assertCancelled(2);
		assertThat(invocation.end).isNull();
	}

	@Test
	void cancelsManyValuesOnceTheClientHasGone() {
		Recorded invocation = new Recorded(method("endless", null));
		invocation.start();
		invocation.clientLeft();
		this.methods.publisher.assertCancelled(1);
		assertThat(invocation.end).isEqualTo("abandoned");
		invocation.clientLeft();
		Recorded late = new Recorded(method("endless", null));
		late.clientLeft();
		late.start();
		assertThat(late.end).isEqualTo("abandoned");
	}

	@Test
	void completesOneResultThoughTheClientHasGone() {
		Recorded invocation = new Recorded(method("waiting", null));
		invocation.start();
		invocation.clientLeft();
		this.methods.publisher.emit("saved");
		assertThat(invocation.end).isEqualTo("completed saved");
	}

	@Test
	void failsWithTooManyResults() {
		Recorded invocation = new Recorded(method("many", null));
		invocation.start();
		assertThat(invocation.end).isInstanceOf(IllegalStateException.class);
		assertThat((Throwable) invocation.end).hasMessageContaining("more than 10 values")
			.hasMessageContaining("socketio.handlers.max-results");
	}

	@Test
	void doesNotCallMethodOfCancelledInvocation() {
		mono("waiting", this.tasks::add).subscribe().dispose();
		this.tasks.remove().run();
		assertThat(this.methods.called).isZero();
	}

	private Mono<Object> mono(String name, @Nullable Executor executor) {
		return HandlerInvocation.mono(method(name, executor), () -> this.socket);
	}

	private InvocableEventHandlerMethod method(String name, @Nullable Executor executor) {
		return Arrays.stream(ReflectionUtils.getDeclaredMethods(Methods.class))
			.filter((method) -> method.getName().equals(name))
			.map((method) -> new EventHandlerMethod(() -> this.methods, Methods.class, method))
			.map((method) -> new InvocableEventHandlerMethod(method, List.of(), null, executor, 10))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Records how it ended.
	 */
	private final class Recorded extends HandlerInvocation {

		private @Nullable Object end;

		Recorded(InvocableEventHandlerMethod method) {
			super(method, new Object[0]);
		}

		@Override
		protected HandlerCall call() {
			return () -> HandlerInvocationTests.this.socket;
		}

		@Override
		protected void completed(@Nullable Object value) {
			end("completed " + value);
		}

		@Override
		protected void failed(Throwable error) {
			end(error);
		}

		@Override
		protected void abandoned() {
			end("abandoned");
		}

		private void end(Object end) {
			assertThat(this.end).as("ended once").isNull();
			this.end = end;
		}

	}

	static class Methods {

		final TestPublisher<String> publisher = TestPublisher.create();

		int called;

		String plain() {
			return "plain";
		}

		void nothing() {
		}

		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just(context.get("user")));
		}

		Flux<Integer> several() {
			return Flux.just(1, 2);
		}

		CompletableFuture<String> stage() {
			return CompletableFuture.completedFuture("stage");
		}

		void throwing() throws IOException {
			throw new IOException();
		}

		void error() {
			throw new AssertionError();
		}

		void fatal() {
			throw new LinkageError();
		}

		Mono<String> failing() {
			return Mono.error(new IOException());
		}

		Mono<String> fatalPublisher() {
			return Mono.fromSupplier(() -> {
				throw new LinkageError();
			});
		}

		Flux<String> endless() {
			return this.publisher.flux();
		}

		Flux<Integer> many() {
			return Flux.range(0, 11);
		}

		Mono<String> waiting() {
			this.called++;
			return this.publisher.mono();
		}

	}

}
