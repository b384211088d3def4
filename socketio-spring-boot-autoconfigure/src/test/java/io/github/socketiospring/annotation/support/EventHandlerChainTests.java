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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods for any event.
 */
class EventHandlerChainTests {

	@Test
	void seesEventsThatAnotherMethodHandles() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Observer.class, Handler.class)) {
			assertThat(tester.emit("known", 1, 2).acknowledged()).containsExactly(3);
			assertThat(tester.bean(Observer.class).log).containsExactly("known [1, 2]");
		}
	}

	@Test
	void seesOtherEventsWithoutAcknowledgingThem() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Observer.class, Handler.class)) {
			assertThat(tester.emit("other", List.of("a"), "b").acknowledged()).isNull();
			assertThat(tester.bean(Observer.class).log).containsExactly("other [[\"a\"], \"b\"]");
		}
	}

	@Test
	void valueAcknowledgesOnlyEventsThatNobodyHandles() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Fallback.class, Handler.class, Observer.class)) {
			assertThat(tester.emit("known", 1, 2).acknowledged()).containsExactly(3);
			assertThat(tester.emit("other", "a", 1).acknowledged()).containsExactly("no other [a, 1]");
		}
	}

	@Test
	void eventIsDoneWhenAllAreDone() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Slow.class, Handler.class)) {
			TestInvocation invocation = tester.emit("known", 1, 2);
			assertThat(invocation.sent()).containsExactly(3);
			assertThat(invocation.isDone()).isFalse();
			tester.bean(Slow.class).done.tryEmitEmpty();
			assertThat(invocation.isDone()).isTrue();
		}
	}

	@Test
	void errorsOfBothKindsFailTheEvent() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Slow.class, Handler.class)) {
			TestInvocation invocation = tester.emit("known", 1, 2);
			tester.bean(Slow.class).done.tryEmitError(new IllegalStateException("observer"));
			assertThat(invocation.error()).hasMessage("observer");
			assertThat(invocation.sent()).containsExactly(3);
		}
		try (HandlerTester tester = HandlerTester.of(Observer.class, Handler.class)) {
			TestInvocation invocation = tester.emit("known", "none");
			assertThat(invocation.error()).hasMessageContaining("cannot be converted");
			assertThat(tester.bean(Observer.class).log).hasSize(1);
		}
	}

	@Test
	void laterErrorIsSuppressedByTheFirst() throws Exception {
		try (HandlerTester tester = HandlerTester.of(Slow.class, Handler.class)) {
			TestInvocation invocation = tester.emit("known", "none");
			IllegalStateException later = new IllegalStateException("later");
			tester.bean(Slow.class).done.tryEmitError(later);
			assertThat(invocation.error()).hasMessageContaining("cannot be converted").hasSuppressedException(later);
		}
	}

	@Test
	void nextEventWaitsWhenOneOfThemIsOrdered() {
		try (HandlerTester tester = HandlerTester.of(Fallback.class, Handler.class)) {
			assertThat(tester.handler().eventHandler("known").isOrdered()).isTrue();
			assertThat(tester.handler().eventHandler("other").isOrdered()).isFalse();
		}
	}

	@SocketNamespace
	@NonBlocking
	static class Handler {

		@OnEvent("known")
		int known(int first, int second) {
			return first + second;
		}

	}

	@SocketNamespace
	@NonBlocking
	static class Observer {

		final List<String> log = new CopyOnWriteArrayList<>();

		@OnAnyEvent
		void any(@EventName String event, List<JsonNode> arguments) {
			this.log.add(event + " " + arguments);
		}

	}

	@SocketNamespace
	@NonBlocking
	static class Fallback {

		@OnAnyEvent(ordered = false)
		String any(@EventName String event, Object... arguments) {
			return "no " + event + " " + Arrays.toString(arguments);
		}

	}

	@SocketNamespace
	static class Slow {

		final Sinks.One<Void> done = Sinks.one();

		@OnAnyEvent
		Mono<Void> any() {
			return this.done.asMono();
		}

	}

}
