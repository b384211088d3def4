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

package io.github.socketiospring.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.engineio.transport.websocket.EmbeddedWebSocket;
import io.github.socketiospring.engineio.transport.websocket.EngineWebSocketHandler;
import io.github.socketiospring.engineio.web.EngineWebHandler;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.RecoveryOptions;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.WebHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole server without a network, with virtual time and small limits, and an
 * application that numbers its events.
 */
final class SessionServer {

	static final String ROOT = "/";

	static final String SLOW = "/slow";

	static final String CLOSED = "/closed";

	static final String CHILD = "/child-1";

	private static final Duration MAX_DISCONNECTION = Duration.ofMinutes(1);

	private static final int MAX_REMEMBERED = 8;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final TestTimer timer = new TestTimer();

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

	private final PacketParser parser;

	private final SocketIOServer io;

	private final EngineServer engine;

	private final EngineWebHandler door;

	private final List<EmbeddedWebSocket> webSockets = new ArrayList<>();

	/** All sockets that have ever existed, since their ids are random. */
	private final List<NumberedSocket> sockets = new ArrayList<>();

	/** The count of sent numbers, by the id of the socket. */
	private final Map<String, AtomicInteger> counts = new HashMap<>();

	private int asked;

	private int answered;

	private int broadcasts;

