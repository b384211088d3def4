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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A script in its own process, which reports one JSON array per line. The first element
 * names the event. Waiting for a report takes half a minute at most.
 */
public abstract class ScriptProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String END = "<end of output>";

	private static final JsonMapper JSON = new JsonMapper();

	private final String name;

	private final Process process;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private final List<String> transcript = new ArrayList<>();

	/**
	 * Start a process.
	 * @param name the script's name, for messages
	 * @param directory where to run it
	 * @param command the program and its arguments
	 */
	ScriptProcess(String name, Path directory, List<String> command) {
		this.name = name;
		this.process = launch(directory, command);
		Thread reader = new Thread(this::readLines, "output of " + name);
		reader.setDaemon(true);
		reader.start();
	}

	static Process launch(Path directory, List<String> command) {
		try {
			return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The process in which it runs.
	 * @return the id that the operating system gave it
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Wait for the next report, which must be of that name.
	 * @param report the name
	 * @return the values reported with it
	 */
	public List<JsonNode> await(String report) {
		String line = nextLine();
		JsonNode values = (line.startsWith("[")) ? JSON.readTree(line) : null;
		if (values == null || !values.path(0).asString("").equals(report)) {
			throw new AssertionError("Expected report '" + report + "'. " + transcript());
		}
		List<JsonNode> result = new ArrayList<>(values.valueStream().toList());
		return result.subList(1, result.size());
	}

	/**
	 * Wait for the next report, which must be of that name.
	 * @param report the name
	 * @return the first value reported with it
	 */
	public JsonNode awaitValue(String report) {
		return await(report).get(0);
	}

	/**
	 * Wait for the next report, which must be of that name and have those values.
	 * @param report the name
	 * @param values the values, as a JSON array
	 */
	public void assertReport(String report, String values) {
		assertThat(JSON.valueToTree(await(report)).toString()).as(report).isEqualTo(values);
	}

	/**
	 * Write a line to the script's standard input.
	 * @param values what to write as a JSON array
	 */
	public void write(@Nullable Object... values) {
		try {
			OutputStream input = this.process.getOutputStream();
			input.write((JSON.writeValueAsString(values) + "\n").getBytes(StandardCharsets.UTF_8));
			input.flush();
		}
		catch (IOException ex) {
			throw new AssertionError("Takes no input. " + transcript(), ex);
		}
	}

	/**
	 * Collect all reports up to one.
	 * @param last the name of the last report
	 * @return the reports as they came, the last one included
	 */
	public List<String> awaitLines(String last) {
		List<String> collected = new ArrayList<>();
		String line = nextLine();
		while (!line.startsWith("[\"" + last + "\"")) {
			if (!line.startsWith("[")) {
				throw new AssertionError("Expected report '" + last + "'. " + transcript());
			}
			collected.add(line);
			line = nextLine();
		}
		collected.add(line);
		return collected;
	}

	/**
	 * Wait until the script has ended by itself, without an error and without another
	 * report.
	 */
	public void awaitEnd() {
		try {
			if (!this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("Did not end. " + transcript());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		String line = nextLine();
		if (!line.equals(END) || this.process.exitValue() != 0) {
			throw new AssertionError(
					"Did not end as expected (status " + this.process.exitValue() + "). " + transcript());
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private String nextLine() {
		try {
			String line = this.lines.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			if (line == null) {
				throw new AssertionError("No report within " + PATIENCE + ". " + transcript());
			}
			this.transcript.add(line);
			return line;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String transcript() {
		List<String> all = new ArrayList<>(this.transcript);
		this.lines.drainTo(all);
		return "Output of " + this.name + ":\n" + String.join("\n", all);
	}

	private void readLines() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.lines::add);
		}
		catch (UncheckedIOException | IOException ex) {
			this.lines.add(ex.toString());
		}
		this.lines.add(END);
	}

}
