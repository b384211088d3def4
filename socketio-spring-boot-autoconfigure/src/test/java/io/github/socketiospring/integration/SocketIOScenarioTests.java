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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.ScenarioRunner;
import io.github.socketiospring.testsupport.SlowMotion;
import io.github.socketiospring.testsupport.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Replays the recorded Socket.IO scenarios of the Node.js server.
 */
class SocketIOScenarioTests {

	/** Where this server differs from Node.js, and why. */
	private static final Map<String, String> DIFFERENT = Map.ofEntries(
			Map.entry("session.sio5.scenario.072", "an event without a name has an empty one"),
			Map.entry("session.sio5.scenario.073", "event names are text"),
			Map.entry("session.sio5.scenario.077", "white space is no acknowledgement id"),
			Map.entry("session.sio5.scenario.092", "what middleware sends is not lost"),
			Map.entry("session.sio4.scenario.017", "CONNECT comes with the open packet, as from a 2.x server"),
			Map.entry("session.sio4.scenario.018", "CONNECT comes with the open packet, as from a 2.x server"),
			Map.entry("session.sio4.scenario.019", "CONNECT comes with the open packet, as from a 2.x server"));

	/**
	 * Where the reference sends events before it answers CONNECT. Clients keep, drop or
	 * misread such events, so here the answer comes first; all else is compared.
	 */
	private static final Set<String> ANSWER_FIRST = Set.of("session.sio5.scenario.012", "session.sio5.scenario.089");

	/**
	 * The socket whose handler disconnects all is notified after that handler, and so
	 * last.
	 */
	private static final String ANY_ORDER = "session.sio5.scenario.036";

	static Stream<Vectors.Vector> scenarios() {
		return Stream.of("session.sio5", "session.sio4")
			.flatMap((area) -> Vectors.of(area, "scenario").stream())
			.filter((vector) -> !DIFFERENT.containsKey(vector.id()))
			.map((vector) -> ANSWER_FIRST.contains(vector.id()) ? answerFirst(vector) : vector)
			.map(SlowMotion::of);
	}

	private static Vectors.Vector answerFirst(Vectors.Vector vector) {
		ObjectNode json = (ObjectNode) vector.json().deepCopy();
		List<JsonNode> steps = new ArrayList<>();
		int firstEvent = -1;
		for (JsonNode step : json.get("out").get("steps")) {
			String text = step.path("do").asString("").equals("recv") ? step.path("expect").path("text").asString("")
					: "";
			if (text.startsWith("40") && firstEvent >= 0) {
				steps.add(firstEvent, step);
				firstEvent = -1;
				continue;
			}
			firstEvent = text.startsWith("42") ? (firstEvent >= 0) ? firstEvent : steps.size() : -1;
			steps.add(step);
		}
		((ObjectNode) json.get("out")).putArray("steps").addAll(steps);
		return new Vectors.Vector(vector.id(), json);
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void doesWhatTheReferenceDoes(Vectors.Vector vector) throws Exception {
		JsonNode options = vector.in().get("server").get("options");
		SocketIOOptions socketIOOptions = socketIOOptions(options);
		SocketIOServer.Builder builder = SocketIOServers.builder().options(socketIOOptions);
		if (socketIOOptions.recovery().enabled()) {
			builder.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets,
					socketIOOptions.recovery().maxDisconnection(), 1000, Schedulers.parallel()));
		}
		SocketIOServer io = builder.build();
		FixtureApplication application = new FixtureApplication();
		application.configure(io);
		EngineServer engine = new EngineServer(engineOptions(options), io);
		try (EngineTestServer server = EngineTestServer.start("/socket.io", engine);
				ScenarioRunner runner = new ScenarioRunner(server, (call, step) -> call(io, call, step))) {
			runner.play(vector);
			List<String> expected = expectedLog(vector);
			await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
				if (vector.id().equals(ANY_ORDER)) {
					assertThat(log(application)).containsExactlyInAnyOrderElementsOf(expected);
				}
				else {
					assertThat(log(application)).as(vector.toString()).startsWith(expected.toArray(String[]::new));
				}
			});
		}
	}

	private static void call(SocketIOServer io, String call, JsonNode step) {
		Object[] arguments = step.path("args").valueStream().skip(1).toArray();
		String event = step.path("args").path(0).asString("");
		switch (call) {
			case "emit" -> io.emit(event, arguments);
			case "emitVolatile" -> io.of("/").asVolatile().emit(event, arguments);
			case "emitTo" -> io.to(step.get("room").asString()).emit(event, arguments);
			case "emitExcept" -> io.except(step.get("room").asString()).emit(event, arguments);
			case "disconnectSockets" -> io.of("/").disconnectSockets(false);
			case "ioClose" -> io.close(100, Duration.ZERO).subscribe();
			default -> throw new IllegalArgumentException(call);
		}
	}

	private static List<String> log(FixtureApplication application) {
		List<String> log = new ArrayList<>();
		for (FixtureApplication.LogEntry entry : application.log()) {
			log.add(entry.event() + " " + entry.namespace() + " "
					+ JsonMapper.shared().writeValueAsString(entry.details()));
		}
		return log;
	}

	/**
	 * The reference shows all arguments of an acknowledgement, this server's application
	 * the first.
	 */
	private static List<String> expectedLog(Vectors.Vector vector) {
		List<String> expected = new ArrayList<>();
		for (JsonNode entry : vector.out().get("serverLog")) {
			String event = entry.get("ev").asString();
			String namespace = entry.path("nsp").asString("");
			switch (event) {
				case "connect" -> expected.add("connect " + namespace + " []");
				case "event" -> expected.add("event " + namespace + " " + plain(entry.get("args")));
				case "disconnecting", "disconnect" ->
					expected.add(event + " " + namespace + " [\"" + entry.get("reason").asString() + "\"]");
				case "ack-received" -> expected.add("ack-received  [" + plain(entry.get("args").get(0)) + "]");
				default -> {
				}
			}
		}
		return expected;
	}

	private static String plain(JsonNode values) {
		if (values.isArray()) {
			// The reference shows the callback of an acknowledgement as one more
			// argument.
			((ArrayNode) values).removeIf((value) -> value.has("$ack"));
		}
		return BinaryValues.toBase64(values).toString();
	}

	private static SocketIOOptions socketIOOptions(JsonNode options) {
		SocketIOOptions.Builder builder = SocketIOOptions.builder()
			.recovery(RecoveryOptions.builder()
				.enabled(options.has("connectionStateRecovery"))
				.skipMiddlewares(true)
				.maxPackets(1000)
				.build());
		if (options.has("connectTimeout")) {
			builder.connectTimeout(Duration.ofMillis(options.get("connectTimeout").asInt()));
		}
		return builder.build();
	}

	private static EngineOptions engineOptions(JsonNode options) {
		EngineOptions.Builder builder = EngineOptions.builder();
		builder.allowEIO3(options.path("allowEIO3").asBoolean(false));
		if (options.has("pingInterval")) {
			builder.pingInterval(Duration.ofMillis(options.get("pingInterval").asInt()));
		}
		if (options.has("pingTimeout")) {
			builder.pingTimeout(Duration.ofMillis(options.get("pingTimeout").asInt()));
		}
		if (options.has("maxHttpBufferSize")) {
			builder.maxPayload(options.get("maxHttpBufferSize").asInt());
		}
		return builder.build();
	}

}
