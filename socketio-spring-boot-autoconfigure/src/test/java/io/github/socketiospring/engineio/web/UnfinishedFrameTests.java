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

import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.EngineTestServer;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;

/**
 * Frames that are announced but not completed: the received bytes are charged to their
 * client.
 */
class UnfinishedFrameTests {

	private static final int ANNOUNCED = 900_000;

	private static final int SENT = 300_000;

	private final EngineServer engine = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent());

	private EngineTestServer server;

	@BeforeEach
	void start() {
		this.server = EngineTestServer.start("/engine.io", this.engine);
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private RawWebSocket begin() throws IOException {
		RawWebSocket client = RawWebSocket.connect(this.server.port(), "/engine.io/?EIO=4&transport=websocket");
		client.receiveText();
		client.bytes(ByteBuffer.allocate(14 + SENT).put((byte) Wire.TEXT).put((byte) 0xff).putLong(ANNOUNCED).array());
		await().until(() -> held() >= SENT);
		return client;
	}

	private long held() {
		return this.engine.memory().used(MemoryKind.FRAGMENTS);
	}

	@Test
	void areChargedUntilTheirConnectionIsGone() throws IOException {
		begin().close();
		await().until(() -> held() == 0);
	}

	@Test
	void areChargedUntilTheyAreComplete() throws IOException {
		try (RawWebSocket client = begin()) {
			byte[] rest = new byte[ANNOUNCED - SENT];
			client.bytes(rest);
			await().until(() -> held() < SENT);
		}
	}

}
