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

import java.io.IOException;

import io.github.socketiospring.testsupport.process.ServerConsole;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Shows the cost of the stack below a server library: Reactor Netty with fixed answers,
 * without parsing.
 */
public final class BareServer {

	private final BareRoom room = new BareRoom();

	private final BarePolling polling = new BarePolling();

	private BareServer() {
	}

	public static void main(String[] args) throws IOException {
		BareServer server = new BareServer();
		DisposableServer disposable = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.route((routes) -> routes.get("/socket.io/", server::get).post("/socket.io/", server.polling::post))
			.bindNow();
		ServerConsole.listening(disposable.port());
		ServerConsole.obey();
	}

	private Mono<Void> get(HttpServerRequest request, HttpServerResponse response) {
		if (request.uri().contains("transport=websocket")) {
			return BareSocket.upgrade(response, this.room);
		}
		return this.polling.get(request, response);
	}

	/**
	 * Keeps failures of single connections out of the log.
	 */
	abstract static class QuietHandler extends ChannelInboundHandlerAdapter {

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
