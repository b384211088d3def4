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

package io.github.socketiospring.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.LogGuard;
import io.github.socketiospring.testsupport.TestMemory;
import org.jspecify.annotations.Nullable;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A Boot application with a real web server on the loopback address.
 */
public final class TestServer implements AutoCloseable {

	/**
	 * Without the budget, the Socket.IO server waits five seconds for the clients that a
	 * test leaves behind.
	 */
	private static final Map<String, String> DEFAULTS = Map.of("server.address", "127.0.0.1", "server.port", "0",
			"socketio.shutdown.budget", "0s", "spring.main.banner-mode", "off");

	private final ReactiveWebServerApplicationContext context;

	private final @Nullable EngineServer engine;

	private final @Nullable SocketIOServer io;

	private final LogGuard logGuard = new LogGuard();

	private TestServer(ReactiveWebServerApplicationContext context) {
		this.context = context;
		this.engine = context.getBeanProvider(EngineServer.class).getIfAvailable();
		this.io = context.getBeanProvider(SocketIOServer.class).getIfAvailable();
		if (this.engine != null) {
			this.engine.addListener(this.logGuard);
		}
		this.logGuard.watch();
	}

	/**
	 * Start the application.
	 * @param configuration what it consists of, beside auto-configuration
	 * @param properties properties by name
	 * @return the running server, to be closed
	 */
	public static TestServer start(Class<?> configuration, Map<String, String> properties) {
		BlockingCalls.watch();
		Map<String, String> all = new HashMap<>(DEFAULTS);
		all.putAll(properties);
		List<String> arguments = new ArrayList<>();
		all.forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return new TestServer(
				(ReactiveWebServerApplicationContext) new SpringApplicationBuilder(Application.class, configuration)
					.run(arguments.toArray(String[]::new)));
	}

	/**
	 * The port on the loopback address.
	 * @return the port
	 */
	public int port() {
		return this.context.getWebServer().getPort();
	}

	/**
	 * A bean of the application.
	 * @param <T> the type of the bean
	 * @param type the type of the bean
	 * @return the bean
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * Stop the application. Fails if an event loop was blocked, if the log contains what
	 * it must not, or if memory is still held after all clients have gone.
	 */
	@Override
	public void close() {
		this.context.close();
		// A handler that a test leaves running holds memory.
		if (this.engine != null && this.io != null && this.io.statistics().handlersAtWork().isEmpty()) {
			TestMemory.awaitNothingHeld(this.engine.memory());
		}
		List<String> lines = this.logGuard.end();
		assertThat(BlockingCalls.drain()).as("calls that block a thread which must not block").isEmpty();
		assertThat(lines).as("lines that must not be logged").isEmpty();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * With its own event loops: those that applications share end with the first
		 * application. By default, they wait two seconds for more work before they end.
		 * @return the resources of this application
		 */
		@Bean
		ReactorResourceFactory eventLoops() {
			ReactorResourceFactory eventLoops = new ReactorResourceFactory();
			eventLoops.setUseGlobalResources(false);
			eventLoops.setLoopResourcesSupplier(() -> LoopResources.create("reactor-http"));
			eventLoops.setShutdownQuietPeriod(Duration.ZERO);
			return eventLoops;
		}

	}

}
