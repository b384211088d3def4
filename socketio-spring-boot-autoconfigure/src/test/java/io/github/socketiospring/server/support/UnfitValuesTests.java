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

package io.github.socketiospring.server.support;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.ErrorStatus;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For any well-formed value and any type, the value arrives or is refused, and the
 * connection stays open.
 */
class UnfitValuesTests {

	private static final String LONG_NUMBER = "1".repeat(2000);

	private static final List<String> VALUES = List.of("0", "-1", "255", "300", "2147483648", "1764403552000",
			"9007199254740993", "99999999999999999999", LONG_NUMBER, "-" + LONG_NUMBER + ".5", "1.5", "1e400", "1e-400",
			"1e99999", "\"1e99999\"", "\"" + LONG_NUMBER + "x\"", "{\"" + LONG_NUMBER + "\":1}", "true", "null", "\"\"",
			"\"a\"", "\"12\"", "\"3000000000\"", "\"RED\"", "\"\\u0000\\n\"", "\"no base 64!\"", "[]", "[1,300]",
			"[1,[2]]", "[null]", "[" + LONG_NUMBER + "]", "{}", "{\"at\":1764403552000}", "{\"at\":null}",
			"{\"at\":" + LONG_NUMBER + ",\"x\":[{}]}", "{\"move\":{\"at\":3000000000}}",
			"{\"moves\":[{\"at\":1},{\"at\":[{\"deep\":1e99}]}]}", "{\"RED\":[{\"at\":1.5}]}");

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final JsonMapper RECEIVING = ReceivedValues.mapper(MAPPER);

	private static final String UNFIT = "status 400";

	/** Of the type whose constructor throws an error. */
	private static final String FAILED = "status 500";

	private final List<@Nullable Object> results = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private long id = -1;

	static Stream<Type> types() {
		return Stream.of(int.class, long.class, short.class, byte.class, float.class, double.class, boolean.class,
				char.class, Integer.class, Long.class, Double.class, Boolean.class, String.class, BigInteger.class,
				BigDecimal.class, Color.class, byte[].class, int[].class, long[].class, double[].class, String[].class,
				ByteBuffer.class, BigInteger[].class, UUID.class, Instant.class, Duration.class, LocalDate.class,
				URI.class, Locale.class, JsonNode.class, ObjectNode.class, ArrayNode.class, Object.class, Move.class,
				Nested.class, Failing.class, Broken.class, new TypeReference<List<Integer>>() {
				}.getType(), new TypeReference<Set<Color>>() {
				}.getType(), new TypeReference<Map<String, Integer>>() {
				}.getType(), new TypeReference<Map<Color, List<Move>>>() {
				}.getType(), new TypeReference<Optional<Integer>>() {
				}.getType());
	}

	@ParameterizedTest
	@MethodSource("types")
	void json(Type type) {
		check(type, new JsonPacketParser(MAPPER, PacketLimits.builder().build()), false);
	}

	@ParameterizedTest
	@MethodSource("types")
	void messagePack(Type type) {
		check(type, new MsgPackPacketParser(MAPPER, PacketLimits.builder().build()), true);
	}

	private void check(Type type, PacketParser parser, boolean binary) {
		JavaType javaType = MAPPER.constructType(type);
		SocketIOServer io = server(javaType, parser);
		TestEngineSession session = TestEngineSession.open(io);
		send(session, parser, binary, PacketType.CONNECT, "{}");
		SocketIOSocket socket = io.of("/").sockets().iterator().next();
		session.take();
		for (String value : VALUES) {
			String expected = expected(value, javaType, false, binary);
			send(session, parser, binary, PacketType.EVENT, "[\"read\"," + value + ",\"next\"]");
			acknowledges(session, parser, expected, "argument " + value);
			send(session, parser, binary, PacketType.EVENT, "[\"skip\",1," + value + "]");
			acknowledges(session, parser, "1", "not read " + value);
			if (!binary) {
				session.receive("51-7[\"read\"," + value + ",\"next\",{\"_placeholder\":true,\"num\":0}]");
				session.receiveBinary(1);
				acknowledges(session, parser, expected, "argument with attachment " + value);
				session.receive("51-7[\"read\"," + value + ",\"next\",{ \"_placeholder\":true,\"num\":0}]");
				session.receiveBinary(1);
				acknowledges(session, parser, expected(value, javaType, true, false), "argument in a tree " + value);
			}
			Mono<Object> answer = socket.emitWithAck("question", ParameterizedTypeReference.forType(type));
			answer.defaultIfEmpty(NullNode.getInstance()).subscribe(this.results::add, this.failures::add);
			assertThat(session.take()).as("questions").hasSize(1);
			send(session, parser, binary, PacketType.ACK, "[" + value + "]");
			comesOut(session, expected, "answer " + value);
			assertThat(session.take()).as("after answer " + value).isEmpty();
		}
		JavaType auth = auth(javaType);
		for (String value : VALUES) {
			TestEngineSession other = TestEngineSession.open(io);
			String payload = "{\"value\":" + value + "}";
			send(other, parser, binary, PacketType.CONNECT, payload);
			String outcome = comesOut(other, expected(payload, auth, true, binary), "auth " + value);
			assertThat(received(other, parser).type()).as("auth " + value)
				.isEqualTo(isStatus(outcome) ? PacketType.CONNECT_ERROR : PacketType.CONNECT);
		}
	}

