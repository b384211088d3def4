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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.util.FileSystemUtils;

import static org.awaitility.Awaitility.await;

/**
 * A Redis, its replica, and a Sentinel that promotes the replica, each in its own process
 * on a port of the loopback address.
 */
public final class RedisSentinel implements AutoCloseable {

	private static final String NAME = "chat";

	private static final Pattern READY = Pattern.compile("Ready to accept connections");

	private static final Pattern MONITORS = Pattern.compile("\\+monitor master");

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String CONFIGURATION = """
			port %d
			bind 127.0.0.1
			sentinel monitor %s 127.0.0.1 %d 1
			sentinel down-after-milliseconds %2$s 1000
			""";

	private final Path directory;

	private final LoggedProcess master;

	private final LoggedProcess replica;

	private final LoggedProcess sentinel;

	private final int port;

	private RedisSentinel(Path directory, LoggedProcess master, LoggedProcess replica,
			LoggedProcess.Listening sentinel) {
		this.directory = directory;
		this.master = master;
		this.replica = replica;
		this.sentinel = sentinel.process();
		this.port = sentinel.port();
	}

	/**
	 * Start all three.
	 * @return the servers, of which the Sentinel knows the replica
	 */
	public static RedisSentinel start() {
		List<LoggedProcess> started = new ArrayList<>();
		try {
			Path directory = Files.createTempDirectory("sentinel");
			try {
				// A replica that waits for others before it gets its first copy could not
				// be promoted. It stores that copy, and would read it at its next start.
				LoggedProcess.Listening master = listen(directory, started, READY,
						(port) -> redis(port, "--repl-diskless-sync-delay", "0"));
				LoggedProcess.Listening replica = listen(directory, started, READY,
						(port) -> redis(port, "--replicaof", "127.0.0.1", String.valueOf(master.port())));
				await().atMost(PATIENCE)
					.until(() -> ask(replica.port(), "INFO replication").contains("master_link_status:up"));
				LoggedProcess.Listening sentinel = listen(directory, started, MONITORS,
						(port) -> sentinel(directory, port, master.port()));
				await().atMost(PATIENCE)
					.until(() -> ask(sentinel.port(), "SENTINEL REPLICAS " + NAME)
						.contains(String.valueOf(replica.port())));
				return new RedisSentinel(directory, master.process(), replica.process(), sentinel);
			}
			catch (IOException | RuntimeException ex) {
				started.forEach(LoggedProcess::kill);
				FileSystemUtils.deleteRecursively(directory);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static LoggedProcess.Listening listen(Path directory, List<LoggedProcess> started, Pattern ready,
			LoggedProcess.PortCommand command) throws IOException {
		LoggedProcess.Listening listening = LoggedProcess.listen(directory, ready, command);
		started.add(listening.process());
		return listening;
	}

	/**
	 * The command that starts a Redis that stores nothing.
	 * @param port its port on the loopback address
	 * @param options further options
	 * @return the program and its arguments
	 */
	static List<String> redis(int port, String... options) {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", String.valueOf(port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"));
		command.addAll(List.of(options));
		return command;
	}

	/** A Sentinel changes its configuration, which must therefore be a file. */
	private static List<String> sentinel(Path directory, int port, int master) throws IOException {
		Path file = Files.writeString(directory.resolve("sentinel-" + port + ".conf"),
				CONFIGURATION.formatted(port, NAME, master));
		return List.of("redis-server", file.toString(), "--sentinel");
	}

	private static String ask(int port, String command) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout((int) PATIENCE.toMillis());
			socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
			socket.shutdownOutput();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	/**
	 * The properties with which an application uses the Redis that the Sentinel names.
	 * @return properties by name
	 */
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.sentinel.master", NAME, "spring.data.redis.sentinel.nodes",
				"127.0.0.1:" + this.port);
	}

	/**
	 * Kill the master, so that the Sentinel promotes the replica after a second or more.
	 */
	public void killMaster() {
		this.master.kill();
	}

	@Override
	public void close() throws IOException {
		this.sentinel.kill();
		this.replica.kill();
		this.master.kill();
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
