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

package io.github.socketiospring.server.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventRate}.
 */
class EventRateTests {

	private static final String REFUSED = "[{\"title\":\"Too Many Requests\",\"status\":429,"
			+ "\"detail\":\"Too many events\",\"socketioProblem\":true}]";

	private final TestTimer timer = new TestTimer();

	private final List<String> log = new ArrayList<>();

	private SocketIOServer io;

	private TestEngineSession session;

	@Test
	void acknowledgesWhatIsTooMuchWithAnError() {
		start(EventRate.of(2, Duration.ofSeconds(1)));
		this.session.receive("20[\"a\"]", "21[\"b\"]", "22[\"c\"]", "2[\"d\"]");
		assertThat(this.log).containsExactly("a", "b");
		assertThat(this.session.take()).containsExactly("30[]", "31[]", "32" + REFUSED);
		assertThat(this.io.statistics().count(SocketIOCounter.EVENT_RATE)).isEqualTo(2);
		this.timer.advance(Duration.ofMillis(500));
		this.session.receive("23[\"e\"]");
		assertThat(this.log).last().isEqualTo("e");
	}

	@Test
	void countsAllSocketsOfAConnectionTogether() {
		start(EventRate.of(2, Duration.ofSeconds(1)));
		this.io.of("/other").onConnection((socket) -> socket.on("d", (arguments, ack) -> this.log.add("d")));
		this.session.connect("/other");
		this.session.receive("2[\"a\"]", "2/other,[\"b\"]", "2/other,[\"d\"]", "2[\"c\"]");
		assertThat(this.log).containsExactly("a");
		this.timer.advance(Duration.ofSeconds(1));
		this.session.receive("2/other,[\"d\"]");
		assertThat(this.log).containsExactly("a", "d");
	}

