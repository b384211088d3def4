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
 * The limit for open files, and so for the connections of a process.
 */
public final class OpenFileLimit {

	private static final int RESERVE = 500;

	private OpenFileLimit() {
	}

	/**
	 * Check that this process and its children may open enough connections.
	 * @param connections the number of connections of one process
	 * @throws IllegalStateException if the limit is too low
	 */
	public static void require(int connections) {
		long limit = current();
		if (limit < connections + RESERVE) {
			throw new IllegalStateException(
					connections + " connections need a limit of " + (connections + RESERVE) + " open files, but it is "
							+ limit + ": raise it (ulimit -n; the hard limit as root or in /etc/security/limits.conf), "
							+ "or choose other scenarios");
		}
	}

	private static long current() {
		try {
			return Files.readAllLines(Path.of("/proc/self/limits"))
				.stream()
				.filter((line) -> line.startsWith("Max open files"))
				.map((line) -> line.substring("Max open files".length()).trim().split("\\s+")[0])
				.mapToLong((soft) -> soft.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(soft))
				.findFirst()
				.orElse(Long.MAX_VALUE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
