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

package io.github.socketiospring.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.benchmarks.process.OpenFileLimit;
import io.github.socketiospring.benchmarks.report.Findings;
import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.attack.Attack;
import io.github.socketiospring.testsupport.attack.AttackedServer;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Runs all attacks at once on a server with 512 MB, beside well-behaved clients: first
 * these clients alone, then with the attackers, and then until the server has released
 * its memory. Started by {@code benchmarks/chaos}.
 */
public final class Chaos {

	private static final String USAGE = """
			benchmarks/chaos [minutes] [attack ..]
			  minutes  how long the attackers strike, 10 by default; may be a fraction
			  attack   only these, of\s""" + Arrays.toString(Attack.values());

	private static final int CLIENTS = 200;

	private static final int CONNECTIONS = 4_000;

	private static final Duration SHORTEST = Duration.ofSeconds(20);

	private static final Duration STEP = Duration.ofSeconds(10);

	/** Longer than the heartbeat, and than the time for which lost sockets are kept. */
	private static final int MOST_STEPS_TO_SETTLE = 18;

	/** Short, so that the run need not wait long for lost sockets to expire. */
	private static final String RECOVERY = "socketio.connection-state-recovery.max-disconnection-duration=30s";

	private static final Path LOG = Path.of("benchmarks", "target", "chaos-server.log");

	private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

	private final Verdict verdict = new Verdict();

	private final Duration duration;

	private final List<Attack> attacks;

	private Chaos(Duration duration, List<Attack> attacks) {
		this.duration = duration;
		this.attacks = attacks;
	}

	public static void main(String[] args) throws Exception {
		Chaos chaos;
		try {
			OpenFileLimit.require(CONNECTIONS);
			double minutes = (args.length > 0) ? Double.parseDouble(args[0]) : 10;
			List<Attack> attacks = Arrays.stream(args).skip(1).map(Attack::valueOf).toList();
			chaos = new Chaos(Duration.ofSeconds((long) (60 * minutes)),
					attacks.isEmpty() ? List.of(Attack.values()) : attacks);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage() + "\n\n" + USAGE);
			System.exit(2);
			return;
		}
		System.exit(chaos.run() ? 0 : 1);
	}

	private boolean run() throws Exception {
		try (ServerProcess server = AttackedServer.start(RECOVERY);
				LoadGenerator load = new LoadGenerator();
				Population population = new Population(load)) {
			try {
				population.connect(server.port(), CLIENTS);
				run(server, population);
			}
			finally {
				Files.createDirectories(LOG.getParent());
				Files.write(LOG, server.log().firstLines());
			}
			this.verdict.problems(population.problems());
			this.verdict.log(server.log().length());
		}
		System.out.println(this.verdict + "\nThe log of the server is in " + LOG);
		return this.verdict.isGood();
	}

	private void run(ServerProcess server, Population population) throws Exception {
		try (AutoCloseable asking = population.begin()) {
			Duration alone = (this.duration.dividedBy(10).compareTo(SHORTEST) > 0) ? this.duration.dividedBy(10)
					: SHORTEST;
			// The first half is the warm-up.
			Waiting.during(alone);
			long heap = server.usedMemory().orElseThrow();
			population.nextPhase();
			Waiting.during(alone);
			Phase before = population.nextPhase();
			System.out.println("alone: " + before.all());
			Phase beside = attack(server, population);
			settle(server, heap);
			this.verdict.latencies(before, beside);
			asking.close();
		}
		population.awaitRest();
	}

	private Phase attack(ServerProcess server, Population population) throws IOException {
		Phase whole = new Phase();
		try (AttackerProcess attackers = AttackerProcess.start(this.java, server.port(), this.attacks)) {
			for (long left = this.duration.toNanos(); left > 0 && server.isAlive(); left -= STEP.toNanos()) {
				Waiting.during(STEP);
				Phase step = population.nextPhase();
				System.out.println("%s; %d problems, %d lines in the log".formatted(step.all(),
						population.problems().size(), server.log().length()));
				whole.addAll(step);
			}
		}
		return whole;
	}

	/** Wait until the server uses no more memory than before. */
	private void settle(ServerProcess server, long before) {
		long heap = Long.MAX_VALUE;
		for (int i = 0; i < MOST_STEPS_TO_SETTLE && !Findings.isBack(before, heap); i++) {
			Waiting.during(STEP);
			heap = server.usedMemory().orElse(Long.MAX_VALUE);
			System.out.println("%d MB of heap".formatted(heap / 1_000_000));
		}
		this.verdict.heap(before, heap);
	}

}
