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

package io.github.socketiospring.annotation.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods that are called when sockets connect and leave.
 */
class AnnotatedNamespaceHandlerTests {

	private final HandlerTester tester = HandlerTester.of(Second.class, First.class);

	private final List<String> log = new ArrayList<>();

	AnnotatedNamespaceHandlerTests() {
		this.tester.attributes.put("log", this.log);
		this.tester.handshake.context = Context.of("user", "ann");
	}

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void connectMethodsRunInOrderOfBeans() {
		this.tester.handshake.auth = this.tester.mapper.valueToTree(new Login("t"));
		verify(each((handler) -> handler.onConnect(this.tester.socket))).expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.log).containsExactly("first Login[token=t] on " + HandlerTester.BLOCKING, "second as ann");
	}

	@Test
	void socketIsRefusedByFirstError() {
		this.tester.attributes.put("refuse", true);
		verify(this.tester.handler().onConnect(this.tester.socket)).expectErrorMessage("refused")
			.verify(Duration.ofSeconds(10));
		assertThat(this.log).isEmpty();
	}

	@Test
	void nothingHappensBeforeSubscription() {
		this.tester.handler().onDisconnect(this.tester.socket, DisconnectReason.TRANSPORT_CLOSE);
		assertThat(this.log).isEmpty();
	}

	@Test
	void disconnectMethodsAllRunInSpiteOfErrors() {
		this.tester.attributes.put("refuse", true);
		verify(each((handler) -> handler.onDisconnecting(this.tester.socket, DisconnectReason.TRANSPORT_CLOSE)))
			.expectErrorMessage("failed")
			.verify(Duration.ofSeconds(10));
		verify(each((handler) -> handler.onDisconnect(this.tester.socket, DisconnectReason.PING_TIMEOUT)))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(this.log).containsExactly("leaving TRANSPORT_CLOSE", "gone PING_TIMEOUT");
	}

	@Test
	void beanWithoutConnectMethodIsToldOfConnectedSocketsOnly() {
		NamespaceHandler handler = HandlerTester.of(OnlyDisconnect.class).handler();
		for (DisconnectReason reason : DisconnectReason.values()) {
			verify(handler.onDisconnect(this.tester.socket, reason)).expectComplete().verify(Duration.ofSeconds(10));
		}
		assertThat(this.log).containsExactly("CLIENT_NAMESPACE_DISCONNECT", "SERVER_NAMESPACE_DISCONNECT",
				"CREDENTIALS_ENDED", "SERVER_SHUTTING_DOWN", "TRANSPORT_CLOSE", "TRANSPORT_ERROR", "PING_TIMEOUT",
				"CONNECTION_REPLACED", "PARSE_ERROR", "FORCED_CLOSE", "FORCED_SERVER_CLOSE");
	}

	private Mono<Void> each(Function<NamespaceHandler, Mono<Void>> call) {
		List<NamespaceHandler> handlers = this.tester.handlers.values().iterator().next();
		assertThat(handlers).hasSize(2);
		return Flux.fromIterable(handlers).concatMapDelayError(call).then();
	}

	private StepVerifier.FirstStep<Void> verify(Mono<Void> mono) {
		return StepVerifier.create(mono);
	}

	@SuppressWarnings("unchecked")
	private static List<String> log(SocketIOSocket socket) {
		return (List<String>) socket.attributes().get("log");
	}

	record Login(String token) {
	}

	@SocketNamespace
	static class OnlyDisconnect {

		@OnDisconnect
		void gone(DisconnectReason reason, SocketIOSocket socket) {
			log(socket).add(reason.name());
		}

	}

	@SocketNamespace
	@Order(1)
	static class First {

		@OnConnect
		void connected(SocketIOSocket socket, @AuthPayload Login login) {
			if (socket.attributes().containsKey("refuse")) {
				throw new IllegalStateException("refused");
			}
			String thread = Thread.currentThread().getName().replaceAll("\\d+$", "");
			log(socket).add("first " + login + " on " + thread);
		}

		@OnDisconnecting
		void leaving(SocketIOSocket socket) {
			if (socket.attributes().containsKey("refuse")) {
				throw new IllegalStateException("failed");
			}
		}

	}

	@SocketNamespace
	@Order(2)
	static class Second {

		@OnConnect
		Mono<Void> connected(SocketIOSocket socket) {
			return Mono.deferContextual((context) -> {
				log(socket).add("second as " + context.get("user"));
				return Mono.empty();
			});
		}

		@OnDisconnecting
		Flux<Integer> leaving(SocketIOSocket socket, DisconnectReason reason) {
			return Flux.just(1, 2).doOnComplete(() -> log(socket).add("leaving " + reason));
		}

		@OnDisconnect
		void gone(DisconnectReason reason, SocketIOSocket socket) {
			log(socket).add("gone " + reason);
		}

	}

}
