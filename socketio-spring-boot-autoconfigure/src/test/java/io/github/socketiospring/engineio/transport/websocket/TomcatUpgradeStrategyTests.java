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

import java.net.URI;

import io.github.socketiospring.engineio.transport.websocket.TomcatUpgradeStrategy.CloseableSession;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import org.apache.tomcat.websocket.WsSession;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.socket.HandshakeInfo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link TomcatUpgradeStrategy}.
 */
class TomcatUpgradeStrategyTests {

	private final RemoteEndpoint.Async remote = mock();

	@Test
	void sessionThatIsClosedMeanwhileFailsTheSend() {
		WsSession tomcat = mock();
		given(tomcat.getId()).willReturn("1");
		given(tomcat.getAsyncRemote()).willReturn(this.remote);
		IllegalStateException closed = new IllegalStateException("closed");
		willThrow(closed).given(this.remote).sendText(eq("second"), any());
		CloseableSession session = new CloseableSession(tomcat,
				new HandshakeInfo(URI.create("/"), new HttpHeaders(), Mono.empty(), null),
				DefaultDataBufferFactory.sharedInstance);
		StepVerifier.create(session.send(Flux.just("first", "second").map(session::textMessage)))
			.then(this::firstIsSent)
			.verifyErrorSatisfies((error) -> assertThat(error).isSameAs(closed));
	}

	private void firstIsSent() {
		ArgumentCaptor<SendHandler> handler = ArgumentCaptor.captor();
		then(this.remote).should().sendText(eq("first"), handler.capture());
		handler.getValue().onResult(new SendResult((Throwable) null));
	}

}
