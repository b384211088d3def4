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

package io.github.socketiospring.benchmarks.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.report.Findings;
import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.Signal;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.lettuce.core.KillArgs;

/**
 * Two nodes of this project and a third one, of Node.js if its modules are installed,
 * send news to each other's clients at a steady rate, while Redis goes and comes, and the
 * third one hangs and is killed. Started by {@code benchmarks/faults}.
 */
public final class Faults implements AutoCloseable {

	private static final Path PEER = Path.of("benchmarks", "peers", "node");

	private static final Path LOGS = Path.of("benchmarks", "target");

	private static final int PER_SECOND = 100;

	private static final Duration WARM_UP = Duration.ofSeconds(20);

	private static final Duration AWAY = Duration.ofSeconds(10);

	/** After a collection of the heap, and until late news have arrived. */
	private static final Duration SETTLE = Duration.ofSeconds(1);

	private static final int MOST_STEPS_TO_SETTLE = 10;

	private static final int LONGEST_SILENCE_MILLIS = 2000;

	private static final int MOST_LOG_LINES = 5;

	/** How the names of this project's loggers begin in the log. */
	private static final String OWN_LOGGERS = " i.g.s.";

	private static final int TIMEOUT_MILLIS = 2000;

	/** How much later than its timeout a query may end on a machine that is busy. */
	private static final int TOLERANCE_MILLIS = 100;

	private static final int SHORT_TIMEOUT_MILLIS = 100;

	private static final int LONGEST_GAP_MILLIS = 1000;

	private static final int PATIENCE_MILLIS = 20_000;

	private final Findings findings = new Findings();

	private final LoadGenerator load = new LoadGenerator();

	private final RedisServer redis = RedisServer.start();

	private final List<Node> own = new ArrayList<>();

	private final List<Node> all = new ArrayList<>();

	private Faults() {
	}

	public static void main(String[] args) throws IOException {
		if (args.length > 0) {
			System.err.println("benchmarks/faults takes no arguments");
			System.exit(2);
		}
		boolean good;
		try (Faults faults = new Faults()) {
			// Also when this process is interrupted: Redis does not end with it.
			Runtime.getRuntime().addShutdownHook(new Thread(faults::closeProcesses));
			good = faults.run();
		}
		System.exit(good ? 0 : 1);
	}

	private boolean run() throws IOException {
		try {
			start();
			outage();
			cut("pubsub", KillArgs.Builder.typePubsub());
			cut("normal", KillArgs.Builder.typeNormal().skipme());
			hang();
			kill();
		}
		catch (IllegalStateException ex) {
			this.findings.require(false, String.valueOf(ex.getMessage()));
		}
		this.own.forEach((node) -> {
			List<String> problems = node.problems();
			this.findings.require(problems.isEmpty(),
					"%s: %d problems of clients".formatted(node.name(), problems.size()));
			problems.stream().limit(20).forEach((problem) -> this.findings.add("  " + problem));
		});
		for (Node node : this.own) {
			Files.write(log(node), node.server().log().firstLines());
		}
		System.out.println(this.findings + "\nThe logs of the nodes are in " + LOGS);
		return this.findings.isGood();
	}

	private static Path log(Node node) {
		return LOGS.resolve("faults-" + node.name() + ".log");
	}

	private void start() {
		for (String name : List.of("java-1", "java-2")) {
			this.own.add(add(FaultServer.command(name, this.redis.port())));
		}
		add(third());
		this.all.forEach((node) -> node.ask("rate", PER_SECOND));
		this.all.forEach((to) -> this.all.forEach((from) -> to.awaitHeard(from.name())));
		System.out.println("Nodes %s send %d events a second each to %d clients of each node"
			.formatted(this.all.stream().map(Node::name).toList(), PER_SECOND, Node.CLIENTS));
		Waiting.during(WARM_UP);
		this.all.forEach(Node::reset);
		Waiting.during(AWAY);
		// What is late here already is so because the machine is busy.
		this.own.forEach((node) -> this.findings
			.add("undisturbed, own clients of %s: %s".formatted(node.name(), node.received(node.name()))));
	}

	private Node add(ServerCommand command) {
		Node node = Node.start(command, this.load);
		this.all.add(node);
		return node;
	}

	private ServerCommand third() {
		if (Files.exists(PEER.resolve("node_modules"))) {
			return new ServerCommand("node-1", List.of("node", PEER.resolve("faults.mjs").toString(), "node-1",
					String.valueOf(this.redis.port())));
		}
		System.out.println("No Node.js server takes part, since there is no " + PEER.resolve("node_modules"));
		return FaultServer.command("java-3", this.redis.port());
	}

	private static long micros() {
		return System.nanoTime() / 1000;
	}

	private void outage() {
		List<Long> heaps = this.own.stream().map(Faults::heap).toList();
		List<Integer> lines = this.own.stream().map((node) -> node.server().log().length()).toList();
		Waiting.during(SETTLE);
		this.all.forEach(Node::reset);
		System.out.println("Redis is stopped for " + AWAY.toSeconds() + " s");
		this.redis.kill();
		Waiting.during(AWAY);
		this.redis.run();
		recovered("Redis stopped for %d s".formatted(AWAY.toSeconds()), micros());
		for (int i = 0; i < this.own.size(); i++) {
			Node node = this.own.get(i);
			List<String> log = node.server().log().firstLines();
			List<String> added = log.subList(lines.get(i), log.size());
			long ours = added.stream().filter((line) -> line.contains(OWN_LOGGERS)).count();
			this.findings.require(ours <= MOST_LOG_LINES,
					"  %s: %d lines in the log, %d are allowed; %d others are the driver's".formatted(node.name(), ours,
							MOST_LOG_LINES, added.size() - ours));
			this.findings.heap("  %s: ".formatted(node.name()), heaps.get(i), settledHeap(node, heaps.get(i)));
		}
	}

