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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.EventArgument;
import io.github.socketiospring.handler.HandlerCall;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.ErrorStatusResolver;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The thread-locals of an application wherever its code is called for a socket.
 */
class ThreadLocalsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String KEY = "tenant";

	private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	private static final ObservationRegistry OBSERVATIONS = ObservationRegistry.create();

	@BeforeAll
	static void register() {
		OBSERVATIONS.observationConfig().observationHandler((context) -> true);
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, TENANT);
	}

	@AfterAll
	static void unregister() {
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "websocket,acme", "websocket,none", "polling,acme", "polling,none" })
	void areThoseOfTheHandshakeEverywhere(String transport, String tenant) {
		Map<String, String> seen = use("auto", transport, tenant);
		assertThat(seen).containsOnlyKeys("middleware", "connection", "connect", "connect blocking", "event middleware",
				"any listener", "any", "any blocking", "blocking", "non-blocking", "mono", "mono later", "flux",
				"stage", "exception", "exception blocking", "listener", "disconnecting listener", "disconnecting",
				"disconnecting blocking", "disconnect listener", "disconnect", "disconnect blocking", "predicate",
				"predicate later", "pattern function", "new namespace", "new namespace later", "handler connect",
				"handler event", "handler reads", "handler disconnecting", "handler disconnect", "resolver reads",
				"resolver checks", "resolver", "validator", "error mapper", "answer mapper", "error status",
				"refused connect", "server connect", "server disconnect");
		assertThat(seen).allSatisfy((place, value) -> assertThat(value).isEqualTo(tenant + ", no observation"));
	}

	@Test
	void areLeftAloneWhereReactorLeavesThemAlone() {
		assertThat(use("limited", "websocket", "acme").values()).containsOnly("none, no observation");
	}

	private static Map<String, String> use(String propagation, String transport, String tenant) {
		Hooks.disableAutomaticContextPropagation();
		try (TestServer server = TestServer.start(Application.class,
				Map.of("spring.reactor.context-propagation", propagation))) {
			Map<String, String> headers = tenant.equals("none") ? Map.of() : Map.of("X-Tenant", tenant);
			try (HeaderClient client = HeaderClient.connect(server.port(), transport, headers, Map.of())) {
				Stream
					.of("blocking", "non-blocking", "mono", "mono later", "flux", "stage", "failing",
							"failing-blocking", "listener", "raw", "refused", "refused listener", "answered")
					.forEach((event) -> client.ask(event));
				client.ask("arguments", "sent");
			}
			for (String namespace : List.of("/function", "/predicate", "/later", "/failing", "/guarded")) {
				HeaderClient.attempt(server.port(), namespace, transport, headers, Map.of());
			}
			await().pollDelay(Duration.ZERO).atMost(PATIENCE).until(server.bean(SocketIOServer.class)::isIdle);
			return server.bean(Seen.class).values();
		}
	}

	/**
	 * The thread-locals that code has seen, by its place.
	 */
	record Seen(Map<String, String> values) {

		void note(String place) {
			String tenant = TENANT.get();
			this.values.merge(place, ((tenant != null) ? tenant : "none")
					+ ((OBSERVATIONS.getCurrentObservation() != null) ? ", an observation" : ", no observation"),
					(before, now) -> before.equals(now) ? now : before + " and " + now);
		}

	}

	static class Read {

	}

	static class Resolved {

	}

	static class Refusal extends RuntimeException {

		Refusal(String message) {
			super(message);
		}

	}

	record RawHandler(Seen seen) implements NamespaceHandler {

		@Override
		public Mono<Void> onConnect(SocketIOSocket socket) {
			this.seen.note("handler connect");
			return Mono.empty();
		}

		@Override
		public @Nullable EventHandler eventHandler(String event) {
			return !event.equals("raw") ? null : new EventHandler() {

				@Override
				public @Nullable Object readArguments(EventArguments arguments) {
					RawHandler.this.seen.note("handler reads");
					return null;
				}

				@Override
				public void handle(EventInvocation invocation) {
					RawHandler.this.seen.note("handler event");
					invocation.ack().send();
					invocation.handled();
				}

			};
		}

		@Override
		public Mono<Void> onDisconnecting(SocketIOSocket socket, DisconnectReason reason) {
			this.seen.note("handler disconnecting");
			return Mono.empty();
		}

		@Override
		public Mono<Void> onDisconnect(SocketIOSocket socket, DisconnectReason reason) {
			this.seen.note("handler disconnect");
			return Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ NonBlockingHandlers.class, BlockingHandlers.class })
	static class Application {

		@Bean
		Seen seen() {
			return new Seen(new ConcurrentHashMap<>());
		}

		@Bean
		WebFilter filter() {
			return (exchange, chain) -> {
				String tenant = exchange.getRequest().getHeaders().getFirst("X-Tenant");
				Observation observation = Observation.start("request", OBSERVATIONS);
				return chain.filter(exchange)
					.doFinally((signal) -> observation.stop())
					.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation)
						.putNonNull(KEY, tenant));
			};
		}

		@Bean
		SocketIOConfigurer namespaces(Seen seen) {
			return (io) -> {
				io.of((Function<String, @Nullable Map<String, String>>) (name) -> {
					matched(seen, "pattern function", name);
					return name.equals("/function") ? Map.of() : null;
				});
				io.of((NamespacePredicate) (name, auth) -> {
					matched(seen, "predicate", name);
					return Mono.just(name.equals("/predicate"));
				});
				io.of((NamespacePredicate) (name, auth) -> name.equals("/later")
						? Mono.fromFuture(CompletableFuture.supplyAsync(() -> true)) : Mono.just(false));
				io.of((NamespacePredicate) (name, auth) -> {
					matched(seen, "predicate later", name);
					if (name.equals("/failing")) {
						throw new Refusal("predicate");
					}
					return Mono.just(name.equals("/guarded"));
				}).use((socket, next) -> Mono.error(new Refusal("middleware")));
				io.onNewNamespace((namespace) -> seen
					.note(namespace.name().equals("/later") ? "new namespace later" : "new namespace"));
				io.of("/").addHandler(new RawHandler(seen));
			};
		}

		// The root namespace is matched at start too, without a client.
		private static void matched(Seen seen, String place, String name) {
			if (!name.equals("/")) {
				seen.note(place);
			}
		}

		@Bean
		SocketIOListener listener(Seen seen) {
			return new SocketIOListener() {

				@Override
				public void onConnect(SocketIOSocket socket) {
					seen.note("server connect");
				}

				@Override
				public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
					seen.note("server disconnect");
				}

			};
		}

		@Bean
		ErrorAckMapper errors(Seen seen) {
			return new ErrorAckMapper() {

				@Override
				public Object toAcknowledgement(Throwable error, Locale locale) {
					seen.note((error instanceof Refusal refusal) ? "refused connect" : "error mapper");
					return "";
				}

				@Override
				public Object toAcknowledgement(Object answer) {
					seen.note("answer mapper");
					return answer;
				}

			};
		}

		@Bean
		ErrorStatusResolver statuses(Seen seen) {
			return (error, locale) -> {
				seen.note("error status");
				return new ErrorStatus(400, "Bad request");
			};
		}

		@Bean
		HandlerMethodArgumentResolver read(Seen seen) {
			return (parameter) -> (parameter.getParameterType() != Read.class) ? null : new EventArgument() {

				@Override
				public Object read(EventArguments arguments, int position) {
					seen.note("resolver reads");
					return new Read();
				}

				@Override
				public void check(@Nullable Object value, int position, HandlerCall call) {
					seen.note("resolver checks");
				}

			};
		}

		@Bean
		HandlerMethodArgumentResolver resolved(Seen seen) {
			return (parameter) -> (parameter.getParameterType() != Resolved.class) ? null : (CallArgument) (call) -> {
				seen.note("resolver");
				return new Resolved();
			};
		}

		@Bean
		Validator validator(Seen seen) {
			return new Validator() {

				@Override
				public boolean supports(Class<?> type) {
					return true;
				}

				@Override
				public void validate(Object target, Errors errors) {
					seen.note("validator");
				}

			};
		}

		@Bean
		SocketIOConfigurer listeners(Seen seen) {
			return (io) -> io.use((socket, next) -> {
				seen.note("middleware");
				return next.proceed();
			}).onConnection((socket) -> {
				seen.note("connection");
				socket.use((event) -> {
					seen.note("event middleware");
					return Mono.empty();
				});
				socket.onAny((event, arguments) -> seen.note("any listener"));
				socket.on("refused listener", (arguments, ack) -> {
					throw new IllegalArgumentException();
				});
				socket.on("listener", (arguments, ack) -> {
					seen.note("listener");
					ack.send();
				});
				socket.onDisconnecting((reason) -> seen.note("disconnecting listener"));
				socket.onDisconnect((reason) -> seen.note("disconnect listener"));
			});
		}

	}

	@SocketNamespace
	@NonBlocking
	static class NonBlockingHandlers {

		private final Seen seen;

		NonBlockingHandlers(Seen seen) {
			this.seen = seen;
		}

		@OnConnect
		void connect() {
			this.seen.note("connect");
		}

		@OnAnyEvent
		void any() {
			this.seen.note("any");
		}

		@OnEvent("non-blocking")
		void nonBlocking() {
			this.seen.note("non-blocking");
		}

		@OnEvent("mono")
		Mono<Void> mono() {
			this.seen.note("mono");
			return Mono.empty();
		}

		@OnEvent("mono later")
		Mono<Void> monoLater() {
			return Mono.just("")
				.publishOn(Schedulers.parallel())
				.doOnNext((value) -> this.seen.note("mono later"))
				.then();
		}

		@OnEvent("flux")
		Flux<String> flux() {
			this.seen.note("flux");
			return Flux.empty();
		}

		@OnEvent("stage")
		CompletableFuture<String> stage() {
			this.seen.note("stage");
			return CompletableFuture.completedFuture("");
		}

		@OnEvent("arguments")
		void arguments(Read read, Resolved resolved, @Validated String sent) {
		}

		@OnEvent("refused")
		void refused() {
			throw new IllegalArgumentException();
		}

		@OnEvent("answered")
		Mono<Void> answered() {
			return Mono.error(new UnsupportedOperationException());
		}

		@SocketExceptionHandler
		Mono<String> answer(UnsupportedOperationException error) {
			return Mono.fromFuture(CompletableFuture.supplyAsync(() -> "answer"));
		}

		@OnEvent("failing")
		void failing() {
			throw new IllegalStateException();
		}

		@SocketExceptionHandler
		void failed(IllegalStateException error) {
			this.seen.note("exception");
		}

		@OnDisconnecting
		void disconnecting() {
			this.seen.note("disconnecting");
		}

		@OnDisconnect
		void disconnect() {
			this.seen.note("disconnect");
		}

	}

	@SocketNamespace
	static class BlockingHandlers {

		private final Seen seen;

		BlockingHandlers(Seen seen) {
			this.seen = seen;
		}

		@OnConnect
		void connect() {
			this.seen.note("connect blocking");
		}

		@OnAnyEvent
		void any() {
			this.seen.note("any blocking");
		}

		@OnEvent("blocking")
		void blocking() {
			this.seen.note("blocking");
		}

		@OnEvent("failing-blocking")
		void failing() {
			throw new IllegalStateException();
		}

		@SocketExceptionHandler
		void failed(IllegalStateException error) {
			this.seen.note("exception blocking");
		}

		@OnDisconnecting
		void disconnecting() {
			this.seen.note("disconnecting blocking");
		}

		@OnDisconnect
		void disconnect() {
			this.seen.note("disconnect blocking");
		}

	}

}
