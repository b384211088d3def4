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

package io.github.socketiospring.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.observation.ClusterMetrics;
import io.github.socketiospring.observation.EngineMetrics;
import io.github.socketiospring.observation.ServerMetrics;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.metrics.ClusterState;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.RequiresTool;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the alerts in {@code docs} ask for meters that there are.
 */
class PrometheusTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern NAME = Pattern.compile("\\bsocketio_[a-z_]+");

	private static final Pattern SAMPLE = Pattern.compile("^(socketio_[a-z_]+)[{ ]", Pattern.MULTILINE);

	@ParameterizedTest
	@ValueSource(strings = { "prometheus/alerts.yml", "prometheus/alerts-tests.yml", "grafana/dashboard.json" })
	void askForMetersThatThereAre(String file) throws IOException {
		Set<String> asked = NAME.matcher(Files.readString(DOCS.resolve(file)))
			.results()
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(asked).isNotEmpty();
		assertThat(scraped()).containsAll(asked);
	}

	@Test
	void dashboardGivesEachPanelAPlaceAndAQuery() throws IOException {
		JsonNode panels = JsonMapper.shared()
			.readTree(Files.readString(DOCS.resolve("grafana/dashboard.json")))
			.path("panels");
		assertThat(panels.valueStream()).isNotEmpty().allSatisfy((panel) -> {
			assertThat(panel.path("gridPos").path("w").asInt()).isPositive();
			if (panel.path("type").asString().equals("row")) {
				return;
			}
			assertThat(panel.path("targets").valueStream()).isNotEmpty()
				.allSatisfy((target) -> assertThat(target.path("expr").asString()).contains("socketio_"));
		});
		assertThat(panels.valueStream().map((panel) -> panel.path("gridPos"))).doesNotHaveDuplicates();
	}

	@Test
	@RequiresTool("promtool")
	void alertsAreRaisedAsTheirTestsSay() throws Exception {
		Process process = new ProcessBuilder("promtool", "test", "rules", "alerts-tests.yml")
			.directory(DOCS.resolve("prometheus").toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor()).as(output).isZero();
	}

	private static Set<String> scraped() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ServerMetrics metrics = new ServerMetrics(registry);
		SocketIOServer io = SocketIOServers.builder().meter(metrics).build();
		metrics.bind(io.statistics());
		new EngineMetrics(new EngineServer(EngineOptions.defaults(), io), registry).bind();
		ClusterMetrics cluster = new ClusterMetrics(registry);
		cluster.bind(new ClusterState(Map.of("published", () -> 0), () -> 0, () -> 0, () -> 0, () -> 0, () -> true,
				() -> 1));
		cluster.requested("sockets", "complete", Duration.ZERO);
		return SAMPLE.matcher(registry.scrape())
			.results()
			.map((result) -> result.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
