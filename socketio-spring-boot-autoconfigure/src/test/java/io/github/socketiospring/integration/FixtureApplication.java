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

package io.github.socketiospring.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The fixture application of the golden vectors: it has the namespaces and handlers of
 * the Node.js server with which the vectors were recorded. The tests with real clients
 * use it as well. It records what happens, in the terms of the vectors.
 */
class FixtureApplication implements SocketIOConfigurer {

	private static final Pattern DYNAMIC = Pattern.compile("/dyn-\\d+");

	private final BlockingQueue<LogEntry> log = new LinkedBlockingQueue<>();

	@Override
	public void configure(SocketIOServer io) {
		serve(io.of("/"));
		serve(io.of("/adm"));
		serve(io.of("/slow").use((socket, next) -> Mono.delay(Duration.ofMillis(60)).then(next.proceed())));
		Namespace greet = io.of("/greet").use((socket, next) -> {
			socket.emit("before-connect");
			return next.proceed();
		});
		serve(greet.onConnection((socket) -> socket.emit("welcome")));
		serve(io.of("/deny").use((socket, next) -> Mono.error(new ConnectRefusedException("not authorized"))));
		serve(io.of("/denyd")
			.use((socket, next) -> Mono.error(new ConnectRefusedException("nope", Map.of("code", 42)))));
		serve(io.of((name) -> (DYNAMIC.matcher(name).matches()) ? Map.of() : null));
	}

	BlockingQueue<LogEntry> log() {
		return this.log;
	}

	private void serve(Namespace namespace) {
		namespace.onConnection((socket) -> {
			log(new LogEntry("connect", socket.namespace().name(), List.of()));
			socket.onDisconnecting((reason) -> log(socket, "disconnecting", reason.value()));
			socket.onDisconnect((reason) -> log(socket, "disconnect", reason.value()));
			socket.onAny((event, arguments) -> {
				List<Object> logged = new ArrayList<>(List.of(event));
				for (int i = 0; i < arguments.size(); i++) {
					logged.add(arguments.get(i));
				}
				log(new LogEntry("event", socket.namespace().name(), logged));
			});
			handle(socket);
		});
	}

	private void handle(SocketIOSocket socket) {
		on(socket, "echo", (event) -> socket.emit("echo-back", event.arguments()));
		on(socket, "ack", (event) -> event.ack().send(event.arguments()));
		on(socket, "join", (event) -> {
			socket.join(event.text(0));
			event.ack().send();
		});
		on(socket, "room", (event) -> socket.to(event.text(0)).emit("room-msg", event.argumentsFrom(1)));
		on(socket, "auth", (event) -> socket.emit("auth", socket.handshake().auth()));
		on(socket, "ask", (event) -> socket.emitWithAck("question", JsonNode.class, event.arguments())
			// Clients may leave without an answer.
			.subscribe((answer) -> log(new LogEntry("ack-received", "", List.of(answer))), (ex) -> {
			}));
		on(socket, "bye", (event) -> socket.disconnect());
		on(socket, "byebye", (event) -> socket.disconnect(true));
	}

	private void on(SocketIOSocket socket, String name, Consumer<Event> handler) {
		socket.on(name, (arguments, ack) -> handler.accept(new Event(arguments, ack)));
	}

	private void log(SocketIOSocket socket, String event, String reason) {
		log(new LogEntry(event, socket.namespace().name(), List.of(reason)));
	}

	private void log(LogEntry entry) {
		this.log.add(entry);
	}

	/**
	 * One line of the log.
	 */
	record LogEntry(String event, String namespace, List<Object> details) {
	}

	/**
	 * A received event with its arguments as trees.
	 */
	private record Event(EventData data, Ack ack) {

		Object[] arguments() {
			return argumentsFrom(0);
		}

		Object[] argumentsFrom(int first) {
			List<Object> arguments = new ArrayList<>();
			for (int i = first; i < this.data.size(); i++) {
				arguments.add(this.data.get(i));
			}
			return arguments.toArray();
		}

		String text(int index) {
			return this.data.get(index).asString();
		}

	}

}