	@Test
	void isNotResetByEnteringANamespaceAnew() {
		start(EventRate.of(1, Duration.ofSeconds(1)));
		this.io.of("/limited").addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(10)), this.log));
		for (int i = 0; i < 3; i++) {
			this.session.connect("/limited");
			this.session.receive("2/limited,[\"b\"]", "1/limited,");
		}
		assertThat(this.log).containsExactly("limited b");
		assertThat(this.io.statistics().count(SocketIOCounter.EVENT_RATE)).isEqualTo(2);
		this.timer.advance(Duration.ofSeconds(1));
		this.session.connect("/limited");
		this.session.receive("2/limited,[\"b\"]", "1/limited,");
		assertThat(this.log).hasSize(1);
		assertThat(this.io.statistics().count(SocketIOCounter.HANDLER_RATE)).isOne();
	}

	@Test
	void countsEachConnectionForItself() {
		start(EventRate.of(1, Duration.ofSeconds(1)));
		TestEngineSession other = TestEngineSession.open(this.io);
		other.connect("/");
		this.session.receive("2[\"a\"]", "2[\"b\"]");
		other.receive("2[\"c\"]");
		assertThat(this.log).containsExactly("a", "c");
	}

	@Test
	void doesNotReadWhatIsTooMuch() {
		start(EventRate.of(1, Duration.ofSeconds(1)));
		this.session.receive("2[\"a\"]", "2[\"b\",malformed");
		assertThat(this.session.isOpen()).isTrue();
	}

	@Test
	void holdsHandlersToTheirRates() {
		start();
		this.io.of("/limited").addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(1)), this.log));
		this.session.connect("/limited");
		this.session.receive("2/limited,0[\"a\"]", "2/limited,1[\"b\"]", "2/limited,2[\"other\"]");
		assertThat(this.log).containsExactly("limited a", "free other");
		assertThat(this.session.take()).contains("3/limited,1" + REFUSED);
		assertThat(this.io.statistics().count(SocketIOCounter.HANDLER_RATE)).isOne();
	}

	@Test
	void leavesTheAcknowledgementToAnotherHandler() {
		start();
		this.io.of("/limited")
			.addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(1)), this.log))
			.onConnection((socket) -> socket.on("b", (arguments, ack) -> ack.send("other")));
		this.session.connect("/limited");
		this.session.receive("2/limited,[\"b\"]", "2/limited,1[\"b\"]");
		assertThat(this.log).containsExactly("limited b");
		assertThat(this.session.take()).contains("3/limited,1[\"other\"]");
		assertThat(this.io.statistics().count(SocketIOCounter.HANDLER_RATE)).isOne();
	}

	@Test
	void answersOnceWhenAllHandlersAreCalledTooOften() {
		start();
		this.io.of("/limited")
			.addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(1)), this.log))
			.addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(1)), this.log));
		this.session.connect("/limited");
		this.session.receive("2/limited,[\"a\"]", "2/limited,1[\"a\"]");
		assertThat(this.log).containsExactly("limited a", "limited a");
		assertThat(this.session.take()).containsOnlyOnce("3/limited,1" + REFUSED);
		assertThat(this.io.statistics().count(SocketIOCounter.HANDLER_RATE)).isEqualTo(2);
	}

	@Test
	void holdsHandlersToTheirRatesBehindAnInterceptor() {
		start();
		this.io.of("/limited")
			.addHandler(new Limited(EventRate.of(1, Duration.ofSeconds(1)), this.log))
			.onConnection((socket) -> socket.use((event) -> Mono.empty()));
		this.session.connect("/limited");
		this.session.receive("2/limited,0[\"a\"]", "2/limited,1[\"b\"]");
		assertThat(this.log).containsExactly("limited a");
		assertThat(this.session.take()).contains("3/limited,1" + REFUSED);
	}

	@Test
	void leavesTheClientWithoutAnAnswerWhereErrorsAreNotAcknowledged() {
		start((error, locale) -> null, EventRate.of(2, Duration.ofSeconds(1)));
		this.io.of("/").sockets().forEach((socket) -> socket.on("fails", (arguments, ack) -> {
			throw new IllegalStateException("on purpose");
		}));
		this.session.receive("20[\"fails\"]", "21[\"a\"]", "22[\"b\"]");
		assertThat(this.log).containsExactly("a");
		assertThat(this.session.take()).containsExactly("31[]");
	}

	@Test
	void goesOnWhenAnErrorCannotBeDescribed() {
		start((error, locale) -> {
			throw new IllegalStateException("on purpose");
		}, EventRate.of(1, Duration.ofSeconds(1)));
		this.session.receive("20[\"a\"]", "21[\"b\"]");
		this.timer.advance(Duration.ofSeconds(1));
		this.session.receive("22[\"c\"]");
		assertThat(this.log).containsExactly("a", "c");
		assertThat(this.session.take()).containsExactly("30[]", "32[]");
	}

	private void start(EventRate... rates) {
		start(new PlainProblem(), rates);
	}

	private void start(ErrorAckMapper errors, EventRate... rates) {
		this.io = SocketIOServers.builder()
			.options(SocketIOOptions.builder().eventRates(List.of(rates)).build())
			.errors(errors)
			.timer(this.timer)
			.build();
		this.io.onConnection(
				(socket) -> List.of("a", "b", "c", "d", "e").forEach((event) -> socket.on(event, (arguments, ack) -> {
					this.log.add(event);
					ack.send();
				})));
		this.session = TestEngineSession.open(this.io);
		this.session.connect("/");
	}

	/**
	 * Handles all events but one at a rate.
	 *
	 * @param rate the rate
	 * @param log what was handled
	 */
	private record Limited(EventRate rate, List<String> log) implements NamespaceHandler {

		@Override
		public EventHandler eventHandler(String event) {
			return event.equals("other") ? new Logging("free", List.of(), this.log)
					: new Logging("limited", List.of(this.rate), this.log);
		}

	}

	/**
	 * Writes down what it handles.
	 *
	 * @param name what it is called in the log
	 * @param rates its rates
	 * @param log where it writes
	 */
	private record Logging(String name, List<EventRate> rates, List<String> log) implements EventHandler {

		@Override
		public Object readArguments(EventArguments arguments) {
			return arguments.readTrees();
		}

		@Override
		public void handle(EventInvocation invocation) {
			this.log.add(this.name + " " + invocation.event());
			invocation.acknowledge();
		}

	}

}
