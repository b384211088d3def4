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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds a Python interpreter that has the modules of a script. There may be several, and
 * the packages of a Linux distribution are installed for only one.
 */
final class PythonInterpreter {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private PythonInterpreter() {
	}

	/**
	 * The first {@code python3} that can import these modules.
	 * @param path where to look
	 * @param modules the names of the modules
	 * @return its executable, empty if none can
	 */
	static Optional<Path> find(SearchPath path, List<String> modules) {
		return path.find("python3").filter((python) -> imports(python, modules)).findFirst();
	}

	private static boolean imports(Path python, List<String> modules) {
		try {
			Process process = new ProcessBuilder(python.toString(), "-c", "import " + String.join(", ", modules))
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			try {
				return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
