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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.Prometheus;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.SwitchingClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The queries of the dashboard and the alerts in {@code docs}, answered by Prometheus
 * about an application that it scrapes, a node of a cluster.
 */
@RequiresTool({ "prometheus", "redis-server" })
class PrometheusQueriesTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path ALERTS = DOCS.resolve("prometheus/alerts.yml");

	private static final Path DASHBOARD = DOCS.resolve("grafana/dashboard.json");

	/** All that has been scraped, however slow the machine is. */
	private static final String RANGE = "10m";

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w+(:\\w+)?}?");

	private static final Pattern NAME = Pattern.compile("\\bsocketio_[a-z_]+");

	private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern TEMPLATE_LABEL = Pattern.compile("\\$labels\\.(\\w+)");

	private static RedisServer redis;

	private static TestServer server;

	private static SwitchingClient staying;

	private static Prometheus prometheus;

	@BeforeAll
	static void scrape(@TempDir Path directory) throws IOException {
		redis = RedisServer.start();
		Map<String, String> properties = new HashMap<>(redis.properties());
		properties.put("management.endpoints.web.exposure.include", "prometheus");
		properties.put("socketio.adapter.type", "redis");
		server = TestServer.start(Application.class, properties);
		staying = SwitchingClient.webSocket(server.port());
		staying.send(Packets.CONNECT);
		assertThat(staying.next()).startsWith("0");
		prometheus = Prometheus.start(directory, server.port(), ALERTS);
		String scrapes = "count_over_time(up{job=\"application\"}[" + RANGE + "]) >= 3";
		await().atMost(Duration.ofMinutes(1)).until(() -> !prometheus.query(scrapes).isEmpty());
	}

	@AfterAll
	static void stop() throws IOException {
		if (prometheus != null) {
			prometheus.close();
		}
		if (staying != null) {
			staying.vanish();
		}
		if (server != null) {
			server.close();
		}
		if (redis != null) {
			redis.close();
		}
	}

	static Stream<Arguments> panels() throws IOException {
		return JsonMapper.shared()
			.readTree(Files.readString(DASHBOARD))
			.path("panels")
			.valueStream()
			.flatMap((panel) -> panel.path("targets")
				.valueStream()
				.map((target) -> Arguments.of(panel.path("title").asString(), target.path("expr").asString(),
						target.path("legendFormat").asString(""))));
	}

	@ParameterizedTest
	@MethodSource("panels")
	void panelHasDataWithTheLabelsOfItsLegend(String title, String query, String legend) {
		String asked = VARIABLE.matcher(query.replace("$__rate_interval", RANGE)).replaceAll(".*");
		eventually(() -> assertData(asked, found(LEGEND_LABEL, legend)));
	}

	static Stream<String> alerts() {
		return rules().stream().map((rule) -> rule.path("name").asString());
	}

	@ParameterizedTest
	@MethodSource("alerts")
	void alertIsEvaluatedOverDataWithTheLabelsOfItsText(String alert) {
		eventually(() -> {
			JsonNode rule = rule(alert);
			assertThat(rule.path("health").asString()).as(rule.toString()).isEqualTo("ok");
			// Where there is nothing to warn of, its two sides still have data.
			assertThat(rule.path("query").asString()).containsOnlyOnce(" > ");
			assertData(rule.path("query").asString().replace(" > ", " > bool "),
					found(TEMPLATE_LABEL, rule.path("annotations").toString()));
		});
	}

	@Test
	void alertIsRaisedWhereHandlersFail() {
		eventually(() -> assertThat(rule("SocketIOHandlersFailing").path("alerts").valueStream())
			.anySatisfy((alert) -> assertThat(alert.path("labels").path("event").asString("")).isEqualTo("fail")));
	}

	@Test
	void asksForWhatTheApplicationExports() {
		eventually(() -> assertThat(prometheus.values("__name__"))
			.containsAll(Stream.of(ALERTS, DASHBOARD).flatMap((file) -> found(NAME, read(file)).stream()).toList()));
	}

	/**
	 * Try until a check succeeds, with more traffic before each further attempt.
	 * @param check the check
	 */
	private static void eventually(Runnable check) {
		await().atMost(Duration.ofMinutes(1)).pollDelay(Duration.ZERO).untilAsserted(() -> {
			try {
				check.run();
			}
			catch (AssertionError ex) {
				converse();
				throw ex;
			}
		});
	}

	private static void assertData(String query, Set<String> labels) {
		// The mean time of events that did not come is not a number.
		assertThat(prometheus.query(query)).as(query)
			.allSatisfy((element) -> assertThat(element.path("metric").propertyNames()).containsAll(labels))
			.anySatisfy(
					(element) -> assertThat(Double.parseDouble(element.path("value").path(1).asString())).isFinite());
	}

	private static List<JsonNode> rules() {
		await().until(() -> !prometheus.rules().isEmpty());
		return prometheus.rules();
	}

	private static JsonNode rule(String alert) {
		return rules().stream().filter((rule) -> rule.path("name").asString().equals(alert)).findAny().orElseThrow();
	}

	private static Set<String> found(Pattern pattern, String text) {
		return pattern.matcher(text)
			.results()
			.map((MatchResult result) -> result.group(result.groupCount()))
			.collect(Collectors.toSet());
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * The actions of clients: connect, emit, fail, acknowledge, upgrade, vanish, and come
	 * back to a session that has ended. The server asks the other nodes, of which there
	 * are none.
	 * @throws IOException if a connection is closed
	 */
	private static void converse() throws IOException {
		SwitchingClient client = SwitchingClient.polling(server.port());
		client.send(Packets.CONNECT);
		assertThat(client.next()).startsWith("0");
		client.send(Packets.event(0, "say", "hello"));
		assertThat(client.next()).startsWith("30[");
		assertThat(staying.next()).isEqualTo("2[\"said\",\"hello\"]");
		client.send(Packets.event(1, "fail"));
		assertThat(client.next()).startsWith("31[");
		client.upgrade();
		client.send(Packets.event(2, "ask"));
		String question = client.next();
		assertThat(question).endsWith("[\"question\"]");
		client.send(Packets.ack(Long.parseLong(question.substring(1, question.indexOf('['))), "yes"));
		assertThat(client.next()).startsWith("32[");
		client.vanish();
		server.bean(SocketIOServer.class).fetchSockets().collectList().block(Duration.ofSeconds(10));
		await().until(() -> server.bean(EngineServer.class).sessionCount() == 1);
		RawHttp.send(server.port(), "GET", "/socket.io/?EIO=4&transport=polling&sid=gone", Map.of(), new byte[0])
			.response()
			.join();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Application {

	}

	@SocketNamespace
	static class Handlers {

		@OnEvent("say")
		String say(SocketIOSocket socket, String text) {
			socket.broadcast().emit("said", text);
			return "done";
		}

		@OnEvent("fail")
		String fail() {
			throw new IllegalStateException("A handler that fails");
		}

		@OnEvent("ask")
		Mono<String> ask(SocketIOSocket socket) {
			return socket.emitWithAck("question", String.class);
		}

	}

}
