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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.AckDisconnectedException;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Errors that a client causes: the client is informed, the log is not flooded, and the
 * errors are counted.
 */
class ClientErrorTests {

	private static final CountDownLatch LEFT = new CountDownLatch(1);

	private static TestServer server;

	private CapturedLog log;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Fixture.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void captureLog() {
		this.log = CapturedLog.of("io.github.socketiospring");
	}

	@AfterEach
	void releaseLog() {
		this.log.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "conflict | 409 | taken",
			"left | 410 | The client has left", "needs-number | 400 | Argument 0 (number) is missing or null" })
	void eventIsRefusedWithoutAnError(String event, int status, String detail) {
		PollingClient client = connect("", Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
		long before = statistics.count(SocketIOCounter.EVENT_REFUSED);
		client.post(Packets.event(1, event));
		assertThat(client.awaitPoll().text()).startsWith(Packets.acknowledged(1) + "{")
			.contains("\"status\":" + status, "\"detail\":\"" + detail + "\"");
		assertThat(this.log.lines()).isEmpty();
		assertThat(statistics.count(SocketIOCounter.EVENT_REFUSED)).isEqualTo(before + 1);
	}

	@Test
	void invalidElementIsNamedByItsIndex() {
		PollingClient client = connect("", Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(Packets.event(1, "people", Packets.json("[{\"name\":\"a\"},{\"name\":\"\"}]")));
		assertThat(client.awaitPoll().text()).contains("\"field\":\"[1].name\"");
	}

	@ParameterizedTest
	@CsvSource({ "de, Größe muss zwischen 0 und 3 sein", "en, size must be between 0 and 3" })
	void constraintOfAParameterIsToldInTheLanguageOfTheClient(String language, String message) {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/", 4, "",
				Map.of("Accept-Language", language));
		client.post(Packets.connect("/checked") + "{}");
		assertThat(client.awaitPoll().text()).startsWith(Packets.connected("/checked"));
		client.post(Packets.in("/checked", Packets.event(1, "say", "abcdef")));
		assertThat(client.awaitPoll().text())
			.isEqualTo(Packets.in("/checked",
					Packets.ack(1, Packets.json("{\"title\":\"Bad Request\",\"status\":400,"
							+ "\"detail\":\"Validation failure\",\"errors\":[{\"parameter\":\"s\",\"message\":\""
							+ message + "\"}],\"socketioProblem\":true}"))));
		assertThat(this.log.lines()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "de, darf nicht leer sein", "fr;q=0.9, ne doit pas être vide", "en, must not be blank" })
	void messagesAreInTheLanguageOfTheClient(String language, String message) {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/", 4, "",
				Map.of("Accept-Language", language));
		client.post(Packets.CONNECT);
		assertThat(client.awaitPoll().text()).startsWith(Packets.CONNECTED);
		client.post(Packets.event(1, "people", Packets.json("[{\"name\":\"\"}]")));
		assertThat(client.awaitPoll().text()).contains("\"message\":\"" + message + "\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "/forbidden | {} | Forbidden | \"status\":403",
			"/closed | {} | closed today | \"status\":409",
			"/auth | {} | Invalid request content. | "
					+ "\"errors\":[{\"parameter\":\"person\",\"field\":\"name\",\"message\":\"must not be blank\"}]",
			"/checked | {\"code\":\"long\"} | Validation failure | "
					+ "\"errors\":[{\"parameter\":\"code\",\"message\":\"size must be between 0 and 3\"}]",
			"/auth | {\"name\":{}} | The auth payload has the wrong type | \"status\":400",
			"/version | {} | Missing query parameter 'version' | \"status\":400",
			"/predicate | {} | members only | \"status\":403", "/function | {} | closed today | \"status\":409",
			"/refusing | {} | try again | \"after\":5" })
	void refusedConnectCarriesTheReasonAndAProblem(String namespace, String auth, String message, String data) {
		PollingClient client = connect("", Packets.connect(namespace) + auth);
		assertThat(client.awaitPoll().text())
			.startsWith(Packets.refused(namespace) + "{\"message\":\"" + message + "\",\"data\":{")
			.contains(data);
		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void listenersAndDisconnectHandlersDoNotMakeErrorsOfThem() throws InterruptedException {
		PollingClient client = connect("", Packets.connect("/leaving"));
		assertThat(client.awaitPoll().text()).startsWith(Packets.connected("/leaving"));
		client.post(Packets.disconnect("/leaving"));
		assertThat(LEFT.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void valueOfTheHandshakeThatDoesNotFitIsTheClientsFault() {
		PollingClient client = connect("&version=new", Packets.connect("/version"));
		assertThat(client.awaitPoll().text()).startsWith(
				Packets.refused("/version") + "{\"message\":\"The query parameter 'version' has the wrong type\"");
		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void internalErrorIsNotToldAndIsLogged() {
		PollingClient client = connect("", Packets.connect("/broken"));
		assertThat(client.awaitPoll().text()).isEqualTo(Packets.refused("/broken", "Internal server error"));
		assertThat(this.log.lines()).singleElement().asString().startsWith("ERROR");
	}

	private PollingClient connect(String query, String packet) {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/", 4, query);
		client.post(packet);
		return client;
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Root.class, Forbidden.class, Closed.class, Auth.class, Checked.class, Version.class, Broken.class,
			Leaving.class, Left.class })
	static class Fixture {

		@Bean
		SocketIOConfigurer namespaces() {
			return (io) -> {
				io.of("/leaving").onConnection((socket) -> {
					throw new ResponseStatusException(HttpStatus.CONFLICT);
				});
				io.of((name, auth) -> switch (name) {
					case "/predicate" -> Mono.error(new ResponseStatusException(HttpStatus.FORBIDDEN, "members only"));
					case "/refusing" -> Mono.error(new ConnectRefusedException("try again", Map.of("after", 5)));
					default -> Mono.just(false);
				});
				io.of((name) -> {
					if (name.equals("/function")) {
						throw new ResponseStatusException(HttpStatus.CONFLICT, "closed today");
					}
					return null;
				});
			};
		}

	}

	@SocketNamespace("/leaving")
	@Order(1)
	static class Leaving {

		@OnDisconnect
		void left() {
			throw new ResponseStatusException(HttpStatus.CONFLICT);
		}

	}

	/** Is told after the other. */
	@SocketNamespace("/leaving")
	@Order(2)
	static class Left {

		@OnDisconnect
		void left() {
			LEFT.countDown();
		}

	}

	@SocketNamespace
	static class Root {

		@OnEvent("conflict")
		void conflict() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "taken");
		}

		@OnEvent("left")
		void left() {
			throw new AckDisconnectedException("question", DisconnectReason.TRANSPORT_CLOSE);
		}

		@OnEvent("needs-number")
		void number(int number) {
		}

		@OnEvent("people")
		void people(@Valid List<Person> people) {
		}

		/** Is not called if a value is missing. */
		@SocketExceptionHandler
		String handle(IllegalArgumentException ex) {
			return ex.getMessage();
		}

	}

	@SocketNamespace("/forbidden")
	static class Forbidden {

		@OnConnect
		void refuse() {
			throw new ResponseStatusException(HttpStatus.FORBIDDEN);
		}

	}

	@SocketNamespace("/closed")
	static class Closed {

		@OnConnect
		void refuse() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "closed today");
		}

	}

	@SocketNamespace("/auth")
	static class Auth {

		@OnConnect
		void connect(@Valid @AuthPayload Person person) {
		}

	}

	@SocketNamespace("/checked")
	@Validated
	static class Checked {

		@OnConnect
		void connect(@AuthPayload(name = "code", required = false) @Size(max = 3) String code) {
		}

		@OnEvent("say")
		String say(@NotBlank @Size(max = 3) String s) {
			return s;
		}

	}

	@SocketNamespace("/version")
	static class Version {

		@OnConnect
		void connect(@HandshakeParam int version) {
		}

	}

	@SocketNamespace("/broken")
	static class Broken {

		@OnConnect
		void connect() {
			throw new IllegalStateException("secret");
		}

	}

	record Person(@NotBlank String name) {
	}

}
