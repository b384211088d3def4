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

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.polling.OverlappingRequestException;
import io.github.socketiospring.engineio.transport.polling.PayloadTooLargeException;
import io.github.socketiospring.engineio.transport.polling.PollAnswer;
import io.github.socketiospring.engineio.transport.polling.PollingTransport;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;

/**
 * Hands long-polling requests to their transport, and writes its answers.
 */
final class PollingRequests {

	private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

	private final EngineOptions options;

	private final Scheduler timer;

	private final Refusals refusals;

	PollingRequests(EngineOptions options, Scheduler timer, Refusals refusals) {
		this.options = options;
		this.timer = timer;
		this.refusals = refusals;
	}

	/**
	 * Answer a {@code GET} once there is something to send.
	 * @param response writes the answer
	 * @param polling the transport that is polled
	 * @return completes when the request has been answered
	 */
	Mono<Void> poll(EngineResponse response, PollingTransport polling) {
		return polling.poll(response.connection().answering())
			.flatMap((body) -> answer(response, polling, body))
			.onErrorResume(OverlappingRequestException.class, (ex) -> response.empty(HttpStatus.BAD_REQUEST));
	}

	private Mono<Void> answer(EngineResponse response, PollingTransport polling, PollAnswer body) {
		// Until it is answered, the session holds the memory of the answer.
		Disposable ended = response.connection().reportsEnd() ? Disposables.disposed()
				: polling.ended().subscribe((farewell) -> polling.answered());
		return response.answer(body, this.options.httpCompression())
			.doOnError((ex) -> polling.refuse("a poll could not be answered: " + ex))
			.doOnCancel(() -> polling.refuse("the client left while a poll was answered"))
			.doFinally((signal) -> {
				ended.dispose();
				awaitTaken(response, polling);
			});
	}

	private void awaitTaken(EngineResponse response, PollingTransport polling) {
		if (response.connection().isTaken()) {
			polling.answered();
			return;
		}
		polling.untaken(response.connection()::untaken);
		// Once the session has ended, no other timeout applies to a client that does not
		// read.
		Mono<Void> untaken = polling.ended()
			.delayUntil((farewell) -> (farewell != Transport.Farewell.DROP)
					? Mono.delay(this.options.closeGrace(), this.timer) : Mono.empty())
			.then(Mono.fromRunnable(response.connection()::cut));
		Mono.firstWithSignal(response.connection().taken(), untaken)
			.doFinally((signal) -> polling.answered())
			.subscribe(null, (ex) -> polling.refuse("the client did not read the answer to a poll: " + ex));
	}

	/**
	 * Answer a {@code POST} once its packets have been processed.
	 * @param exchange the exchange of the request
	 * @param response writes the answer
	 * @param polling the transport it is for
	 * @return completes when the request has been answered
	 */
	Mono<Void> post(ServerWebExchange exchange, EngineResponse response, PollingTransport polling) {
		HttpHeaders headers = exchange.getRequest().getHeaders();
		boolean binary = "application/octet-stream".equals(headers.getFirst(HttpHeaders.CONTENT_TYPE));
		if (binary && !polling.format().takesBinary()) {
			polling.refuse("a binary body, which belongs to another protocol revision");
			return response.empty(HttpStatus.BAD_REQUEST);
		}
		int limit = this.options.maxPayload();
		if (headers.getContentLength() > limit) {
			return this.refusals.tooLarge(response, headers.getContentLength() + " bytes", limit);
		}
		return polling
			.post(exchange.getRequest().getBody(), binary, response.connection().answering(),
					response.connection().readingThread())
			.then(Mono.defer(() -> response.html(OK)))
			.onErrorResume(PayloadTooLargeException.class,
					(ex) -> this.refusals.tooLarge(response, "more than " + limit + " bytes", limit))
			.onErrorResume(OverlappingRequestException.class, (ex) -> response.empty(HttpStatus.BAD_REQUEST));
	}

}
