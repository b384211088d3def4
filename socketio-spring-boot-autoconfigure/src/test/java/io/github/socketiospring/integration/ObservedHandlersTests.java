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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.observation.TestTracing;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.RawWebSocket;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What annotated handlers know of the trace that they belong to.
 */
class ObservedHandlersTests {

	@Test
	void haveTheirTraceAndTheirSocketInTheLog() throws Exception {
		try (TestServer server = TestServer.start(Application.class, Map.of());
				RawWebSocket client = RawWebSocket.connect(server.port())) {
			assertThat(client.receiveText()).startsWith("0");
			client.send(Packets.CONNECT);
			assertThat(client.receiveText()).startsWith(Packets.CONNECTED);
			Handlers handlers = server.bean(Handlers.class);
			Map<String, String> connected = handlers.take();
			client.send(Packets.event("blocking"));
			Map<String, String> blocking = handlers.take();
			client.send(Packets.event("reactive"));
			Map<String, String> called = handlers.take();
			Map<String, String> hopped = handlers.take();
			assertThat(connected).containsEntry("socketio.namespace", "/").doesNotContainKey("socketio.event");
			assertThat(blocking).containsEntry("socketio.event", "blocking").containsKey("traceId");
			assertThat(called).containsEntry("socketio.event", "reactive").containsKey("traceId");
			assertThat(hopped).containsEntry("trace of the context", called.get("traceId"));
			assertThat(blocking.get("traceId")).isNotEqualTo(called.get("traceId"))
				.isNotEqualTo(connected.get("traceId"));
		}
	}

	@Test
	void knowThemOnOtherThreadsWhereReactorRestoresThem() throws Exception {
		try (TestServer server = TestServer.start(Application.class,
				Map.of("spring.reactor.context-propagation", "auto"));
				RawWebSocket client = RawWebSocket.connect(server.port())) {
			assertThat(client.receiveText()).startsWith("0");
			client.send(Packets.CONNECT);
			assertThat(client.receiveText()).startsWith(Packets.CONNECTED);
			Handlers handlers = server.bean(Handlers.class);
			assertThat(handlers.take()).containsKey("traceId");
			client.send(Packets.event("hopping"));
			Map<String, String> called = handlers.take();
			Map<String, String> hopped = handlers.take();
			assertThat(called).containsKeys("traceId", "socketio.socket");
			assertThat(hopped).containsEntry("socketio.event", "hopping")
				.containsEntry("socketio.namespace", "/")
				.containsEntry("socketio.socket", called.get("socketio.socket"))
				.containsEntry("traceId", called.get("traceId"));
		}
		finally {
			Hooks.disableAutomaticContextPropagation();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Application {

		private static final TestTracing TRACING = new TestTracing();

		@Bean
		ObservationRegistry observationRegistry() {
			return TRACING.registry();
		}

		@Bean
		Tracer tracer() {
			return TRACING.tracer();
		}

	}

	@SocketNamespace
	static class Handlers {

		private final BlockingQueue<Map<String, String>> seen = new LinkedBlockingQueue<>();

		@OnConnect
		void connected() {
			this.seen.add(mdc());
		}

		@OnEvent("blocking")
		void blocking() {
			this.seen.add(mdc());
		}

		@OnEvent("reactive")
		Mono<Void> reactive() {
			this.seen.add(mdc());
			return Mono
				.deferContextual((context) -> Mono.fromRunnable(
						() -> this.seen.add(Map.of("trace of the context", Application.TRACING.traceIdOf(context)))))
				.subscribeOn(Schedulers.parallel())
				.then();
		}

		@OnEvent("hopping")
		Mono<String> hopping() {
			this.seen.add(mdc());
			return Mono.just("done").publishOn(Schedulers.parallel()).doOnNext((done) -> this.seen.add(mdc()));
		}

		private static Map<String, String> mdc() {
			Map<String, String> copy = MDC.getCopyOfContextMap();
			return (copy != null) ? copy : Map.of();
		}

		Map<String, String> take() throws InterruptedException {
			Map<String, String> next = this.seen.poll(1, TimeUnit.MINUTES);
			assertThat(next).isNotNull();
			return next;
		}

	}

}
