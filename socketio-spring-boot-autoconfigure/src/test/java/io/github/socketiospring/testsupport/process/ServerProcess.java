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

package io.github.socketiospring.testsupport.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A server that is running. It prints {@code listening <port>} once it is ready, answers
 * {@code memory} with {@code memory <bytes>} if it can, and ends when its input does.
 */
public final class ServerProcess implements AutoCloseable {

	private static final String LISTENING = "listening";

	private static final String MEMORY = "memory";

	private static final Duration START_PATIENCE = Duration.ofSeconds(60);

	private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(20);

	private final String name;

	private final Process process;

	private final BufferedWriter console;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final ServerLog log = new ServerLog();

	private final int port;

	private ServerProcess(String name, Process process) {
		this.name = name;
		this.process = process;
		this.console = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::readLines, "output of " + name);
		reader.setDaemon(true);
		reader.start();
		this.port = Integer.parseInt(answer(LISTENING, START_PATIENCE));
	}

	/**
	 * Start a server and wait until it listens.
	 * @param server how
	 * @return the server, to be closed
	 */
	public static ServerProcess start(ServerCommand server) {
		try {
			Process process = new ProcessBuilder(server.command()).redirectErrorStream(true).start();
			try {
				return new ServerProcess(server.name(), process);
			}
			catch (RuntimeException ex) {
				process.destroyForcibly();
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + server.name(), ex);
		}
	}

	public String name() {
		return this.name;
	}

	public int port() {
		return this.port;
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Whether the server still runs.
	 * @return whether it does
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * The output of the server that no test has requested.
	 * @return its log
	 */
	public ServerLog log() {
		return this.log;
	}

	/**
	 * The bytes that are in use on the server's heap after a collection.
	 * @return the bytes, or nothing if the server cannot tell
	 */
	public OptionalLong usedMemory() {
		try {
			this.console.write("memory\n");
			this.console.flush();
			return OptionalLong.of(Long.parseLong(answer(MEMORY, ANSWER_PATIENCE)));
		}
		catch (IOException | IllegalStateException ex) {
			return OptionalLong.empty();
		}
	}

	private String answer(String wanted, Duration patience) {
		long deadline = System.nanoTime() + patience.toNanos();
		try {
			while (true) {
				@Nullable String line = this.answers.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (line == null) {
					throw new IllegalStateException("No '" + wanted + "' of " + this.name + " within "
							+ patience.toSeconds() + " s, but:\n" + String.join("\n", this.log.firstLines()));
				}
				if (line.startsWith(wanted + " ")) {
					return line.substring(wanted.length() + 1).trim();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void readLines() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this::read);
		}
		catch (UncheckedIOException | IOException ex) {
			this.log.add(ex.toString());
		}
	}

	private void read(String line) {
		if (line.startsWith(LISTENING + " ") || line.startsWith(MEMORY + " ")) {
			this.answers.add(line);
		}
		else {
			this.log.add(line);
		}
	}

	@Override
	public void close() {
		try {
			this.console.close();
			if (this.process.waitFor(5, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (IOException ex) {
			// It has ended already.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
