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

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.AuthPayload;
import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.EventPayload;
import io.github.socketiospring.annotation.HandshakeHeader;
import io.github.socketiospring.annotation.HandshakeParam;
import io.github.socketiospring.annotation.NamespaceVariable;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.RateLimit;
import io.github.socketiospring.annotation.SocketAdvice;
import io.github.socketiospring.annotation.SocketAttribute;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.handler.CallArgument;
import io.github.socketiospring.handler.HandlerMethodArgument;
import io.github.socketiospring.handler.HandlerMethodArgumentResolver;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.security.GuardedMethodCheck;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import org.springframework.validation.method.MethodValidationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Methods that handle events of other servers.
 */
class ServerEventMethodsTests {

	private static final String NO_SOCKET = "cannot be supplied to an @OnServerEvent method, since an event of "
			+ "another server has no socket";

	private final HandlerTester tester = new HandlerTester();

	@AfterEach
	void close() {
		this.tester.close();
	}

	private List<Object> answer(String event, @Nullable Object... arguments) throws Exception {
		return this.tester.emitFromServer(event, arguments).acknowledged();
	}

	@Test
	void getsWhatAnEventOfAServerHas() throws Exception {
		this.tester.variables.put("tenant", "42");
		this.tester.start(Arguments.class);
		assertThat(answer("all", Map.of("x", 1, "y", 2))).containsExactly("/ 42 all Point[x=1, y=2] true");
		assertThat(answer("rest", 1, "two")).containsExactly("1 [two]");
		assertThat(answer("data", "one", "two")).containsExactly("2");
		assertThat(answer("optional")).containsExactly("Optional.empty");
		assertThat(answer("locale", "de")).containsExactly("de");
	}

	@Test
	void isNotCalledForClients() {
		this.tester.start(Arguments.class);
		assertThat(this.tester.handler().eventHandler("rest")).isNull();
		assertThat(this.tester.handler().serverEventHandler("of clients")).isNull();
		assertThat(this.tester.handler().eventHandler("of clients")).isNotNull();
	}

	@Test
	void answersWithTheResult() throws Exception {
		this.tester.start(Results.class);
		assertThat(answer("value")).containsExactly(7);
		assertThat(answer("nothing")).isEmpty();
		assertThat(answer("mono")).containsExactly("m");
		assertThat(answer("flux")).containsExactly(List.of(1, 2));
		assertThat(answer("stage")).containsExactly("s");
		assertThat(answer("empty")).isEmpty();
		TestInvocation own = this.tester.emitFromServer("own");
		assertThat(own.outcome().error()).isNull();
		assertThat(own.sent()).containsExactly("by itself");
	}

	@Test
	void runsWhereOtherHandlersRun() throws Exception {
		this.tester.start(Results.class);
		assertThat(this.tester.emitFromServer("value").outcome().thread().getName()).startsWith(HandlerTester.BLOCKING);
		assertThat(this.tester.emitFromServer("quick").outcome().thread()).isSameAs(Thread.currentThread());
		assertThat(this.tester.emitFromServer("mono").outcome().thread()).isSameAs(Thread.currentThread());
	}

	@Test
	void convertsAndValidates() throws Exception {
		try (LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean()) {
			validator.afterPropertiesSet();
			this.tester.with((options) -> options.validator(validator)).start(Strict.class);
			assertThat(this.tester.emitFromServer("number", "none").error())
				.isInstanceOf(ArgumentConversionException.class);
			assertThat(this.tester.emitFromServer("text", " ").error()).isInstanceOf(MethodValidationException.class);
			assertThat(this.tester.emitFromServer("text", "x").acknowledged()).containsExactly("x");
			assertThat(this.tester.emitFromServer("number").error()).isInstanceOf(MissingArgumentException.class);
		}
	}

	@Test
	void errorGoesToTheClosestExceptionHandlerThatNeedsNoSocket() throws Exception {
		this.tester.start(Failing.class, Advice.class);
		assertThat(answer("fail", "argument")).containsExactly("exception: argument");
		assertThat(this.tester.emit("fail", "argument").acknowledged()).containsExactly("of socket-id: argument");
		assertThat(answer("fail", "io")).containsExactly("advice / fail");
		assertThat(answer("mute", "x")).containsExactly("error: x");
	}

	@Test
	void anExceptionHandlerWithoutAnswerAnswersNevertheless() throws Exception {
		try (HandlerTester silent = new HandlerTester()) {
			silent
				.with((options) -> AnnotatedHandlerOptions.builder(() -> silent.server, silent.mapper,
						(error, locale) -> null, Runnable::run))
				.start(Failing.class);
			TestInvocation invocation = silent.emitFromServer("mute", "x");
			assertThat(invocation.acknowledged()).isNotNull().isEmpty();
			assertThat(silent.emit("mute", "x").acknowledged()).isNull();
		}
	}

