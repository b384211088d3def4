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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventRate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link RateLimit}.
 */
class RateLimitsTests {

	@Test
	void givesAMethodItsRate() {
		try (HandlerTester tester = HandlerTester.of(Limited.class)) {
			EventHandler first = handler(tester, "first");
			assertThat(first.rates()).singleElement()
				.usingRecursiveComparison()
				.isEqualTo(EventRate.of(5, Duration.ofMillis(500)));
			assertThat(handler(tester, "second").rates()).isEqualTo(first.rates());
			assertThat(handler(tester, "free").rates()).isEmpty();
		}
	}

	@Test
	void holdsAnEventToTheRatesOfAllItsMethods() {
		try (HandlerTester tester = HandlerTester.of(LimitedObserver.class)) {
			assertThat(handler(tester, "event").rates()).hasSize(2);
			assertThat(handler(tester, "other").rates()).hasSize(1);
		}
	}

	@Test
	void leavesOutObserverThatIsCalledTooOften() {
		try (HandlerTester tester = HandlerTester.of(LimitedObserver.class, Observer.class)) {
			EventHandler event = handler(tester, "event");
			assertThat(event.within((rates) -> true)).isSameAs(event);
			EventHandler rest = event.within((rates) -> !rates.equals(handler(tester, "other").rates().subList(0, 1)));
			assertThat(rest).asString().contains("#event()", "Observer#any()").doesNotContain("LimitedObserver#any()");
			EventHandler others = handler(tester, "other").within(List::isEmpty);
			assertThat(others).hasToString("[RateLimitsTests.Observer#any()]");
		}
	}

	@Test
	void leavesNothingWhenTheMethodThatAcknowledgesIsCalledTooOften() {
		try (HandlerTester tester = HandlerTester.of(LimitedObserver.class, Observer.class)) {
			EventHandler event = handler(tester, "event");
			List<EventRate> asked = new ArrayList<>();
			assertThat(event.within((rates) -> {
				asked.addAll(rates);
				return false;
			})).isNull();
			assertThat(asked).containsExactly(event.rates().get(1));
		}
	}

	@Test
	void isTheMethodItselfWhenAllObserversAreCalledTooOften() {
		try (HandlerTester tester = HandlerTester.of(Limited.class, LimitedOther.class)) {
			assertThat(handler(tester, "free").within(List::isEmpty)).hasToString("RateLimitsTests.Limited#free()");
			assertThat(handler(tester, "other").within(List::isEmpty)).isNull();
		}
	}

	@Test
	void refusesWhatMakesNoSense() {
		refuses(NoPermits.class,
				"@RateLimit(permits = 0, per = \"1s\") of RateLimitsTests.NoPermits#event() is invalid",
				"permits must be greater than zero");
		refuses(NoPeriod.class, "per = \"often\"");
		refuses(OnAConnect.class, "@RateLimit of RateLimitsTests.OnAConnect#connected() has no effect");
	}

	private static void refuses(Class<?> bean, String... messages) {
		try (HandlerTester tester = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> tester.start(bean))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains(messages));
		}
	}

	private static EventHandler handler(HandlerTester tester, String event) {
		EventHandler handler = tester.handler().eventHandler(event);
		assertThat(handler).isNotNull();
		return handler;
	}

	@SocketNamespace
	static class Limited {

		@OnEvent({ "first", "second" })
		@RateLimit(permits = 5, per = "500ms")
		void event() {
		}

		@OnEvent("free")
		void free() {
		}

	}

	@SocketNamespace
	static class LimitedObserver {

		@OnEvent("event")
		@RateLimit(permits = 1)
		void event() {
		}

		@OnAnyEvent
		@RateLimit(permits = 2)
		void any() {
		}

	}

	@SocketNamespace
	static class Observer {

		@OnAnyEvent
		void any() {
		}

	}

	@SocketNamespace
	static class LimitedOther {

		@OnAnyEvent
		@RateLimit(permits = 2)
		void any() {
		}

	}

	@SocketNamespace
	static class NoPermits {

		@OnEvent("event")
		@RateLimit(permits = 0)
		void event() {
		}

	}

	@SocketNamespace
	static class NoPeriod {

		@OnEvent("event")
		@RateLimit(permits = 1, per = "often")
		void event() {
		}

	}

	@SocketNamespace
	static class OnAConnect {

		@OnConnect
		@RateLimit(permits = 1)
		void connected() {
		}

	}

}
