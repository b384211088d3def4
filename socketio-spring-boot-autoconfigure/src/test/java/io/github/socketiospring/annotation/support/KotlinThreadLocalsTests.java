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

import java.util.List;

import io.micrometer.context.ContextRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Hooks;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Functions of Kotlin see the thread-locals of their client's handshake, also after they
 * were suspended.
 */
class KotlinThreadLocalsTests {

	private static final String KEY = "client";

	private static final ThreadLocal<String> CLIENT = new ThreadLocal<>();

	private final HandlerTester tester = new HandlerTester();

	@BeforeEach
	void start() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, CLIENT);
		Hooks.enableAutomaticContextPropagation();
		this.tester
			.register((context) -> context.registerBean(KotlinThreadLocals.class,
					() -> new KotlinThreadLocals(() -> String.valueOf(CLIENT.get()))))
			.start();
		CLIENT.set("other");
	}

	@AfterEach
	void close() {
		CLIENT.remove();
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
		this.tester.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "suspend", "flow", "suspend-flow" })
	void areThoseOfTheClient(String event) throws Exception {
		// Several calls, since a thread of Kotlin may still have the values of the last
		// one.
		for (int call = 0; call < 20; call++) {
			String client = (call % 2 == 0) ? "ann" : "bob";
			this.tester.handshake.context = Context.of(KEY, client);
			List<Object> answer = this.tester.emit(event).acknowledged();
			assertThat(answer).singleElement()
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.isNotEmpty()
				.allMatch(client::equals);
			assertThat(CLIENT.get()).isEqualTo("other");
		}
	}

}
