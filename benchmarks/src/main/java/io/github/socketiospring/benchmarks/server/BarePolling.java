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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * HTTP long-polling of the bare server: what was posted is what the poll is answered
 * with.
 */
final class BarePolling {

	private static final ByteBuf OK = BareSocket.fixed("ok");

	private static final ByteBuf CONNECTED = BareSocket.fixed("40{\"sid\":\"BBBBBBBBBBBBBBBBBBBB\"}");

	private static final int CONNECT_LENGTH = 2;

	private final Map<String, Poll> polls = new ConcurrentHashMap<>();

	private final AtomicInteger ids = new AtomicInteger();

	Mono<Void> get(HttpServerRequest request, HttpServerResponse response) {
		String id = sessionId(request);
		if (id == null) {
			String created = String.format("%020d", this.ids.incrementAndGet());
			this.polls.put(created, new Poll());
			return send(response,
					BareSocket.fixed("0{\"sid\":\"" + created
							+ "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,"
							+ "\"maxPayload\":1000000}"));
		}
		// Reactor Netty may read a connection no more that was answered by another
		// thread.
		return poll(id).answer().publishOn(eventLoop(response)).flatMap((payload) -> send(response, payload));
	}

	private static Scheduler eventLoop(HttpServerResponse response) {
		Scheduler[] eventLoop = new Scheduler[1];
		response
			.withConnection((connection) -> eventLoop[0] = Schedulers.fromExecutor(connection.channel().eventLoop()));
		return eventLoop[0];
	}

	Mono<Void> post(HttpServerRequest request, HttpServerResponse response) {
		Poll poll = poll(String.valueOf(sessionId(request)));
		return request.receive().aggregate().flatMap((body) -> {
			poll.offer((body.readableBytes() == CONNECT_LENGTH) ? CONNECTED.duplicate() : Unpooled.copiedBuffer(body));
			return send(response, OK.duplicate());
		});
	}

	private Poll poll(String id) {
		return this.polls.computeIfAbsent(id, (missing) -> new Poll());
	}

	private static @Nullable String sessionId(HttpServerRequest request) {
		int index = request.uri().indexOf("&sid=");
		return (index < 0) ? null : request.uri().substring(index + 5);
	}

	private static Mono<Void> send(HttpServerResponse response, ByteBuf payload) {
		return response.header("Content-Type", "text/plain; charset=UTF-8")
			.header("Content-Length", String.valueOf(payload.readableBytes()))
			.sendObject(payload)
			.then();
	}

	/**
	 * One payload on its way from a POST to a GET, whichever comes first.
	 */
	private static final class Poll {

		private Sinks.One<ByteBuf> next = Sinks.one();

		private boolean offered;

		private boolean asked;

		synchronized void offer(ByteBuf payload) {
			Sinks.One<ByteBuf> current = this.next;
			this.offered = true;
			renew();
			current.tryEmitValue(payload);
		}

		synchronized Mono<ByteBuf> answer() {
			Sinks.One<ByteBuf> current = this.next;
			this.asked = true;
			renew();
			return current.asMono();
		}

		private void renew() {
			if (this.offered && this.asked) {
				this.offered = false;
				this.asked = false;
				this.next = Sinks.one();
			}
		}

	}

}