	SessionServer(boolean msgPack, boolean recovery) {
		this.parser = msgPack ? new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults())
				: new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		SocketIOServer.Builder builder = SocketIOServers.builder()
			.timer(this.timer)
			.parser(this.parser)
			.options(SocketIOOptions.builder()
				.ackTimeout(PATIENCE)
				.maxPendingAcks(5)
				.concurrency(4)
				.backlogSize(2000)
				.maxNamespaces(3)
				.maxDynamicNamespaces(2)
				.maxRooms(3)
				.cleanupEmptyChildNamespaces(true)
				.recovery(RecoveryOptions.builder()
					.enabled(recovery)
					.maxDisconnection(MAX_DISCONNECTION)
					.maxPackets(MAX_REMEMBERED)
					.build())
				.build());
		if (recovery) {
			builder.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, MAX_DISCONNECTION, MAX_REMEMBERED,
					this.timer));
		}
		this.io = builder.build();
		AtomicInteger ids = new AtomicInteger();
		this.engine = new EngineServer(EngineOptions.builder()
			.allowEIO3(true)
			.maxPayload(2000)
			.maxOutboundBytes(20_000)
			.maxSessions(6)
			.build(), this.io, this.timer, () -> "session" + ids.incrementAndGet());
		this.door = EngineWebHandler.builder(this.engine, webSockets()).build();
		application();
	}

	private WebSocketService webSockets() {
		return (exchange, handler) -> {
			this.webSockets.add(EmbeddedWebSocket.open((EngineWebSocketHandler) handler, this.allocator));
			return Mono.never();
		};
	}

	private void application() {
		this.io.of(ROOT).onConnection(this::connected);
		this.io.of(SLOW)
			.use((socket, next) -> Mono.delay(Duration.ofSeconds(1), this.timer).then(next.proceed()))
			.onConnection(this::connected);
		this.io.of(CLOSED).use((socket, next) -> Mono.error(new ConnectRefusedException("closed")));
		this.io.of((NamespacePredicate) (name, auth) -> auth.has("slow")
				? Mono.delay(Duration.ofSeconds(1), this.timer).thenReturn(name.startsWith("/child"))
				: Mono.just(name.startsWith("/child")))
			.onConnection(this::connected);
	}

	private void connected(SocketIOSocket socket) {
		// A recovered socket continues where the lost one with the same id stopped. A
		// client of revision 3 has the same id also if it connects again.
		AtomicInteger before = this.counts.get(socket.id());
		NumberedSocket numbered = new NumberedSocket(socket,
				(before != null && socket.isRecovered()) ? before : new AtomicInteger());
		this.counts.put(socket.id(), numbered.count);
		// What is sent through the object of a lost socket is dropped from now on.
		this.sockets.replaceAll((lost) -> (lost.count == numbered.count) ? numbered : lost);
		this.sockets.add(numbered);
		socket.on("echo", (arguments, ack) -> echo(numbered, arguments, ack));
		socket.on("bye", (arguments, ack) -> socket.disconnect(arguments.size() > 0));
	}

	private static void echo(NumberedSocket socket, EventData arguments, Ack ack) {
		@Nullable Object[] values = new @Nullable Object[arguments.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = arguments.get(i);
		}
		if (ack.isRequested()) {
			ack.send(values);
		}
		socket.socket.emit("echo", values);
		socket.count();
	}

	WebHandler door() {
		return this.door::handle;
	}

	PacketParser parser() {
		return this.parser;
	}

	DataBuffer buffer(byte[] bytes) {
		return new NettyDataBufferFactory(this.allocator).allocateBuffer(Math.max(1, bytes.length)).write(bytes);
	}

	/**
	 * The WebSocket that was opened last.
	 * @param before how many there were
	 * @return the WebSocket, or {@code null} if none was opened since
	 */
	@Nullable EmbeddedWebSocket webSocketSince(int before) {
		return (this.webSockets.size() > before) ? this.webSockets.get(before) : null;
	}

	int webSocketCount() {
		return this.webSockets.size();
	}

	/**
	 * An action of the application.
	 * @param input says what, and with which socket
	 */
	void act(FuzzInput input) {
		int action = input.nextInt(8);
		if (action == 0) {
			actOnAll(input.nextInt(4));
		}
		else if (!this.sockets.isEmpty()) {
			act(action, this.sockets.get(input.nextInt(this.sockets.size())), input);
		}
	}

	private void actOnAll(int action) {
		switch (action) {
			case 0 -> this.io.emit("all", ++this.broadcasts, new byte[] { 1 });
			case 1 -> this.io.to("room").emit("all", ++this.broadcasts);
			case 2 -> this.io.remove(CHILD);
			default -> this.io.to("room").disconnectSockets(false).subscribe();
		}
	}

	private void act(int action, NumberedSocket numbered, FuzzInput input) {
		SocketIOSocket socket = numbered.socket;
		switch (action) {
			case 1 -> numbered.count();
			case 2 -> numbered.count(input.nextBytes(20), input.nextUtf16(10));
			case 3 -> ask(socket, input.nextBytes(5));
			case 4 -> socket.asVolatile().emit("perhaps", 1);
			case 5 -> join(socket, input);
			case 6 -> socket.leave("room");
			default -> socket.disconnect(input.nextBoolean());
		}
	}

	private static void join(SocketIOSocket socket, FuzzInput input) {
		if (socket.isConnected() && socket.rooms().size() < 3) {
			socket.join(input.nextBoolean() ? "room" : "other");
		}
	}

	private void ask(SocketIOSocket socket, byte[] argument) {
		if (!socket.isConnected()) {
			return;
		}
		this.asked++;
		socket.emitWithAck("ask", JsonNode.class, argument)
			.doFinally((signal) -> this.answered++)
			.subscribe((answer) -> {
			}, (ex) -> {
			});
	}

	/**
	 * Run the pending tasks of the WebSockets.
	 */
	void run() {
		this.webSockets.forEach(EmbeddedWebSocket::run);
	}

	void advance(Duration time) {
		this.timer.advance(time);
		this.webSockets.forEach((webSocket) -> webSocket.advance(time));
	}

	/**
	 * End all sessions.
	 */
	void stop() {
		this.engine.close();
	}

	/**
	 * Disconnect all clients gracefully.
	 */
	void disconnectAll() {
		this.engine.stopAccepting();
		this.io.close(2, Duration.ofMillis(100)).subscribe();
	}

	/**
	 * Check that nothing is left of any session.
	 */
	void assertEmpty() {
		assertThat(this.engine.sessionCount()).as("sessions").isZero();
		assertThat(this.io.connectionCount()).as("connections").isZero();
		assertThat(this.io.statistics().waitingBytes()).as("bytes that wait for handlers").isZero();
		assertThat(this.io.isIdle()).as("idle").isTrue();
		this.io.namespaces().forEach((namespace) -> {
			assertThat(namespace.name()).as("namespace").isIn(ROOT, SLOW, CLOSED);
			assertThat(namespace.sockets()).as("sockets").isEmpty();
			assertThat(namespace.adapter().rooms()).as("rooms").isEmpty();
		});
		assertThat(this.answered).as("acknowledgements").isEqualTo(this.asked);
		assertThat(this.timer.pending()).as("timers").isZero();
		this.webSockets.forEach((webSocket) -> assertThat(webSocket.isOpen()).as("WebSocket open").isFalse());
		assertThat(this.allocator.metric().usedHeapMemory()).as("buffers").isZero();
	}

	/**
	 * A socket that is sent numbers.
	 */
	private static final class NumberedSocket {

		private final SocketIOSocket socket;

		private final AtomicInteger count;

		NumberedSocket(SocketIOSocket socket, AtomicInteger count) {
			this.socket = socket;
			this.count = count;
		}

		void count(@Nullable Object... more) {
			@Nullable Object[] arguments = new @Nullable Object[1 + more.length];
			arguments[0] = this.count.incrementAndGet();
			System.arraycopy(more, 0, arguments, 1, more.length);
			this.socket.emit("count", arguments);
		}

	}

}
