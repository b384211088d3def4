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

package io.github.socketiospring.annotation;

import java.lang.reflect.Method;
import java.util.List;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class SocketHandlerReflectiveProcessorTests {

	private final RuntimeHints hints = new RuntimeHints();

	@Test
	void registersMethodAndWhatIsConverted() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Handlers.class);
		for (Method method : Handlers.class.getDeclaredMethods()) {
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(this.hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(Payload.class, "text"))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(ReflectionUtils.findMethod(Answer.class, "number"))).accepts(this.hints);
		assertThat(
				RuntimeHintsPredicates.reflection().onMethodInvocation(ReflectionUtils.findMethod(Order.class, "text")))
			.accepts(this.hints);
	}

	@Test
	void registersNothingOfOurs() {
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(this.hints, Handlers.class);
		assertThat(RuntimeHintsPredicates.reflection().onType(SocketIOSocket.class)).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Namespace.class)).rejects(this.hints);
	}

	record Payload(String text) {
	}

	record Answer(int number) {
	}

	record Order(String text) {
	}

	static class Handlers {

		@OnEvent("event")
		Mono<Answer> event(SocketIOSocket socket, List<Payload> payload) {
			return Mono.empty();
		}

		@OnConnect
		void connected(SocketIOSocket socket) {
		}

		@OnServerEvent("event")
		void ofServer(Namespace namespace, Order order) {
		}

		@SocketExceptionHandler
		void failed(IllegalStateException ex) {
		}

	}

}
