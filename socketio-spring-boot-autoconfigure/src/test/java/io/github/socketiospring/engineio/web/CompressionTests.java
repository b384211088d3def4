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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.HttpCompression;
import io.github.socketiospring.engineio.transport.PerMessageDeflate;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.NoBufferLeaks;
import io.github.socketiospring.testsupport.PollingClient;
import io.github.socketiospring.testsupport.RawHttp;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compression of bodies and of WebSocket messages.
 */
@ExtendWith(NoBufferLeaks.class)
class CompressionTests {

	private static final String LONG = "hello ".repeat(500);

	private static final Map<String, String> GZIP = Map.of("Accept-Encoding", "gzip, deflate");

	private static final Map<String, String> DEFLATE = Map.of("Sec-WebSocket-Extensions", "permessage-deflate");

	private final RecordingHandler application = RecordingHandler.echo();

	private EngineTestServer server;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void compressesLongBodies() throws IOException {
		start(EngineOptions.builder());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		RawHttp.Response response = poll(client, EngineMessage.text(LONG), GZIP);
		assertThat(response.headers()).containsEntry("content-encoding", "gzip")
			.containsEntry("content-type", "text/plain; charset=UTF-8");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
			.isEqualTo(("4" + LONG).getBytes());
		response = poll(client, EngineMessage.text(LONG), Map.of("Accept-Encoding", "deflate"));
		assertThat(response.headers()).containsEntry("content-encoding", "deflate");
		assertThat(new InflaterInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
			.isEqualTo(("4" + LONG).getBytes());
	}

	@Test
	void compressesVeryLongBodies() throws IOException {
		start(EngineOptions.builder());
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		String veryLong = LONG.repeat(100);
		RawHttp.Response response = poll(client, EngineMessage.text(veryLong), GZIP);
		assertThat(response.headers()).containsEntry("content-encoding", "gzip");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(response.body())).readAllBytes())
			.isEqualTo(("4" + veryLong).getBytes());
	}

	@Test
	void compressesNoOtherBodies() {
		start(EngineOptions.builder().httpCompression(new HttpCompression(1 + LONG.length())));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(poll(client, EngineMessage.text(LONG), GZIP).headers()).containsKey("content-encoding");
		assertThat(poll(client, EngineMessage.text(LONG.substring(1)), GZIP).headers())
			.doesNotContainKey("content-encoding");
		assertThat(poll(client, EngineMessage.text(LONG), Map.of()).headers()).doesNotContainKey("content-encoding");
		assertThat(poll(client, EngineMessage.text(LONG).withCompression(false), GZIP).headers())
			.doesNotContainKey("content-encoding");
	}

	@Test
	void compressesNoBodiesWhenSwitchedOff() {
		start(EngineOptions.builder().httpCompression(null));
		PollingClient client = PollingClient.open(this.server.port(), "/engine.io/");
		assertThat(poll(client, EngineMessage.text(LONG), GZIP).headers()).doesNotContainKey("content-encoding");
	}

	@Test
	void compressesLongMessages() throws Exception {
		start(EngineOptions.builder().perMessageDeflate(new PerMessageDeflate(1024)));
		try (RawWebSocket webSocket = connect(DEFLATE)) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			Inflater inflater = new Inflater(true);
			EngineSession session = this.application.session();
			EngineMessage text = EngineMessage.text(LONG);
			session.send(List.of(text, EngineMessage.text("short"), text, text.withCompression(false),
					EngineMessage.binary(LONG.getBytes())));
			assertThat(inflate(inflater, receive(webSocket, true))).isEqualTo("4" + LONG);
			assertThat(receive(webSocket, false).text()).isEqualTo("4short");
			RawWebSocket.Message second = receive(webSocket, true);
			// Repeated text takes almost no space.
			assertThat(second.bytes().length).isLessThan(50);
			assertThat(inflate(inflater, second)).isEqualTo("4" + LONG);
			assertThat(receive(webSocket, false).text()).isEqualTo("4" + LONG);
			RawWebSocket.Message data = receive(webSocket, true);
			assertThat(data.binary()).isTrue();
			assertThat(inflate(inflater, data)).isEqualTo(LONG);
			webSocket.frame(Wire.COMPRESSED_TEXT, deflate("4" + LONG));
			assertThat(this.application.awaitMessages(1)).containsExactly(LONG);
			assertThat(inflate(inflater, receive(webSocket, true))).isEqualTo("4" + LONG);
		}
	}

	@Test
	void compressesNothingForClientsThatDoNotOfferIt() throws Exception {
		start(EngineOptions.builder().perMessageDeflate(new PerMessageDeflate(0)));
		try (RawWebSocket webSocket = connect(Map.of())) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			this.application.session().send(EngineMessage.text(LONG));
			assertThat(receive(webSocket, false).text()).isEqualTo("4" + LONG);
		}
	}

	@Test
	void agreesToNothingUnlessSwitchedOn() throws Exception {
		start(EngineOptions.builder());
		try (RawWebSocket webSocket = connect(DEFLATE)) {
			assertThat(webSocket.receiveText()).startsWith("0{");
			this.application.session().send(EngineMessage.text(LONG));
			assertThat(receive(webSocket, false).text()).isEqualTo("4" + LONG);
			webSocket.frame(Wire.COMPRESSED_TEXT, deflate("4a"));
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1002);
		}
	}

	@Test
	void doesNotExpandMoreThanAMessageMayHave() throws Exception {
		start(EngineOptions.builder().maxPayload(10_000).perMessageDeflate(new PerMessageDeflate(1024)));
		try (RawWebSocket webSocket = connect(DEFLATE)) {
			webSocket.receiveText();
			webSocket.frame(Wire.COMPRESSED_TEXT, deflate("4" + "x".repeat(5_000_000)));
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1009);
			this.application.awaitEvent("close transport error");
		}
	}

	@Test
	void closesOverWhatCannotBeExpanded() throws Exception {
		start(EngineOptions.builder().perMessageDeflate(new PerMessageDeflate(1024)));
		byte[] garbage = new byte[500];
		new Random(1).nextBytes(garbage);
		try (RawWebSocket webSocket = connect(DEFLATE)) {
			webSocket.receiveText();
			webSocket.frame(Wire.COMPRESSED_TEXT, garbage);
			assertThat(webSocket.closed()).succeedsWithin(Duration.ofSeconds(10));
		}
	}

	private void start(EngineOptions.Builder options) {
		this.server = EngineTestServer.start("/engine.io/", new EngineServer(options.build(), this.application));
	}

	private RawHttp.Response poll(PollingClient client, EngineMessage message, Map<String, String> headers) {
		this.application.session().send(message);
		return PollingClient.await(client.poll(headers));
	}

	private RawWebSocket connect(Map<String, String> headers) throws IOException {
		return RawWebSocket.connect(this.server.port(), "/engine.io/?EIO=4&transport=websocket", headers);
	}

	private static RawWebSocket.Message receive(RawWebSocket webSocket, boolean compressed)
			throws InterruptedException {
		RawWebSocket.Message message = webSocket.receive(Duration.ofSeconds(10));
		assertThat(message).isNotNull();
		assertThat(message.compressed()).isEqualTo(compressed);
		return message;
	}

	private static String inflate(Inflater inflater, RawWebSocket.Message message) throws Exception {
		byte[] input = Arrays.copyOf(message.bytes(), message.bytes().length + 4);
		input[input.length - 2] = (byte) 0xFF;
		input[input.length - 1] = (byte) 0xFF;
		inflater.setInput(input);
		byte[] output = new byte[10_000];
		return new String(output, 0, inflater.inflate(output));
	}

	private static byte[] deflate(String text) throws IOException {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		DeflaterOutputStream deflater = new DeflaterOutputStream(output, new Deflater(9, true), true);
		deflater.write(text.getBytes());
		deflater.flush();
		byte[] bytes = output.toByteArray();
		return Arrays.copyOf(bytes, bytes.length - 4);
	}

}
