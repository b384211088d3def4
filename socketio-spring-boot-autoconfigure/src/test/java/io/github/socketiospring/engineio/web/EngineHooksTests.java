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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.ConnectionError;
import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.engineio.EngineListener;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.SessionIdGenerator;
import io.github.socketiospring.engineio.transport.websocket.EngineUpgradeStrategies;
import io.github.socketiospring.support.Rate;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PendingRequest;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The hooks for requests: listeners, middleware, headers, cookie.
 */
@ExtendWith(NoBufferLeaks.class)
class EngineHooksTests {

	private static final String POLLING = "?EIO=4&transport=polling";

	private final RecordingHandler application = RecordingHandler.silent();

	private final Log log = new Log();

	private EngineServer engine = server(EngineOptions.defaults());

	private EngineTestServer server;

	@AfterEach
	void stop() {
		this.server.close();
		await().pollDelay(Duration.ZERO).until(() -> this.engine.sessionCount() == 0);
	}

	@Test
	void reportsRefusalsWithTheirCircumstances() throws IOException {
		HandshakeInterceptor nobody = (handshake, headers) -> "yes".equals(handshake.query().get("in")) ? Mono.empty()
				: Mono.error(new HandshakeRefusedException("Nobody today"));
		start(door().interceptors(List.of(nobody)));
		get("?EIO=4&transport=pigeon");
		get(POLLING + "&sid=none");
		request("PUT", POLLING);
		get("?EIO=4&transport=websocket");
		get(POLLING);
		get("?EIO=3&transport=polling&in=yes");
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/", 4, "&in=yes");
		get("?EIO=4&transport=websocket&sid=" + client.sid());
		get("?EIO=3&transport=polling&sid=" + client.sid());
		assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
		assertThat(this.log.errors).containsExactly("0 Transport unknown {transport=pigeon}",
				"1 Session ID unknown {sid=none}", "2 Bad handshake method {method=PUT}",
				"3 Bad request {name=TRANSPORT_HANDSHAKE_ERROR}", "4 Nobody today {message=Nobody today}",
				"5 Unsupported protocol version {protocol=3}", "3 Bad request {name=TRANSPORT_MISMATCH}",
				"3 Bad request {name=PROTOCOL_MISMATCH}", "4 Nobody today {message=Nobody today}");
		ConnectionError last = this.log.last.get();
		assertThat(last.request().query()).containsEntry("transport", "websocket");
		assertThat(last.request().headers()).containsKey("Host");
		assertThat(last.request().remoteAddress()).isNotNull();
		assertCounted(Map.of(EngineCounter.UNKNOWN_TRANSPORT, 1, EngineCounter.UNKNOWN_SESSION, 1,
				EngineCounter.BAD_HANDSHAKE_METHOD, 1, EngineCounter.BAD_REQUEST, 3, EngineCounter.FORBIDDEN, 2,
				EngineCounter.UNSUPPORTED_PROTOCOL, 1));
	}

	@Test
	void refusesHandshakesBeyondTheLimit() throws IOException {
		this.engine = server(EngineOptions.builder().maxSessions(1).build());
		start(door());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(get(POLLING).status()).isEqualTo(503);
		assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
		assertThat(this.engine.sessionCount()).isOne();
		assertCounted(Map.of(EngineCounter.TOO_MANY_CONNECTIONS, 2));
		assertThat(this.engine.statistics().handshakes()).isZero();
		client.post(Packets.CLOSE);
		assertThat(get(POLLING).status()).isEqualTo(200);
	}

