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

package io.github.socketiospring.handler;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class InvocableEventHandlerMethodTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final SocketIOSocket socket = mock();

	private final List<String> asked = new ArrayList<>();

	private final HandlerMethodArgumentResolver sockets = (parameter) -> {
		this.asked.add("sockets " + parameter.getParameterName());
		return (parameter.getParameterType() == SocketIOSocket.class) ? (CallArgument) HandlerCall::socket : null;
	};

	private final HandlerMethodArgumentResolver numbers = (parameter) -> {
		this.asked.add("numbers " + parameter.getParameterName());
		return (parameter.getParameterType() == int.class) ? new Checked() : null;
	};

	@BeforeEach
	void handshake() {
		Handshake handshake = mock();
		given(handshake.context()).willReturn(Context.of("user", "ann"));
		given(this.socket.handshake()).willReturn(handshake);
		given(this.socket.id()).willReturn("id");
	}

	@Test
	void resolversAreAskedOnceForEachParameter() throws Throwable {
		InvocableEventHandlerMethod method = method("mixed");
		assertThat(this.asked).containsExactly("sockets a", "numbers a", "sockets socket", "sockets b", "numbers b");
		for (int i = 0; i < 3; i++) {
			@Nullable Object[] values = method.readArguments(arguments(1, 2));
			assertThat(values).containsExactly(1, null, 2);
			assertThat(method.call(values, HandlerCall.of(this.socket))).isEqualTo("1id2");
		}
		assertThat(this.asked).hasSize(5);
	}

	@Test
	void argumentsAreCheckedWhenCalled() {
		InvocableEventHandlerMethod method = method("mixed");
		@Nullable Object[] values = method.readArguments(arguments(1, -1));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> method.call(values, HandlerCall.of(this.socket)))
			.withMessage("1 is negative");
	}

	@Test
	void throwsWhatTheMethodThrew() {
		InvocableEventHandlerMethod method = method("throwing");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> method.call(new Object[0], HandlerCall.of(this.socket)));
	}

	@Test
	void refusesParameterThatNobodyKnows() {
		assertThatIllegalStateException().isThrownBy(() -> method("unknown"))
			.withMessage("Parameter 0 (String text) of InvocableEventHandlerMethodTests.Methods#unknown(String) "
					+ "is of no supported kind");
	}

	@Test
	void emitsResultWithinContextOfHandshake() {
		StepVerifier.create(method("context").call(HandlerCall.of(this.socket)))
			.expectNext("ann")
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(method("plain").call(HandlerCall.of(this.socket)))
			.expectNext("plain")
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.create(method("throwing").call(HandlerCall.of(this.socket)))
			.expectError(IOException.class)
			.verify(PATIENCE);
	}

	@Test
	void cancelsWhatTheMethodReturned() {
		StepVerifier.create(method("waiting").call(HandlerCall.of(this.socket)))
			.expectSubscription()
			.thenCancel()
			.verify(PATIENCE);
		Methods.PUBLISHER.assertCancelled();
	}

	@Test
	void runsOnExecutor() {
		AtomicBoolean used = new AtomicBoolean();
		InvocableEventHandlerMethod method = new InvocableEventHandlerMethod(handlerMethod("plain"), List.of(),
				(task) -> {
					used.set(true);
					task.run();
				});
		StepVerifier.create(method.call(HandlerCall.of(this.socket)))
			.expectNext("plain")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(used).isTrue();
	}

	private InvocableEventHandlerMethod method(String name) {
		return new InvocableEventHandlerMethod(handlerMethod(name), List.of(this.sockets, this.numbers), null);
	}

	private EventHandlerMethod handlerMethod(String name) {
		return Arrays.stream(ReflectionUtils.getDeclaredMethods(Methods.class))
			.filter((method) -> method.getName().equals(name))
			.map((method) -> new EventHandlerMethod(Methods::new, Methods.class, method))
			.findFirst()
			.orElseThrow();
	}

	private EventArguments arguments(Object... values) {
		return new EventArguments(new ArgumentReader() {

			private int index;

			@Override
			public boolean hasNext() {
				return this.index < values.length;
			}

			@Override
			public Object next(JavaType type) {
				return values[this.index++];
			}

			@Override
			public void finish() {
			}

		});
	}

	private static final class Checked implements EventArgument {

		private static final JavaType INT = JsonMapper.shared().constructType(int.class);

		@Override
		public @Nullable Object read(EventArguments arguments, int position) {
			return arguments.next(INT);
		}

		@Override
		public void check(@Nullable Object value, int position) throws Exception {
			if (value instanceof Integer number && number < 0) {
				throw new Exception(position + " is negative");
			}
		}

	}

	static class Methods {

		static final TestPublisher<String> PUBLISHER = TestPublisher.create();

		String mixed(int a, SocketIOSocket socket, int b) {
			return a + socket.id() + b;
		}

		void throwing() throws IOException {
			throw new IOException();
		}

		void unknown(String text) {
		}

		Mono<String> context() {
			return Mono.deferContextual((context) -> Mono.just(context.get("user")));
		}

		String plain() {
			return "plain";
		}

		Mono<String> waiting() {
			return PUBLISHER.mono();
		}

	}

}
