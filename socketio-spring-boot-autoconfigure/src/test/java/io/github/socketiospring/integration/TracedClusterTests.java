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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.observation.TestTracing;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods for events of other servers belong to the trace of the server that sent the
 * event, over a real Redis.
 */
@RequiresTool("redis-server")
class TracedClusterTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@Test
	void methodsBelongToTheTraceOfTheSender() {
		try (RedisServer redis = RedisServer.start();
				TestServer first = TestServer.start(Application.class, properties(redis));
				TestServer second = TestServer.start(Application.class, properties(redis))) {
			Namespace namespace = first.bean(SocketIOServer.class).of("/");
			assertThat(second.bean(SocketIOServer.class).of("/").nodeCount().block(PATIENCE)).isEqualTo(2);
			for (String event : List.of("blocking", "reactive")) {
				Observation caller = Observation.start("caller", Application.TRACING.registry());
				String trace;
				Flux<String> answers;
				try (Observation.Scope scope = caller.openScope()) {
					trace = Application.TRACING.traceId();
					answers = namespace.serverSideEmitWithAck(PATIENCE, event, String.class).replay().autoConnect(0);
				}
				assertThat(answers.blockLast(PATIENCE)).as(event).isNotNull().isEqualTo(trace);
				caller.stop();
				assertThat(namespace.serverSideEmitWithAck(PATIENCE, event, String.class).blockLast(PATIENCE))
					.as("a trace of its own")
					.matches("[0-9a-f]{32}")
					.isNotEqualTo(trace);
			}
		}
	}

	private static Map<String, String> properties(RedisServer redis) {
		Map<String, String> properties = new HashMap<>(redis.properties());
		properties.put("socketio.adapter.type", "redis");
		properties.put("socketio.adapter.propagate-trace", "true");
		return properties;
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

		@OnServerEvent("blocking")
		String blocking() {
			String trace = MDC.get("traceId");
			return (trace != null) ? trace : "none";
		}

		@OnServerEvent("reactive")
		Mono<String> reactive() {
			return Mono
				.deferContextual(
						(context) -> Mono.just(context.isEmpty() ? "none" : Application.TRACING.traceIdOf(context)))
				.subscribeOn(Schedulers.parallel());
		}

	}

}
