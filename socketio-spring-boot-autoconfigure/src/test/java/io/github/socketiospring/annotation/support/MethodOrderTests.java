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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.annotation.NonBlocking;
import io.github.socketiospring.annotation.OnAnyEvent;
import io.github.socketiospring.annotation.OnConnect;
import io.github.socketiospring.annotation.OnDisconnect;
import io.github.socketiospring.annotation.OnDisconnecting;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.NamespaceHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Methods of one kind in a bean are called in the order of {@code @Order}, then of their
 * names.
 */
class MethodOrderTests {

	// Not a string for each: HotSpot returns methods in the order in which it first met
	// their names.
	private static final String IN_ORDER = "zeta epsilon eta alpha beta gamma";

	private final HandlerTester tester = HandlerTester.of(Methods.class);

	@AfterEach
	void close() {
		this.tester.close();
	}

	@Test
	void isThatOfConnectMethods() {
		// All but the first have their own handler.
		List<NamespaceHandler> handlers = this.tester.handlers.values().iterator().next();
		Flux.fromIterable(handlers)
			.concatMap((handler) -> handler.onConnect(this.tester.socket))
			.blockLast(Duration.ofSeconds(10));
		assertThat(log()).isEqualTo(IN_ORDER);
	}

	@Test
	void isThatOfDisconnectingMethods() {
		this.tester.handler()
			.onDisconnecting(this.tester.socket, DisconnectReason.TRANSPORT_CLOSE)
			.block(Duration.ofSeconds(10));
		assertThat(log()).isEqualTo(IN_ORDER);
	}

	@Test
	void isThatOfDisconnectMethods() {
		this.tester.handler()
			.onDisconnect(this.tester.socket, DisconnectReason.TRANSPORT_CLOSE)
			.block(Duration.ofSeconds(10));
		assertThat(log()).isEqualTo(IN_ORDER);
	}

	@Test
	void isThatOfMethodsForAnyEvent() throws Exception {
		this.tester.emit("event").acknowledged();
		assertThat(log()).isEqualTo(IN_ORDER);
	}

	private String log() {
		return String.join(" ", this.tester.bean(Methods.class).log);
	}

	interface Inherited {

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		@Order(1)
		void zeta();

	}

	@SocketNamespace
	@NonBlocking
	static class Methods implements Inherited {

		final List<String> log = new ArrayList<>();

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		void gamma() {
			this.log.add("gamma");
		}

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		@Order(3)
		void eta() {
			this.log.add("eta");
		}

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		void alpha() {
			this.log.add("alpha");
		}

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		@Order(2)
		void epsilon() {
			this.log.add("epsilon");
		}

		@OnConnect
		@OnDisconnecting
		@OnDisconnect
		@OnAnyEvent
		void beta() {
			this.log.add("beta");
		}

		@Override
		public void zeta() {
			this.log.add("zeta");
		}

	}

}