	/**
	 * What must become of a value. MessagePack has other numbers than JSON, and so have
	 * trees.
	 * @return the value, or the status of the failure, empty if both are right
	 */
	private static String expected(String value, JavaType type, boolean tree, boolean binary) {
		if (value.equals("null")) {
			return value;
		}
		String json = binary ? withoutLongNumbers(value) : value;
		String outcome;
		try {
			outcome = MAPPER.writeValueAsString(
					tree ? RECEIVING.treeToValue(RECEIVING.readTree(json), type) : RECEIVING.readValue(json, type));
		}
		catch (RuntimeException ex) {
			outcome = UNFIT;
		}
		catch (AssertionError error) {
			return FAILED;
		}
		return binary ? "" : outcome;
	}

	private static boolean isStatus(String outcome) {
		return outcome.equals(UNFIT) || outcome.equals(FAILED);
	}

	/**
	 * Assert the outcome of an event, and that the client receives it.
	 */
	private void acknowledges(TestEngineSession session, PacketParser parser, String expected, String what) {
		String outcome = comesOut(session, expected, what);
		ReceivedPacket answer = received(session, parser);
		assertThat(answer.type()).as(what).isEqualTo(PacketType.ACK);
		assertThat(answer.id()).as(what).isEqualTo(7);
		assertThat(answer.arguments().hasNext()).as(what).isEqualTo(isStatus(outcome));
		if (isStatus(outcome)) {
			JsonNode problem = (JsonNode) answer.arguments().next(MAPPER.constructType(JsonNode.class));
			assertThat("status " + problem.get("status")).as(what).isEqualTo(outcome);
		}
	}

	/**
	 * Assert the outcome, and that the connection stays open.
	 * @param expected the outcome, empty if both a value and the status of an unfit one
	 * are right
	 * @return the outcome
	 */
	private String comesOut(TestEngineSession session, String expected, String what) {
		assertThat(session.isOpen()).as(what).isTrue();
		assertThat(this.results.size() + this.failures.size()).as(what + this.results + this.failures).isOne();
		String outcome = this.failures.isEmpty() ? MAPPER.writeValueAsString(this.results.remove(0))
				: "status " + ErrorStatus.of(this.failures.remove(0)).code();
		if (!expected.isEmpty()) {
			assertThat(outcome).as(what).isEqualTo(expected);
		}
		else {
			assertThat(outcome).as(what).doesNotStartWith("status 5");
		}
		return outcome;
	}

	private static ReceivedPacket received(TestEngineSession session, PacketParser parser) {
		EngineMessage message = session.messages().get(0);
		assertThat(session.take()).hasSize(1);
		PacketDecoder decoder = parser.decoder();
		return Objects
			.requireNonNull(message.isBinary() ? decoder.binary(message.bytes()) : decoder.text(message.bytes()));
	}

	private void send(TestEngineSession session, PacketParser parser, boolean binary, PacketType type, String data) {
		if (type == PacketType.ACK) {
			this.id++;
		}
		if (!binary) {
			String ackId = switch (type) {
				case EVENT -> "7";
				case ACK -> String.valueOf(this.id);
				default -> "";
			};
			session.receive(type.digit() + ackId + data);
			return;
		}
		JsonNode tree = MAPPER.readTree(withoutLongNumbers(data));
		Object content = tree.isArray() ? tree.valueStream().toArray() : tree;
		long ackId = switch (type) {
			case EVENT -> 7;
			case ACK -> this.id;
			default -> Packet.NO_ID;
		};
		byte[] bytes = parser.encode(new Packet(type, "/", ackId, content)).message();
		int[] unsigned = new int[bytes.length];
		for (int i = 0; i < bytes.length; i++) {
			unsigned[i] = bytes[i];
		}
		session.receiveBinary(unsigned);
	}

