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

import java.time.Instant;
import java.util.Map;

import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineRevision;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.HandshakePermit;
import io.github.socketiospring.engineio.transport.polling.PollingFormat;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.testsupport.RecordingHandler;
import io.github.socketiospring.testsupport.TestTimer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A servlet container that reports neither the end of an answer nor an error.
 */
class UnfinishedAnswerTests {

	private static final EngineHandshake HANDSHAKE = new EngineHandshake("/engine.io/", Map.of(), Map.of(), null, false,
			Instant.EPOCH, null, Context.empty());

	private final TestTimer timer = new TestTimer();

	private final EngineServer server = new EngineServer(EngineOptions.defaults(), RecordingHandler.silent(),
			this.timer, () -> "id");

	@Test
	void countsUntilTheSessionEnds() {
		PollingTransport polling = open();
		poll(polling, Mono.never());
		assertThat(this.server.memory().used(MemoryKind.ANSWERS)).isPositive();
		this.server.terminateAll();
		assertThat(this.server.memory().used()).isZero();
		assertThat(this.server.memory().accounts()).isZero();
	}

	@Test
	void isFollowedByTheNextOnceItIsFinished() {
		PollingTransport polling = open();
		poll(polling, Mono.empty());
		assertThat(this.server.memory().used(MemoryKind.ANSWERS)).isZero();
		this.server.session("id").send(EngineMessage.text("next"));
		MockServerWebExchange exchange = poll(polling, null);
		assertThat(exchange.getResponse().getBodyAsString().block()).isEqualTo("4next");
		this.server.terminateAll();
		assertThat(this.server.memory().used()).isZero();
	}

	private PollingTransport open() {
		HandshakePermit permit = this.server.entry().admit();
		permit.accept(EngineRevision.V4, HANDSHAKE);
		return permit.open((session) -> new PollingTransport(session, this.timer, 1000, PollingFormat.REVISION_4));
	}

	private MockServerWebExchange poll(PollingTransport polling, @Nullable Mono<Void> end) {
		EngineOptions options = this.server.options();
		PollingRequests requests = new PollingRequests(options, this.timer, new Refusals(this.server.entry(), options,
				new RefusalLog(LoggerFactory.getLogger(UnfinishedAnswerTests.class))));
		MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/engine.io/"));
		if (end != null) {
			exchange.getResponse().setWriteHandler((body) -> end);
		}
		requests.poll(new EngineResponse(exchange, false), polling).subscribe();
		return exchange;
	}

}
