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

package io.github.socketiospring.engineio.web;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class ClientConnectionTests {

	@Test
	void answersOnAnyThreadWithoutAServer() {
		ClientConnection connection = ClientConnection.of(new MockServerHttpResponse());
		Thread[] answering = new Thread[1];
		connection.answering().execute(() -> answering[0] = Thread.currentThread());
		assertThat(answering).containsExactly(Thread.currentThread());
		assertThat(connection.isTaken()).isTrue();
		assertThat(connection.taken().blockOptional(Duration.ofSeconds(10))).isEmpty();
	}

	@Test
	void doesWithoutReactorNetty() throws ReflectiveOperationException {
		Class<?> type = new WithoutReactorNetty().loadClass(ClientConnection.class.getName());
		Method of = type.getDeclaredMethod("of", ServerHttpResponse.class);
		of.setAccessible(true);
		assertThat(of.invoke(null, new MockServerHttpResponse())).isExactlyInstanceOf(type);
	}

	/**
	 * An application without Reactor Netty.
	 */
	private static final class WithoutReactorNetty extends ClassLoader {

		private static final String PACKAGE = ClientConnection.class.getPackageName() + ".";

		WithoutReactorNetty() {
			super(ClientConnection.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("reactor.netty.")) {
				throw new ClassNotFoundException(name);
			}
			return name.startsWith(PACKAGE) ? define(name) : super.loadClass(name, resolve);
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			Class<?> loaded = findLoadedClass(name);
			if (loaded != null) {
				return loaded;
			}
			try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				byte[] bytes = in.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
