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

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;

/**
 * The events of the load generator.
 */
abstract class Handlers {

	private final SocketIOServer server;

	Handlers(SocketIOServer server) {
		this.server = server;
	}

	@OnEvent("echo")
	void echo(SocketIOSocket socket, String text) {
		socket.emit("echo", text);
	}

	@OnEvent("ack")
	String ack(String text) {
		return text;
	}

	@OnEvent("typed")
	void typed(SocketIOSocket socket, Order order) {
		socket.emit("typed", order);
	}

	@OnEvent("binary")
	void binary(SocketIOSocket socket, byte[] bytes) {
		socket.emit("binary", bytes);
	}

	@OnEvent("join")
	void join(SocketIOSocket socket, String room) {
		socket.join(room);
	}

	@OnEvent("publish")
	void publish(String text) {
		this.server.to("news").emit("news", text);
	}

}
