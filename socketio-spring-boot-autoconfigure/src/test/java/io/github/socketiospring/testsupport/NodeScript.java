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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A script of {@code src/test/js} running in Node.js. It is handed the server's address
 * and the client's generation.
 */
public final class NodeScript extends ScriptProcess {

	private static final Path DIRECTORY = Path.of("src", "test", "js").toAbsolutePath();

	private static final Duration INSTALL_PATIENCE = Duration.ofMinutes(3);

	private NodeScript(String name, List<String> command) {
		super(name, DIRECTORY, command);
	}

	/**
	 * Start a script.
	 * @param name the file's name
	 * @param port the server's port on the loopback address
	 * @param generation the major version of the client
	 * @param arguments what else the script wants
	 * @return the running script, to be closed
	 */
	public static NodeScript start(String name, int port, String generation, String... arguments) {
		installPackages();
		List<String> command = new ArrayList<>(
				List.of("node", DIRECTORY.resolve(name).toString(), "http://127.0.0.1:" + port, generation));
		command.addAll(List.of(arguments));
		return new NodeScript(name, command);
	}

	private static synchronized void installPackages() {
		Path installed = DIRECTORY.resolve("node_modules/.package-lock.json");
		Path wanted = DIRECTORY.resolve("package-lock.json");
		// The tests of a build run in several processes.
		try (FileChannel turn = FileChannel.open(Path.of("target", "npm.lock"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			turn.lock();
			if (Files.exists(installed)
					&& Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) >= 0) {
				return;
			}
			Process npm = launch(DIRECTORY, List.of("npm", "ci", "--no-audit", "--no-fund"));
			if (!npm.waitFor(INSTALL_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				npm.destroyForcibly();
				throw new IllegalStateException("npm ci did not end within " + INSTALL_PATIENCE);
			}
			if (npm.exitValue() != 0) {
				throw new IllegalStateException(
						"npm ci failed: " + new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
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
