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

package io.github.socketiospring.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Counts the instructions of a process in user mode, with {@code perf stat}. Many virtual
 * machines have no counters.
 */
public final class InstructionCounter {

	private static final List<String> PERF = List.of("perf", "stat", "-x", ",", "-e", "instructions:u");

	private static @Nullable Boolean available;

	private final Process perf;

	private InstructionCounter(Process perf) {
		this.perf = perf;
	}

	/**
	 * Whether this machine counts instructions.
	 * @return the result of the first check
	 */
	public static synchronized boolean isAvailable() {
		if (available == null) {
			available = tryOut();
		}
		return available;
	}

	private static boolean tryOut() {
		try {
			return parse(read(new ProcessBuilder(command("true")).redirectErrorStream(true).start())).isPresent();
		}
		catch (IOException ex) {
			return false;
		}
	}

	static @Nullable InstructionCounter start(long pid) {
		try {
			return new InstructionCounter(
					new ProcessBuilder(command("-p", String.valueOf(pid))).redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			return null;
		}
	}

	OptionalLong stop() {
		try {
			// perf reports only when it is interrupted.
			new ProcessBuilder("kill", "-INT", String.valueOf(this.perf.pid())).start().waitFor(5, TimeUnit.SECONDS);
			return parse(read(this.perf));
		}
		catch (IOException ex) {
			return OptionalLong.empty();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return OptionalLong.empty();
		}
	}

	private static String[] command(String... more) {
		String[] command = PERF.toArray(new String[PERF.size() + more.length]);
		System.arraycopy(more, 0, command, PERF.size(), more.length);
		return command;
	}

	private static String read(Process process) throws IOException {
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	/**
	 * Read the line of the counter, such as {@code 123456,,instructions:u,...}.
	 * @param output what perf printed
	 * @return the count, or nothing for {@code <not supported>}
	 */
	static OptionalLong parse(String output) {
		return output.lines()
			.filter((line) -> line.contains("instructions"))
			.map((line) -> line.substring(0, Math.max(0, line.indexOf(','))))
			.filter((count) -> count.matches("\\d+"))
			.mapToLong(Long::parseLong)
			.findFirst();
	}

}
