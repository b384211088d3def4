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
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Replays a recorded scenario on a server, and asserts that it does what the Node.js
 * server did.
 */
public final class ScenarioRunner implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Pattern SECRET = Pattern.compile("\"(sid|pid)\":\"([^\"]+)\"");

	private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+\\.(?:sid|pid|offset))}");

	private static final Pattern PLACEHOLDER = Pattern.compile("<(?:(\\w+)\\.)?(sid|pid|offset)>");

	private final EngineTestServer server;

	private final ServerCalls calls;

	/** What varies, under names such as {@code w.sid}. */
	private final Map<String, String> values = new HashMap<>();

	private final Map<String, RawHttp> requests = new HashMap<>();

	private final Map<String, RawWebSocket> webSockets = new HashMap<>();

	/**
	 * Create a runner.
	 * @param server the server
	 * @param calls does what a scenario asks of the server
	 */
	public ScenarioRunner(EngineTestServer server, ServerCalls calls) {
		this.server = server;
		this.calls = calls;
	}

	/**
	 * Play a scenario.
	 * @param vector the scenario
	 * @throws Exception if something breaks
	 */
	public void play(Vectors.Vector vector) throws Exception {
		int number = 0;
		for (JsonNode step : vector.out().get("steps")) {
			String description = vector + ", step " + (++number) + ": " + step;
			switch (step.get("do").asString()) {
				case "request" -> request(step, description);
				case "await" -> check(this.requests.get(step.get("ref").asString()), step.get("expect"), description);
				case "ws" -> webSocket(step, description);
				case "send" -> send(step);
				case "recv" -> receive(step, description);
				case "closed" -> closed(step, description);
				case "close" -> close(step);
				// Recorded time: how the reference behaves when so much passes.
				case "sleep" -> TimeUnit.MILLISECONDS.sleep(step.get("ms").asInt());
				case "server" -> this.calls.call(step.get("call").asString(), step);
				default -> throw new IllegalArgumentException(description);
			}
		}
	}

	private void request(JsonNode step, String description) throws Exception {
		Map<String, String> headers = new LinkedHashMap<>();
		if (step.has("headers")) {
			step.get("headers")
				.properties()
				.forEach((header) -> headers.put(header.getKey(), header.getValue().asString()));
		}
		byte[] body = step.has("body") ? step.get("body").asString().getBytes(StandardCharsets.UTF_8)
				: HexFormat.of().parseHex(step.has("bodyHex") ? step.get("bodyHex").asString() : "");
		RawHttp request = RawHttp.send(this.server.port(), step.has("method") ? step.get("method").asString() : "GET",
				fill(step.get("path").asString()), headers, body);
		String name = step.has("as") ? step.get("as").asString() : "";
		this.requests.put(name, request);
		if (step.has("async") && step.get("async").asBoolean()) {
			this.server.awaitRequestFrom(request.localPort());
		}
		else if (step.has("expect")) {
			check(request, step.get("expect"), description);
			RawHttp.Response response = request.response().getNow(null);
			if (response != null && step.has("as")) {
				remember(name, response.text());
			}
		}
	}

	private void check(RawHttp request, JsonNode expected, String description) throws Exception {
		RawHttp.Response response;
		try {
			response = request.response().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			assertThat(expected.has("aborted")).as(description + " was cut").isTrue();
			return;
		}
		if (expected.has("aborted")) {
			// The reference cuts the connection where an answer does no harm.
			assertThat(response.status()).as(description).isGreaterThanOrEqualTo(400);
			return;
		}
		assertThat(response.status()).as(description + " answered " + response.text())
			.isEqualTo(expected.get("status").asInt());
		for (Map.Entry<String, JsonNode> header : expected.get("headers").properties()) {
			String actual = response.headers().get(header.getKey());
			if (header.getKey().equals("content-length")) {
				assertThat(actual).as(description).isEqualTo(String.valueOf(response.body().length));
			}
			else if (header.getValue().asString().contains("${")) {
				assertMatches(actual, header.getValue().asString(), response.text(), description);
			}
			else {
				assertThat(actual).as(description + ", header " + header.getKey())
					.isEqualToIgnoringCase(header.getValue().asString());
			}
		}
		if (expected.has("body")) {
			assertMatches(response.text(), expected.get("body").asString(), response.text(), description);
		}
		if (expected.has("bodyHex")) {
			assertThat(HexFormat.of().formatHex(response.body())).as(description)
				.isEqualTo(expected.get("bodyHex").asString());
		}
	}

	private void webSocket(JsonNode step, String description) throws IOException {
		RawWebSocket webSocket = RawWebSocket.connect(this.server.port(), fill(step.get("path").asString()));
		this.webSockets.put(step.get("as").asString(), webSocket);
		assertThat(webSocket.isOpen()).as(description).isEqualTo(step.get("expect").get("open").asBoolean());
	}

	private void send(JsonNode step) throws Exception {
		RawWebSocket webSocket = this.webSockets.get(step.get("ws").asString());
		try {
			if (step.has("text")) {
				webSocket.send(fill(step.get("text").asString()));
			}
			else {
				webSocket.send(HexFormat.of().parseHex(step.get("hex").asString()));
			}
		}
		catch (SocketException ex) {
			// A server may hang up over one frame while the scenario sends the next.
		}
		if (step.has("gap")) {
			TimeUnit.MILLISECONDS.sleep(step.get("gap").asInt());
		}
	}

	private void receive(JsonNode step, String description) throws InterruptedException {
		JsonNode expected = step.get("expect");
		String name = step.get("ws").asString();
		boolean nothing = expected.has("nothing");
		RawWebSocket.Message message = this.webSockets.get(name)
			.receive(nothing ? Duration.ofMillis(step.get("timeout").asInt()) : patience(step));
		if (nothing) {
			assertThat(message).as(description).isNull();
			return;
		}
		assertThat(message).as(description).isNotNull();
		if (expected.has("hex")) {
			assertThat(HexFormat.of().formatHex(message.bytes())).as(description)
				.isEqualTo(expected.get("hex").asString());
			return;
		}
		String text = expected.get("text").asString();
		assertMatches(message.text(), text, message.text(), description);
		if (message.text().startsWith("0{")) {
			remember(name, message.text());
		}
		Matcher secrets = SECRET.matcher(message.text());
		while (secrets.find()) {
			this.values.putIfAbsent(name + "." + secrets.group(1), secrets.group(2));
		}
	}

	private void closed(JsonNode step, String description) throws Exception {
		RawWebSocket webSocket = this.webSockets.get(step.get("ws").asString());
		JsonNode expected = step.get("expect");
		if (!expected.get("closed").asBoolean()) {
			long timeout = step.has("timeout") ? step.get("timeout").asInt() : 100;
			TimeUnit.MILLISECONDS.sleep(timeout);
			assertThat(webSocket.closed().isDone()).as(description).isFalse();
			return;
		}
		try {
			int status = webSocket.closed().get(patience(step).toMillis(), TimeUnit.MILLISECONDS);
			if (expected.get("code").asInt() == 1009) {
				assertThat(status).as(description).isEqualTo(1009);
			}
		}
		catch (TimeoutException ex) {
			throw new AssertionError(description + ": not closed", ex);
		}
	}

	/** The recorded timeout is how long the reference may take. */
	private static Duration patience(JsonNode step) {
		return PATIENCE.plusMillis(step.path("timeout").asInt(0));
	}

	private void close(JsonNode step) throws IOException {
		RawWebSocket webSocket = this.webSockets.get(step.get("ws").asString());
		if (step.has("how") && step.get("how").asString().equals("terminate")) {
			webSocket.close();
		}
		else if (!webSocket.closed().isDone()) {
			try {
				webSocket.closeNormally();
			}
			catch (SocketException ex) {
				// The server was faster.
			}
		}
	}

	private void assertMatches(String actual, String expected, String own, String description) {
		Matcher variables = VARIABLE.matcher(expected);
		while (variables.find()) {
			String variable = variables.group(1);
			if (!this.values.containsKey(variable)) {
				remember(variable.substring(0, variable.indexOf('.')), own);
				assertThat(this.values).as(description + " got " + actual).containsKey(variable);
			}
		}
		String text = fill(expected);
		Matcher placeholders = PLACEHOLDER.matcher(text);
		StringBuilder pattern = new StringBuilder();
		List<String> captured = new ArrayList<>();
		int end = 0;
		while (placeholders.find()) {
			pattern.append(Pattern.quote(text.substring(end, placeholders.start()))).append("([A-Za-z0-9_.-]+)");
			captured.add((placeholders.group(1) != null) ? placeholders.group(1) + "." + placeholders.group(2) : "");
			end = placeholders.end();
		}
		pattern.append(Pattern.quote(text.substring(end)));
		Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
		assertThat(matcher.matches()).as(description + "\n got " + actual).isTrue();
		for (int i = 0; i < captured.size(); i++) {
			this.values.put(captured.get(i), matcher.group(i + 1));
		}
	}

	private String fill(String text) {
		return VARIABLE.matcher(text)
			.replaceAll((match) -> Matcher.quoteReplacement(this.values.getOrDefault(match.group(1), match.group())));
	}

	private void remember(String name, String text) {
		Matcher secrets = SECRET.matcher(text);
		while (secrets.find()) {
			this.values.put(name + "." + secrets.group(1), secrets.group(2));
		}
	}

	@Override
	public void close() throws IOException {
		for (RawWebSocket webSocket : this.webSockets.values()) {
			webSocket.close();
		}
		for (RawHttp request : this.requests.values()) {
			request.close();
		}
	}

	/**
	 * Does at the server what a scenario asks for.
	 */
	@FunctionalInterface
	public interface ServerCalls {

		/**
		 * Do something.
		 * @param name what to do
		 * @param step the step with its parameters
		 */
		void call(String name, JsonNode step);

	}

}
