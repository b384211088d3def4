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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.process.InstructionCounter;
import io.github.socketiospring.benchmarks.report.JsonReport;
import io.github.socketiospring.benchmarks.report.MarkdownReport;
import io.github.socketiospring.benchmarks.report.Report;
import io.github.socketiospring.benchmarks.report.ScenarioResult;
import io.github.socketiospring.benchmarks.scenario.Scenario;
import io.github.socketiospring.benchmarks.scenario.Scenarios;
import io.github.socketiospring.testsupport.process.ServerCommand;

/**
 * Compares servers side by side. Started by {@code benchmarks/run}.
 */
public final class Benchmarks {

	private Benchmarks() {
	}

	public static void main(String[] args) throws IOException {
		Options options;
		List<ServerCommand> servers;
		List<Scenario> scenarios;
		try {
			options = Options.parse(args);
			servers = Servers.chosenBy(options);
			scenarios = scenarios(options);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + Options.USAGE);
			System.exit(2);
			return;
		}
		options.pinning().pinThisProcess();
		List<ScenarioResult> results = new ArrayList<>();
		try (BenchmarkRun run = new BenchmarkRun(options, servers)) {
			for (Scenario scenario : scenarios) {
				ScenarioResult result = run.measure(scenario);
				results.add(result);
				System.out.println("\n" + MarkdownReport.of(result, reference(options, servers)));
				write(options, report(options, servers, results));
			}
		}
		System.out.println("Written to " + options.output());
		System.exit(0);
	}

	private static List<Scenario> scenarios(Options options) {
		List<Scenario> scenarios = new ArrayList<>(Scenarios.all());
		if (!options.scenarios().isEmpty()) {
			List<String> known = scenarios.stream().map(Scenario::name).toList();
			options.scenarios().forEach((name) -> {
				if (!known.contains(name)) {
					throw new IllegalArgumentException("Unknown scenario " + name);
				}
			});
			scenarios.removeIf((scenario) -> !options.scenarios().contains(scenario.name()));
		}
		return scenarios;
	}

	private static String reference(Options options, List<ServerCommand> servers) {
		return servers.stream()
			.map(ServerCommand::name)
			.filter(options.reference()::equals)
			.findFirst()
			.orElse(servers.get(0).name());
	}

	private static Report report(Options options, List<ServerCommand> servers, List<ScenarioResult> results) {
		List<String> remarks = new ArrayList<>();
		remarks.add("Servers: "
				+ (options.pinning().servers().isEmpty() ? "not pinned"
						: "on processors " + options.pinning().servers())
				+ "; window " + options.window().toMillis() + " ms.");
		if (!InstructionCounter.isAvailable()) {
			remarks.add("Instructions were not counted: perf is missing, or this machine has no counters.");
		}
		String machine = "Java " + Runtime.version().feature() + " runs the load, " + options.java().getFileName()
				+ " the servers; " + System.getProperty("os.name") + ", " + Runtime.getRuntime().availableProcessors()
				+ " processors for the load";
		return new Report(LocalDate.now().toString(), machine, options.rounds(), reference(options, servers), remarks,
				results);
	}

	private static void write(Options options, Report report) throws IOException {
		Files.createDirectories(options.output());
		Files.writeString(options.output().resolve("report.json"), JsonReport.of(report));
		Files.writeString(options.output().resolve("report.md"), MarkdownReport.of(report));
	}

}
