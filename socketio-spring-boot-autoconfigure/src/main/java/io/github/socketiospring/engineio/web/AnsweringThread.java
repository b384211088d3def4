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

import java.util.concurrent.Executor;

import io.netty.channel.EventLoop;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The thread on which the answer to a request is to be given: on Reactor Netty the event
 * loop of the request's connection, elsewhere any.
 * <p>
 * Reactor Netty takes an answer from any thread, but then the client's next request may
 * be read before the answer's end was noted. It is put aside, and if it is answered as
 * soon as it is taken up again, which is usual with polls, the connection is not read any
 * more.
 */
final class AnsweringThread implements Executor {

	private static final Executor ANY = Runnable::run;

	private final EventLoop eventLoop;

	private AnsweringThread(EventLoop eventLoop) {
		this.eventLoop = eventLoop;
	}

	static Executor of(ServerHttpResponse response) {
		Executor[] thread = { ANY };
		if (ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse netty) {
			netty.withConnection((connection) -> thread[0] = new AnsweringThread(connection.channel().eventLoop()));
		}
		return thread[0];
	}

	@Override
	public void execute(Runnable answer) {
		if (this.eventLoop.inEventLoop() || this.eventLoop.isShuttingDown()) {
			answer.run();
		}
		else {
			this.eventLoop.execute(answer);
		}
	}

}
