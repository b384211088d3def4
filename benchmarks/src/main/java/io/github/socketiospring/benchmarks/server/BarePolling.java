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

package io.github.socketiospring.benchmarks.server;

import io.netty.buffer.ByteBuf;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * HTTP long-polling of the bare server.
 */
final class BarePolling {

	private final BarePolls polls = new BarePolls();

	Mono<Void> get(HttpServerRequest request, HttpServerResponse response) {
		return this.polls.get(request.uri(), response).flatMap((payload) -> send(response, payload));
	}

	Mono<Void> post(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().flatMap((body) -> {
			this.polls.post(request.uri(), body);
			return send(response, BarePolls.OK.duplicate());
		});
	}

	private static Mono<Void> send(HttpServerResponse response, ByteBuf payload) {
		return response.header("Content-Type", "text/plain; charset=UTF-8")
			.header("Content-Length", String.valueOf(payload.readableBytes()))
			.sendObject(payload)
			.then();
	}

}