	@Test
	void withoutExceptionHandlerTheEventFails() throws Exception {
		this.tester.start(Results.class);
		assertThat(this.tester.emitFromServer("broken").error()).hasMessage("broken");
	}

	static Stream<Class<?>> needy() {
		return Stream.of(NeedsSocket.class, NeedsPrincipal.class, NeedsHandshake.class, NeedsLocale.class,
				NeedsHeader.class, NeedsParam.class, NeedsAttribute.class, NeedsAuth.class, NeedsOptional.class);
	}

	@ParameterizedTest
	@MethodSource("needy")
	void whatBelongsToASocketFailsTheStart(Class<?> bean) {
		assertThatIllegalStateException().isThrownBy(() -> this.tester.start(bean)).withMessageContaining(NO_SOCKET);
	}

	@Test
	void aResolverThatNeedsASocketFailsTheStart() {
		HandlerMethodArgumentResolver resolver = (parameter) -> (parameter.getParameterType() == Tenant.class)
				? (CallArgument) (call) -> new Tenant(call.socket().id()) : null;
		this.tester.with((options) -> options.argumentResolvers(List.of(resolver)));
		assertThatIllegalStateException().isThrownBy(() -> this.tester.start(NeedsTenant.class))
			.withMessageContaining(NO_SOCKET);
	}

	@Test
	void aResolverThatNeedsNoSocketIsUsed() throws Exception {
		HandlerMethodArgumentResolver resolver = new HandlerMethodArgumentResolver() {

			@Override
			public @Nullable HandlerMethodArgument resolve(MethodParameter parameter) {
				return (parameter.getParameterType() == Tenant.class)
						? (CallArgument) (call) -> new Tenant(call.namespace().name()) : null;
			}

			@Override
			public boolean needsSocket() {
				return false;
			}

		};
		this.tester.with((options) -> options.argumentResolvers(List.of(resolver))).start(NeedsTenant.class);
		assertThat(answer("e", Map.of("name", "of the peer"))).containsExactly("/");
	}

	static Stream<Class<?>> guarded() {
		return Stream.of(Guarded.class, GuardedClass.class, GuardedLater.class);
	}

	@ParameterizedTest
	@MethodSource("guarded")
	void methodSecurityFailsTheStart(Class<?> bean) {
		this.tester.with((options) -> options.methodChecks(List.of(new GuardedMethodCheck(false))));
		assertThatIllegalStateException().isThrownBy(() -> this.tester.start(bean))
			.withMessageContaining(
					"has @PreAuthorize, but handles events of other servers, for which nobody is " + "authenticated");
	}

	@Test
	void otherMistakesFailTheStart() {
		refuses(Twice.class, "handle event 'e' of other servers in namespace '/'");
		refuses(Nameless.class, "names no event");
		refuses(Empty.class, "has an empty event name");
		refuses(Reserved.class, "handles 'connection', which is reserved among servers");
		refuses(Limited.class, "@RateLimit of");
		refuses(BadTimeout.class, "The timeout \"soon\"");
	}

	private static void refuses(Class<?> bean, String message) {
		try (HandlerTester tester = new HandlerTester()) {
			assertThatIllegalStateException().isThrownBy(() -> tester.start(bean)).withMessageContaining(message);
		}
	}

	@Test
	void hasOrderAndTimeoutOfItsOwn() {
		this.tester.with((options) -> options.ordered(false)).start(Results.class);
		EventHandler value = this.tester.handler().serverEventHandler("value");
		assertThat(value.isOrdered()).isTrue();
		assertThat(value.timeout()).isNull();
		EventHandler quick = this.tester.handler().serverEventHandler("quick");
		assertThat(quick.isOrdered()).isFalse();
		assertThat(quick.timeout()).hasSeconds(2);
	}

	record Point(int x, int y) {
	}

	record Tenant(String name) {
	}

	@SocketNamespace("/tenant-{tenant}")
	static class Arguments {

		@OnServerEvent("all")
		String all(Namespace namespace, @NamespaceVariable String tenant, @EventName String event, Point point,
				SocketIOServer server) {
			return namespace.name() + " " + tenant + " " + event + " " + point + " " + (server != null);
		}

		@OnServerEvent("rest")
		String rest(int first, Object... others) {
			return first + " " + Arrays.toString(others);
		}

		@OnServerEvent("data")
		String data(EventData data) {
			return String.valueOf(data.size());
		}

		@OnServerEvent("optional")
		String optional(Optional<String> value) {
			return value.toString();
		}

		@OnServerEvent("locale")
		String locale(@EventPayload Locale locale) {
			return locale.toString();
		}

		@OnEvent("of clients")
		void ofClients() {
		}

	}

	@SocketNamespace
	static class Results {

		@OnServerEvent("value")
		int value() {
			return 7;
		}

		@OnServerEvent("nothing")
		void nothing() {
		}

