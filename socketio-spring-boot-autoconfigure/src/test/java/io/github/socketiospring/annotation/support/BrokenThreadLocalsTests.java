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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thread-local that cannot be set costs no event, no acknowledgement, no turn and no
 * goodbye.
 */
class BrokenThreadLocalsTests {

	private final Broken broken = new Broken();

	private final List<String> log = Collections.synchronizedList(new ArrayList<>());

	private final SocketIOServer io = SocketIOServers.builder()
		.errors((error, locale) -> "failed")
		.listener(new SocketIOListener() {

			@Override
			public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
				BrokenThreadLocalsTests.this.log.add("server disconnect");
			}

		})
		.build();

	private final ExecutorService threads = Executors.newSingleThreadExecutor();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final CapturedLog captured = CapturedLog.of("io.github.socketiospring");

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(this.broken);
		Hooks.enableAutomaticContextPropagation();
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions
			.builder(() -> this.io, JsonMapper.shared(), (error, locale) -> "failed", this.threads)
			.build();
		this.context.registerBean("registrar", AnnotatedHandlerRegistrar.class,
				() -> new AnnotatedHandlerRegistrar(this.context.getBeanFactory(), options));
		this.context.registerBean(Handlers.class, () -> new Handlers(this.log));
		this.context.refresh();
		this.io.onConnection((socket) -> {
			socket.onDisconnecting((reason) -> this.log.add("disconnecting listener"));
			socket.onDisconnect((reason) -> this.log.add("disconnect listener"));
		});
	}

	@AfterEach
	void close() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(Broken.KEY);
		this.context.close();
		this.threads.shutdownNow();
		this.captured.close();
	}

	private TestEngineSession open() {
		return TestEngineSession.open(this.io, () -> "ann", Context.of(Broken.KEY, "value"));
	}

	private TestEngineSession connect() {
		TestEngineSession session = open();
		session.receive("0");
		Awaitility.await().until(() -> !session.take().isEmpty());
		this.log.clear();
		return session;
	}

	@ParameterizedTest
	@ValueSource(strings = { "blocking", "non-blocking", "mono", "listener" })
	void costsNoAcknowledgementAndNoTurn(String event) {
		TestEngineSession session = connect();
		this.io.of("/").sockets().forEach((socket) -> socket.on("listener", (arguments, ack) -> ack.send("done")));
		this.broken.isBroken = true;
		session.receive("21[\"" + event + "\"]");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("31[\"failed\"]");
		this.broken.isBroken = false;
		session.receive("22[\"" + event + "\"]");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("32[\"done\"]");
	}

	@Test
	void costsNoAcknowledgementBehindMiddleware() {
		TestEngineSession session = connect();
		this.io.of("/").sockets().forEach((socket) -> {
			socket.onAny((event, arguments) -> this.log.add("any"));
			socket.use((event) -> Mono.empty());
		});
		this.broken.isBroken = true;
		session.receive("21[\"non-blocking\"]");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("31[\"failed\"]");
		this.broken.isBroken = false;
		session.receive("22[\"non-blocking\"]");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("32[\"done\"]");
		assertThat(this.log).containsExactly("any", "any");
	}

	@Test
	void costsNoGoodbye() {
		TestEngineSession session = connect();
		this.broken.isBroken = true;
		session.lose(CloseReason.TRANSPORT_CLOSE);
		Awaitility.await().until(this.io::isIdle);
		assertThat(this.log).containsExactlyInAnyOrder("disconnecting listener", "disconnecting", "disconnect listener",
				"disconnect blocking", "disconnect mono", "server disconnect");
	}

	@Test
	void costsNoAnswerToAConnect() {
		this.broken.isBroken = true;
		TestEngineSession session = open();
		session.receive("0");
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).containsExactly("4{\"message\":\"Internal server error\"}");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		Awaitility.await().until(this.io::isIdle);
	}

	@ParameterizedTest
	@ValueSource(strings = { "non-blocking", "blocking" })
	void isNotAnErrorOfAHandlerIfItCannotBeRestored(String event) {
		TestEngineSession session = connect();
		this.broken.isRestoring = true;
		session.receive("21[\"" + event + "\"]", "22[\"" + event + "\"]");
		List<String> sent = new ArrayList<>();
		Awaitility.await().until(() -> sent.addAll(session.take()) && sent.size() == 2);
		assertThat(sent).containsExactly("31[\"done\"]", "32[\"done\"]");
		this.broken.isRestoring = false;
	}

	/**
	 * A thread-local that cannot be set or restored at times.
	 */
	private static final class Broken implements ThreadLocalAccessor<String> {

		private static final String KEY = "broken";

		private final ThreadLocal<String> value = new ThreadLocal<>();

		private volatile boolean isBroken;

		private volatile boolean isRestoring;

		@Override
		public Object key() {
			return KEY;
		}

		@Override
		public @Nullable String getValue() {
			return this.value.get();
		}

		@Override
		public void setValue(String value) {
			if (this.isBroken) {
				throw new IllegalStateException("on purpose");
			}
			this.value.set(value);
		}

		@Override
		public void setValue() {
			this.value.remove();
		}

		@Override
		public void restore() {
			if (this.isRestoring) {
				throw new IllegalStateException("on purpose");
			}
			this.value.remove();
		}

		@Override
		public void restore(String previous) {
			restore();
			this.value.set(previous);
		}

	}

	@SocketNamespace
	static class Handlers {

		private final List<String> log;

		Handlers(List<String> log) {
			this.log = log;
		}

		@OnConnect
		void connect() {
		}

		@OnEvent("blocking")
		String blocking() {
			return "done";
		}

		@OnEvent("non-blocking")
		@NonBlocking
		String nonBlocking() {
			return "done";
		}

		@OnEvent("mono")
		Mono<String> mono() {
			return Mono.just("done");
		}

		@OnDisconnecting
		void disconnecting() {
			this.log.add("disconnecting");
		}

		@OnDisconnect
		void disconnectBlocking() {
			this.log.add("disconnect blocking");
		}

		@OnDisconnect
		Mono<Void> disconnectMono() {
			return Mono.fromRunnable(() -> this.log.add("disconnect mono"));
		}

	}

}
