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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time used so far, in microseconds.
 *
 * @param user in user mode
 * @param system in the kernel
 */
record CpuTimes(long user, long system) {

	/** The value of {@code getconf CLK_TCK} on all current Linux systems. */
	private static final long MICROS_PER_TICK = 10_000;

	static CpuTimes ofProcess(long pid) {
		String stat = read(Path.of("/proc", String.valueOf(pid), "stat"));
		// The second field is a name in parentheses that may contain anything.
		String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
		return new CpuTimes(Long.parseLong(fields[11]) * MICROS_PER_TICK, Long.parseLong(fields[12]) * MICROS_PER_TICK);
	}

	/**
	 * Read the times of all processes together.
	 * @return the times as the kernel counts them, including nice and interrupt time
	 */
	static CpuTimes ofMachine() {
		String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().trim().split("\\s+");
		long user = Long.parseLong(fields[1]) + Long.parseLong(fields[2]);
		long system = Long.parseLong(fields[3]) + Long.parseLong(fields[6]) + Long.parseLong(fields[7]);
		return new CpuTimes(user * MICROS_PER_TICK, system * MICROS_PER_TICK);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This requires Linux, and a server that is still running", ex);
		}
	}

	CpuTimes minus(CpuTimes earlier) {
		return new CpuTimes(this.user - earlier.user, this.system - earlier.system);
	}

	long total() {
		return this.user + this.system;
	}

}
