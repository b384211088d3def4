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

package io.github.socketiospring.autoconfigure.observation;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.event.SocketConnectedEvent;
import io.github.socketiospring.event.SocketDisconnectedEvent;
import io.github.socketiospring.event.SocketEventPublisher;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.TestEngineSession;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketIOEventsAutoConfiguration}.
 */
class SocketIOEventsAutoConfigurationTests {

	private final ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SocketIOAutoConfiguration.class, WebFluxAutoConfiguration.class,
				JacksonAutoConfiguration.class, SocketIOEventsAutoConfiguration.class));

	@Test
	void publishesForEventListenersOffTheCallingThread() {
		this.runner.withUserConfiguration(Listeners.class).run((context) -> {
			TestEngineSession session = TestEngineSession.open(context.getBean(SocketIOServer.class));
			session.connect("/");
			session.lose(CloseReason.TRANSPORT_CLOSE);
			Listeners listeners = context.getBean(Listeners.class);
			assertThat(listeners.heard.await(1, TimeUnit.MINUTES)).isTrue();
			assertThat(listeners.events).containsExactly("connected", "disconnected");
			assertThat(listeners.threads).doesNotContain(Thread.currentThread());
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("socketio.application-events.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketEventPublisher.class));
	}

	@Test
	void stepsBackWhereSocketIOIsSwitchedOff() {
		this.runner.withPropertyValues("socketio.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SocketEventPublisher.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final CountDownLatch heard = new CountDownLatch(2);

		private final CopyOnWriteArrayList<String> events = new CopyOnWriteArrayList<>();

		private final CopyOnWriteArrayList<Thread> threads = new CopyOnWriteArrayList<>();

		@EventListener
		void connected(SocketConnectedEvent event) {
			heard("connected");
		}

		@EventListener
		void disconnected(SocketDisconnectedEvent event) {
			heard("disconnected");
		}

		private void heard(String event) {
			this.events.add(event);
			this.threads.add(Thread.currentThread());
			this.heard.countDown();
		}

	}

}
