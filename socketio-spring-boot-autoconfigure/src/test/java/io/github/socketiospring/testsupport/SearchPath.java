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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directories in which a shell looks for programs.
 *
 * @param value their paths, as in the environment variable {@code PATH}
 */
record SearchPath(String value) {

	static SearchPath of(Map<String, String> environment) {
		return new SearchPath(environment.getOrDefault("PATH", ""));
	}

	/**
	 * Find a program.
	 * @param name its name as typed in a shell
	 * @return the executables of that name, the one that a shell takes first
	 */
	Stream<Path> find(String name) {
		return Stream.of(this.value.split(Pattern.quote(File.pathSeparator)))
			.filter((directory) -> !directory.isEmpty())
			.map((directory) -> Path.of(directory, name))
			.filter((file) -> Files.isRegularFile(file) && Files.isExecutable(file));
	}

}
