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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans of several paths whose patterns match the same name.
 */
class OverlappingPatternsTests {

	private static final String LOG = "log";

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final List<String> log = new ArrayList<>();

	OverlappingPatternsTests() {
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions
			.builder(() -> this.io, JsonMapper.shared(), (error, locale) -> String.valueOf(error), Runnable::run)
			.build();
		this.context.register(Third.class, Second.class, First.class);
		this.context.registerBean("registrar", AnnotatedHandlerRegistrar.class,
				() -> new AnnotatedHandlerRegistrar(this.context.getBeanFactory(), options));
		this.context.refresh();
		this.io.of((name) -> Map.of()).use((socket, next) -> {
			socket.attributes().put(LOG, this.log);
			return next.proceed();
		});
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void serveItPathByPath() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/tenant-1");
		assertThat(this.log).containsExactly("first connect", "third connect", "second connect");
		this.log.clear();
		session.receive("2/tenant-1,7[\"event\"]");
		assertThat(this.log).containsExactly("first event", "second event");
		assertThat(session.take()).containsExactly("3/tenant-1,7[\"first\"]");
		this.log.clear();
		session.receive("1/tenant-1,");
		assertThat(this.log).containsExactly("first disconnect", "third disconnect", "second disconnect");
	}

	@Test
	void serveOtherNamesAlone() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/other-1");
		session.receive("2/other-1,7[\"event\"]");
		assertThat(this.log).containsExactly("second connect", "second event");
		assertThat(session.take()).containsExactly("3/other-1,7[\"second\"]");
	}

	/** Logs each call. */
	abstract static class Logging {

		private final String name;

		Logging(String name) {
			this.name = name;
		}

		@OnConnect
		void connected(SocketIOSocket socket) {
			log(socket, "connect");
		}

		@OnDisconnect
		void gone(SocketIOSocket socket) {
			log(socket, "disconnect");
		}

		@SuppressWarnings("unchecked")
		final String log(SocketIOSocket socket, String what) {
			((List<String>) socket.attributes().get(LOG)).add(this.name + " " + what);
			return this.name;
		}

	}

	@SocketNamespace("/tenant-{id}")
	@Order(1)
	@NonBlocking
	static class First extends Logging {

		First() {
			super("first");
		}

		@OnEvent("event")
		String event(SocketIOSocket socket) {
			return log(socket, "event");
		}

	}

	@SocketNamespace("/{kind}-1")
	@Order(2)
	@NonBlocking
	static class Second extends Logging {

		Second() {
			super("second");
		}

		@OnEvent("event")
		String event(SocketIOSocket socket) {
			return log(socket, "event");
		}

	}

	@SocketNamespace("/tenant-{id}")
	@Order(3)
	@NonBlocking
	static class Third extends Logging {

		Third() {
			super("third");
		}

	}

}
