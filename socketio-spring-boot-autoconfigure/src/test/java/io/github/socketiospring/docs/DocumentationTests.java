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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code in {@code docs} is taken from files that are compiled, and what it links to is
 * there.
 */
class DocumentationTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final Path HERE = Path.of("src", "test", "java", "io", "github", "socketiospring", "docs");

	private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

	@ParameterizedTest
	@CsvSource({ "coming-from-nodejs.md,ComingFromNodejsSnippets",
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
	void namesClassesAndTestsThatExist() throws IOException {
		Set<String> classes;
		try (Stream<Path> files = Stream.concat(Files.walk(Path.of("src")),
				Files.walk(Path.of("..", "sample-chat-app", "src")))) {
			classes = files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.endsWith(".java"))
				.map((name) -> name.substring(0, name.length() - 5))
				.collect(Collectors.toSet());
		}
		String protocol = read(DOCS.resolve("protocol.md"));
		String comingFromNodejs = read(DOCS.resolve("coming-from-nodejs.md"));
		for (List<String> named : List.of(codeOfColumn(protocol, "class"), codeOfColumn(protocol, "test"),
				codeOfColumn(comingFromNodejs, "shown by"))) {
			assertThat(named).isNotEmpty()
				.allSatisfy((name) -> assertThat(classes).anyMatch((known) -> known.equals(name)));
		}
	}

	private static List<String> links(String page) {
		return LINK.matcher(page).results().map((result) -> result.group(1)).toList();
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
		List<String> code = new ArrayList<>();
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
			else if (index < cells.size()) {
				Matcher matcher = CODE.matcher(cells.get(index));
				while (matcher.find()) {
					code.add(matcher.group(1));
				}
			}
		}
		return code;
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
