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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A program in its own process, which says on its output that it is ready.
 */
final class LoggedProcess implements AutoCloseable {

	private static final long PATIENCE = 20;

	private static final int ATTEMPTS = 10;

	private final Process process;

	private final BufferedReader output;

	private final List<String> log = new ArrayList<>();

	private LoggedProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Start a program.
	 * @param directory where to run it
	 * @param command the program and its arguments
	 * @return the process, to be closed
	 */
	static LoggedProcess start(Path directory, List<String> command) {
		return new LoggedProcess(ScriptProcess.launch(directory, command));
	}

	/**
	 * Start a program that listens on a port of the loopback address.
	 * @param directory where to run it
	 * @param ready what a line of its output contains once it listens
	 * @param command the command for a port
	 * @return the program and its port
	 * @throws IOException if the command cannot be prepared
	 */
	static Listening listen(Path directory, Pattern ready, PortCommand command) throws IOException {
		List<String> log = new ArrayList<>();
		for (int i = 0; i < ATTEMPTS; i++) {
			// Another process may take the port before the program does.
			int port = freePort();
			LoggedProcess process = start(directory, command.at(port));
			if (process.await(ready) != null) {
				return new Listening(process, port);
			}
			log.add(process.log());
			process.close();
		}
		throw new IllegalStateException("The program does not listen:\n" + String.join("\n", log));
	}

	/**
	 * Find a port that no process listens on.
	 * @return a port of the loopback address
	 * @throws IOException if there is none
	 */
	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Wait for a line. The output after it is not kept.
	 * @param line what the line contains
	 * @return the match; {@code null} if the program has ended before
	 */
	@Nullable Matcher await(Pattern line) {
		try {
			for (@Nullable
			String next = this.output.readLine(); next != null; next = this.output.readLine()) {
				this.log.add(next);
				Matcher matcher = line.matcher(next);
				if (matcher.find()) {
					drain();
					return matcher;
				}
			}
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The output so far.
	 * @return its lines
	 */
	String log() {
		return String.join("\n", this.log);
	}

	/**
	 * The id of the process.
	 * @return the id
	 */
	long pid() {
		return this.process.pid();
	}

	private void drain() {
		Thread reader = new Thread(() -> {
			try (this.output) {
				this.output.lines().forEach((line) -> {
				});
			}
			catch (UncheckedIOException | IOException ex) {
				// The process has ended.
			}
		}, "output of process " + pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Kill the process, which cannot do anything about it, and wait until it has ended.
	 */
	void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * End the process and wait until it has ended.
	 */
	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The command by which a program listens on a port.
	 */
	@FunctionalInterface
	interface PortCommand {

		/**
		 * Prepare the program.
		 * @param port a free port
		 * @return the program and its arguments
		 * @throws IOException if a file of the program cannot be written
		 */
		List<String> at(int port) throws IOException;

	}

	/**
	 * A program that listens.
	 *
	 * @param process its process
	 * @param port a port of the loopback address
	 */
	record Listening(LoggedProcess process, int port) {

	}

}
