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

import java.util.Map;
import java.util.function.Function;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link AnnotatedHandlerRegistrar}: the namespaces for which beans are
 * registered.
 */
class AnnotatedHandlerRegistrarTests {

	private final HandlerTester tester = new HandlerTester();

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void registersBeansByPath() {
		this.tester.start(Root.class, MoreOfRoot.class, NoSlash.class);
		assertThat(this.tester.handlers).containsOnlyKeys("/", "/chat");
		assertThat(this.tester.handlers.get("/")).singleElement().satisfies((handler) -> {
			assertThat(handler.eventHandler("a")).isNotNull();
			assertThat(handler.eventHandler("b")).isNotNull();
		});
	}

	@Test
	void registersPattern() {
		this.tester.start(Pattern.class);
		assertThat(this.tester.handlers.keySet()).singleElement().satisfies((key) -> {
			@SuppressWarnings("unchecked")
			Function<String, Map<String, String>> pattern = (Function<String, Map<String, String>>) key;
			assertThat(pattern.apply("/tenant-7")).isEqualTo(Map.of("id", "7"));
		});
	}

	@Test
	void resolvesPlaceholders() throws Exception {
		this.tester.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("path", "/configured", "event", "named")));
		this.tester.start(Placeholders.class);
		assertThat(this.tester.handlers).containsOnlyKeys("/configured");
		assertThat(this.tester.emit("named").acknowledged()).isEmpty();
	}

	@Test
	void doesNotAskForServerWithoutBeans() {
		this.tester.start();
		then(this.tester.server).shouldHaveNoInteractions();
	}

	@Test
	void twoBeansOfOnePathHaveNamesOfTheirOwn() {
		this.tester.register((context) -> context.scan(getClass().getPackageName() + ".scanned")).start();
		assertThat(this.tester.context.getBeanNamesForAnnotation(SocketNamespace.class))
			.containsExactlyInAnyOrder("scannedNamespaces.First", "scannedNamespaces.Second");
	}

	@SocketNamespace
	static class Root {

		@OnEvent("a")
		void a() {
		}

	}

	@SocketNamespace("/")
	static class MoreOfRoot {

		@OnEvent("b")
		void b() {
		}

	}

	@SocketNamespace("chat")
	static class NoSlash {

	}

	@SocketNamespace("/tenant-{id}")
	static class Pattern {

	}

	@SocketNamespace("${path}")
	static class Placeholders {

		@OnEvent("${event}")
		void event() {
		}

	}

}
