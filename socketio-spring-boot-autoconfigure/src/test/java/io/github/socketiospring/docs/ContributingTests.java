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

package io.github.socketiospring.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code CONTRIBUTING.md} lists the tests that a default run leaves out or makes smaller.
 */
class ContributingTests {

	private static final Path PAGE = Path.of("..", "CONTRIBUTING.md");

	private static final List<Path> TESTS = List.of(Path.of("src", "test", "java"),
			Path.of("..", "sample-chat-app", "src", "test", "java"));

	private static final Pattern SMALLER = Pattern.compile("TestProfile\\.(?:isFull|choose)\\(|@FullRunOnly\\(");

	private static final Pattern NAME = Pattern.compile("`(\\w+Tests)`");

	private static final Pattern TEST_CLASS = Pattern.compile("class (\\w+Tests) ");

	@Test
	void namesTheTestsThatAreSmallerByDefault() throws IOException {
		Set<String> named = Files.readAllLines(PAGE)
			.stream()
			.filter((line) -> line.startsWith("| `"))
			.flatMap((line) -> NAME.matcher(line.substring(0, line.indexOf('|', 1))).results())
			.map((name) -> name.group(1))
			.collect(Collectors.toSet());
		assertThat(smaller()).hasSizeGreaterThan(20).isSubsetOf(named);
	}

	private static Set<String> smaller() throws IOException {
		Set<String> names = new TreeSet<>();
		for (Path tests : TESTS) {
			try (Stream<Path> files = Files.walk(tests)) {
				files.filter((file) -> file.toString().endsWith("Tests.java"))
					.filter((file) -> !file.getParent().endsWith("testsupport"))
					.map(ContributingTests::read)
					.filter((source) -> SMALLER.matcher(source).find())
					.flatMap((source) -> TEST_CLASS.matcher(source).results().limit(1))
					.forEach((name) -> names.add(name.group(1)));
			}
		}
		return names;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
