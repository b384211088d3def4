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

package io.github.socketiospring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the generated configuration metadata with {@code docs/configuration.md}.
 */
class ConfigurationMetadataTests {

	private static final Path DOCUMENTATION = Path.of("..", "docs", "configuration.md");

	@Test
	void describesEveryProperty() throws IOException {
		assertThat(properties()).isNotEmpty()
			.allSatisfy((name, property) -> assertThat(property.path("description").asString("")).as(name)
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A "));
	}

	/** Each description must be understood without that of its group. */
	@Test
	void namesWhatADescriptionIsAbout() throws IOException {
		assertThat(properties())
			.allSatisfy((name, property) -> assertThat(property.path("description").asString()).as(name)
				.doesNotContainPattern("^(Whether|How|When) (it|they)\\b")
				.doesNotContainPattern("\\b(keep|see|ask for|sets) it\\b")
				.doesNotContainPattern("\\. (Left|Until|Any|Those)\\b"));
	}

	@Test
	void offersTheValuesOfSameSite() throws IOException {
		assertThat(metadata("hints").get("socketio.cookie.same-site").path("values").valueStream())
			.extracting((hint) -> hint.path("value").asString())
			.containsExactly("strict", "lax", "none");
	}

	@Test
	void documentsEveryPropertyWithItsDefault() throws IOException {
		Map<String, String> expected = new LinkedHashMap<>();
		properties().forEach((name, property) -> expected.put(name, defaultValue(property)));
		assertThat(documentedDefaults()).containsExactlyInAnyOrderEntriesOf(expected);
	}

	/**
	 * Lists are generated with brackets, which property files do not contain.
	 */
	private static String defaultValue(JsonNode property) {
		return property.path("defaultValue").asString("").replaceAll("[\\[\\] ]", "");
	}

	private static Map<String, JsonNode> properties() throws IOException {
		return metadata("properties");
	}

	private static Map<String, JsonNode> metadata(String kind) throws IOException {
		Map<String, JsonNode> entries = new LinkedHashMap<>();
		Enumeration<URL> resources = ConfigurationMetadataTests.class.getClassLoader()
			.getResources("META-INF/spring-configuration-metadata.json");
		while (resources.hasMoreElements()) {
			try (InputStream stream = resources.nextElement().openStream()) {
				new JsonMapper().readTree(stream)
					.path(kind)
					.valueStream()
					.filter((entry) -> entry.path("name").asString().startsWith("socketio."))
					.forEach((entry) -> entries.put(entry.path("name").asString(), entry));
			}
		}
		return entries;
	}

	/**
	 * Table rows begin with the property's name and its default, both as code.
	 */
	private static Map<String, String> documentedDefaults() throws IOException {
		Map<String, String> defaults = new LinkedHashMap<>();
		for (String line : Files.readAllLines(DOCUMENTATION)) {
			List<String> cells = List.of(line.split("\\s*\\|\\s*"));
			if (line.startsWith("| `socketio.")) {
				defaults.put(code(cells.get(1)), code(cells.get(2)));
			}
		}
		return defaults;
	}

	private static String code(String cell) {
		return cell.replace("`", "");
	}

}
