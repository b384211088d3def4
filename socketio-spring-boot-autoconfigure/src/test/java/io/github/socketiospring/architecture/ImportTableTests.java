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

package io.github.socketiospring.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of packages in {@code docs/architecture.md} is the one that
 * {@link ArchitectureTests} checks.
 */
class ImportTableTests {

	private static final Path PAGE = Path.of("..", "docs", "architecture.md");

	private static final Path MAIN = Path.of("src", "main", "java", "io", "github", "socketiospring");

	private static final Pattern ROW = Pattern.compile("^\\| `([a-z.]+)` \\| [^|]+ \\| ([^|]+) \\|$",
			Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	@Test
	void equalsTheTableInTheDocs() throws IOException {
		Map<String, List<String>> documented = ROW.matcher(Files.readString(PAGE))
			.results()
			.collect(Collectors.toMap((row) -> row.group(1), (row) -> packages(row.group(2)), (one, other) -> one,
					TreeMap::new));
		Map<String, List<String>> checked = new TreeMap<>();
		ImportTable.rows().forEach((pattern, allowed) -> checked.put(pattern, allowed.stream().sorted().toList()));
		assertThat(documented).isEqualTo(checked);
	}

	@Test
	void listsPackagesThatExistOnly() {
		assertThat(ImportTable.rows().keySet())
			.allSatisfy((pattern) -> assertThat(MAIN.resolve(pattern.replaceAll("\\.\\.$", "").replace('.', '/')))
				.isDirectory());
	}

	private static List<String> packages(String cell) {
		return CODE.matcher(cell).results().map((MatchResult code) -> code.group(1)).sorted().toList();
	}

}
