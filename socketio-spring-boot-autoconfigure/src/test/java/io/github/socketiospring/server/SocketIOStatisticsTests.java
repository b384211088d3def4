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

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.SessionAwareAdapter;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SocketIOStatistics}.
 */
class SocketIOStatisticsTests {

	private final TestTimer timer = new TestTimer();

	private SocketIOServer io = server(new TestOptions());

	private SocketIOServer server(TestOptions options) {
		return SocketIOServers.builder().options(options.build()).timer(this.timer).build();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			9                                        | MALFORMED_PACKET
			0{"a"                                    | MALFORMED_PACKET
			511-["a",{"_placeholder":true,"num":0}]  | ATTACHMENTS
			2["a"]                                   | PROTOCOL_VIOLATION
			""")
	void countsWhyConnectionsAreClosed(String packet, SocketIOCounter counter) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive(packet);
		assertThat(session.isOpen()).isFalse();
		assertCounted(counter);
	}

	@Test
	void countsWhichLimitOfAPacketWasExceeded() {
		assertClosed("0/" + "n".repeat(512) + ",", SocketIOCounter.NAMESPACE_LENGTH);
		assertClosed("2[\"" + "e".repeat(257) + "\"]", SocketIOCounter.EVENT_NAME_LENGTH);
		assertClosed("0{\"a\":\"" + "x".repeat(65_536) + "\"}", SocketIOCounter.AUTH_SIZE);
		assertClosed("0{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}", SocketIOCounter.NESTING_DEPTH);
	}

	private void assertClosed(String packet, SocketIOCounter counter) {
		this.io = server(new TestOptions());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive(packet);
		assertThat(session.isOpen()).isFalse();
		assertCounted(counter);
	}

	@Test
	void countsConnectionsWithoutNamespace() {
		TestEngineSession.open(this.io);
		this.timer.advance(Duration.ofSeconds(45));
		assertCounted(SocketIOCounter.CONNECT_TIMEOUT);
	}

	@Test
	void countsRefusedConnects() {
		this.io.of("/refused").use((socket, next) -> Mono.error(new ConnectRefusedException("no")));
		TestEngineSession.open(this.io).receive("0/refused,");
		assertCounted(SocketIOCounter.CONNECT_REFUSED);
		TestEngineSession.open(this.io).receive("0/unknown,");
		assertThat(this.io.statistics().count(SocketIOCounter.UNKNOWN_NAMESPACE)).isOne();
	}

	@Test
	void countsConnectsBeyondTheLimits() {
		this.io = server(new TestOptions().maxNamespaces(2).maxDynamicNamespaces(1));
		this.io.of(Pattern.compile("/d-.*"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.connect("/d-1");
		session.receive("0/d-2,");
		assertCounted(SocketIOCounter.TOO_MANY_NAMESPACES);
		TestEngineSession.open(this.io).receive("0/d-2,");
		assertThat(this.io.statistics().count(SocketIOCounter.TOO_MANY_DYNAMIC_NAMESPACES)).isOne();
	}

	@Test
	void countsRoomsAndAcknowledgementsBeyondTheLimits() {
		this.io = server(new TestOptions().maxRooms(1).maxPendingAcks(1));
		SocketIOSocket socket = connect(TestEngineSession.open(this.io));
		socket.join("one");
		assertThatIllegalStateException().isThrownBy(() -> socket.join("two"));
		assertCounted(SocketIOCounter.TOO_MANY_ROOMS);
		socket.emitWithAck("a", String.class).onErrorComplete().subscribe();
		socket.emitWithAck("b", String.class).subscribe(null, (ex) -> {
		});
		assertThat(this.io.statistics().count(SocketIOCounter.TOO_MANY_ACKS)).isOne();
	}

	@Test
	void countsDroppedVolatileEvents() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = connect(session);
		socket.asVolatile().emit("sent");
		session.writable(false);
		socket.asVolatile().emit("dropped");
		this.io.of("/").asVolatile().emit("dropped too");
		assertThat(this.io.statistics().count(SocketIOCounter.VOLATILE_DROPPED)).isEqualTo(2);
	}

	@Test
	void countsSocketsThatAreSentTooMuchBeforeTheyAreToldThatTheyAreIn() {
		JsonPacketParser json = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		this.io = SocketIOServers.builder()
			.options(SocketIOOptions.builder().maxHeldBytes(200).build())
			.timer(this.timer)
			.parser(new PacketParser() {

				@Override
				public EncodedPacket encode(Packet packet) {
					for (int i = 0; packet.type() == PacketType.CONNECT && i < 3; i++) {
						SocketIOStatisticsTests.this.io.emit("early");
					}
					return json.encode(packet);
				}

				@Override
				public PacketDecoder decoder() {
					return json.decoder();
				}

			})
			.build();
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.isOpen()).isFalse();
		assertCounted(SocketIOCounter.CONNECT_OVERFLOW);
	}

	@Test
	void countsClientsThatAreNotRead() {
		this.io = server(new TestOptions().backlogSize(1));
		this.io.of("/").addHandler(new HoldingHandler(new ArrayList<>()));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.receive("2[\"hold\"]", "2[\"hold\"]", "2[\"hold\"]");
		assertCounted(SocketIOCounter.READING_SUSPENDED);
	}

	@Test
	void hasNothingLeftWhenEverybodyLeft() {
		this.io = SocketIOServers.builder()
			.options(new TestOptions().recovery(false).cleanup().build())
			.timer(this.timer)
			.adapters((namespace, sockets) -> new SessionAwareAdapter(sockets, Duration.ofMinutes(2), 100, this.timer))
			.build();
		SocketIOStatistics statistics = this.io.statistics();
		this.io.of(Pattern.compile("/d-.*"));
		TestEngineSession session = TestEngineSession.open(this.io);
		connect(session).join("room");
		session.connect("/d-1");
		this.io.of("/").sockets().iterator().next().emitWithAck("a", String.class).subscribe(null, (ex) -> {
		});
		assertThat(statistics.connections()).isOne();
		assertThat(statistics.sockets()).isEqualTo(Map.of("/", 1, "/d-1", 1));
		assertThat(statistics.rooms()).isOne();
		assertThat(statistics.pendingAcks()).isOne();
		assertThat(statistics.recoverableSockets()).isZero();
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(statistics.connections()).isZero();
		assertThat(statistics.sockets()).isEqualTo(Map.of("/", 0, "/d-1", 0));
		assertThat(statistics.rooms()).isZero();
		assertThat(statistics.pendingAcks()).isZero();
		assertThat(statistics.recoverableSockets()).isEqualTo(2);
		this.timer.advance(Duration.ofMinutes(3));
		assertThat(statistics.sockets()).isEqualTo(Map.of("/", 0));
		assertThat(statistics.recoverableSockets()).isZero();
		assertThat(this.timer.pending()).isZero();
	}

	private SocketIOSocket connect(TestEngineSession session) {
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		assertThat(socket).isNotNull();
		return socket;
	}

	/**
	 * Counted once, and nothing else was.
	 * @param counter what was counted
	 */
	private void assertCounted(SocketIOCounter counter) {
		assertThat(SocketIOCounter.values())
			.allSatisfy((other) -> assertThat(this.io.statistics().count(other)).as("%s", other)
				.isEqualTo((other != counter) ? 0 : 1));
	}

}
