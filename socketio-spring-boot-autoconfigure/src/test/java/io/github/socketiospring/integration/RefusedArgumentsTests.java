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

import java.nio.charset.StandardCharsets;
import java.util.Map;

import ch.qos.logback.classic.Level;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of arguments that cannot be read, in an application: what the client is
 * told depends on {@code socketio.errors}, and the events behind are handled.
 */
class RefusedArgumentsTests {

	private static final String TIME = "1764403552000";

	private static final String REASON = "at: a number out of the range of int";

	@ParameterizedTest
	@CsvSource({ "always, : " + REASON, "never, ''" })
	void describesTheProblemIfAsked(String includeMessage, String reason) {
		try (TestServer server = start("socketio.errors.include-message", includeMessage)) {
			PollingClient client = connect(server);
			client.post(Packets.event(1, "move", Packets.json("{\"at\":" + TIME + "}")));
			assertThat(client.awaitPoll().text())
				.isEqualTo(Packets.ack(1,
						Packets.json("{\"title\":\"Bad Request\","
								+ "\"status\":400,\"detail\":\"Argument 0 has the wrong type" + reason
								+ "\",\"socketioProblem\":true}")));
		}
	}

	@Test
	void acknowledgesNoFailureIfAsked() {
		try (TestServer server = start("socketio.errors.acknowledge", "none");
				CapturedLog log = CapturedLog.of("io.github.socketiospring")) {
			PollingClient client = connect(server);
			client.postPackets(bytes(Packets.event(1, "move", TIME)), bytes(Packets.event(2, "fail")),
					bytes(Packets.event(3, "move", Packets.json("{\"at\":7}"))));
			assertThat(client.awaitPoll().text()).isEqualTo(Packets.ack(3, 7));
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR");
		}
	}

	@Test
	void tellsTheDeveloperWhere() {
		try (TestServer server = start("socketio.errors.include-message", "never");
				CapturedLog log = CapturedLog.of("io.github.socketiospring.server", Level.DEBUG)) {
			PollingClient client = connect(server);
			client.post(Packets.event(1, "move", Packets.json("{\"at\":" + TIME + "}")));
			assertThat(client.awaitPoll().text()).contains("\"status\":400");
			assertThat(log.lines()).filteredOn((line) -> line.contains("Argument 0"))
				.singleElement()
				.asString()
				.startsWith("DEBUG")
				.contains("'move'", REASON)
				.doesNotContain(TIME);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void goesOnAfterAnErrorOfAConstructor(boolean waiting) {
		try (TestServer server = start("socketio.errors.acknowledge", "problem");
				CapturedLog log = CapturedLog.of("io.github.socketiospring")) {
			PollingClient client = connect(server);
			if (waiting) {
				client.post(Packets.event(0, "wait"));
			}
			assertThat(client
				.postPackets(bytes(Packets.event(1, "broken", Packets.json("{\"at\":1}"))),
						bytes(Packets.event(2, "move", Packets.json("{\"at\":2}"))))
				.status()).isEqualTo(200);
			if (waiting) {
				server.bean(Moves.class).turn.tryEmitEmpty();
			}
			StringBuilder answers = new StringBuilder();
			while (!answers.toString().contains(Packets.ack(2, 2))) {
				answers.append(client.awaitPoll().text()).append('\n');
			}
			assertThat(answers.toString().split("[\n\u001e]"))
				.filteredOn((answer) -> answer.startsWith(Packets.acknowledged(1)))
				.singleElement()
				.asString()
				.contains("\"status\":500");
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR");
		}
	}

	private static TestServer start(String property, String value) {
		return TestServer.start(Fixture.class, Map.of(property, value));
	}

	private static PollingClient connect(TestServer server) {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		return client;
	}

	private static byte[] bytes(String packet) {
		return packet.getBytes(StandardCharsets.UTF_8);
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Moves moves() {
			return new Moves();
		}

	}

	@SocketNamespace
	static class Moves {

		private final Sinks.Empty<Void> turn = Sinks.empty();

		@OnEvent("move")
		int move(Move move) {
			return move.at();
		}

		@OnEvent("broken")
		void broken(Broken broken) {
		}

		@OnEvent("fail")
		void fail() {
			throw new IllegalStateException("on purpose");
		}

		@OnEvent("wait")
		Mono<Void> waitForTurn() {
			return this.turn.asMono();
		}

	}

	record Move(int at) {

	}

	record Broken(@Nullable Object at) {

		Broken {
			throw new AssertionError("on purpose");
		}

	}

}
