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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.testsupport.process.ServerCommand;

/**
 * The servers that are compared, and how each is started.
 */
final class Servers {

	private static final Path PEERS = Path.of("benchmarks", "peers");

	private static final String PACKAGE = "io.github.socketiospring.benchmarks.";

	/** Shows the cost of a request below this server's own code. */
	private static final String BARE_WEBFLUX = "bare-webflux";

	/** Shows what meters cost beside {@code socketio-spring-nonblocking}. */
	private static final String METERED = "socketio-spring-metered";

	/** Those that run only if they are named. */
	private static final Set<String> ON_DEMAND = Set.of(BARE_WEBFLUX, METERED);

	/** The collector is set, since a JVM on one processor would choose another one. */
	private static final List<String> JVM_OPTIONS = List.of("-XX:+UseG1GC", "-Xmx2g",
			"-Dio.netty.leakDetection.level=disabled");

	private Servers() {
	}

	static List<ServerCommand> chosenBy(Options options) {
		List<ServerCommand> servers = new ArrayList<>(all(options.java()));
		servers.removeIf((server) -> options.servers().isEmpty() ? ON_DEMAND.contains(server.name())
				: !options.servers().contains(server.name()));
		servers.addAll(options.others());
		if (servers.isEmpty()) {
			throw new IllegalArgumentException("There is no server named " + options.servers());
		}
		return servers;
	}

	private static List<ServerCommand> all(Path java) {
		String own = System.getProperty("java.class.path");
		Path netty = PEERS.resolve("netty-socketio/target");
		String nettyClassPath = netty.resolve("classes") + ":" + read(netty.resolve("class-path.txt"));
		return List.of(
				new ServerCommand("socketio-spring", java(java, own, PACKAGE + "server.SpringServer", "default")),
				new ServerCommand("socketio-spring-nonblocking",
						java(java, own, PACKAGE + "server.SpringServer", "non-blocking")),
				new ServerCommand(METERED, java(java, own, PACKAGE + "server.SpringServer", "non-blocking", "metered")),
				new ServerCommand("node", List.of("node", "--expose-gc", PEERS.resolve("node/server.mjs").toString())),
				new ServerCommand("netty-socketio", java(java, nettyClassPath, PACKAGE + "peer.NettySocketIOServer")),
				new ServerCommand("bare", java(java, own, PACKAGE + "server.BareServer")),
				new ServerCommand(BARE_WEBFLUX, java(java, own, PACKAGE + "server.BareWebFluxServer")));
	}

	/**
	 * The servers of which two are a cluster.
	 * @param java the JDK of the Java servers
	 * @param adapter {@code classic} or {@code sharded}
	 * @return how each is started, without the port of Redis, which is the last argument
	 */
	static List<ServerCommand> nodesOfClusters(Path java, String adapter) {
		return List.of(
				new ServerCommand("node", List.of("node", PEERS.resolve("node/cluster.mjs").toString(), adapter)),
				new ServerCommand("socketio-spring",
						java(java, System.getProperty("java.class.path"), PACKAGE + "server.ClusterServer", adapter)));
	}

	private static List<String> java(Path home, String classPath, String... program) {
		List<String> command = new ArrayList<>();
		command.add(home.resolve("bin/java").toString());
		command.addAll(JVM_OPTIONS);
		command.addAll(List.of("-cp", classPath));
		command.addAll(List.of(program));
		return command;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).trim();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Start the benchmarks with benchmarks/run, which builds what is needed", ex);
		}
	}

}
