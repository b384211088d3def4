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

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineCookie;
import io.github.socketiospring.engineio.EngineHandler;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.websocket.ChannelUpgradeStrategy;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.ScenarioRunner;
import io.github.socketiospring.testsupport.SlowMotion;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.reactive.socket.server.RequestUpgradeStrategy;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Replays the recorded scenarios of the Node.js server on both WebSocket transports.
 */
class EngineScenarioTests {

	/** Where this server differs from Node.js, and why. */
	private static final Map<String, String> DIFFERENT = Map.ofEntries(
			Map.entry("http.scenario.003", "only the exact path is the server's, with or without a trailing slash"),
			Map.entry("http.scenario.025", "preflights are answered by Spring's CORS support"),
			Map.entry("http.scenario.027", "Spring's CORS support sends a Vary of its own"),
			Map.entry("http.scenario.028", "a request of an origin that is not allowed is refused"),
			Map.entry("http.scenario.037", "WebTransport is never announced"),
			Map.entry("http.scenario.038", "no header for browsers that are gone"),
			Map.entry("http.scenario.039", "JSONP answers are scripts by their type, see JsonpTests"),
			Map.entry("http.scenario.040", "JSONP belongs to revision 3"),
			Map.entry("http.scenario.053", "JSONP answers are scripts by their type, see JsonpTests"),
			Map.entry("session.eio3.scenario.039", "a close packet closes a WebSocket session too"),
			Map.entry("session.eio3.scenario.053", "a length that cuts a character in two is an error at once"),
			Map.entry("session.eio4.scenario.034", "an upgrade that is not allowed is refused"),
			Map.entry("session.eio4.scenario.042", "a close packet closes a WebSocket session too"),
			Map.entry("ws.errors.scenario.005", "polling named on an upgrade request is refused before upgrading"),
			Map.entry("ws.errors.scenario.006", "an unsupported revision is refused before upgrading"));

	static Stream<Vectors.Vector> scenarios() {
		return Stream.of("http", "ws.errors", "session.eio4", "session.eio3")
			.flatMap((area) -> Vectors.of(area, "scenario").stream())
			.filter((vector) -> !DIFFERENT.containsKey(vector.id()))
			.map(SlowMotion::of);
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void doesWhatTheReferenceDoesOnTheChannel(Vectors.Vector vector) throws Exception {
		play(vector, new ChannelUpgradeStrategy());
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	@FullRunOnly("repeats the others on a path that the contract tests cover")
	void doesWhatTheReferenceDoesOnAWebSocketSession(Vectors.Vector vector) throws Exception {
		play(vector, new ReactorNettyRequestUpgradeStrategy());
	}

	private void play(Vectors.Vector vector, RequestUpgradeStrategy strategy) throws Exception {
		JsonNode setup = vector.in().get("server");
		Application application = new Application(setup.has("echo"));
		EngineServer engine = new EngineServer(options(setup.get("options")), application);
		List<HandshakeInterceptor> interceptors = new ArrayList<>();
		if (setup.has("allowRequestFails")) {
			JsonNode message = setup.get("allowRequestFails");
			interceptors.add((handshake, headers) -> Mono.error(message.isNull() ? new IllegalStateException("refused")
					: new HandshakeRefusedException(message.asString())));
		}
		CorsConfiguration cors = null;
		if (setup.get("options").has("cors")) {
			cors = new CorsConfiguration();
			cors.addAllowedOrigin("*");
			cors.addAllowedMethod("*");
		}
		try (EngineTestServer server = EngineTestServer.start("/engine.io", engine, strategy, cors, interceptors);
				ScenarioRunner runner = new ScenarioRunner(server, application::call)) {
			runner.play(vector);
			List<String> expected = new ArrayList<>();
			for (JsonNode entry : vector.out().get("serverLog")) {
				switch (entry.get("ev").asString()) {
					case "open" -> expected.add("open " + entry.get("transport").asString());
					case "close" -> expected.add("close " + entry.get("reason").asString());
					case "message" -> expected.add("message " + data(entry.get("data")));
					default -> {
					}
				}
			}
			await().atMost(Duration.ofSeconds(5))
				.untilAsserted(() -> assertThat(application.log).as(vector.toString())
					.startsWith(expected.toArray(String[]::new)));
		}
	}

	private static String data(JsonNode data) {
		return data.has("$bin") ? data.get("$bin").asString() : data.asString("");
	}

	private static EngineOptions options(JsonNode options) {
		EngineOptions.Builder builder = EngineOptions.builder();
		options.properties().forEach((option) -> {
			JsonNode value = option.getValue();
			switch (option.getKey()) {
				case "pingInterval" -> builder.pingInterval(Duration.ofMillis(value.asInt()));
				case "pingTimeout" -> builder.pingTimeout(Duration.ofMillis(value.asInt()));
				case "upgradeTimeout" -> builder.upgradeTimeout(Duration.ofMillis(value.asInt()));
				case "maxHttpBufferSize" -> builder.maxPayload(value.asInt());
				case "cookie" -> builder.cookie(cookie(value));
				case "initialPacket" -> builder.initialMessage(EngineMessage.text(value.asString()));
				case "allowEIO3" -> builder.allowEIO3(value.asBoolean());
				case "allowUpgrades" -> builder.allowUpgrades(value.asBoolean());
				case "transports" -> builder.transports(transports(value));
				default -> {
				}
			}
		});
		return builder.build();
	}

	private static EngineCookie cookie(JsonNode cookie) {
		if (cookie.isBoolean()) {
			return EngineCookie.builder("io").build();
		}
		return EngineCookie.builder(cookie.get("name").asString())
			.path(cookie.get("path").asString())
			.maxAge(Duration.ofSeconds(cookie.get("maxAge").asLong()))
			.httpOnly(cookie.get("httpOnly").asBoolean())
			.sameSite(cookie.get("sameSite").asString())
			.build();
	}

	private static Set<TransportType> transports(JsonNode names) {
		Set<TransportType> transports = EnumSet.noneOf(TransportType.class);
		for (JsonNode name : names) {
			TransportType type = TransportType.of(name.asString());
			if (type != null) {
				transports.add(type);
			}
		}
		return transports;
	}

	/**
	 * The application the scenarios were recorded with.
	 */
	private static final class Application implements EngineHandler {

		private final List<String> log = new CopyOnWriteArrayList<>();

		private final boolean echo;

		private volatile EngineSession last;

		Application(boolean echo) {
			this.echo = echo;
		}

		@Override
		public EngineSessionHandler onOpen(EngineSession session) {
			this.last = session;
			this.log.add("open " + session.transport());
			return new EngineSessionHandler() {

				@Override
				public void onMessage(EngineMessage message) {
					Application.this.log.add("message "
							+ (message.isBinary() ? HexFormat.of().formatHex(message.bytes()) : message.asText()));
					if (Application.this.echo) {
						session.send(message);
					}
				}

				@Override
				public void onClose(CloseReason reason) {
					Application.this.log.add("close " + reason.value());
				}

			};
		}

		void call(String name, JsonNode step) {
			switch (name) {
				case "send" -> this.last
					.send(step.has("hex") ? EngineMessage.binary(HexFormat.of().parseHex(step.get("hex").asString()))
							: EngineMessage.text(step.get("data").asString()));
				case "close" -> this.last.close();
				case "engineClose" -> this.last.terminate();
				default -> throw new IllegalArgumentException(name);
			}
		}

	}

}
