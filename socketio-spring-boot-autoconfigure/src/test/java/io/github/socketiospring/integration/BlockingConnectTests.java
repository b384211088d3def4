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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.Packets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that leaves while a connect handler blocks: the handler is not interrupted,
 * neither in the pool nor, from Java 21 on, on a virtual thread.
 */
class BlockingConnectTests {

	@ParameterizedTest
	@CsvSource({ "POLLING, true", "POLLING, false", "WEBSOCKET, true", "WEBSOCKET, false" })
	void isNotInterruptedWhenTheClientLeaves(Wire wire, String virtualThreads) throws InterruptedException {
		try (TestServer server = TestServer.start(Fixture.class,
				Map.of("spring.threads.virtual.enabled", virtualThreads))) {
			Blocking blocking = server.bean(Blocking.class);
			Attacker attacker = wire.connect(server.port());
			attacker.send(Packets.CONNECT);
			assertThat(blocking.calls.poll(30, TimeUnit.SECONDS)).isEqualTo("connecting");
			attacker.send(Packets.CLOSE);
			await().until(() -> server.bean(SocketIOServer.class).statistics().connections() == 0);
			assertThat(blocking.calls).isEmpty();
			blocking.release.countDown();
			assertThat(blocking.calls.poll(30, TimeUnit.SECONDS)).isEqualTo("connected");
			assertThat(blocking.calls.poll(30, TimeUnit.SECONDS)).isEqualTo("left");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Fixture {

		@Bean
		Blocking blocking() {
			return new Blocking();
		}

	}

	@SocketNamespace
	static class Blocking {

		private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

		private final CountDownLatch release = new CountDownLatch(1);

		@OnConnect
		void connect() {
			this.calls.add("connecting");
			try {
				this.release.await();
				this.calls.add("connected");
			}
			catch (InterruptedException ex) {
				this.calls.add("interrupted");
			}
		}

		@OnDisconnect
		void left() {
			this.calls.add("left");
		}

	}

}
