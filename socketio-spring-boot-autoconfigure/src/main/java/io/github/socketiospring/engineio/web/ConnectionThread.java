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

import io.netty.channel.EventLoop;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.ClassUtils;

/**
 * The event loop of the connection that a request came by. On Reactor Netty answers are
 * written there and only there: written from another thread, which is what the answer to
 * a held poll would be, the connection now and then forgets to read its next request.
 */
final class ConnectionThread {

	private static final boolean reactorNettyPresent = ClassUtils
		.isPresent("reactor.netty.http.server.HttpServerRequest", ConnectionThread.class.getClassLoader());

	private ConnectionThread() {
	}

	/**
	 * Write an answer where it has to be written.
	 * @param answer writes it when it is subscribed to, by any thread
	 * @param request the request it belongs to
	 * @return writes it on the connection's event loop, if it has one
	 */
	static Mono<Void> write(Mono<Void> answer, ServerHttpRequest request) {
		return reactorNettyPresent ? ReactorNetty.write(answer, request) : answer;
	}

	/**
	 * Apart, since Reactor Netty may be absent.
	 */
	private static final class ReactorNetty {

		static Mono<Void> write(Mono<Void> answer, ServerHttpRequest request) {
			if (!(ServerHttpRequestDecorator.getNativeRequest(request) instanceof HttpServerRequest received)) {
				return answer;
			}
			EventLoop[] eventLoop = new EventLoop[1];
			received.withConnection((connection) -> eventLoop[0] = connection.channel().eventLoop());
			return Mono.defer(() -> eventLoop[0].inEventLoop() ? answer
					: answer.subscribeOn(Schedulers.fromExecutor(eventLoop[0])));
		}

	}

}
