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

package io.github.socketiospring.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.cluster.ClusterScenarios;
import io.github.socketiospring.benchmarks.report.Metric;
import io.github.socketiospring.benchmarks.report.ScenarioResult;
import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.RequiresTool;
import io.github.socketiospring.testsupport.process.ServerCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The benchmark of clusters in its shortest form, whose figures say nothing. Servers of
 * Node.js take part if {@code benchmarks/cluster} has installed their packages.
 */
class ClusterBenchmarksTests {

	private static final Path PEER = Path.of("peers", "node");

	@TempDir
	private Path output;

	@Test
	@FullRunOnly("starts six nodes and a Redis")
	@RequiresTool("redis-server")
	void nodesAndNamespacesAreAdded() throws IOException {
		List<ScenarioResult> results = run("classic", "nodes-3,namespaces-1000");
		assertThat(results).filteredOn((result) -> result.metrics().contains(Metric.FURTHER_NODES))
			.extracting(ScenarioResult::scenario)
			.containsExactly("nodes-3");
	}

	@Test
	@FullRunOnly("starts four nodes and a Redis")
	@RequiresTool("redis-server")
	void shardedRoomsHaveMembers() throws IOException {
		run("sharded", "rooms-1000");
	}

	private List<ScenarioResult> run(String adapter, String scenarios) throws IOException {
		ClusterOptions options = ClusterOptions
			.parse(new String[] { "--adapter", adapter, "--scenario", scenarios, "--rounds", "1", "--seconds", "0.1",
					"--warm-up", "0.1", "--quiet", "1000", "--output", this.output.toString() });
		List<ServerCommand> servers = servers(options);
		List<ScenarioResult> results = ClusterBenchmarks.run(options, servers,
				ClusterScenarios.named(options.scenarios()));
		assertThat(results).extracting(ScenarioResult::scenario).containsExactly(scenarios.split(","));
		assertThat(results).allSatisfy((result) -> {
			assertThat(result.failures()).isEmpty();
			assertThat(result.samples()).hasSameSizeAs(servers);
			assertThat(result.metrics()).contains(Metric.PUBLISHER, Metric.REDIS, Metric.OTHER_NODE);
		});
		assertThat(this.output.resolve("report.md")).content().contains("Adapter: " + adapter).contains("| scenario |");
		return results;
	}

	@Test
	void growthIsMeasuredOnlyIfNamed() {
		assertThat(ClusterScenarios.named(List.of())).noneMatch((scenario) -> scenario.name().startsWith("nodes-"));
		assertThat(ClusterScenarios.named(List.of("growth", "room"))).hasSize(10);
	}

	@Test
	void unknownNamesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ClusterScenarios.named(List.of("room", "hall")))
			.withMessageContaining("hall");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ClusterOptions.parse(new String[] { "--adapter", "stream" }))
			.withMessageContaining("stream");
	}

	private static List<ServerCommand> servers(ClusterOptions options) {
		List<ServerCommand> servers = new ArrayList<>();
		for (ServerCommand server : Servers.nodesOfClusters(options.java(), options.adapter())) {
			if (!server.name().equals("node")) {
				List<String> command = new ArrayList<>(server.command());
				// Nothing runs long enough to be worth more.
				command.add(1, "-XX:TieredStopAtLevel=1");
				servers.add(new ServerCommand(server.name(), command));
			}
			else if (Files.exists(PEER.resolve("node_modules"))) {
				// The tests run in the directory of the module.
				String script = PEER.resolve("cluster.mjs").toString();
				servers.add(new ServerCommand(server.name(), List.of("node", script, options.adapter())));
			}
		}
		return servers;
	}

}
