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

package io.github.socketiospring.engineio.transport.websocket;

import java.io.IOException;
import java.time.Duration;

import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.Violation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link SessionWebSocketTransport}: rare behaviour of servers.
 */
class SessionWebSocketTransportTests {

	private final Sinks.Many<WebSocketMessage> inbound = Sinks.many().unicast().onBackpressureBuffer();

	private final Sinks.One<CloseStatus> status = Sinks.one();

	private final WebSocketSession webSocket = mock();

	private final TransportListener session = mock();

	private final SessionWebSocketTransport transport = new SessionWebSocketTransport(this.webSocket, this.session, 100,
			WebSocketFormat.REVISION_4);

	@Test
	void aFailedWriteDoesNotHideWhatTheServerRefused() {
		StepVerifier.create(runWithFailingWrites())
			.then(() -> then(this.webSocket).should(never()).close(any()))
			.then(() -> {
				this.status.tryEmitValue(new CloseStatus(1009));
				this.inbound.tryEmitComplete();
			})
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		then(this.session).should().onViolation(eq(this.transport), eq(Violation.TOO_LARGE), anyString());
		then(this.session).should(never()).onClose(any());
		then(this.webSocket).should().close(any());
	}

	@Test
	void theSessionEndsAWebSocketThatCannotBeWrittenTo() {
		StepVerifier.create(runWithFailingWrites()).then(this.transport::close).then(() -> {
			then(this.webSocket).should().close(CloseStatus.NORMAL);
			this.inbound.tryEmitComplete();
			this.status.tryEmitEmpty();
		}).expectComplete().verify(Duration.ofSeconds(10));
		then(this.session).should().onClose(this.transport);
	}

	private Mono<Void> runWithFailingWrites() {
		given(this.webSocket.send(any())).willReturn(Mono.error(new IOException("Broken pipe")));
		given(this.webSocket.receive()).willReturn(this.inbound.asFlux());
		given(this.webSocket.closeStatus()).willReturn(this.status.asMono());
		given(this.webSocket.close(any())).willReturn(Mono.empty());
		return this.transport.run();
	}

}
