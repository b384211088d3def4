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

package io.github.socketiospring.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.support.SocketIOServers;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.ObjectFactory;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.web.ErrorResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Arguments that applications send, in each way of sending.
 */
class SentArgumentsTests {

	private static final Object @Nullable [] NULL = null;

	private static final byte[] BYTES = { 1, 2, 3 };

	private final SocketIOServer io = SocketIOServers.builder().build();

	@ParameterizedTest
	@EnumSource
	void nullIsOneArgument(Verb verb) {
		assertThat(verb.send(this.io, NULL)).endsWith("null]");
	}

	@ParameterizedTest
	@EnumSource
	void arrayOfAnotherTypeIsOneArgument(Verb verb) {
		assertThat(verb.send(this.io, (Object[]) new String[] { "a", "b" })).endsWith("[\"a\",\"b\"]]");
	}

	@ParameterizedTest
	@EnumSource
	void refusesWhatIsNoValue(Verb verb) {
		assertThatIllegalArgumentException().isThrownBy(() -> verb.send(this.io, Mono.just(1)))
			.withMessageContaining("is not a value yet");
	}

	static Stream<Object> refused() {
		return Stream.of(Mono.just(1), Flux.just(1), CompletableFuture.completedFuture(1), Stream.of(1),
				IntStream.of(1), List.of(1).iterator(), List.of(1).spliterator(), (Supplier<Integer>) () -> 1,
				(Callable<Integer>) () -> 1, (Runnable) () -> {
				}, Unpooled.wrappedBuffer(BYTES), new ByteArrayInputStream(BYTES), new ByteArrayResource(BYTES),
				ResponseEntity.ok(1), new Thread(), socket(), (IntSupplier) () -> 1,
				(Predicate<Object>) Objects::isNull, (ObjectFactory<Integer>) () -> 1, new WeakReference<>(1),
				new ThreadLocal<>(), Collections.enumeration(List.of(1)), (AutoCloseable) () -> {
				}, new HttpHeaders(), ErrorResponse.create(new IOException(), HttpStatus.NOT_FOUND, "x"),
				new IllegalStateException("secret"), new BeanPropertyBindingResult("a", "b"),
				new SecurityContextImpl());
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesAtAnyDepthInBothFormats(Object value) {
		for (PacketParser parser : parsers()) {
			for (Object argument : List.of(value, List.of(value), Map.of("a", List.of(value)), new Holder(value),
					Optional.of(value), new Object[] { value })) {
				assertThatIllegalArgumentException()
					.isThrownBy(() -> parser.encode(Packet.event("/", "e", new Object[] { argument })))
					.withMessageContaining("cannot be sent, since it ")
					.withMessageContaining(value.getClass().getName());
			}
		}
	}

	@Test
	void buffersAreBytes() {
		ByteBuffer direct = ByteBuffer.allocateDirect(3).put(BYTES).flip();
		for (Object buffer : List.of(new DefaultDataBufferFactory().wrap(BYTES), ByteBuffer.wrap(BYTES),
				ByteBuffer.wrap(new byte[] { 0, 1, 2, 3, 4 }, 1, 3), direct)) {
			Packet packet = Packet.event("/", "e", List.of(buffer));
			for (int i = 0; i < 2; i++) {
				assertThat(parsers().get(0).encode(packet).attachments()).containsExactly(BYTES);
				assertThat(parsers().get(1).encode(packet).message())
					.isEqualTo(parsers().get(1).encode(Packet.event("/", "e", List.of(BYTES))).message());
			}
		}
	}

	@Test
	void optionalsAreTheirValues() {
		assertThat(json(Optional.of("a"), Optional.empty(), OptionalInt.of(1), List.of(Optional.of(2))))
			.isEqualTo("2[\"e\",\"a\",null,1,[2]]");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void numbersThatJsonLacksAreNullThereAndThemselvesInMessagePack(double number) {
		Object[] values = { number, (float) number, new double[] { number }, new float[] { (float) number },
				new Double[] { number }, List.of(number), Map.of("at", number), new Holder(number),
				OptionalDouble.of(number), JsonNodeFactory.instance.numberNode(number), new double[][] { { number } } };
		for (Object value : values) {
			String json = json(value);
			assertThat(json).contains("null").doesNotContain("NaN", "Infinity");
			Packet packet = Packet.event("/", "e", new Object[] { value });
			ReceivedPacket received = parsers().get(1).decoder().binary(parsers().get(1).encode(packet).message());
			JsonNode tree = (JsonNode) received.arguments().next(JsonMapper.shared().constructType(JsonNode.class));
			while (tree.isContainer()) {
				tree = tree.iterator().next();
			}
			assertThat(Double.valueOf(tree.doubleValue())).isEqualTo(Double.valueOf(number));
		}
	}

	@Test
	void recordsAndEnumsAreData() {
		assertThat(json(Task.FIRST, new Named("a"))).isEqualTo("2[\"e\",\"FIRST\",{\"get\":\"a\"}]");
	}

	private static String json(Object... arguments) {
		return new String(parsers().get(0).encode(Packet.event("/", "e", arguments)).message(), StandardCharsets.UTF_8);
	}

	private static List<PacketParser> parsers() {
		return List.of(new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults()),
				new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults()));
	}

	private static SocketIOSocket socket() {
		SocketIOServer io = SocketIOServers.builder().build();
		return io.of("/").socket(TestEngineSession.open(io).connect("/"));
	}

	/**
	 * The ways to send.
	 */
	enum Verb {

		SOCKET((socket, arguments, failed) -> socket.emit("e", arguments)),

		SOCKET_WITH_ACK(
				(socket, arguments, failed) -> socket.emitWithAck("e", String.class, arguments).subscribe((answer) -> {
				}, failed)),

		VOLATILE((socket, arguments, failed) -> socket.asVolatile().emit("e", arguments)),

		ALL((socket, arguments, failed) -> socket.namespace().all().emit("e", arguments)),

		ALL_WITH_ACK((socket, arguments,
				failed) -> socket.namespace().all().emitWithAck("e", String.class, arguments).subscribe((answer) -> {
				}, failed)),

		ROOM((socket, arguments, failed) -> socket.namespace().to(socket.id()).emit("e", arguments)),

		REMOTE((socket, arguments, failed) -> socket.namespace()
			.to(socket.id())
			.fetchSockets()
			.subscribe((remote) -> remote.emit("e", arguments), failed)),

		ACK((socket, arguments, failed) -> {
		});

		private final Action action;

		Verb(Action action) {
			this.action = action;
		}

		String send(SocketIOServer io, @Nullable Object... arguments) {
			AtomicReference<Throwable> failure = new AtomicReference<>();
			io.onConnection((socket) -> socket.on("ask", (data, ack) -> {
				try {
					ack.send(arguments);
				}
				catch (RuntimeException ex) {
					failure.set(ex);
				}
			}));
			TestEngineSession session = TestEngineSession.open(io);
			SocketIOSocket socket = io.of("/").socket(session.connect("/"));
			if (this == ACK) {
				session.receive("27[\"ask\"]");
			}
			this.action.send(socket, arguments, failure::set);
			if (failure.get() instanceof RuntimeException ex) {
				throw ex;
			}
			return String.join("", session.take());
		}

	}

	/**
	 * Sends arguments.
	 */
	private interface Action {

		void send(SocketIOSocket socket, @Nullable Object @Nullable [] arguments, Consumer<Throwable> failed);

	}

	enum Task implements Runnable {

		FIRST;

		@Override
		public void run() {
		}

	}

	record Holder(Object value) {
	}

	record Named(String get) implements Supplier<String> {
	}

}
