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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of meters in {@code docs/observability.md} lists the meters that there are,
 * with their types and tags.
 */
class MeterTableTests {

	private static final Path PAGE = Path.of("..", "docs", "observability.md");

	private static final Pattern ROW = Pattern
		.compile("^\\| `(socketio\\.[a-z.]+)` \\| (gauge|counter|timer|summary) \\|([^|]*)\\|", Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void listsEveryMeter() throws IOException {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		ServerMetrics metrics = new ServerMetrics(registry);
		SocketIOServer io = SocketIOServers.builder().meter(metrics).build();
		metrics.bind(io.statistics());
		new EngineMetrics(new EngineServer(EngineOptions.defaults(), io), registry).bind();
		ClusterMetrics cluster = new ClusterMetrics(registry);
		cluster.bind(new ClusterState(Map.of("published", () -> 0), () -> 0, () -> 0, () -> 0, () -> 0, () -> true,
				() -> 1));
		cluster.requested("sockets", "complete", Duration.ZERO);
		Map<String, String> actual = new TreeMap<>();
		registry.getMeters().forEach((meter) -> actual.put(meter.getId().getName(), describe(meter)));
		assertThat(documented()).isEqualTo(actual);
	}

	private static String describe(Meter meter) {
		String type = switch (meter.getId().getType()) {
			case DISTRIBUTION_SUMMARY -> "summary";
			default -> meter.getId().getType().name().toLowerCase(Locale.ROOT);
		};
		return type + meter.getId().getTags().stream().map(Tag::getKey).sorted().toList();
	}

	private static Map<String, String> documented() throws IOException {
		return ROW.matcher(Files.readString(PAGE))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> row.group(2) + tags(row.group(3)),
					(one, other) -> one, TreeMap::new));
	}

	private static List<String> tags(String cell) {
		return CODE.matcher(cell).results().map((MatchResult code) -> code.group(1)).sorted().toList();
	}

}