		@OnServerEvent("mono")
		Mono<String> mono() {
			return Mono.just("m");
		}

		@OnServerEvent("flux")
		Flux<Integer> flux() {
			return Flux.just(1, 2);
		}

		@OnServerEvent("stage")
		CompletionStage<String> stage() {
			return CompletableFuture.completedFuture("s");
		}

		@OnServerEvent("empty")
		Mono<Void> empty() {
			return Mono.empty();
		}

		@OnServerEvent("own")
		String own(Ack ack) {
			ack.send("by itself");
			return "not used";
		}

		@NonBlocking
		@OnServerEvent(names = "quick", ordered = false, timeout = "2s")
		void quick() {
		}

		@OnServerEvent("broken")
		void broken() {
			throw new IllegalArgumentException("broken");
		}

	}

	@SocketNamespace
	static class Strict {

		@OnServerEvent("number")
		int number(int number) {
			return number;
		}

		@OnServerEvent("text")
		String text(@NotBlank String text) {
			return text;
		}

	}

	@SocketNamespace
	static class Failing {

		@OnEvent("fail")
		@OnServerEvent("fail")
		void fail(String kind) throws Exception {
			throw switch (kind) {
				case "argument" -> new IllegalArgumentException(kind);
				default -> new IOException(kind);
			};
		}

		@OnEvent("mute")
		@OnServerEvent("mute")
		void mute(String text) {
			throw new UnsupportedOperationException(text);
		}

		@SocketExceptionHandler
		String ofSocket(IllegalArgumentException ex, SocketIOSocket socket) {
			return "of " + socket.id() + ": " + ex.getMessage();
		}

		@SocketExceptionHandler
		String any(RuntimeException ex) {
			return "exception: " + ex.getMessage();
		}

		@SocketExceptionHandler
		void mute(UnsupportedOperationException ex) {
		}

	}

	@SocketAdvice
	static class Advice {

		@SocketExceptionHandler
		String io(IOException ex, Namespace namespace, @EventName String event) {
			return "advice " + namespace.name() + " " + event;
		}

	}

	@SocketNamespace
	static class NeedsSocket {

		@OnServerEvent("e")
		void event(SocketIOSocket socket) {
		}

	}

	@SocketNamespace
	static class NeedsOptional {

		@OnServerEvent("e")
		void event(Optional<SocketIOSocket> socket) {
		}

	}

	@SocketNamespace
	static class NeedsPrincipal {

		@OnServerEvent("e")
		void event(Principal principal) {
		}

	}

	@SocketNamespace
	static class NeedsHandshake {

		@OnServerEvent("e")
		void event(Handshake handshake) {
		}

	}

	@SocketNamespace
	static class NeedsLocale {

		@OnServerEvent("e")
		void event(Locale locale) {
		}

	}

	@SocketNamespace
	static class NeedsHeader {

		@OnServerEvent("e")
		void event(@HandshakeHeader("x") String header) {
		}

	}

	@SocketNamespace
	static class NeedsParam {

		@OnServerEvent("e")
		void event(@HandshakeParam("x") String param) {
		}

	}

	@SocketNamespace
	static class NeedsAttribute {

		@OnServerEvent("e")
		void event(@SocketAttribute("x") String attribute) {
		}

	}

	@SocketNamespace
	static class NeedsAuth {

		@OnServerEvent("e")
		void event(@AuthPayload("x") String auth) {
		}

	}

	@SocketNamespace
	static class NeedsTenant {

		@OnServerEvent("e")
		String event(Tenant tenant) {
			return tenant.name();
		}

	}

	@SocketNamespace
	static class Guarded {

		@OnServerEvent("e")
		@PreAuthorize("permitAll")
		void event() {
		}

	}

	@SocketNamespace
	@PreAuthorize("permitAll")
	static class GuardedClass {

		@OnServerEvent("e")
		void event() {
		}

	}

	@Lazy
	@SocketNamespace
	static class GuardedLater {

		@OnServerEvent("e")
		@PreAuthorize("permitAll")
		void event() {
		}

	}

	@SocketNamespace
	static class Twice {

		@OnServerEvent("e")
		void one() {
		}

		@OnServerEvent("e")
		void two() {
		}

	}

	@SocketNamespace
	static class Nameless {

		@OnServerEvent
		void event() {
		}

	}

	@SocketNamespace
	static class Empty {

		@OnServerEvent("")
		void event() {
		}

	}

	@SocketNamespace
	static class Reserved {

		@OnServerEvent("connection")
		void event() {
		}

	}

	@SocketNamespace
	static class Limited {

		@OnServerEvent("e")
		@RateLimit(permits = 1)
		void event() {
		}

	}

	@SocketNamespace
	static class BadTimeout {

		@OnServerEvent(names = "e", timeout = "soon")
		void event() {
		}

	}

}
