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

package io.github.socketiospring.engineio.web;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RecordingHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a session keeps of a handshake with as many headers and parameters as fit into a
 * request.
 */
class HandshakeSnapshotTests {

	private static final int HEADERS = 600;

	private static final int PARAMETERS = 350;

	private final RecordingHandler application = RecordingHandler.silent();

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), this.application);

	private final EngineTestServer server = EngineTestServer.start("/engine.io/", this.engine);

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void answersForEachHeaderAndCookie() {
		Map<String, String> headers = headers();
		headers.put("Cookie", "a=1; session=abc");
		EngineHandshake handshake = open("", headers).handshake();
		headers.forEach((name, value) -> assertThat(handshake.headers().get(name.toLowerCase(Locale.ROOT)))
			.containsExactly(value));
		assertThat(handshake.headers()).containsKey("host").doesNotContainKey("h" + HEADERS);
	}

	@Test
	void answersForEachParameter() {
		EngineHandshake handshake = open(parameters(), Map.of()).handshake();
		for (int i = 0; i < PARAMETERS; i++) {
			assertThat(handshake.query().get("p" + i)).isEqualTo(String.valueOf(i));
		}
		assertThat(handshake.query()).hasSize(PARAMETERS + 2);
	}

	@Test
	void chargesLittleMoreThanWhatWasSent() {
		long plain = charged(open("", Map.of()));
		Map<String, String> headers = headers();
		int sent = headers.entrySet().stream().mapToInt((header) -> header.toString().length()).sum();
		// Of a header, the lengths of its name and value.
		assertThat(charged(open("", headers)) - plain).isBetween((long) sent, sent + 8L * HEADERS);
		long parameters = charged(open(parameters(), Map.of())) - plain;
		// A character of a text may take two bytes.
		assertThat(parameters).isBetween((long) parameters().length(), 2L * parameters().length());
	}

	@Test
	void holdsOneBlockOfHeadersAndOneText() throws Exception {
		EngineHandshake handshake = open(parameters(), headers()).handshake();
		// Whoever reads them leaves nothing behind.
		assertThat(handshake.headers().keySet()).contains("h0");
		assertThat(handshake.query().keySet()).contains("p0");
		assertThat(parts(handshake.headers())).containsExactlyInAnyOrder("block", "size");
		Field block = HeaderBlock.class.getDeclaredField("block");
		block.setAccessible(true);
		assertThat((byte[]) block.get(handshake.headers())).hasSizeLessThan(8192);
		assertThat(parts(handshake.query())).containsExactly("url");
		Field url = QueryParameters.class.getDeclaredField("url");
		url.setAccessible(true);
		assertThat(url.get(handshake.query())).isSameAs(handshake.url());
	}

	private static Iterable<String> parts(Object snapshot) {
		return Arrays.stream(snapshot.getClass().getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers()))
			.map(Field::getName)
			.toList();
	}

	private static Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 0; i < HEADERS; i++) {
			headers.put("h" + i, String.valueOf(i));
		}
		return headers;
	}

	private static String parameters() {
		return IntStream.range(0, PARAMETERS).mapToObj((i) -> "&p" + i + "=" + i).collect(Collectors.joining());
	}

	private EngineSession open(String parameters, Map<String, String> headers) {
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/", 4, parameters, headers);
		return this.engine.session(client.sid());
	}

	private static long charged(EngineSession session) {
		return session.memory().held(MemoryKind.SESSIONS);
	}

}