	@Test
	void refusesHandshakesOfAnAddressThatHasTooMany() throws IOException {
		this.engine = server(EngineOptions.builder().connectionRate(new Rate(2, Duration.ofHours(1))).build());
		start(door());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		try (RawWebSocket webSocket = webSocket("?EIO=4&transport=websocket")) {
			assertThat(webSocket.isOpen()).isTrue();
			RawHttp.Response refused = get(POLLING);
			assertThat(refused.status()).isEqualTo(429);
			assertThat(refused.text()).isEqualTo("{\"code\":4,\"message\":\"Too many connections from this address\"}");
			assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
			// Existing sessions continue.
			assertThat(client.post("4a").status()).isEqualTo(200);
		}
		assertThat(this.log.errors).containsExactly("4 Too many connections from this address {name=CONNECTION_RATE}",
				"4 Too many connections from this address {name=CONNECTION_RATE}");
		assertCounted(Map.of(EngineCounter.CONNECTION_RATE, 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://elsewhere.example", "https://no:url", "https://port:80808080808080" })
	void reportsAnOriginThatMayNotConnect(String origin) throws IOException {
		start(door());
		RawHttp.Response response = PollingClient.await(RawHttp.send(this.server.port(), "GET", "/engine.io/" + POLLING,
				Map.of("Origin", origin), new byte[0]));
		assertThat(response.status()).isEqualTo(403);
		assertThat(this.log.errors).singleElement()
			.asString()
			.startsWith("4 Forbidden")
			.contains("INVALID_ORIGIN", origin);
		assertCounted(Map.of(EngineCounter.FOREIGN_ORIGIN, 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://elsewhere.example", "https://no:url", "https://port:80808080808080" })
	void refusesAnOriginThatIsNotAmongThoseAllowed(String origin) throws IOException {
		CorsConfiguration cors = new CorsConfiguration();
		cors.addAllowedOrigin("https://here.example");
		cors.addAllowedMethod("GET");
		start(door().cors(cors));
		for (String method : List.of("GET", "OPTIONS")) {
			RawHttp.Response response = PollingClient
				.await(RawHttp.send(this.server.port(), method, "/engine.io/" + POLLING,
						Map.of("Origin", origin, "Access-Control-Request-Method", "GET"), new byte[0]));
			assertThat(response.status()).as(method).isEqualTo(403);
		}
	}

	@Test
	void middlewareSeesNothingOfWhatCorsAnswers() throws IOException {
		CorsConfiguration cors = new CorsConfiguration();
		cors.addAllowedOrigin("https://here.example");
		cors.addAllowedMethod("GET");
		List<HttpMethod> seen = new CopyOnWriteArrayList<>();
		start(door().cors(cors).middleware(List.of((exchange, chain) -> {
			seen.add(exchange.getRequest().getMethod());
			return chain.filter(exchange);
		})));
		for (String origin : List.of("https://here.example", "https://elsewhere.example")) {
			for (String method : List.of("OPTIONS", "GET")) {
				PollingClient.await(RawHttp.send(this.server.port(), method, "/engine.io/" + POLLING,
						Map.of("Origin", origin, "Access-Control-Request-Method", "GET"), new byte[0]));
			}
		}
		assertThat(seen).containsExactly(HttpMethod.GET);
	}

	@ParameterizedTest
	@CsvSource({ "false, polling, 403", "false, websocket, 400", "true, polling, 403", "true, websocket, 403" })
	void answersAForeignOriginAsDocumented(boolean othersAllowed, String transport, int status) throws IOException {
		EngineWebHandler.Builder builder = door();
		if (othersAllowed) {
			CorsConfiguration cors = new CorsConfiguration();
			cors.addAllowedOrigin("https://here.example");
			cors.addAllowedMethod("GET");
			builder.cors(cors);
		}
		start(builder);
		Map<String, String> headers = new HashMap<>(Map.of("Origin", "https://elsewhere.example"));
		if (transport.equals("websocket")) {
			headers.putAll(Map.of("Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
					"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
		}
		assertThat(PollingClient
			.await(RawHttp.send(this.server.port(), "GET", "/engine.io/?EIO=4&transport=" + transport, headers,
					new byte[0]))
			.status()).isEqualTo(status);
		assertCounted(Map.of(EngineCounter.FOREIGN_ORIGIN, 1));
	}

	@Test
	void reportsAGeneratorThatMakesNoId() throws IOException {
		this.engine = new EngineServer(EngineOptions.defaults(), this.application, Schedulers.parallel(), () -> {
			throw new IllegalStateException("no more ids");
		});
		this.engine.addListener(this.log);
		start(door());
		assertThat(get(POLLING).text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
		assertThat(this.log.errors).hasSize(2)
			.allSatisfy((error) -> assertThat(error).contains("ID_GENERATION_ERROR", "no more ids"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "\"", "a;b", "é" })
	void refusesAnIdThatCannotBeUsed(String id) throws IOException {
		startWithIds((handshake) -> id);
		assertThat(get(POLLING).text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
		assertThat(this.log.errors).hasSize(2)
			.allSatisfy((error) -> assertThat(error).contains("ID_GENERATION_ERROR", "'" + id + "'"));
		assertThat(this.engine.sessionCount()).isZero();
	}

	@Test
	void refusesAnIdThatIsInUse() throws IOException {
		startWithIds((handshake) -> handshake.query().get("id"));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/", 4, "&id=ann");
		assertThat(client.sid()).isEqualTo("ann");
		assertThat(get(POLLING + "&id=ann").status()).isEqualTo(400);
		assertThat(webSocket("?EIO=4&transport=websocket&id=ann").isOpen()).isFalse();
		assertThat(this.log.errors).hasSize(2)
			.allSatisfy((error) -> assertThat(error).contains("ID_GENERATION_ERROR", "in use"));
		client.post("4still here");
		this.application.awaitEvent("message still here");
		assertThat(PollingClient.open(this.server.port(), "/engine.io/", 4, "&id=bob").sid()).isEqualTo("bob");
	}

	@Test
	void refusesTheSecondOfTwoWebSocketsThatWereGivenOneId() throws Exception {
		this.engine = new EngineServer(EngineOptions.defaults(), this.application, (handshake) -> "same");
		this.engine.addListener(this.log);
		Sinks.Empty<Void> refused = Sinks.empty();
		Sinks.Empty<Void> arrived = Sinks.empty();
		WebSocketService real = new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(1_000_000));
		start(EngineWebHandler.builder(this.engine, (exchange, handler) -> {
			arrived.tryEmitEmpty();
			return refused.asMono().then(Mono.defer(() -> real.handleRequest(exchange, handler)));
		}));
		CompletableFuture<RawWebSocket> first = CompletableFuture.supplyAsync(() -> {
			try {
				return webSocket("?EIO=4&transport=websocket");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
		arrived.asMono().block(Duration.ofSeconds(10));
		assertThat(webSocket("?EIO=4&transport=websocket").isOpen()).isFalse();
		assertThat(this.log.errors).singleElement().asString().contains("ID_GENERATION_ERROR", "in use");
		await().untilAsserted(() -> assertThat(this.engine.statistics().handshakes()).isOne());
		refused.tryEmitEmpty();
		assertThat(first.get().isOpen()).isTrue();
		await().until(() -> this.log.sessions.contains("open websocket"));
		assertThat(this.engine.sessionCount()).isOne();
		assertThat(this.engine.statistics().handshakes()).isZero();
		first.get().close();
	}

	@Test
	void reportsTheLifeOfSessions() throws IOException {
		this.engine.addListener(new EngineListener() {

			@Override
			public void onOpen(EngineSession session) {
				throw new IllegalStateException("on purpose");
			}

		});
		start(door());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(this.engine.sessionCount("polling")).isOne();
		assertThat(this.engine.sessionCount("websocket")).isZero();
		try (RawWebSocket webSocket = client.webSocket()) {
			webSocket.send(Packets.UPGRADE);
			webSocket.send("4hello");
			this.application.awaitEvent("message hello");
			assertThat(this.engine.sessionCount("polling")).isZero();
			assertThat(this.engine.sessionCount("websocket")).isOne();
			webSocket.send(Packets.CLOSE);
			this.application.awaitEvent("close transport close");
		}
		assertThat(this.log.sessions).containsExactly("open polling", "upgrade websocket",
				"close websocket transport close");
	}

	@Test
	void runsMiddlewareForEveryRequest() throws IOException {
		List<String> seen = new CopyOnWriteArrayList<>();
		EngineMiddleware counting = (exchange, chain) -> {
			seen.add(exchange.getRequest().getMethod().name());
			return chain.filter(exchange);
		};
		EngineMiddleware picky = (exchange, chain) -> exchange.getRequest().getHeaders().containsHeader("X-Bad")
				? Mono.error(new IllegalStateException("bad header")) : chain.filter(exchange);
		start(door().middleware(List.of(counting, picky)));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		client.post("4a");
		try (RawWebSocket webSocket = client.webSocket()) {
			assertThat(webSocket.isOpen()).isTrue();
		}
		assertThat(seen).containsExactly("GET", "POST", "GET");
		RawHttp.Response refused = PollingClient.await(client.poll(Map.of("X-Bad", "1")));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
		assertThat(this.log.errors).singleElement().asString().contains("MIDDLEWARE_FAILURE", "bad header");
		assertThat(client.post("4b").status()).isEqualTo(200);
	}

	@Test
	void leavesTheAnswerToMiddlewareThatDoesNotProceed() throws IOException {
		start(door().middleware(List.of((exchange, chain) -> {
			exchange.getResponse().setStatusCode(HttpStatus.I_AM_A_TEAPOT);
			return exchange.getResponse().setComplete();
		}, (exchange, chain) -> Mono.error(new AssertionError("not reached")))));
		assertThat(get(POLLING).status()).isEqualTo(418);
		assertThat(this.log.errors).isEmpty();
		assertThat(this.engine.sessionCount()).isZero();
	}

	@Test
	void refusesNothingForMiddlewareThatFailsBehindTheServer() throws IOException {
		start(door().middleware(List
			.of((exchange, chain) -> chain.filter(exchange).then(Mono.error(new IllegalStateException("too late"))))));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(client.post("4a").status()).isEqualTo(200);
		this.application.awaitEvent("message a");
		assertThat(this.log.errors).isEmpty();
	}

	@Test
	void answersOnTheEventLoopOfTheRequest() throws IOException {
		Map<String, Thread> received = new ConcurrentHashMap<>();
		Map<String, Thread> answered = new ConcurrentHashMap<>();
		start(door().middleware(List.of((exchange, chain) -> {
			String request = exchange.getRequest().getMethod() + " " + exchange.getRequest().getURI().getQuery();
			received.put(request, Thread.currentThread());
			exchange.getResponse()
				.beforeCommit(() -> Mono.fromRunnable(() -> answered.put(request, Thread.currentThread())));
			return chain.filter(exchange);
		})));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		PendingRequest poll = client.poll();
		await().until(() -> this.application.session().isWritable());
		this.application.session().send(EngineMessage.text("from elsewhere"));
		assertThat(PollingClient.await(poll).text()).isEqualTo("4from elsewhere");
		this.application.session().suspendReading();
		PendingRequest post = client.startPost("4a");
		await().until(() -> received.size() == 3);
		this.application.session().resumeReading();
		assertThat(PollingClient.await(post).status()).isEqualTo(200);
		assertThat(received).hasSize(3);
		assertThat(answered).isEqualTo(received);
	}

	@Test
	void addsHeadersToEveryAnswer() throws IOException {
		start(door().responseHeaders(List.of((request, headers) -> headers.set("X-Node", request.getMethod().name()))));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(client.handshake().headers()).containsEntry("x-node", "GET");
		assertThat(client.post("4a").headers()).containsEntry("x-node", "POST");
		try (RawWebSocket webSocket = client.webSocket()) {
			assertThat(webSocket.headers()).containsEntry("x-node", "GET");
		}
		assertThat(get("?EIO=4").headers()).containsEntry("x-node", "GET");
	}

	@Test
	void setsACookieOnPollingHandshakesOnly() throws IOException {
		this.engine = server(EngineOptions.builder().cookie(EngineCookie.builder("node").build()).build());
		start(door());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(client.handshake().headers()).containsEntry("set-cookie",
				"node=" + client.sid() + "; Path=/; HttpOnly; SameSite=Lax");
		assertThat(client.post("4a").headers()).doesNotContainKey("set-cookie");
		try (RawWebSocket webSocket = webSocket("?EIO=4&transport=websocket")) {
			assertThat(webSocket.headers()).doesNotContainKey("set-cookie");
		}
	}

	@Test
	void sendsAMessageRightBehindTheOpenPacket() throws IOException {
		this.engine = server(EngineOptions.builder().initialMessage(EngineMessage.binary(new byte[] { 1 })).build());
		start(door());
		assertThat(PollingClient.open(this.server.port(), "/engine.io/").handshake().text()).startsWith("0{")
			.endsWith("}" + Packets.SEPARATOR + PollingProtocol.binary(new byte[] { 1 }));
		try (RawWebSocket webSocket = webSocket("?EIO=4&transport=websocket&b64=1")) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			assertThat(webSocket.receiveText()).isEqualTo("bAQ==");
		}
	}

	@Test
	void endsAllSessionsAndBeginsNoneOnceClosed() throws IOException {
		Sinks.Empty<Void> late = Sinks.empty();
		Sinks.Empty<Void> examined = Sinks.empty();
		start(door().interceptors(List.of((handshake, headers) -> {
			if (handshake.query().containsKey("late")) {
				examined.tryEmitEmpty();
				return late.asMono();
			}
			return Mono.empty();
		})));
		PendingRequest held = PollingClient.open(this.server.port(), "/engine.io/").poll();
		await().until(() -> this.application.session().isWritable());
		RawHttp slow = RawHttp.send(this.server.port(), "GET", "/engine.io/" + POLLING + "&late=1", Map.of(),
				new byte[0]);
		examined.asMono().block(Duration.ofSeconds(10));
		assertThat(this.engine.statistics().handshakes()).isOne();
		this.engine.close();
		assertThat(PollingClient.await(held).text()).isEqualTo(Packets.CLOSE);
		assertThat(get(POLLING).status()).isEqualTo(503);
		late.tryEmitEmpty();
		assertThat(PollingClient.await(slow).text()).isEqualTo(Packets.CLOSE);
		assertThat(this.engine.statistics().sessions()).isZero();
		assertThat(this.engine.statistics().handshakes()).isZero();
		assertCounted(Map.of(EngineCounter.SHUTTING_DOWN, 1));
	}

	private void assertCounted(Map<EngineCounter, Integer> counts) {
		assertThat(EngineCounter.values())
			.allSatisfy((counter) -> assertThat(this.engine.statistics().count(counter)).as("%s", counter)
				.isEqualTo(counts.getOrDefault(counter, 0).longValue()));
	}

	private EngineServer server(EngineOptions options) {
		EngineServer server = new EngineServer(options, this.application);
		server.addListener(this.log);
		return server;
	}

	private void startWithIds(SessionIdGenerator ids) {
		this.engine = new EngineServer(EngineOptions.defaults(), this.application, ids);
		this.engine.addListener(this.log);
		start(door());
	}

	private EngineWebHandler.Builder door() {
		return EngineWebHandler.builder(this.engine,
				new HandshakeWebSocketService(EngineUpgradeStrategies.forServerInUse(1_000_000)));
	}

	private void start(EngineWebHandler.Builder door) {
		this.server = EngineTestServer.start("/engine.io", door.build());
	}

	private RawHttp.Response get(String query) throws IOException {
		return request("GET", query);
	}

	private RawHttp.Response request(String method, String query) throws IOException {
		return PollingClient
			.await(RawHttp.send(this.server.port(), method, "/engine.io/" + query, Map.of(), new byte[0]));
	}

	private RawWebSocket webSocket(String query) throws IOException {
		return RawWebSocket.connect(this.server.port(), "/engine.io/" + query);
	}

	/**
	 * Records what it is notified of.
	 */
	private static final class Log implements EngineListener {

		private final List<String> errors = new CopyOnWriteArrayList<>();

		private final List<String> sessions = new CopyOnWriteArrayList<>();

		private final AtomicReference<ConnectionError> last = new AtomicReference<>();

		@Override
		public void onConnectionError(ConnectionError error) {
			this.last.set(error);
			this.errors.add(error.code() + " " + error.message() + " " + error.context());
		}

		@Override
		public void onOpen(EngineSession session) {
			this.sessions.add("open " + session.transport());
		}

		@Override
		public void onUpgrade(EngineSession session) {
			this.sessions.add("upgrade " + session.transport());
		}

		@Override
		public void onClose(EngineSession session, CloseReason reason) {
			this.sessions.add("close " + session.transport() + " " + reason.value());
		}

	}

}
