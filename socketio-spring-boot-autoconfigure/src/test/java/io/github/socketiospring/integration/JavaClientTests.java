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

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The official Java client.
 */
class JavaClientTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Fixture.class, Map.of());
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void connects(String transports) {
		try (Client client = connect("/", transports)) {
			SocketIOServer io = server.bean(SocketIOServer.class);
			SocketIOSocket socket = io.of("/").socket(client.socket.id());
			String expected = transports.endsWith("websocket") ? "websocket" : "polling";
			await().pollDelay(Duration.ZERO)
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(socket.transport()).isEqualTo(expected));
			assertThat(client.ask("ack", "still", "here")).containsExactly("still", "here");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void exchangesEvents(String transports) throws JSONException {
		try (Client client = connect("/", transports)) {
			client.listen("echo-back");
			client.socket.emit("echo", "text", 42, 1.5, true, null, new JSONObject("{\"a\":[1,{\"b\":\"é\"}]}"),
					new JSONArray("[1,2]"));
			List<Object> echoed = client.await("echo-back");
			assertThat(echoed.subList(0, 5)).containsExactly("text", 42, 1.5, true, null);
			assertThat(echoed.get(5)).hasToString("{\"a\":[1,{\"b\":\"é\"}]}");
			assertThat(echoed.get(6)).hasToString("[1,2]");
			client.socket.emit("echo");
			assertThat(client.await("echo-back")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void exchangesBinary(String transports) throws JSONException {
		byte[] bytes = { 0, 1, 2, 3, -1 };
		try (Client client = connect("/", transports)) {
			client.listen("echo-back");
			JSONObject nested = new JSONObject();
			nested.put("inside", new byte[] { 7 });
			client.socket.emit("echo", bytes, nested, new byte[0]);
			List<Object> echoed = client.await("echo-back");
			assertThat(echoed.get(0)).isEqualTo(bytes);
			assertThat(((JSONObject) echoed.get(1)).get("inside")).isEqualTo(new byte[] { 7 });
			assertThat(echoed.get(2)).isEqualTo(new byte[0]);
			assertThat(client.ask("ack", bytes, "text")).containsExactly(bytes, "text");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void acknowledges(String transports) {
		BlockingQueue<FixtureApplication.LogEntry> log = server.bean(FixtureApplication.class).log();
		log.clear();
		try (Client client = connect("/", transports)) {
			client.socket.on("question",
					(arguments) -> ((Ack) arguments[arguments.length - 1]).call("answer to " + arguments[0]));
			client.socket.emit("ask", "what?");
			await().pollDelay(Duration.ZERO)
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(log).filteredOn("event", "ack-received")
					.singleElement()
					.satisfies((entry) -> assertThat(entry.details()).asString().contains("answer to what?")));
			assertThat(client.ask("ack")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void usesNamespaces(String transports) {
		try (Client admin = connect("/adm", transports, Map.of("token", "t"));
				Client dynamic = connect("/dyn-42", transports)) {
			admin.listen("auth");
			admin.socket.emit("auth");
			assertThat(admin.await("auth")).singleElement().hasToString("{\"token\":\"t\"}");
			assertThat(dynamic.ask("ack", 1)).containsExactly(1);
			SocketIOServer io = server.bean(SocketIOServer.class);
			assertThat(io.of("/dyn-42").socket(dynamic.socket.id())).isNotNull();
			dynamic.socket.disconnect();
			await().pollDelay(Duration.ZERO)
				.atMost(PATIENCE)
				.untilAsserted(() -> assertThat(io.of("/dyn-42").sockets()).isEmpty());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void receivesWhatIsSentToItsRooms(String transports) {
		try (Client ann = connect("/", transports);
				Client bob = connect("/", transports);
				Client eve = connect("/", transports)) {
			for (Client client : List.of(ann, bob, eve)) {
				client.listen("room-msg");
			}
			ann.ask("join", "lobby");
			bob.ask("join", "lobby");
			ann.socket.emit("room", "lobby", "hello");
			assertThat(bob.await("room-msg")).containsExactly("hello");
			// What was sent before this answer would have arrived before it.
			ann.ask("ack");
			eve.ask("ack");
			assertThat(ann.received("room-msg")).isEmpty();
			assertThat(eve.received("room-msg")).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void isToldWhyItWasRefused(String transports) {
		try (Client deny = client("/deny", transports, Map.of(), server.port());
				Client detailed = client("/denyd", transports, Map.of(), server.port());
				Client nowhere = client("/nowhere", transports, Map.of(), server.port())) {
			for (Client client : List.of(deny, detailed, nowhere)) {
				client.listen(Socket.EVENT_CONNECT_ERROR);
				client.socket.connect();
			}
			assertThat(deny.await(Socket.EVENT_CONNECT_ERROR)).singleElement()
				.hasToString("{\"message\":\"not authorized\"}");
			assertThat(detailed.await(Socket.EVENT_CONNECT_ERROR)).singleElement()
				.asString()
				.contains("\"message\":\"nope\"", "\"data\":{\"code\":42}");
			assertThat(nowhere.await(Socket.EVENT_CONNECT_ERROR)).singleElement()
				.hasToString("{\"message\":\"Invalid namespace\"}");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void isDisconnectedByTheServer(String transports) {
		try (Client client = connect("/", transports)) {
			client.listen(Socket.EVENT_DISCONNECT);
			client.socket.emit("bye");
			assertThat(client.await(Socket.EVENT_DISCONNECT)).containsExactly("io server disconnect");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void answersWithSeveralArguments(String transports) {
		try (Client client = connect("/", transports)) {
			client.socket.on("several", (arguments) -> ((Ack) arguments[arguments.length - 1]).call(arguments[0], 2,
					new byte[] { 1, 2 }, "last"));
			SocketIOServer io = server.bean(SocketIOServer.class);
			SocketIOSocket socket = io.of("/").socket(client.socket.id());
			RemoteSocket remote = Objects.requireNonNull(io.in(client.socket.id()).fetchSockets().blockFirst(PATIENCE));
			assertSeveral("socket", socket.emitWithAck("several", EventData.class, "socket"));
			assertSeveral("remote", remote.emitWithAck("several", EventData.class, "remote"));
			assertSeveral("typed", socket.as(Asking.class).several("typed"));
			assertSeveral("room", io.in(client.socket.id()).emitWithAck("several", EventData.class, "room").next());
		}
	}

	private static void assertSeveral(String question, Mono<EventData> asked) {
		EventData answer = Objects.requireNonNull(asked.block(PATIENCE));
		assertThat(answer.size()).isEqualTo(4);
		assertThat(answer.get(0, String.class)).isEqualTo(question);
		assertThat(answer.get(1, Integer.class)).isEqualTo(2);
		assertThat(answer.get(2, byte[].class)).containsExactly(1, 2);
		assertThat(answer.get(3, String.class)).isEqualTo("last");
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void comesBackAfterARestart(String transports) {
		// The client does not answer a close frame, so only its heartbeat detects that
		// the server is gone.
		TestServer first = TestServer.start(Fixture.class, Map.of("socketio.ping-interval", "500ms",
				"socketio.ping-timeout", "1s", "socketio.shutdown.budget", "5s"));
		int port = first.port();
		try (Client client = client("/", transports, Map.of(), port)) {
			client.listen(Socket.EVENT_CONNECT);
			client.listen(Socket.EVENT_DISCONNECT);
			client.socket.connect();
			client.await(Socket.EVENT_CONNECT);
			String id = client.socket.id();
			first.close();
			client.await(Socket.EVENT_DISCONNECT);
			try (TestServer second = TestServer.start(Fixture.class, Map.of("server.port", String.valueOf(port)))) {
				client.await(Socket.EVENT_CONNECT);
				assertThat(client.socket.id()).isNotEqualTo(id);
				assertThat(client.ask("ack", "again")).containsExactly("again");
				assertThat(second.bean(SocketIOServer.class).of("/").sockets()).hasSize(1);
			}
		}
		finally {
			first.close();
		}
	}

	private static Client connect(String namespace, String transports) {
		return connect(namespace, transports, Map.of());
	}

	private static Client connect(String namespace, String transports, Map<String, String> auth) {
		Client client = client(namespace, transports, auth, server.port());
		client.listen(Socket.EVENT_CONNECT);
		client.socket.connect();
		client.await(Socket.EVENT_CONNECT);
		return client;
	}

	private static Client client(String namespace, String transports, Map<String, String> auth, int port) {
		IO.Options options = IO.Options.builder()
			.setForceNew(true)
			.setTransports(transports.split(","))
			.setAuth(auth)
			.setReconnectionDelay(50)
			.setReconnectionDelayMax(200)
			.build();
		return new Client(IO.socket(URI.create("http://127.0.0.1:" + port + namespace), options));
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		FixtureApplication fixtureApplication() {
			return new FixtureApplication();
		}

	}

	/**
	 * The events that a client answers.
	 */
	interface Asking {

		Mono<EventData> several(String question);

	}

	/**
	 * A client that keeps events until a test reads them.
	 */
	private static final class Client implements AutoCloseable {

		private final Socket socket;

		private final Map<String, BlockingQueue<List<Object>>> received = new ConcurrentHashMap<>();

		Client(Socket socket) {
			this.socket = socket;
		}

		void listen(String event) {
			BlockingQueue<List<Object>> queue = received(event);
			this.socket.on(event, (arguments) -> queue.add(Arrays.asList(arguments)));
		}

		BlockingQueue<List<Object>> received(String event) {
			return this.received.computeIfAbsent(event, (key) -> new LinkedBlockingQueue<>());
		}

		List<Object> await(String event) {
			return next(event, received(event));
		}

		/**
		 * Emit an event and wait for its acknowledgement.
		 */
		List<Object> ask(String event, Object... arguments) {
			BlockingQueue<List<Object>> answers = new LinkedBlockingQueue<>();
			this.socket.emit(event, arguments, (answer) -> answers.add(Arrays.asList(answer)));
			return next("acknowledgement of " + event, answers);
		}

		private static List<Object> next(String what, BlockingQueue<List<Object>> queue) {
			try {
				List<Object> next = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				assertThat(next).as(what).isNotNull();
				return next;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			this.socket.off();
			this.socket.disconnect();
		}

	}

}
