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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.socketiospring.annotation.EventName;
import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketAdvice;
import io.github.socketiospring.annotation.SocketExceptionHandler;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.ErrorAckMapper;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which exception handlers are called, and what the client receives.
 */
class HandlerErrorsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final HandlerTester tester = HandlerTester.of(SecondAdvice.class, FirstAdvice.class, Handlers.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void closestHandlerOfBeanIsAsked() throws Exception {
		assertThat(this.tester.emit("fail", "number").acknowledged()).containsExactly("number: For input: number");
		assertThat(this.tester.emit("fail", "argument").acknowledged()).containsExactly("argument fail socket-id");
	}

	@Test
	void causesAreTried() throws Exception {
		assertThat(this.tester.emit("fail", "wrapped").acknowledged()).containsExactly("number: inside");
	}

	@Test
	void unconvertibleArgumentArrivesAtHandler() throws Exception {
		assertThat(this.tester.emit("number", "none").acknowledged()).containsExactly("argument 0");
	}

	@Test
	void advicesAreAskedInOrder() throws Exception {
		assertThat(this.tester.emit("fail", "io").acknowledged()).containsExactly("first advice");
		assertThat(this.tester.emit("fail", "security").acknowledged()).containsExactly("second advice");
	}

	@Test
	void withoutHandlerTheEventFails() throws Exception {
		TestInvocation invocation = this.tester.emit("fail", "error");
		assertThat(invocation.error()).isInstanceOf(AssertionError.class);
		assertThat(invocation.sent()).containsExactly("error: unexpected");
	}

	@Test
	void handlerWithoutValueLeavesAcknowledgementToDefault() throws Exception {
		assertThat(this.tester.emit("fail", "unsupported").acknowledged()).containsExactly("error: not yet");
	}

	@Test
	void mapperSaysWhatTheClientIsToldOfAnswersOfHandlers() throws Exception {
		try (HandlerTester mapped = new HandlerTester()) {
			ErrorAckMapper mapper = new ErrorAckMapper() {

				@Override
				public @Nullable Object toAcknowledgement(Throwable error, Locale locale) {
					return null;
				}

				@Override
				public Object toAcknowledgement(Object answer) {
					return "mapped " + answer;
				}

			};
			mapped
				.with((options) -> AnnotatedHandlerOptions.builder(() -> mapped.server, mapped.mapper, mapper,
						Runnable::run))
				.start(SecondAdvice.class, FirstAdvice.class, Handlers.class);
			assertThat(mapped.emit("fail", "io").acknowledged()).containsExactly("mapped first advice");
			assertThat(mapped.emit("fail", "unsupported").acknowledged()).isNull();
			mapped.attributes.put("fail", "argument");
			StepVerifier.create(mapped.handler().onConnect(mapped.socket))
				.expectErrorSatisfies((error) -> refused(error, "Connection refused", "mapped argument null socket-id"))
				.verify(PATIENCE);
		}
	}

	@Test
	void handlerThatTakesAckAcknowledgesItself() throws Exception {
		assertThat(this.tester.emit("fail", "index").acknowledged()).containsExactly("by hand", "twice");
	}

	@Test
	void errorOfHandlerTakesThePlace() throws Exception {
		TestInvocation invocation = this.tester.emit("fail", "state");
		assertThat(invocation.error()).isInstanceOf(IllegalStateException.class).hasMessage("translated");
		assertThat(invocation.error().getSuppressed()).singleElement().isInstanceOf(ArrayStoreException.class);
		assertThat(invocation.sent()).containsExactly("error: translated");
	}

	@Test
	void answerThatCannotBeSentFails() throws Exception {
		TestInvocation invocation = this.tester.emit(TestInvocation::refuseFirstAnswer, "fail", "number");
		assertThat(invocation.error()).hasMessage("cannot be written");
	}

	@Test
	void plainHandlerRunsOnExecutor() throws Exception {
		TestInvocation invocation = this.tester.emit("fail", "class");
		assertThat(invocation.acknowledged())
			.satisfiesExactly((thread) -> assertThat((String) thread).startsWith(HandlerTester.BLOCKING));
	}

	@Test
	void valueOfHandlerBecomesDataOfRefusal() {
		connect("argument")
			.verifyErrorSatisfies((error) -> refused(error, "Connection refused", "argument null socket-id"));
	}

	@Test
	void messageOfDeliberateRefusalStays() {
		connect("refuse").verifyErrorSatisfies((error) -> refused(error, "not you", Map.of("code", 42)));
		connect("refuse-data").verifyErrorSatisfies((error) -> refused(error, "nor you", "replaced"));
	}

	@Test
	void handlerWithoutValueRefusesNeutrally() {
		connect("unsupported").verifyErrorSatisfies((error) -> refused(error, "Connection refused", null));
	}

	@Test
	void withoutHandlerConnectFails() {
		connect("error").verifyErrorSatisfies(
				(error) -> assertThat(error).isInstanceOf(AssertionError.class).hasMessage("unexpected"));
	}

	@Test
	void errorOfDisconnectIsHandledOrSignalled() {
		this.tester.attributes.put("fail", "argument");
		StepVerifier.create(this.tester.handler().onDisconnect(this.tester.socket, DisconnectReason.PING_TIMEOUT))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.tester.attributes).containsEntry("reason", DisconnectReason.PING_TIMEOUT);
		this.tester.attributes.put("fail", "error");
		StepVerifier.create(this.tester.handler().onDisconnect(this.tester.socket, DisconnectReason.PING_TIMEOUT))
			.expectErrorMessage("unexpected")
			.verify(PATIENCE);
	}

	private Verifier connect(String failure) {
		this.tester.attributes.put("fail", failure);
		return (expectation) -> StepVerifier.create(this.tester.handler().onConnect(this.tester.socket))
			.expectErrorSatisfies(expectation)
			.verify(PATIENCE);
	}

	private void refused(Throwable error, String message, @Nullable Object data) {
		assertThat(error).isInstanceOfSatisfying(ConnectRefusedException.class, (ex) -> {
			assertThat(ex).hasMessage(message);
			assertThat(ex.data()).isEqualTo(data);
		});
	}

	static void fail(String failure) throws Exception {
		switch (failure) {
			case "number" -> throw new NumberFormatException("For input: number");
			case "argument" -> throw new IllegalArgumentException("bad");
			case "wrapped" -> throw new Exception("outside", new NumberFormatException("inside"));
			case "io" -> throw new IOException("broken");
			case "security" -> throw new SecurityException("no");
			case "unsupported" -> throw new UnsupportedOperationException("not yet");
			case "index" -> throw new IndexOutOfBoundsException("1");
			case "state" -> throw new ArrayStoreException("original");
			case "class" -> throw new ClassNotFoundException("c");
			case "refuse" -> throw new ConnectRefusedException("not you", Map.of("code", 42));
			case "refuse-data" -> throw new ConnectRefusedException("nor you", List.of());
			default -> throw new AssertionError("unexpected");
		}
	}

	private interface Verifier {

		void verifyErrorSatisfies(Consumer<Throwable> expectation);

	}

	@SocketNamespace
	@NonBlocking
	static class Handlers {

		@OnConnect
		void connected(SocketIOSocket socket) throws Exception {
			fail((String) socket.attributes().get("fail"));
		}

		@OnEvent("fail")
		Mono<String> event(String failure) {
			return Mono.error(() -> {
				try {
					fail(failure);
					return new AssertionError();
				}
				catch (Throwable ex) {
					return ex;
				}
			});
		}

		@OnEvent("number")
		void number(int number) {
		}

		@OnDisconnect
		Mono<Void> gone(SocketIOSocket socket) {
			return event((String) socket.attributes().get("fail")).then();
		}

		@SocketExceptionHandler
		String number(NumberFormatException ex) {
			return "number: " + ex.getMessage();
		}

		@SocketExceptionHandler
		Mono<String> argument(IllegalArgumentException ex, @EventName String event, SocketIOSocket socket,
				DisconnectReason reason) {
			if (reason != null) {
				socket.attributes().put("reason", reason);
			}
			return Mono.just("argument " + event + " " + socket.id());
		}

		@SocketExceptionHandler
		String conversion(ArgumentConversionException ex) {
			return "argument " + ex.index();
		}

		@SocketExceptionHandler(UnsupportedOperationException.class)
		void nothing() {
		}

		@SocketExceptionHandler
		void byHand(IndexOutOfBoundsException ex, Ack ack) {
			ack.send("by hand", "twice");
		}

		@SocketExceptionHandler
		void translate(ArrayStoreException ex) {
			throw new IllegalStateException("translated");
		}

		@SocketExceptionHandler
		@Nullable Object refusal(ConnectRefusedException ex) {
			return (ex.data() instanceof List) ? "replaced" : null;
		}

	}

	@SocketAdvice
	@Order(1)
	static class FirstAdvice {

		@SocketExceptionHandler
		@NonBlocking
		String io(IOException ex) {
			return "first advice";
		}

		@SocketExceptionHandler
		String type(ClassNotFoundException ex) {
			return Thread.currentThread().getName();
		}

	}

	@SocketAdvice
	@Order(2)
	static class SecondAdvice {

		@SocketExceptionHandler({ IOException.class, SecurityException.class, NumberFormatException.class })
		@NonBlocking
		String second(Exception ex) {
			return "second advice";
		}

	}

}
