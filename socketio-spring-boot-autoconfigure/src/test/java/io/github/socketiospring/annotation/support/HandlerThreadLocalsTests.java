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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketAdvice;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.micrometer.context.ContextRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each kind of event handler sees the thread-locals of its client's handshake, including
 * the MDC, regardless of the thread that calls it and of what its thread did before.
 */
class HandlerThreadLocalsTests {

	private static final String KEY = "client";

	private static final String MDC_KEY = "mdc.client";

	private static final ThreadLocal<String> CLIENT = new ThreadLocal<>();

	private final SocketIOServer io = SocketIOServers.builder().build();

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, CLIENT);
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(MDC_KEY, () -> MDC.get(KEY), (value) -> MDC.put(KEY, value),
					() -> MDC.remove(KEY));
		Hooks.enableAutomaticContextPropagation();
		AnnotatedHandlerOptions options = AnnotatedHandlerOptions
			.builder(() -> this.io, JsonMapper.shared(), (error, locale) -> String.valueOf(error), this.threads)
			.build();
		this.context.register(Handlers.class, Advice.class);
		this.context.registerBean(Intercepting.class);
		this.context.registerBean("registrar", AnnotatedHandlerRegistrar.class,
				() -> new AnnotatedHandlerRegistrar(this.context.getBeanFactory(), options));
		this.context.refresh();
		this.io.onConnection((socket) -> socket.on("listener", (arguments, ack) -> ack.send(client())));
	}

	@AfterEach
	void close() {
		CLIENT.remove();
		MDC.remove(KEY);
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		ContextRegistry.getInstance().removeThreadLocalAccessor(MDC_KEY);
		this.context.close();
		this.threads.shutdownNow();
	}

	private static String client() {
		String client = String.valueOf(CLIENT.get());
		String logged = String.valueOf(MDC.get(KEY));
		return client.equals(logged) ? client : client + ", but " + logged + " in the MDC";
	}

	static Stream<Arguments> events() {
		Stream<String> annotated = Arrays.stream(Handlers.class.getDeclaredMethods())
			.map((method) -> AnnotatedElementUtils.findMergedAnnotation(method, OnEvent.class))
			.filter((annotation) -> annotation != null)
			.map((annotation) -> annotation.names()[0])
			.filter((name) -> !name.equals("hold"));
		return Stream.concat(annotated, Stream.of("listener", "any"))
			.flatMap((event) -> Stream.of("ann", "null").map((client) -> Arguments.of(event, client)));
	}

	private TestEngineSession connect(String client) {
		TestEngineSession session = TestEngineSession.open(this.io, () -> client,
				client.equals("null") ? Context.empty() : Context.of(KEY, client, MDC_KEY, client));
		session.connect("/");
		// The thread that brings events may know another client.
		CLIENT.set("other");
		MDC.put(KEY, "other");
		return session;
	}

	private void assertAnswered(TestEngineSession session, String event, String client) {
		// The items of a Flux are answered as a list.
		String answer = event.startsWith("flux") ? "31[[\"" + client + "\"]]" : "31[\"" + client + "\"]";
		Awaitility.await().until(() -> !session.sent().isEmpty());
		assertThat(session.take()).singleElement().isEqualTo(answer);
		assertThat(client()).isEqualTo("other");
	}

	@ParameterizedTest
	@MethodSource("events")
	void areThoseOfTheClient(String event, String client) {
		TestEngineSession session = connect(client);
		session.receive("21[\"" + event + "\"]");
		assertAnswered(session, event, client);
	}

	@ParameterizedTest
	@MethodSource("events")
	void areThoseOfTheClientAfterWaiting(String event, String client) {
		TestEngineSession session = connect(client);
		session.receive("2[\"hold\"]", "2[\"hold\"]", "21[\"" + event + "\"]");
		// An unordered one does not wait.
		List<Sinks.Empty<Void>> held = this.context.getBean(Handlers.class).held();
		held.get(0).tryEmitEmpty();
		held.get(1).tryEmitEmpty();
		assertAnswered(session, event, client);
	}

	@SocketNamespace
	static class Handlers {

		private final List<Sinks.Empty<Void>> held = List.of(Sinks.empty(), Sinks.empty());

		private int holding;

		List<Sinks.Empty<Void>> held() {
			return this.held;
		}

		@OnEvent("hold")
		Mono<Void> hold() {
			return this.held.get(this.holding++).asMono();
		}

		@OnAnyEvent
		@NonBlocking
		void any(EventData data, Ack ack, @EventName String name) {
			if (name.equals("any")) {
				ack.send(client());
			}
		}

		@OnEvent("blocking")
		String blocking() {
			return client();
		}

		@OnEvent("non-blocking")
		@NonBlocking
		String nonBlocking() {
			return client();
		}

		@OnEvent("mono")
		Mono<String> mono() {
			return Mono.just(client());
		}

		@OnEvent("mono on subscription")
		Mono<String> monoOnSubscription() {
			return Mono.fromSupplier(HandlerThreadLocalsTests::client);
		}

		@OnEvent("mono on another thread")
		Mono<String> monoOnAnotherThread() {
			return Mono.fromSupplier(HandlerThreadLocalsTests::client).subscribeOn(Schedulers.parallel());
		}

		@OnEvent("mono behind another thread")
		Mono<String> monoBehindAnotherThread() {
			return Mono.just("").publishOn(Schedulers.parallel()).map((text) -> client());
		}

		@OnEvent("mono of a future")
		Mono<String> monoOfFuture() {
			return Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> "")).map((text) -> client());
		}

		@OnEvent("flux")
		Flux<String> flux() {
			return Flux.defer(() -> Flux.just(client()));
		}

		@OnEvent("flux behind another thread")
		Flux<String> fluxBehindAnotherThread() {
			return Flux.just("").publishOn(Schedulers.parallel()).map((text) -> client());
		}

		@OnEvent("stage")
		CompletableFuture<String> stage() {
			return CompletableFuture.completedFuture(client());
		}

		@OnEvent(names = "unordered", ordered = false)
		String unordered() {
			return client();
		}

		@OnEvent(names = "unordered mono", ordered = false)
		Mono<String> unorderedMono() {
			return Mono.just("").publishOn(Schedulers.parallel()).map((text) -> client());
		}

		@OnEvent(names = "limited", timeout = "1h")
		Mono<String> limited() {
			return Mono.fromSupplier(HandlerThreadLocalsTests::client).subscribeOn(Schedulers.parallel());
		}

		@OnEvent("intercepted")
		String intercepted() {
			return client();
		}

		@OnEvent("failing")
		String failing() {
			throw new IllegalStateException();
		}

		@OnEvent("failing mono")
		Mono<String> failingMono() {
			return Mono.just("").publishOn(Schedulers.parallel()).then(Mono.error(new IllegalStateException()));
		}

		@OnEvent("failing for advice")
		String failingForAdvice() {
			throw new UnsupportedOperationException();
		}

		@OnEvent("failing for non-blocking advice")
		Mono<String> failingForNonBlockingAdvice() {
			return Mono.error(new IllegalArgumentException());
		}

		@OnEvent("failing for reactive advice")
		Mono<String> failingForReactiveAdvice() {
			return Mono.error(new ArithmeticException());
		}

		@SocketExceptionHandler
		String failed(IllegalStateException error) {
			return client();
		}

	}

	@SocketAdvice
	static class Advice {

		@SocketExceptionHandler
		String failed(UnsupportedOperationException error) {
			return client();
		}

		@SocketExceptionHandler
		@NonBlocking
		String failed(IllegalArgumentException error) {
			return client();
		}

		@SocketExceptionHandler
		Mono<String> failed(ArithmeticException error) {
			return Mono.just("").publishOn(Schedulers.parallel()).map((text) -> client());
		}

	}

	/**
	 * Wraps the handler bean in a proxy that sees the thread-locals, too.
	 */
	static class Intercepting implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (!(bean instanceof Handlers)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				String before = client();
				Object result = invocation.proceed();
				return invocation.getMethod().getName().equals("intercepted") ? before : result;
			});
			return factory.getProxy();
		}

	}

}
