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

package io.github.socketiospring.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.testsupport.load.LoadClient;
import io.github.socketiospring.testsupport.load.LoadClients;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answer to a client when an event ends, which is the same with and without an
 * additional method for any event.
 */
class HandlerOutcomeTests {

	private static final String INTERNAL_ERROR = "[{\"title\":\"Internal Server Error\",\"status\":500,\"socketioProblem\":true}]";

	@ParameterizedTest
	@ValueSource(classes = { Alone.class, Observed.class })
	void clientIsToldTheSame(Class<?> application) {
		Map<String, String> expected = new LinkedHashMap<>();
		expected.put("value", "[\"value\"]");
		expected.put("ack", "[\"by hand\"]");
		for (String failure : new String[] { "unsendable", "exception", "error", "mono-error", "unsendable-mono" }) {
			expected.put(failure, "[\"handled\"]");
		}
		expected.put("unsendable-unhandled", INTERNAL_ERROR);
		expected.put("exception-unhandled", INTERNAL_ERROR);
		expected.put("unsendable-answer", INTERNAL_ERROR);
		try (TestServer server = TestServer.start(application,
				Map.of("socketio.shutdown.budget", "0s",
						"logging.level.io.github.socketiospring.server.EventInvocation", "OFF"));
				LoadClients clients = new LoadClients(server.port())) {
			LoadClient client = clients.webSocket();
			assertThat(client.connected()).succeedsWithin(60, TimeUnit.SECONDS);
			expected.forEach((event, answer) -> assertThat(client.ask(event, "1")).succeedsWithin(30, TimeUnit.SECONDS)
				.as(event)
				.isEqualTo(answer));
		}
	}

	/**
	 * Each event has one method.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Alone {

	}

	/**
	 * Each event has two methods.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import({ Handlers.class, Observer.class })
	static class Observed {

	}

	/**
	 * Cannot be written as JSON.
	 */
	static class Unsendable {

		private final RuntimeException error;

		Unsendable(RuntimeException error) {
			this.error = error;
		}

		@JsonProperty
		String text() {
			throw this.error;
		}

	}

	@SocketNamespace
	static class Observer {

		@OnAnyEvent
		@NonBlocking
		void any() {
		}

	}

	@SocketNamespace
	@NonBlocking
	static class Handlers {

		@OnEvent("value")
		String value() {
			return "value";
		}

		@OnEvent("ack")
		String ack(Ack ack) {
			ack.send("by hand");
			return "not used";
		}

		@OnEvent("unsendable")
		Unsendable unsendable() {
			return new Unsendable(new IllegalStateException());
		}

		@OnEvent("unsendable-mono")
		Mono<Unsendable> unsendableMono() {
			return Mono.fromSupplier(this::unsendable);
		}

		@OnEvent("unsendable-unhandled")
		Unsendable unsendableUnhandled() {
			return new Unsendable(new UnsupportedOperationException());
		}

		@OnEvent("exception")
		void exception() {
			throw new IllegalStateException();
		}

		@OnEvent("exception-unhandled")
		void exceptionUnhandled() {
			throw new UnsupportedOperationException();
		}

		@OnEvent("error")
		void error() {
			throw new AssertionError();
		}

		@OnEvent("mono-error")
		Mono<String> monoError() {
			return Mono.error(new IllegalStateException());
		}

		@OnEvent("unsendable-answer")
		void unsendableAnswer() {
			throw new ArithmeticException();
		}

		@SocketExceptionHandler({ IllegalStateException.class, AssertionError.class })
		String handle() {
			return "handled";
		}

		@SocketExceptionHandler
		Unsendable handle(ArithmeticException ex) {
			return unsendable();
		}

	}

}
