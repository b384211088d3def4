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
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prometheus in its own process, on a port of the loopback address. It scrapes one
 * application each second.
 */
public final class Prometheus implements AutoCloseable {

	private static final Pattern LISTENING = Pattern.compile("\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 1s
			  evaluation_interval: 1s
			rule_files:
			  - '%s'
			scrape_configs:
			  - job_name: application
			    metrics_path: /actuator/prometheus
			    static_configs:
			      - targets: ['127.0.0.1:%d']
			""";

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

	private final LoggedProcess process;

	private final String api;

	private Prometheus(LoggedProcess process, String port) {
		this.process = process;
		this.api = "http://127.0.0.1:" + port + "/api/v1/";
	}

	/**
	 * Start Prometheus.
	 * @param directory an empty directory for its files
	 * @param port the application's port on the loopback address
	 * @param rules a file of rules
	 * @return the running program, which listens
	 * @throws IOException if the directory cannot be written
	 */
	public static Prometheus start(Path directory, int port, Path rules) throws IOException {
		Files.writeString(directory.resolve("prometheus.yml"),
				CONFIGURATION.formatted(rules.toAbsolutePath().normalize(), port));
		LoggedProcess process = LoggedProcess.start(directory, List.of("prometheus", "--config.file=prometheus.yml",
				"--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0"));
		Matcher listening = process.await(LISTENING);
		if (listening == null) {
			throw new IllegalStateException("Prometheus does not listen:\n" + process.log());
		}
		return new Prometheus(process, listening.group(1));
	}

	/**
	 * Evaluate an expression now. Fails if it is not valid.
	 * @param expression an expression that returns an instant vector
	 * @return the elements of the vector, each with {@code metric} and {@code value}
	 */
	public List<JsonNode> query(String expression) {
		return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result")
			.valueStream()
			.toList();
	}

	/**
	 * The rules with their state. Empty until Prometheus has loaded them.
	 * @return the rules of all groups
	 */
	public List<JsonNode> rules() {
		return get("rules").path("groups").valueStream().flatMap((group) -> group.path("rules").valueStream()).toList();
	}

	/**
	 * The values of a label over all that was scraped.
	 * @param label the label, {@code __name__} for the names of metrics
	 * @return the values
	 */
	public List<String> values(String label) {
		return get("label/" + label + "/values").valueStream().map(JsonNode::asString).toList();
	}

	private JsonNode get(String target) {
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(URI.create(this.api + target)).timeout(PATIENCE).build(),
					HttpResponse.BodyHandlers.ofString());
			// Before it is ready, it answers in text.
			if (response.statusCode() == 503) {
				return JsonMapper.shared().createObjectNode();
			}
			JsonNode answer = JsonMapper.shared().readTree(response.body());
			if (!answer.path("status").asString("").equals("success")) {
				throw new IllegalArgumentException(response.body());
			}
			return answer.path("data");
		}
		catch (IOException ex) {
			throw new IllegalStateException("Prometheus does not answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.close();
	}

}
