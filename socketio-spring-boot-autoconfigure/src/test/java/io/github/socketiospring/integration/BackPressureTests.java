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

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.socketiospring.annotation.OnEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.integration.Attacker.Wire;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics;
import io.github.socketiospring.testsupport.PollingProtocol;
import io.github.socketiospring.testsupport.TestProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send far more than the backlog at once.
 */
class BackPressureTests {

	private static final int EVENTS = 500;

	/** By default each wire and each parser, in the full run each pair of them. */
	static Stream<Arguments> wiresAndParsers() {
		return Arrays.stream(Wire.values())
			.flatMap((wire) -> Stream.of("json", "msgpack")
				.filter((parser) -> TestProfile.isFull() || parser.equals("json") == (wire == Wire.POLLING))
				.map((parser) -> Arguments.of(wire, parser)));
	}

	@ParameterizedTest
	@MethodSource("wiresAndParsers")
	void answersEventsWhoseHandlersAskTheirClient(Wire wire, String parser) {
		try (TestServer server = TestServer.start(Application.class, Map.of("socketio.parser", parser))) {
			Client client = new Client(wire.connect(server.port()), parser);
			client.connect("/");
			for (String event : List.of("ask", "block")) {
				client.sendAll(event);
				assertThat(client.answerQuestions()).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
			}
			SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
			assertThat(statistics.count(SocketIOCounter.READING_SUSPENDED)).isZero();
			assertThat(statistics.waitingBytes()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("wiresAndParsers")
	void servesOtherNamespacesWhileEventsWait(Wire wire, String parser) {
		try (TestServer server = TestServer.start(Application.class, Map.of("socketio.parser", parser))) {
			Client client = new Client(wire.connect(server.port()), parser);
			client.connect("/");
			client.sendAll("hold");
			client.connect("/other");
			client.send(Packet.event("/other", 1, "echo", "hello"));
			assertThat(client.receive().namespace()).isEqualTo("/other");
			SocketIOStatistics statistics = server.bean(SocketIOServer.class).statistics();
			assertThat(statistics.waitingBytes()).isPositive();
			client.send(new Packet(PacketType.DISCONNECT, "/", Packet.NO_ID, null));
			await().until(() -> statistics.sockets().get("/") == 0);
			server.bean(Asking.class).held.tryEmitEmpty();
			await().until(() -> statistics.waitingBytes() == 0);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Asking asking() {
			return new Asking();
		}

		@Bean
		Other other() {
			return new Other();
		}

	}

	@SocketNamespace
	static class Asking {

		private final Sinks.Empty<Void> held = Sinks.empty();

		@OnEvent("ask")
		Mono<Integer> ask(SocketIOSocket socket, int number) {
			return socket.emitWithAck("question", Integer.class, number);
		}

		@OnEvent("block")
		Integer block(SocketIOSocket socket, int number) {
			return ask(socket, number).block();
		}

		@OnEvent("hold")
		Mono<Void> hold() {
			return this.held.asMono();
		}

	}

	@SocketNamespace("/other")
	static class Other {

		@OnEvent("echo")
		String echo(String text) {
			return text;
		}

	}

	/**
	 * A client of one of the wire formats.
	 */
	private static final class Client {

		private final Attacker attacker;

		private final PacketParser parser;

		Client(Attacker attacker, String parser) {
			this.attacker = attacker;
			this.parser = parser.equals("json") ? new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults())
					: new MsgPackPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		}

		void connect(String namespace) {
			send(new Packet(PacketType.CONNECT, namespace, Packet.NO_ID, null));
			assertThat(receive().type()).isEqualTo(PacketType.CONNECT);
		}

		void send(Packet... packets) {
			this.attacker.send(Arrays.stream(packets).map(this::encode).toArray(String[]::new));
		}

		private String encode(Packet packet) {
			EncodedPacket encoded = this.parser.encode(packet);
			return encoded.binary() ? PollingProtocol.binary(encoded.message())
					: "4" + new String(encoded.message(), StandardCharsets.UTF_8);
		}

		void sendAll(String event) {
			send(IntStream.range(0, EVENTS)
				.mapToObj((number) -> Packet.event("/", number, event, number))
				.toArray(Packet[]::new));
		}

		ReceivedPacket receive() {
			String packet = this.attacker.receive();
			assertThat(packet).isNotNull();
			ReceivedPacket received = PollingProtocol.isBinary(packet)
					? this.parser.decoder().binary(PollingProtocol.content(packet))
					: this.parser.decoder().text(packet.substring(1).getBytes(StandardCharsets.UTF_8));
			assertThat(received).isNotNull();
			return received;
		}

		/** Until every event is acknowledged. */
		List<Integer> answerQuestions() {
			List<Integer> acknowledged = new ArrayList<>();
			while (acknowledged.size() < EVENTS) {
				ReceivedPacket packet = receive();
				Object number = packet.arguments().next(JsonMapper.shared().constructType(int.class));
				if (packet.type() == PacketType.EVENT) {
					send(Packet.ack("/", packet.id(), number));
				}
				else {
					assertThat(number).as("acknowledgement").isEqualTo((int) packet.id());
					acknowledged.add((int) packet.id());
				}
			}
			return Collections.unmodifiableList(acknowledged);
		}

	}

}
