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

package io.github.socketiospring.integration;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawWebSocket;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How an application with open sockets stops.
 */
class ShutdownTests {

	private static final int CLIENTS = 50;

	@Test
	void lastHandlersFinishWhileTheApplicationIsWhole() throws Exception {
		TestServer server = TestServer.start(Application.class,
				Map.of("socketio.shutdown.batch", "20", "socketio.shutdown.budget", "5s"));
		Presence presence = server.bean(Presence.class);
		RawWebSocket[] clients = new RawWebSocket[CLIENTS];
		try {
			for (int i = 0; i < CLIENTS; i++) {
				clients[i] = RawWebSocket.connect(server.port());
				clients[i].receiveText();
				clients[i].send(Packets.CONNECT);
				assertThat(clients[i].receiveText()).startsWith(Packets.CONNECTED);
			}
		}
		finally {
			server.close();
		}
		assertThat(presence.told).hasValue(CLIENTS);
		assertThat(presence.toldTooLate).hasValue(0);
		for (RawWebSocket client : clients) {
			// No status, which makes official clients come back.
			assertThat(client.closed()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(1005);
			client.close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Presence.class)
	static class Application {

	}

	@SocketNamespace
	static class Presence implements DisposableBean {

		private final AtomicInteger told = new AtomicInteger();

		private final AtomicInteger toldTooLate = new AtomicInteger();

		private volatile boolean destroyed;

		@OnDisconnect
		void gone(DisconnectReason reason) {
			assertThat(reason).isEqualTo(DisconnectReason.SERVER_SHUTTING_DOWN);
			this.told.incrementAndGet();
			if (this.destroyed) {
				this.toldTooLate.incrementAndGet();
			}
		}

		@Override
		public void destroy() {
			this.destroyed = true;
		}

	}

}
