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

import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.InMemoryAdapter;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespacePredicate;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.TestOptions;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A connection and its namespaces, driven without a network.
 */
class SocketIOConnectionTests {

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(45);

	private final TestTimer timer = new TestTimer();

	private final SocketIOServer io = SocketIOServers.builder()
		.timer(this.timer)
		.options(new TestOptions().maxNamespaces(3).maxDynamicNamespaces(2).maxRooms(3).build())
		.build();

	private final List<String> log = new ArrayList<>();

	private void logDisconnects(Namespace namespace) {
		namespace.onConnection((socket) -> socket
			.onDisconnect((reason) -> this.log.add(socket.namespace().name() + " " + reason.value())));
	}

	@Test
	void connects() {
		TestEngineSession session = TestEngineSession.open(this.io);
		assertThat(session.sent()).isEmpty();
		session.receive("0");
		assertThat(session.sent()).singleElement().asString().matches("0\\{\"sid\":\"[\\w-]{20}\"}");
		String id = session.connected();
		assertThat(id).isNotEqualTo(session.id());
		SocketIOSocket socket = this.io.of("/").socket(id);
		assertThat(socket.isConnected()).isTrue();
		assertThat(socket.isRecovered()).isFalse();
		assertThat(socket.rooms()).containsExactly(id);
		assertThat(socket.transport()).isEqualTo("websocket");
		assertThat(this.io.of("/").sockets()).containsExactly(socket);
		assertThat(this.io.connectionCount()).isOne();
	}

	@Test
	void showsHandshake() {
		TestEngineSession session = TestEngineSession.open(this.io);
		Instant before = Instant.now();
		session.receive("0{\"token\":\"t\"}");
		Handshake handshake = this.io.of("/").socket(session.connected()).handshake();
		assertThat(handshake.auth().get("token").asString()).isEqualTo("t");
		assertThat(handshake.url()).isEqualTo("/socket.io/?EIO=4&transport=websocket");
		assertThat(handshake.query()).containsEntry("EIO", "4");
		assertThat(handshake.header("User-Agent")).isEqualTo("test");
		assertThat(handshake.isSecure()).isFalse();
		assertThat(handshake.isCrossDomain()).isFalse();
		assertThat(handshake.remoteAddress()).isNull();
		assertThat(handshake.time()).isEqualTo(Instant.EPOCH);
		assertThat(handshake.issued()).isBetween(before, Instant.now());
	}

	@Test
	void givesEmptyAuthWhenThereWasNone() {
		TestEngineSession session = TestEngineSession.open(this.io);
		Handshake handshake = this.io.of("/").socket(session.connect("/")).handshake();
		assertThat(handshake.auth().isObject()).isTrue();
		assertThat(handshake.auth().isEmpty()).isTrue();
		assertThat(handshake.auth(Map.class)).isEmpty();
	}

	@Test
	void connectsToSeveralNamespaces() {
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		String root = session.connect("/");
		String adm = session.connect("/adm");
		assertThat(root).isNotEqualTo(adm);
		this.io.of("/adm").emit("hello");
		this.io.emit("hello");
		assertThat(session.take()).containsExactly("2/adm,[\"hello\"]", "2[\"hello\"]");
	}