	private static long heap(Node node) {
		return node.server().usedMemory().orElseThrow(() -> new IllegalStateException(node.name() + " has no heap"));
	}

	private static long settledHeap(Node node, long before) {
		long heap = heap(node);
		for (int i = 0; i < MOST_STEPS_TO_SETTLE && !Findings.isBack(before, heap); i++) {
			Waiting.during(SETTLE);
			heap = heap(node);
		}
		return heap;
	}

	private void cut(String type, KillArgs which) {
		Waiting.during(SETTLE);
		this.all.forEach(Node::reset);
		long ended = this.redis.kill(which);
		recovered("CLIENT KILL TYPE %s of %d connections".formatted(type, ended), micros());
	}

	private void recovered(String fault, long since) {
		System.out.println(fault);
		// What is sent after the fault is over can only arrive over a new connection.
		this.all.forEach((node) -> node.await(since));
		long heard = heard(this.own, this.own) - since;
		this.findings.require(heard <= 1000 * LONGEST_SILENCE_MILLIS,
				"%s: the nodes of this project hear each other again after %d ms, %d are allowed".formatted(fault,
						heard / 1000, LONGEST_SILENCE_MILLIS));
		long all = Math.max(heard(this.own, this.all), heard(this.all, this.own)) - since;
		this.findings.add("  all nodes hear each other after %d ms".formatted(all / 1000));
		Waiting.during(SETTLE);
		for (Node node : this.own) {
			Node.Received received = node.received(node.name());
			this.findings.require(received.isWhole(), "  own clients of %s: %s".formatted(node.name(), received));
		}
		for (Node to : this.own) {
			for (Node from : this.own) {
				if (from != to) {
					this.findings.add("  from %s to %s: %,d of %,d events lost".formatted(from.name(), to.name(),
							to.received(from.name()).lost() / Node.CLIENTS,
							from.received(from.name()).arrived() / Node.CLIENTS));
				}
			}
		}
	}

	private static long heard(List<Node> receivers, List<Node> senders) {
		long last = 0;
		for (Node to : receivers) {
			for (Node from : senders) {
				if (from != to) {
					last = Math.max(last, to.awaitHeard(from.name()));
				}
			}
		}
		return last;
	}

	private Node theThird() {
		return this.all.get(this.all.size() - 1);
	}

	private void hang() {
		Node asker = this.own.get(0);
		Node third = theThird();
		int complete = this.all.size() * Node.CLIENTS;
		this.findings.require(asker.ask("find", TIMEOUT_MILLIS) == complete && asker.ask("missing") == 0,
				"fetchSockets finds the %d sockets of all nodes within %.1f ms".formatted(complete,
						asker.ask("took") / 1e3));
		System.out.println("SIGSTOP of " + third.name());
		Signal.stop(third.server().pid());
		long found = asker.ask("find", TIMEOUT_MILLIS);
		long missing = asker.ask("missing");
		long took = asker.ask("took") / 1000;
		this.findings.require(
				found == complete - Node.CLIENTS && missing == 1 && took >= TIMEOUT_MILLIS
						&& took <= TIMEOUT_MILLIS + TOLERANCE_MILLIS,
				"SIGSTOP of %s: fetchSockets fails after %d ms with %d of %d sockets and %d missing nodes; "
					.formatted(third.name(), took, found, complete, missing)
						+ "its timeout is %d ms, one node is missing".formatted(TIMEOUT_MILLIS));
		Signal.resume(third.server().pid());
		long gap = completeAfter(asker, complete);
		this.findings.require(gap <= PATIENCE_MILLIS,
				"SIGCONT of %s: fetchSockets is complete again after %d ms".formatted(third.name(), gap));
	}

	private void kill() {
		Node asker = this.own.get(0);
		Node third = theThird();
		third.leave();
		System.out.println("SIGKILL of " + third.name());
		Signal.kill(third.server().pid());
		long gap = completeAfter(asker, this.own.size() * Node.CLIENTS);
		this.findings.require(gap <= LONGEST_GAP_MILLIS,
				"SIGKILL of %s: fetchSockets is complete again after %d ms, %d are allowed".formatted(third.name(), gap,
						LONGEST_GAP_MILLIS));
	}

	private static long completeAfter(Node asker, int sockets) {
		long start = micros();
		long took = 0;
		while (took <= PATIENCE_MILLIS) {
			boolean complete = asker.ask("find", SHORT_TIMEOUT_MILLIS) == sockets && asker.ask("missing") == 0;
			took = (micros() - start) / 1000;
			if (complete) {
				return took;
			}
		}
		return took;
	}

	private void closeProcesses() {
		this.all.forEach(Node::close);
		this.redis.close();
	}

	@Override
	public void close() {
		this.all.forEach(Node::leave);
		closeProcesses();
		this.load.close();
	}

}
