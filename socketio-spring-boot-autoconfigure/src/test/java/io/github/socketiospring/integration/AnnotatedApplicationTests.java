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

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RequiresTool;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Annotated beans of an application, and the official client.
 */
@RequiresTool({ "node", "npm" })
class AnnotatedApplicationTests {

	private TestServer server;

	/** A server for each test, since a failure is logged in full only once a minute. */
	@BeforeEach
	void startServer() {
		this.server = TestServer.start(Application.class, Map.of());
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "polling", "websocket", "polling,websocket" })
	void servesAnOfficialClient(String transports) {
		try (CapturedLog log = CapturedLog.of("io.github.socketiospring.server");
				NodeScript script = NodeScript.start("annotated.mjs", this.server.port(), "4", transports)) {
			script.assertReport("refused", "[\"who are you?\",{\"code\":7}]");
			script.assertReport("record", "[{\"text\":\"HI\",\"from\":\"ann\"}]");
			script.assertReport("mono", "[3]");
			script.assertReport("flux", "[[1,2,3]]");
			script.assertReport("void", "[]");
			script.assertReport("binary", "[\"00ff00ff\"]");
			script.assertReport("invalid", "[\"Bad Request\",400,\"text\"]");
			script.assertReport("unconvertible", "[\"Bad Request\",400]");
			script.assertReport("failure",
					"[{\"title\":\"Internal Server Error\",\"status\":500,\"socketioProblem\":true}]");
			assertThat(log.lines()).singleElement().asString().startsWith("ERROR Event 'failure'");
			script.assertReport("order", "[true]");
			script.assertReport("service", "[\"shipped\",{\"id\":42}]");
			script.assertReport("tenant", "[\"blue\"]");
			script.awaitEnd();
		}
		Mono<DisconnectReason> gone = this.server.bean(Chat.class).gone.asFlux().next();
		assertThat(gone.block(java.time.Duration.ofSeconds(5))).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
	}

	@Test
	void servesTheClientForBrowsers() {
		try (NodeScript script = NodeScript.start("bundle.mjs", this.server.port(), "4")) {
			script.assertReport("socket.io.js", "[200,true]");
			script.assertReport("socket.io.min.js.map", "[200,true]");
			script.assertReport("nothing.js", "[404,false]");
			script.awaitEnd();
		}
	}

	record Login(@Nullable String name) {
	}

	record Message(@NotBlank String text, @Nullable String from) {
	}

	record Order(long id) {
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Chat.class, Tenants.class, Orders.class })
	static class Application {

	}

	@Service
	static class Orders {

		private final SocketIOTemplate socketIO;

		Orders(SocketIOTemplate socketIO) {
			this.socketIO = socketIO;
		}

		void ship(String room, long id) {
			this.socketIO.of("/chat").to(room).emit("shipped", new Order(id));
		}

	}

	@SocketNamespace("/chat")
	static class Chat {

		private final Sinks.Many<DisconnectReason> gone = Sinks.many().replay().latest();

		private final Orders orders;

		Chat(Orders orders) {
			this.orders = orders;
		}

		@OnConnect
		Mono<Void> connected(SocketIOSocket socket, @AuthPayload Login login) {
			if (login.name() == null) {
				return Mono.error(new ConnectRefusedException("who are you?", Map.of("code", 7)));
			}
			socket.attributes().put("name", login.name());
			return Mono.empty();
		}

		@OnEvent("record")
		Message message(SocketIOSocket socket, @Valid Message message) {
			return new Message(message.text().toUpperCase(java.util.Locale.ROOT),
					String.valueOf(socket.attributes().get("name")));
		}

		@OnEvent("mono")
		Mono<Integer> sum(int left, int right) {
			return Mono.just(left + right);
		}

		@OnEvent("flux")
		Flux<Integer> count(int to) {
			return Flux.range(1, to);
		}

		@OnEvent("void")
		void nothing() {
		}

		@OnEvent("binary")
		@NonBlocking
		byte[] twice(byte[] bytes) {
			byte[] twice = new byte[2 * bytes.length];
			System.arraycopy(bytes, 0, twice, 0, bytes.length);
			System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
			return twice;
		}

		@OnEvent("failure")
		void fail() {
			throw new IllegalStateException("secret");
		}

		@OnEvent("number")
		void number(SocketIOSocket socket, int number) {
			socket.emit("number", number);
		}

		@OnEvent("order")
		void order(SocketIOSocket socket, long id) {
			this.orders.ship(socket.id(), id);
		}

		@OnDisconnect
		void gone(DisconnectReason reason) {
			this.gone.tryEmitNext(reason);
		}

	}

	@SocketNamespace("/tenant-{name}")
	static class Tenants {

		@OnEvent("who")
		String who(@NamespaceVariable String name) {
			return name;
		}

	}

}
