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
import java.util.regex.Pattern;

import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.BadEventException;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The application of {@code reference.mjs}, line by line.
 */
class ComparisonApplication implements SocketIOConfigurer {

	private final BlockingQueue<Object[]> log = new LinkedBlockingQueue<>();

	@Override
	public void configure(SocketIOServer io) {
		serve(io.of("/"));
		serve(io.of("/other"));
		serve(io.of("/deny").use((socket, next) -> Mono.error(new ConnectRefusedException("not authorized"))));
		serve(io.of("/denyd")
			.use((socket, next) -> Mono.error(new ConnectRefusedException("nope", Map.of("code", 42)))));
		serve(io.of("/greet").use((socket, next) -> {
			socket.emit("before");
			return next.proceed();
		}).onConnection((socket) -> socket.emit("after")));
		Namespace dynamic = io.of(Pattern.compile("/dyn-\\d+"));
		serve(dynamic);
		io.of("/control").onConnection((socket) -> {
			socket.on("log", (arguments, ack) -> ack.send(drainLog()));
			socket.on("shut down", (arguments, ack) -> io.close(1000, Duration.ZERO).subscribe());
			socket.on("emit", (arguments, ack) -> {
				BroadcastOperator target = arguments.get(0).isNull() ? io.of("/") : io.to(arguments.get(0).asString());
				target.emit(arguments.get(1).asString(), values(arguments, 2));
				ack.send();
			});
			socket.on("emit-dynamic", (arguments, ack) -> {
				dynamic.emit("to all children");
				ack.send();
			});
		});
	}

	List<Object[]> drainLog() {
		List<Object[]> entries = new ArrayList<>();
		this.log.drainTo(entries);
		return entries;
	}

	private void serve(Namespace parent) {
		parent.onConnection((socket) -> {
			Namespace namespace = socket.namespace();
			this.log.add(new Object[] { "connection", namespace.name() });
			socket.onDisconnecting((reason) -> this.log
				.add(new Object[] { "disconnecting", namespace.name(), reason.value(), roomsWithoutId(socket) }));
			socket.onDisconnect((reason) -> this.log
				.add(new Object[] { "disconnect", namespace.name(), reason.value(), socket.rooms() }));
			answer(socket);
			move(socket, namespace);
			send(socket, namespace);
			ask(socket, namespace);
			socket.on("volatile", (arguments, ack) -> socket.asVolatile().emit("volatile", "now"));
			socket.once("once", (arguments, ack) -> socket.emit("once-back"));
			socket
				.use((event) -> event.name().equals("vetoed") ? Mono.error(new BadEventException("no")) : Mono.empty());
			socket.on("vetoed", (arguments, ack) -> socket.emit("should not happen"));
		});
	}

	private void answer(SocketIOSocket socket) {
		socket.on("echo", (arguments, ack) -> socket.emit("echo-back", values(arguments, 0)));
		socket.on("ack", (arguments, ack) -> ack.send(values(arguments, 0)));
		socket.on("first-then-ack", (arguments, ack) -> {
			socket.emit("first");
			ack.send();
			socket.emit("last");
		});
		socket.on("remember", (arguments, ack) -> {
			socket.attributes().put("name", arguments.get(0).asString());
			ack.send();
		});
		socket.on("recovered", (arguments, ack) -> ack.send(socket.isRecovered(), roomsWithoutId(socket),
				socket.attributes().get("name")));
	}

	private void move(SocketIOSocket socket, Namespace namespace) {
		socket.on("join", (arguments, ack) -> {
			socket.join(arguments.get(0).asString());
			ack.send();
		});
		socket.on("leave", (arguments, ack) -> {
			socket.leave(arguments.get(0).asString());
			ack.send();
		});
		socket.on("rooms", (arguments, ack) -> ack.send(roomsWithoutId(socket)));
		socket.on("many", (arguments, ack) -> ack.send(namespace.sockets().size()));
		socket.on("bye", (arguments, ack) -> socket.disconnect());
		socket.on("byebye", (arguments, ack) -> socket.disconnect(true));
		socket.on("kick-engine", (arguments, ack) -> socket.closeConnection());
	}

	private void send(SocketIOSocket socket, Namespace namespace) {
		socket.on("flags", (arguments, ack) -> {
			socket.to("a").emit("to a");
			socket.to("a").to("b").emit("to a and b");
			socket.broadcast().emit("broadcast");
			socket.except("a").emit("except a");
			namespace.to("a").emit("io to a");
			namespace.to("a", "b").except("b").emit("io to a and b except b");
			namespace.except(socket.id()).emit("io except me");
			namespace.local().emit("io local");
			namespace.compress(false).asVolatile().emit("io volatile");
			socket.compress(false).emit("to me");
			namespace.in("nobody").emit("to nobody");
			socket.send("a message");
			ack.send();
		});
	}

	private void ask(SocketIOSocket socket, Namespace namespace) {
		socket.on("ask-everybody", (arguments, ack) -> {
			List<JsonNode> answers = new ArrayList<>();
			namespace.timeout(Duration.ofMillis(arguments.get(0).asLong()))
				.emitWithAck("question", JsonNode.class, 1)
				.subscribe(answers::add, (error) -> ack.send(describe(error), answers),
						() -> ack.send((Object) null, answers));
		});
		socket.on("ask-me",
				(arguments, ack) -> socket.timeout(Duration.ofMillis(arguments.get(0).asLong()))
					.emitWithAck("question", JsonNode.class, 2)
					.subscribe((answer) -> ack.send(null, answer), (error) -> ack.send(describe(error))));
	}

	private static String describe(Throwable error) {
		return (error instanceof AckTimeoutException) ? "timeout" : error.toString();
	}

	private static List<String> roomsWithoutId(SocketIOSocket socket) {
		return socket.rooms().stream().filter((room) -> !room.equals(socket.id())).sorted().toList();
	}

	private static Object[] values(EventData arguments, int first) {
		List<Object> values = new ArrayList<>();
		for (int i = first; i < arguments.size(); i++) {
			values.add(arguments.get(i));
		}
		return values.toArray();
	}

}
