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

import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutionPolicyTests {

	private final Executor executor = Runnable::run;

	@Test
	void methodsThatMayBlockLeaveTheEventLoop() {
		ExecutionPolicy policy = new ExecutionPolicy(HandlerExecution.AUTO, this.executor);
		assertThat(policy.executorFor(method("plain"), false)).isSameAs(this.executor);
		assertThat(policy.executorFor(method("nothing"), false)).isSameAs(this.executor);
		assertThat(policy.executorFor(method("plain"), true)).isNull();
	}

	@Test
	void reactiveMethodsStay() {
		ExecutionPolicy policy = new ExecutionPolicy(HandlerExecution.AUTO, this.executor);
		for (String name : new String[] { "mono", "flux", "publisher", "future" }) {
			assertThat(policy.executorFor(method(name), false)).as(name).isNull();
		}
	}

	@Test
	void modeOverridesSignature() {
		assertThat(new ExecutionPolicy(HandlerExecution.EVENT_LOOP, this.executor).executorFor(method("plain"), false))
			.isNull();
		assertThat(new ExecutionPolicy(HandlerExecution.EXECUTOR, this.executor).executorFor(method("mono"), true))
			.isSameAs(this.executor);
	}

	private EventHandlerMethod method(String name) {
		Method method = ReflectionUtils.findMethod(Methods.class, name);
		assertThat(method).isNotNull();
		return new EventHandlerMethod(Methods::new, Methods.class, method);
	}

	static class Methods {

		String plain() {
			return "";
		}

		void nothing() {
		}

		Mono<String> mono() {
			return Mono.empty();
		}

		Flux<String> flux() {
			return Flux.empty();
		}

		Publisher<String> publisher() {
			return Mono.empty();
		}

		CompletableFuture<String> future() {
			return new CompletableFuture<>();
		}

	}

}
