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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineCounter;
import io.github.socketiospring.server.SocketIOCounter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code in {@code docs} is taken from files that are compiled, links have a target, and
 * the tests that it names exist.
 */
class DocumentationTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path HERE = Path.of("src", "test", "java", "io", "github", "socketiospring", "docs");

	private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern LIMIT = Pattern.compile(
			"socketio\\.((limits|rate-limits|acks)\\..*|.*-timeout|max-http-buffer-size|handlers\\.(concurrency|backlog-size))");

	private static final Pattern PROPERTY = Pattern.compile("\"(socketio\\.[a-z.-]+)\"");

	private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

	private static final Pattern SECTION_LINK = Pattern.compile("]\\(([^)#:]*)#([^)]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	@ParameterizedTest
	@CsvSource({ "coming-from-nodejs.md,ComingFromNodejsSnippets", "engineio.md,EngineIOAlone",
			"security.md,SecuritySnippets", "observability.md,ObservabilitySnippets", "admin-ui.md,AdminSnippets",
			"operations.md,OperationsSnippets", "verbs.md,TransactionSnippets",
			"parsers.md,VersionedPacketParser VersionedPacketParserTests" })
	void showsCodeThatIsCompiled(String page, String sources) {
		String compiled = Stream.of(sources.split(" "))
			.map((source) -> withoutSpace(read(HERE.resolve(source + ".java"))))
			.collect(Collectors.joining());
		List<String> snippets = snippets(read(DOCS.resolve(page)));
		assertThat(snippets).isNotEmpty().allSatisfy((snippet) -> assertThat(compiled).contains(withoutSpace(snippet)));
	}

	@Test
	void namesPropertiesThatExist() {
		List<String> known = codeOfColumn(read(DOCS.resolve("configuration.md")), "property").stream().toList();
		assertThat(codeOfColumn(read(DOCS.resolve("coming-from-nodejs.md")), "property")).isNotEmpty()
			.filteredOn((code) -> code.startsWith("socketio."))
			.allSatisfy((code) -> assertThat(known).anyMatch((name) -> name.equals(code)));
	}

	@Test
	void linksToWhatIsThere() throws IOException {
		try (Stream<Path> pages = Files.list(DOCS)) {
			assertThat(pages.filter((page) -> page.toString().endsWith(".md")).toList()).isNotEmpty()
				.allSatisfy((page) -> assertThat(links(read(page)))
					.allSatisfy((link) -> assertThat(DOCS.resolve(link)).as(page + ": " + link).exists()));
		}
	}

	@Test
	void linksToSectionsThatExist() throws IOException {
		try (Stream<Path> pages = Files.list(DOCS)) {
			assertThat(pages.filter((page) -> page.toString().endsWith(".md")).toList()).isNotEmpty()
				.allSatisfy((page) -> SECTION_LINK.matcher(read(page))
					.results()
					.forEach((link) -> assertThat(
							sections(read(link.group(1).isEmpty() ? page : DOCS.resolve(link.group(1)))))
						.as(page + ": " + link.group())
						.contains(link.group(2))));
		}
	}

	@ParameterizedTest
	@CsvSource({ "protocol.md,class test", "security.md,test", "robustness.md,test", "coming-from-nodejs.md,test" })
	void namesClassesAndTestsThatExist(String page, String columns) throws IOException {
		Set<String> classes = classes();
		for (String column : columns.split(" ")) {
			assertThat(codeOfColumn(read(DOCS.resolve(page)), column)).isNotEmpty()
				.allSatisfy((name) -> assertThat(classes).anyMatch((known) -> known.equals(name)));
		}
	}

	@Test
	void namesATestForEachThreat() {
		assertThat(cellsOfColumn(read(DOCS.resolve("security.md")), "test")).isNotEmpty()
			.allSatisfy((tests) -> assertThat(tests).containsPattern(CODE));
	}

	@Test
	void describesOnlyLimitsThatATestReachesOverTheWire() throws IOException {
		List<String> reached;
		try (Stream<Path> tests = Files.list(HERE.resolveSibling("integration"))) {
			reached = tests.flatMap((test) -> PROPERTY.matcher(read(test)).results())
				.map((result) -> result.group(1))
				.distinct()
				.toList();
		}
		List<String> limits = codeOfColumn(read(DOCS.resolve("configuration.md")), "property").stream()
			.filter((name) -> LIMIT.matcher(name).matches())
			.toList();
		assertThat(limits).isNotEmpty();
		assertThat(reached).containsAll(limits);
	}

	@ParameterizedTest
	@MethodSource
	void listsEveryCounter(Class<? extends Enum<?>> counters) {
		assertThat(codeOfColumn(read(DOCS.resolve("operations.md")), "`" + counters.getSimpleName() + "`"))
			.containsExactlyInAnyOrderElementsOf(
					Stream.of(counters.getEnumConstants()).map((counter) -> counter.name()).toList());
	}

	static Stream<Class<? extends Enum<?>>> listsEveryCounter() {
		return Stream.of(EngineCounter.class, SocketIOCounter.class);
	}

	private static Set<String> classes() throws IOException {
		try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src")),
				Files.walk(Path.of("..", "sample-chat-app", "src")))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - 5))
				.collect(Collectors.toSet());
		}
	}

	private static List<String> links(String page) {
		return LINK.matcher(page).results().map((result) -> result.group(1)).toList();
	}

	private static List<String> sections(String page) {
		return HEADING.matcher(page)
			.results()
			.map((heading) -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
			.toList();
	}

	private static List<String> snippets(String page) {
		List<String> snippets = new ArrayList<>(codeOfColumn(page, "here"));
		BLOCK.matcher(page).results().forEach((result) -> snippets.add(result.group(1)));
		return snippets;
	}

	/**
	 * All code in the cells of one column, of all tables that have it.
	 * @param page the page
	 * @param column the title of the column
	 * @return the pieces of code
	 */
	private static List<String> codeOfColumn(String page, String column) {
		return cellsOfColumn(page, column).stream()
			.flatMap((cell) -> CODE.matcher(cell).results())
			.map((result) -> result.group(1))
			.toList();
	}

	private static List<String> cellsOfColumn(String page, String column) {
		List<String> found = new ArrayList<>();
		int index = -1;
		for (String line : page.split("\n")) {
			if (!line.startsWith("|")) {
				index = -1;
				continue;
			}
			List<String> cells = List.of(line.split("\\s*(?<!\\\\)\\|\\s*"));
			if (index < 0) {
				index = cells.indexOf(column);
			}
			else if (index < cells.size() && !line.startsWith("|---")) {
				found.add(cells.get(index));
			}
		}
		return found;
	}

	private static String withoutSpace(String text) {
		return text.replaceAll("\\s", "");
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
