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

package io.github.socketiospring.testsupport.attack;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.context.annotation.Configuration;

/**
 * An application with everything that an {@link Attack} needs, and with handlers for
 * well-behaved clients. Its handlers run where those of most applications run.
 */
@Configuration(proxyBeanMethods = false)
public class Targets {

	/** The properties without which some attacks would miss. */
	public static final Map<String, String> PROPERTIES = Map.of("server.http2.enabled", "true",
			"socketio.per-message-deflate.enabled", "true", "socketio.connection-state-recovery.enabled", "true");

	@SocketNamespace
	static class Root {

		private static final Duration WORK = Duration.ofSeconds(1);

		private static final int BLOCK_MILLIS = 10;

		private final SocketIOServer server;

		Root(SocketIOServer server) {
			this.server = server;
		}

		@OnEvent("echo")
		JsonNode echo(JsonNode value) {
			return value;
		}

		@OnEvent("join")
		void join(SocketIOSocket socket, String room) {
			socket.join(room);
		}

		@OnEvent("publish")
		void publish(JsonNode number) {
			this.server.to("news").emit("news", number);
		}

		@OnEvent("pour")
		void pour(SocketIOSocket socket, int size, int count) {
			String drop = "x".repeat(size);
			for (int i = 0; i < count && socket.isConnected(); i++) {
				socket.emit("drop", drop);
			}
		}

		@OnEvent("work")
		Mono<Void> work(JsonNode load) {
			return Mono.delay(WORK).then();
		}

		@OnEvent("numbers")
		void numbers(List<BigInteger> numbers) {
		}

		@OnEvent("fail")
		void fail() {
			throw new IllegalStateException("This handler fails");
		}

		@OnEvent(value = "block", ordered = false)
		void block() throws InterruptedException {
			new CountDownLatch(1).await(BLOCK_MILLIS, TimeUnit.MILLISECONDS);
		}

	}

	@SocketNamespace("/again")
	static class Again {

		@OnEvent("work")
		Mono<Void> work(JsonNode load) {
			return Mono.delay(Root.WORK).then();
		}

	}

	@SocketNamespace("/secret")
	static class Secret {

		@OnConnect
		void connected(@AuthPayload Login login) {
			if (!login.password().equals("correct")) {
				throw new ConnectRefusedException("Wrong password");
			}
		}

		@OnEvent("event")
		void event() {
		}

	}

	/**
	 * What has to be known to enter.
	 *
	 * @param password the password
	 */
	record Login(String password) {

	}

	@SocketNamespace("/dynamic-{id}")
	static class Dynamic {

		@OnEvent("event")
		void event() {
		}

	}

}
