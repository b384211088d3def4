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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.core.SocketIOTemplate;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.PollingClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guards of an application's namespaces apply regardless of who sent to a namespace
 * or set it up before.
 */
class NamespaceGuardsTests {

	private static final List<String> RAN = new CopyOnWriteArrayList<>();

	private static TestServer server;

	@BeforeAll
	static void startServer() {
		server = TestServer.start(Fixture.class, Map.of());
		SocketIOServer io = server.bean(SocketIOServer.class);
		io.of("/tenant-3").emit("news");
		// Records nothing: it is called after the answer, perhaps during the next test.
		io.of("/tenant-4").onConnection((socket) -> {
		});
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@BeforeEach
	void forget() {
		RAN.clear();
	}

	private static String connect(String namespace, String token) {
		PollingClient client = PollingClient.open(server.port(), "/socket.io/");
		client.post(Packets.connect(namespace) + "{\"token\":\"" + token + "\"}");
		return client.awaitPoll().text();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/tenant-1", "/tenant-2", "/tenant-3", "/tenant-4" })
	void areAskedForEachName(String name) {
		for (int i = 0; i < 2; i++) {
			RAN.clear();
			assertThat(connect(name, "wrong")).isEqualTo(Packets.refused(name, "wrong token"));
			assertThat(connect(name, "right")).startsWith(Packets.connected(name));
			String number = name.substring(name.length() - 1);
			assertThat(RAN).contains("pattern " + number, "predicate", "id " + number, "number " + number);
		}
	}

	@Test
	void areAskedThoughAPredicateFails() {
		assertThat(connect("/tenant-5", "broken")).isEqualTo(Packets.refused("/tenant-5", "Internal server error"));
		assertThat(RAN).isEmpty();
	}

	@Test
	void sendingKeepsNothing() {
		SocketIOServer io = server.bean(SocketIOServer.class);
		SocketIOTemplate template = server.bean(SocketIOTemplate.class);
		int before = io.namespaces().size();
		IntStream.range(100, 5100).forEach((i) -> {
			Namespace namespace = io.of("/tenant-" + i);
			namespace.emit("news");
			namespace.to("room").emit("news");
			namespace.socketsJoin("room").block();
			assertThat(namespace.fetchSockets().collectList().block()).isEmpty();
			assertThat(namespace.sockets()).isEmpty();
			template.of("/tenant-" + i).emit("news");
		});
		assertThat(io.namespaces()).hasSize(before);
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ First.class, Second.class })
	static class Fixture {

		@Bean
		SocketIOConfigurer patterns() {
			return (io) -> {
				io.of(Pattern.compile("/tenant-(?<n>\\d+)")).use((socket, next) -> {
					RAN.add("pattern " + socket.namespace().variables().get("n"));
					return next.proceed();
				});
				io.of((name, auth) -> {
					if (auth.path("token").asString("").equals("broken")) {
						return Mono.error(new IllegalStateException("on purpose"));
					}
					return Mono.just(name.startsWith("/tenant-")).delayElement(Duration.ofMillis(1));
				}).use((socket, next) -> {
					RAN.add("predicate");
					return next.proceed();
				});
			};
		}

		@Bean
		InitializingBean sender(SocketIOTemplate template) {
			return () -> template.of("/tenant-1").emit("news");
		}

	}

	@SocketNamespace("/tenant-{id}")
	static class First {

		@OnConnect
		void connected(@NamespaceVariable String id) {
			RAN.add("id " + id);
		}

	}

	/** The same pattern, with a variable of another name. */
	@SocketNamespace("/tenant-{number}")
	static class Second {

		@OnConnect
		void connected(@NamespaceVariable String number, @AuthPayload(name = "token") String token) {
			RAN.add("number " + number);
			if (!token.equals("right")) {
				throw new ConnectRefusedException("wrong token");
			}
		}

	}

}
