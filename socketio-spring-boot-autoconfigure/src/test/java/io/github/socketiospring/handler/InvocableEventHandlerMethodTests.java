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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class InvocableEventHandlerMethodTests {

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

	private final HandlerCall call = () -> this.socket;

	@BeforeEach
	void id() {
		given(this.socket.id()).willReturn("id");
	}

	@Test
	void resolversAreAskedOnceForEachParameter() throws Throwable {
		InvocableEventHandlerMethod method = method("mixed");
		assertThat(this.asked).containsExactly("sockets a", "numbers a", "sockets socket", "sockets b", "numbers b");
		for (int i = 0; i < 3; i++) {
			@Nullable Object[] values = method.readArguments(arguments(1, 2));
			assertThat(values).containsExactly(1, null, 2);
			assertThat(method.call(values, this.call)).isEqualTo("1id2");
		}
		assertThat(this.asked).hasSize(5);
	}

	@Test
	void argumentsAreCheckedWhenCalled() {
		InvocableEventHandlerMethod method = method("mixed");
		@Nullable Object[] values = method.readArguments(arguments(1, -1));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> method.call(values, this.call))
			.withMessage("1 is negative");
	}

	@Test
	void throwsWhatTheMethodThrew() {
		InvocableEventHandlerMethod method = method("throwing");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> method.call(new Object[0], this.call));
	}

	@Test
	void refusesParameterThatNobodyKnows() {
		assertThatIllegalStateException().isThrownBy(() -> method("unknown"))
			.withMessage("Parameter 0 (String text) of InvocableEventHandlerMethodTests.Methods#unknown(String) "
					+ "is of no supported kind");
	}

	private InvocableEventHandlerMethod method(String name) {
		return new InvocableEventHandlerMethod(handlerMethod(name), List.of(this.sockets, this.numbers), null, null,
				10);
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

			@Override
			public KeptArguments keep() {
				throw new UnsupportedOperationException();
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
		public void check(@Nullable Object value, int position, HandlerCall call) throws Exception {
			if (value instanceof Integer number && number < 0) {
				throw new Exception(position + " is negative");
			}
		}

	}

	static class Methods {

		String mixed(int a, SocketIOSocket socket, int b) {
			return a + socket.id() + b;
		}

		void throwing() throws IOException {
			throw new IOException();
		}

		void unknown(String text) {
		}

	}

}
