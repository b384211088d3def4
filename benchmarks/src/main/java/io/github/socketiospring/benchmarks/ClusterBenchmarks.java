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
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.benchmarks.cluster.Cluster;
import io.github.socketiospring.benchmarks.cluster.ClusterScenario;
import io.github.socketiospring.benchmarks.cluster.ClusterScenarios;
import io.github.socketiospring.benchmarks.process.OpenFileLimit;
import io.github.socketiospring.benchmarks.report.CostTable;
import io.github.socketiospring.benchmarks.report.JsonReport;
import io.github.socketiospring.benchmarks.report.MarkdownReport;
import io.github.socketiospring.benchmarks.report.Report;
import io.github.socketiospring.benchmarks.report.Sample;
import io.github.socketiospring.benchmarks.report.ScenarioResult;
import io.github.socketiospring.benchmarks.scenario.Outcome;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerCommand;

/**
 * Compares two nodes of this project with two of Node.js, side by side. Started by
 * {@code benchmarks/cluster}. Both clusters run during the whole benchmark, each with a
 * Redis of its own, and take turns.
 */
public final class ClusterBenchmarks implements AutoCloseable {

	private static final String REFERENCE = "node";

	private static final int MOST_TRIES = 3;

	private final ClusterOptions options;

	private final List<ServerCommand> commands;

	private final LoadGenerator load = new LoadGenerator();

	private final List<Cluster> clusters = new ArrayList<>();

	private ClusterBenchmarks(ClusterOptions options, List<ServerCommand> commands) {
		this.options = options;
		this.commands = commands;
	}

	public static void main(String[] args) throws IOException {
		ClusterOptions options;
		List<ServerCommand> servers;
		List<ClusterScenario> scenarios;
		try {
			options = ClusterOptions.parse(args);
			servers = servers(options);
			scenarios = ClusterScenarios.named(options.scenarios());
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + ClusterOptions.USAGE);
			System.exit(2);
			return;
		}
		options.pinning().pinThisProcess();
		run(options, servers, scenarios);
		System.out.println("Written to " + options.output());
		System.exit(0);
	}

	static List<ScenarioResult> run(ClusterOptions options, List<ServerCommand> servers,
			List<ClusterScenario> scenarios) throws IOException {
		List<ScenarioResult> results = new ArrayList<>();
		try (ClusterBenchmarks run = new ClusterBenchmarks(options, servers)) {
			// Also when this process is interrupted: Redis does not end with it.
			Runtime.getRuntime().addShutdownHook(new Thread(run::closeClusters));
			run.startClusters();
			for (ClusterScenario scenario : scenarios) {
				ScenarioResult result = run.measure(scenario);
				results.add(result);
				System.out.println("\n" + MarkdownReport.of(result, REFERENCE));
				write(options, results);
			}
		}
		System.out.println("\n" + CostTable.of(results));
		return results;
	}

	private static List<ServerCommand> servers(ClusterOptions options) {
		List<ServerCommand> servers = new ArrayList<>(Servers.nodesOfClusters(options.java(), options.adapter()));
		servers.removeIf((server) -> !options.servers().isEmpty() && !options.servers().contains(server.name()));
		if (servers.isEmpty()) {
			throw new IllegalArgumentException("There is no server named " + options.servers());
		}
		return servers;
	}

	private void startClusters() {
		for (ServerCommand command : this.commands) {
			this.clusters.add(Cluster.start(command, this.options.pinning()));
		}
	}

	private ScenarioResult measure(ClusterScenario scenario) {
		OpenFileLimit.require(scenario.connections());
		List<Sample> samples = new ArrayList<>();
		Map<String, String> failures = new LinkedHashMap<>();
		for (int round = 0; round <= this.options.rounds(); round++) {
			for (int turn = 0; turn < this.commands.size(); turn++) {
				int index = (round + turn) % this.commands.size();
				String server = this.commands.get(index).name();
				try {
					if (!failures.containsKey(server)) {
						this.clusters.get(index).resize(scenario.nodes());
						samples.add(measure(scenario, round, index));
					}
				}
				catch (IllegalStateException ex) {
					System.out.printf("%s, round %d, %s: %s%n", scenario.name(), round, server, ex.getMessage());
					failures.put(server, String.valueOf(ex.getMessage()));
					this.clusters.get(index).close();
					this.clusters.set(index, Cluster.start(this.commands.get(index), this.options.pinning()));
				}
			}
		}
		samples.removeIf((sample) -> sample.round() == 0 || failures.containsKey(sample.server()));
		// In the order of the clusters, not of the first round.
		List<String> names = this.commands.stream().map(ServerCommand::name).toList();
		samples.sort((one, other) -> Integer.compare(names.indexOf(one.server()), names.indexOf(other.server())));
		return new ScenarioResult(scenario.name(), scenario.title(), samples, failures);
	}

	private Sample measure(ClusterScenario scenario, int round, int index) {
		Outcome outcome = (round == 0) ? once(scenario, index, this.options.warmUp()) : quietly(scenario, index);
		StringBuilder values = new StringBuilder();
		outcome.values()
			.forEach((metric, value) -> values.append(", ")
				.append(metric.label())
				.append(' ')
				.append(Math.round(value * 100) / 100.0));
		System.out.printf("%s, round %d, %s%s, others %.1f cores%n", scenario.name(), round,
				this.commands.get(index).name(), values, outcome.othersCores());
		return new Sample(this.commands.get(index).name(), round, outcome.values(), outcome.othersCores());
	}

	private Outcome quietly(ClusterScenario scenario, int index) {
		Outcome best = once(scenario, index, this.options.window());
		for (int i = 1; i < MOST_TRIES && best.othersCores() > this.options.quiet(); i++) {
			Outcome again = once(scenario, index, this.options.window());
			best = (again.othersCores() < best.othersCores()) ? again : best;
		}
		return best;
	}

	private Outcome once(ClusterScenario scenario, int index, Duration window) {
		return scenario.measure(this.clusters.get(index), this.load, window);
	}

	private static void write(ClusterOptions options, List<ScenarioResult> results) throws IOException {
		List<String> remarks = List.of("Adapter: " + options.adapter() + ". Nodes: "
				+ (options.pinning().servers().isEmpty() ? "not pinned"
						: "on processors " + options.pinning().servers())
				+ "; window " + options.window().toMillis() + " ms, warmed for " + options.warmUp().toSeconds()
				+ " s.");
		String machine = "Java " + Runtime.version().feature() + " runs the load, " + options.java().getFileName()
				+ " the servers; " + System.getProperty("os.name") + ", " + Runtime.getRuntime().availableProcessors()
				+ " processors for the load";
		Report report = new Report(LocalDate.now().toString(), machine, options.rounds(), REFERENCE, remarks, results);
		Path output = options.output();
		Files.createDirectories(output);
		Files.writeString(output.resolve("report.json"), JsonReport.of(report));
		Files.writeString(output.resolve("report.md"), MarkdownReport.of(report) + "\n" + CostTable.of(results));
	}

	private void closeClusters() {
		List.copyOf(this.clusters).forEach(Cluster::close);
	}

	@Override
	public void close() {
		closeClusters();
		this.load.close();
	}

}
