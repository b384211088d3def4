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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.testsupport.FullRunOnly;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.Test;

/**
 * The dashboard in {@code docs} is one by the types of Grafana's schema.
 */
@RequiresTool({ "node", "npm" })
@FullRunOnly("compiles the schema of Grafana")
class GrafanaDashboardTests {

	private static final String DASHBOARD = Path.of("..", "docs", "grafana", "dashboard.json")
		.toAbsolutePath()
		.normalize()
		.toString();

	/** What is in the file, and what would be refused in its place. */
	private static final Map<String, String> MISTAKES = Map.of("\"schemaVersion\"", "\"schemaVersions\"",
			"\"timeseries\"", "\"timeserie\"", "\"bottom\"", "\"below\"", "\"unit\"", "\"units\"", "\"expr\"",
			"\"expression\"", "\"showLegend\": true", "\"showLegend\": \"true\"");

	@Test
	void hasTheTypesOfTheSchemaAndWouldNotWithAMistake() {
		List<String> arguments = new ArrayList<>(List.of(DASHBOARD));
		MISTAKES.forEach((right, wrong) -> arguments.addAll(List.of(right, wrong)));
		try (NodeScript script = NodeScript.start("dashboard.mjs", 0, "4", arguments.toArray(String[]::new))) {
			script.assertReport("problems", "[]");
			MISTAKES.keySet().forEach((right) -> script.assertReport(right, "[true,1]"));
			script.awaitEnd();
		}
	}

}
