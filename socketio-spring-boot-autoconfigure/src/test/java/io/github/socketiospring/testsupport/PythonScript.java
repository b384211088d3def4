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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of {@code src/test/python} running in Python. It is handed the server's
 * address and which client of the package to use.
 */
public final class PythonScript extends ScriptProcess {

	private static final Path DIRECTORY = Path.of("src", "test", "python").toAbsolutePath();

	private static Path interpreter;

	private PythonScript(String name, List<String> command) {
		super(name, DIRECTORY, command);
	}

	/**
	 * Start a script.
	 * @param name the file's name
	 * @param port the server's port on the loopback address
	 * @param client {@code "asyncio"} or {@code "threads"}
	 * @param arguments what else the script wants
	 * @return the running script, to be closed
	 */
	public static PythonScript start(String name, int port, String client, String... arguments) {
		List<String> command = new ArrayList<>(List.of(interpreter().toString(), "-B",
				DIRECTORY.resolve(name).toString(), "http://127.0.0.1:" + port, client));
		command.addAll(List.of(arguments));
		return new PythonScript(name, command);
	}

	private static synchronized Path interpreter() {
		if (interpreter == null) {
			RequiresTool required = RequiresPythonClient.class.getAnnotation(RequiresTool.class);
			interpreter = PythonInterpreter.find(SearchPath.of(System.getenv()), List.of(required.pythonModules()))
				.orElseThrow();
		}
		return interpreter;
	}

}