	/**
	 * Replace the numbers that MessagePack does not have by the largest that it has.
	 */
	private static String withoutLongNumbers(String json) {
		return json.replace("-" + LONG_NUMBER + ".5", "-1e308")
			.replace(LONG_NUMBER, "18446744073709551615")
			.replace("1e400", "1e308")
			.replace("1e99999", "1e308");
	}

	private SocketIOServer server(JavaType type, PacketParser parser) {
		SocketIOServer io = SocketIOServers.builder().mapper(MAPPER).parser(parser).errors((error, locale) -> {
			this.failures.add(error);
			return new PlainProblem().toAcknowledgement(error, locale);
		}).build();
		JavaType auth = auth(type);
		io.use((socket, next) -> socket.handshake().auth().isEmpty() ? next.proceed()
				: Mono.fromCallable(() -> socket.handshake().auth(auth))
					.doOnNext(this.results::add)
					.doOnError(this.failures::add)
					.onErrorMap((error) -> new ConnectRefusedException("Unfit"))
					.then(next.proceed()));
		io.of("/").addHandler(new NamespaceHandler() {

			@Override
			public EventHandler eventHandler(String event) {
				return new Reader(event.equals("skip") ? MAPPER.constructType(int.class) : type);
			}

		});
		return io;
	}

	private static JavaType auth(JavaType type) {
		return MAPPER.getTypeFactory().constructMapType(Map.class, MAPPER.constructType(String.class), type);
	}

	@Test
	void readsWhatFollowsAndChecksIt() {
		SocketIOServer io = server(MAPPER.constructType(Move.class),
				new JsonPacketParser(MAPPER, PacketLimits.builder().build()));
		TestEngineSession session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"read\",{\"at\":3000000000,\"b\":[[]]},\"next\",]");
		assertThat(session.isOpen()).isFalse();
		session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"read\",{\"at\":3000000000,\"b\":[}]},\"next\"]");
		assertThat(session.isOpen()).isFalse();
		session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"skip\",1," + LONG_NUMBER + "]x");
		assertThat(session.isOpen()).isFalse();
		session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"read\",{\"at\":3000000000,\"b\":" + "[".repeat(2000) + "]".repeat(2000) + "},\"next\"]");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void acknowledgesWithStatus() {
		SocketIOServer io = server(MAPPER.constructType(Move.class),
				new JsonPacketParser(MAPPER, PacketLimits.builder().build()));
		TestEngineSession session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"read\",{\"at\":1764403552000},\"next\"]");
		assertThat(session.take()).singleElement().asString().startsWith("31[{").contains("\"status\":400");
		assertThat(this.failures).singleElement()
			.isInstanceOfSatisfying(ArgumentConversionException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo("at: a number out of the range of int"));
	}

	@Test
	void acknowledgesWhenAListenerForAllEventsCannotBeGivenThem() {
		SocketIOServer io = SocketIOServers.builder().build();
		io.onConnection((socket) -> socket.onAny((event, arguments) -> this.results.add(event)));
		TestEngineSession session = TestEngineSession.open(io);
		session.connect("/");
		session.receive("21[\"a\"," + LONG_NUMBER + "]", "22[\"b\",1]");
		assertThat(session.take()).first().asString().startsWith("31[{").contains("\"status\":400");
		assertThat(this.results).containsExactly("b");
		assertThat(session.isOpen()).isTrue();
	}

	/**
	 * Reads one argument and then the next one, even if the first cannot be read.
	 */
	private final class Reader implements EventHandler {

		private final JavaType type;

		Reader(JavaType type) {
			this.type = type;
		}

		@Override
		public @Nullable Object readArguments(EventArguments arguments) {
			try {
				return arguments.next(this.type);
			}
			finally {
				if (!this.type.hasRawClass(int.class) && arguments.hasNext()) {
					assertThat(arguments.next(MAPPER.constructType(String.class))).isEqualTo("next");
				}
			}
		}

		@Override
		public void handle(EventInvocation invocation) {
			UnfitValuesTests.this.results.add(invocation.arguments());
			invocation.acknowledge();
		}

	}

	private enum Color {

		RED, GREEN

	}

	private record Move(int at) {

	}

	private record Nested(Move move, List<Move> moves, @Nullable Object at) {

	}

	private record Failing(@Nullable Object at) {

		Failing {
			throw new IllegalStateException("on purpose");
		}

	}

	private record Broken(@Nullable Object at) {

		Broken {
			throw new AssertionError("on purpose");
		}

	}

}
