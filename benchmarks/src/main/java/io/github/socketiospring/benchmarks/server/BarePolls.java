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
import reactor.netty.http.server.HttpServerResponse;

/**
 * The HTTP long-polling sessions of the bare server: the answer to a poll is the body
 * that was posted.
 */
final class BarePolls {

	/** The answer to every POST. */
	static final ByteBuf OK = BareSocket.fixed("ok");

	private static final ByteBuf CONNECTED = BareSocket.fixed("40{\"sid\":\"BBBBBBBBBBBBBBBBBBBB\"}");

	private static final int CONNECT_LENGTH = 2;

	private final Map<String, Poll> polls = new ConcurrentHashMap<>();

	private final AtomicInteger ids = new AtomicInteger();

	/**
	 * Answer a GET.
	 * @param uri the URI of the request
	 * @param response the response, whose connection determines the thread
	 * @return the body, once there is one, on the thread of the connection
	 */
	Mono<ByteBuf> get(String uri, HttpServerResponse response) {
		String id = sessionId(uri);
		// Reactor Netty may stop reading from a connection that another thread answers.
		return (id != null) ? poll(id).answer().publishOn(eventLoop(response)) : Mono.just(open());
	}

	private static Scheduler eventLoop(HttpServerResponse response) {
		Scheduler[] eventLoop = new Scheduler[1];
		response
			.withConnection((connection) -> eventLoop[0] = Schedulers.fromExecutor(connection.channel().eventLoop()));
		return eventLoop[0];
	}

	private ByteBuf open() {
		String id = String.format("%020d", this.ids.incrementAndGet());
		this.polls.put(id, new Poll());
		return BareSocket
			.fixed("0{\"sid\":\"" + id + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,\"pingTimeout\":20000,"
					+ "\"maxPayload\":1000000}");
	}

	/**
	 * Handle the body of a POST.
	 * @param uri the URI of the request
	 * @param body the body, which is not released
	 */
	void post(String uri, ByteBuf body) {
		poll(String.valueOf(sessionId(uri)))
			.offer((body.readableBytes() == CONNECT_LENGTH) ? CONNECTED.duplicate() : Unpooled.copiedBuffer(body));
	}

	private Poll poll(String id) {
		return this.polls.computeIfAbsent(id, (missing) -> new Poll());
	}

	private static @Nullable String sessionId(String uri) {
		int index = uri.indexOf("&sid=");
		return (index < 0) ? null : uri.substring(index + 5);
	}

	/**
	 * Passes one payload from a POST to a GET, whichever arrives first.
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