	@Test
	void connectsToNamespaceWithoutTheRoot() {
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/adm");
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.of("/adm").sockets()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nowhere", "/ADM", "/adm/", "/adm?x=1" })
	void refusesUnknownNamespace(String namespace) {
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0" + namespace + ",");
		assertThat(session.take()).containsExactly("4" + namespace + ",{\"message\":\"Invalid namespace\"}");
		assertThat(session.isOpen()).isTrue();
		session.connect("/adm");
	}

	@Test
	void refusesTooManyNamespaces() {
		for (String name : List.of("/a", "/b", "/c")) {
			this.io.configure((setup) -> setup.of(name));
		}
		TestEngineSession session = TestEngineSession.open(this.io);
		for (String name : List.of("/", "/a", "/b")) {
			session.connect(name);
		}
		session.receive("0/c,");
		assertThat(session.take()).containsExactly("4/c,{\"message\":\"Too many namespaces\"}");
		assertThat(session.isOpen()).isTrue();
		session.receive("1/a,");
		session.connect("/c");
	}

	@Test
	void countsNamespacesThatAreLookedFor() {
		List<String> asked = new ArrayList<>();
		TestEngineSession session = TestEngineSession.open(this.io);
		this.io.of((NamespacePredicate) (name, auth) -> {
			asked.add(name);
			return Mono.never();
		});
		session.receive("0/a,", "0/b,", "0/c,", "0/d,");
		assertThat(asked).containsExactly("/a", "/b", "/c");
		assertThat(session.take()).containsExactly("4/d,{\"message\":\"Too many namespaces\"}");
	}

	@Test
	void makesRoomForDynamicNamespacesOnlyWhereNobodyIs() {
		this.io.of(Pattern.compile("/room-\\d+"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/room-1");
		// One connection alone would get no more than its share.
		TestEngineSession.open(this.io).connect("/room-2");
		session.receive("0/room-3,");
		assertThat(session.take()).containsExactly("4/room-3,{\"message\":\"Too many namespaces\"}");
		session.receive("1/room-1,");
		session.connect("/room-3");
		assertThat(this.io.namespaces()).extracting(Namespace::name)
			.containsExactlyInAnyOrder("/", "/room-2", "/room-3");
	}

	@Test
	void limitsRoomsOfASocket() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		socket.join("a", "b");
		socket.join("c");
		assertThatIllegalStateException().isThrownBy(() -> socket.join("d"))
			.withMessageEndingWith("it is in 3, and 'socketio.limits.rooms' is 3");
		socket.leave("a");
		socket.join("d");
		assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "b", "c", "d");
	}

	@Test
	void joinsRoomsThatItIsInAtTheLimit() {
		this.io.use((socket, next) -> {
			socket.join("a", "b", "c");
			socket.join("a", "b");
			socket.leave(new ListThatIsNotSearched("b", "x", "y", "z"));
			socket.join("c", "d", "d");
			return next.proceed();
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		socket.join("a");
		socket.join("a", "c", "d", "a", socket.id());
		assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a", "c", "d");
		assertThatIllegalStateException().isThrownBy(() -> socket.join("a", "e"))
			.withMessage("The socket cannot join 1 more rooms: it is in 3, and 'socketio.limits.rooms' is 3");
		assertThat(socket.rooms()).doesNotContain("e");
	}

	@Test
	void limitsRoomsThatMiddlewareJoins() {
		this.io.use((socket, next) -> {
			socket.join("a", "b", "c", "d");
			return next.proceed();
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"A limit of this socket is reached\","
				+ "\"data\":{\"title\":\"Conflict\",\"status\":409,\"detail\":\"A limit of this socket is reached\","
				+ "\"socketioProblem\":true}}");
	}

	@Test
	void cancelsMiddlewareWhenTheClientLeaves() {
		AtomicInteger cancelled = new AtomicInteger();
		this.io.use((socket, next) -> Mono.<Void>never().doOnCancel(cancelled::incrementAndGet));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		assertThat(cancelled).hasValue(0);
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(cancelled).hasValue(1);
	}

	@Test
	void tellsWhyMiddlewareRefused() {
		this.io.of("/deny").use((socket, next) -> Mono.error(new ConnectRefusedException("no")));
		this.io.of("/denyd").use((socket, next) -> Mono.error(new ConnectRefusedException("no", Map.of("code", 42))));
		this.io.of("/broken").use((socket, next) -> Mono.error(new IllegalStateException("our password is 1234")));
		this.io.of("/thrown").use((socket, next) -> {
			throw new IllegalStateException("our password is 1234");
		});
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/deny,", "0/denyd,", "0/broken,", "0/thrown,");
		assertThat(session.take()).containsExactly("4/deny,{\"message\":\"no\"}",
				"4/denyd,{\"message\":\"no\",\"data\":{\"code\":42}}",
				"4/broken,{\"message\":\"Internal server error\"}", "4/thrown,{\"message\":\"Internal server error\"}");
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void rejectedSocketWasNeverInTheNamespace() {
		List<SocketIOSocket> seen = new ArrayList<>();
		Namespace namespace = this.io.of("/deny").use((socket, next) -> {
			seen.add(socket);
			socket.join("secret");
			this.io.of("/deny").to("secret").emit("secret");
			return Mono.error(new ConnectRefusedException("no"));
		});
		logDisconnects(namespace);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/deny,");
		assertThat(session.take()).containsExactly("4/deny,{\"message\":\"no\"}");
		assertThat(namespace.sockets()).isEmpty();
		assertThat(namespace.adapter().rooms()).isEmpty();
		assertThat(this.log).isEmpty();
		seen.get(0).join("secret");
		namespace.to("secret").emit("secret");
		seen.get(0).emit("secret");
		assertThat(session.take()).isEmpty();
		assertThat(namespace.adapter().rooms()).isEmpty();
	}

	@Test
	void mayTryAgainAfterRefusal() {
		AtomicBoolean open = new AtomicBoolean();
		this.io.of("/door")
			.use((socket, next) -> open.get() ? next.proceed() : Mono.error(new ConnectRefusedException("later")));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/door,");
		assertThat(session.take()).containsExactly("4/door,{\"message\":\"later\"}");
		open.set(true);
		session.connect("/door");
	}

	@Test
	void closesWhenNoNamespaceIsAskedForInTime() {
		TestEngineSession session = TestEngineSession.open(this.io);
		this.timer.advance(CONNECT_TIMEOUT.minusMillis(1));
		assertThat(session.isOpen()).isTrue();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.isOpen()).isFalse();
		assertThat(this.io.connectionCount()).isZero();
	}

	@Test
	void closesWhenOnlyRefusedInTime() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0/nowhere,");
		this.timer.advance(CONNECT_TIMEOUT);
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void closesWhenMiddlewareTakesTooLong() {
		this.io.use((socket, next) -> Mono.never());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		this.timer.advance(CONNECT_TIMEOUT);
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void refusesFurtherNamespacesThatAreNotDecidedAboutInTime() {
		AtomicInteger cancelled = new AtomicInteger();
		Mono<Boolean> never = Mono.<Boolean>never().doOnCancel(cancelled::incrementAndGet);
		this.io.of("/middleware").use((socket, next) -> never.then());
		this.io.of((NamespacePredicate) (name, auth) -> name.equals("/predicate") ? never : Mono.empty());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.receive("0/middleware,", "0/predicate,");
		this.timer.advance(CONNECT_TIMEOUT.minusMillis(1));
		assertThat(session.take()).isEmpty();
		this.timer.advance(Duration.ofMillis(1));
		assertThat(session.take()).containsExactlyInAnyOrder("4/middleware,{\"message\":\"Not decided in time\"}",
				"4/predicate,{\"message\":\"Not decided in time\"}");
		assertThat(cancelled).hasValue(2);
		assertThat(this.io.of("/middleware").sockets()).isEmpty();
		assertThat(this.timer.pending()).isZero();
		assertThat(session.isOpen()).isTrue();
	}

	@Test
	void staysOpenOnceConnected() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.receive("1");
		assertThat(this.timer.pending()).isZero();
		this.timer.advance(CONNECT_TIMEOUT.multipliedBy(2));
		assertThat(session.isOpen()).isTrue();
		session.connect("/");
	}

	@Test
	void leavesNoTimerBehind() {
		TestEngineSession session = TestEngineSession.open(this.io);
		assertThat(this.timer.pending()).isOne();
		session.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(this.timer.pending()).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			2["early"]         | event without CONNECT
			30[]               | acknowledgement without CONNECT
			1                  | DISCONNECT without CONNECT
			2/adm,["a"]        | event for a namespace that was not asked for
			4{"message":"no"}  | CONNECT_ERROR
			9                  | unknown type
			hello              | no packet
			2["disconnect"]    | reserved event
			51-["a"            | malformed
			""")
	void closesOnViolationBeforeConnect(String packet, String why) {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive(packet);
		assertThat(session.isOpen()).as(why).isFalse();
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.connectionCount()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "2/adm,[\"a\"]", "4{\"message\":\"no\"}", "4/adm,\"no\"", "x", "2[]", "2{}" })
	void closesAllNamespacesOnViolation(String packet) {
		logDisconnects(this.io.of("/"));
		logDisconnects(this.io.of("/other"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.connect("/other");
		session.receive(packet);
		assertThat(session.isOpen()).isFalse();
		assertThat(this.log).containsExactly("/ forced close", "/other forced close");
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void doesNotWaitForPollAfterViolation() {
		logDisconnects(this.io.of("/"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.writable(false);
		session.receive("0");
		assertThat(this.log).containsExactly("/ forced server close");
	}

	@Test
	void closesOnBinaryThatNobodyAwaits() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.receiveBinary(1, 2);
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void closesOnEventWhileMiddlewareRuns() {
		Sinks.Empty<Void> decision = Sinks.empty();
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0", "2[\"early\"]");
		assertThat(session.isOpen()).isFalse();
		decision.tryEmitEmpty();
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
		assertThat(this.io.of("/").adapter().fetchSockets(BroadcastOptions.ALL, null).collectList().block()).isEmpty();
	}

	@Test
	void closesOnSecondConnectWhileMiddlewareRuns() {
		this.io.use((socket, next) -> Mono.never());
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0", "0");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void forgetsSocketWhoseConnectionIsLostWhileMiddlewareRuns() {
		Sinks.Empty<Void> decision = Sinks.empty();
		logDisconnects(this.io.of("/"));
		this.io.use((socket, next) -> decision.asMono().then(next.proceed()));
		this.io.onConnection((socket) -> this.log.add("connected"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive("0");
		session.lose(CloseReason.TRANSPORT_CLOSE);
		decision.tryEmitEmpty();
		assertThat(this.log).isEmpty();
		assertThat(session.sent()).isEmpty();
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void closesOnEventAfterDisconnect() {
		this.io.configure((setup) -> setup.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		session.connect("/adm");
		session.receive("1/adm,", "2/adm,[\"late\"]");
		assertThat(session.isOpen()).isFalse();
	}

	@Test
	void reportsDisconnectByClient() {
		logDisconnects(this.io.of("/"));
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		session.receive("1");
		assertThat(this.log).containsExactly("/ client namespace disconnect");
		assertThat(session.sent()).isEmpty();
		assertThat(session.isOpen()).isTrue();
		assertThat(socket.isConnected()).isFalse();
		assertThat(this.io.of("/").sockets()).isEmpty();
	}

	@Test
	void reportsDisconnectByServer() {
		logDisconnects(this.io.of("/"));
		logDisconnects(this.io.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket root = this.io.of("/").socket(session.connect("/"));
		SocketIOSocket adm = this.io.of("/adm").socket(session.connect("/adm"));
		adm.disconnect();
		adm.disconnect();
		assertThat(session.take()).containsExactly("1/adm,");
		assertThat(session.isOpen()).isTrue();
		root.disconnect();
		assertThat(session.take()).containsExactly("1");
		assertThat(session.isOpen()).isTrue();
		assertThat(this.log).containsExactly("/adm server namespace disconnect", "/ server namespace disconnect");
	}

	@Test
	void disconnectsAllNamespacesAndCloses() {
		logDisconnects(this.io.of("/"));
		logDisconnects(this.io.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/");
		this.io.of("/adm").socket(session.connect("/adm")).disconnect(true);
		assertThat(session.take()).containsExactly("1", "1/adm,");
		assertThat(session.isOpen()).isFalse();
		assertThat(this.log).containsExactly("/ server namespace disconnect", "/adm server namespace disconnect");
	}

	@ParameterizedTest
	@CsvSource({ "TRANSPORT_CLOSE,transport close", "TRANSPORT_ERROR,transport error", "PING_TIMEOUT,ping timeout",
			"PARSE_ERROR,parse error", "FORCED_CLOSE,forced close" })
	void reportsLossOfConnection(CloseReason reason, String expected) {
		logDisconnects(this.io.of("/"));
		logDisconnects(this.io.of("/adm"));
		TestEngineSession session = TestEngineSession.open(this.io);
		session.connect("/adm");
		session.connect("/");
		session.lose(reason);
		assertThat(this.log).containsExactly("/adm " + expected, "/ " + expected);
		assertThat(this.io.connectionCount()).isZero();
	}

	@Test
	void answersConnectBeforeTheServerDisconnects() {
		JsonPacketParser json = new JsonPacketParser(JsonMapper.shared(), PacketLimits.defaults());
		SocketIOServer[] server = new SocketIOServer[1];
		server[0] = SocketIOServers.builder().parser(new PacketParser() {

			@Override
			public EncodedPacket encode(Packet packet) {
				if (packet.type() == PacketType.CONNECT) {
					// As another thread may do before the answer is on its way.
					server[0].emit("hello");
					server[0].of("/").sockets().forEach(SocketIOSocket::disconnect);
				}
				return json.encode(packet);
			}

			@Override
			public PacketDecoder decoder() {
				return json.decoder();
			}

		}).build();
		TestEngineSession session = TestEngineSession.open(server[0]);
		session.receive("0");
		List<String> sent = session.take();
		assertThat(sent).hasSize(3);
		assertThat(sent.get(0)).startsWith("0{\"sid\":");
		assertThat(sent.subList(1, 3)).containsExactly("2[\"hello\"]", "1");
	}

	@Test
	void refusesASocketThatIsDisconnectedBeforeItIsLetIn() {
		SocketIOServer server = SocketIOServers.builder().adapters((name, sockets) -> new InMemoryAdapter(sockets) {

			@Override
			public void add(LocalSocket socket, Collection<String> rooms) {
				super.add(socket, rooms);
				socket.disconnect(false);
			}

		}).build();
		logDisconnects(server.of("/"));
		TestEngineSession session = TestEngineSession.open(server);
		session.receive("0");
		assertThat(session.take()).containsExactly("4{\"message\":\"Disconnected\"}");
		assertThat(server.of("/").sockets()).isEmpty();
		assertThat(server.of("/").adapter().rooms()).isEmpty();
		assertThat(this.log).isEmpty();
	}

	@Test
	void tellsWhatEndedTheSession() {
		List<DisconnectDetails> told = new ArrayList<>();
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		socket.onDisconnecting((reason, details) -> told.add(details));
		socket.onDisconnect((reason, details) -> told.add(details));
		assertThat(socket.disconnectDetails()).isNull();
		session.lose(CloseReason.TRANSPORT_ERROR, "the message is too large");
		DisconnectDetails expected = new DisconnectDetails(DisconnectReason.TRANSPORT_ERROR,
				"the message is too large");
		assertThat(told).containsExactly(expected, expected);
		assertThat(socket.disconnectDetails()).isEqualTo(expected);
	}

	@Test
	void dropsWhatIsSentToDisconnectedSocket() {
		TestEngineSession session = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		socket.disconnect();
		session.take();
		socket.emit("late");
		socket.asVolatile().emit("late");
		this.io.to(socket.id()).emit("late");
		socket.join("room");
		assertThat(session.take()).isEmpty();
		assertThat(socket.rooms()).isEmpty();
		assertThat(this.io.of("/").adapter().rooms()).isEmpty();
	}

	@Test
	void knowsPrincipalOfTheRequest() {
		TestEngineSession session = TestEngineSession.open(this.io, () -> "ann", Context.of("key", "value"));
		List<String> context = new ArrayList<>();
		this.io.use((socket, next) -> Mono.deferContextual((view) -> {
			context.add(view.get("key"));
			return next.proceed();
		}));
		SocketIOSocket socket = this.io.of("/").socket(session.connect("/"));
		assertThat(socket.principal().getName()).isEqualTo("ann");
		assertThat(context).containsExactly("value");
		assertThat(socket.handshake().context().<String>get("key")).isEqualTo("value");
		assertThat(Set.copyOf(socket.rooms())).containsExactly(socket.id());
	}

	@Test
	void contextSaysWhoTheClientIsWhateverTheCallerSays() {
		SocketIOServer server = SocketIOServers.builder()
			.principalContext((context, principal) -> (principal != null) ? context.put("client", principal.getName())
					: context.delete("client"))
			.build();
		TestEngineSession session = TestEngineSession.open(server, () -> "ann", Context.of("key", "kept"));
		SocketIOSocket socket = server.of("/").socket(session.connect("/"));
		Context caller = Context.of("client", "somebody else", "key", "caller's");
		assertThat(socket.context()).hasToString("Context2{key=kept, client=ann}");
		assertThat(socket.context(caller)).hasToString("Context2{key=caller's, client=ann}");
		socket.setPrincipal(() -> "jim");
		assertThat(socket.context()).hasToString("Context2{key=kept, client=jim}");
		assertThat(socket.context(caller)).hasToString("Context2{key=caller's, client=jim}");
		TestEngineSession nobody = TestEngineSession.open(server);
		SocketIOSocket unknown = server.of("/").socket(nobody.connect("/"));
		assertThat(unknown.context().isEmpty()).isTrue();
		assertThat(unknown.context(caller)).hasToString("Context1{key=caller's}");
	}

	/**
	 * Finding each of many rooms in such a list would take very long.
	 */
	private static final class ListThatIsNotSearched extends AbstractList<String> {

		private final List<String> rooms;

		ListThatIsNotSearched(String... rooms) {
			this.rooms = List.of(rooms);
		}

		@Override
		public String get(int index) {
			return this.rooms.get(index);
		}

		@Override
		public int size() {
			return this.rooms.size();
		}

		@Override
		public boolean contains(Object room) {
			throw new AssertionError("The list is searched");
		}

	}

}
