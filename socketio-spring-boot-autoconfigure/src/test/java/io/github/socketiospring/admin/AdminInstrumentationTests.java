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

package io.github.socketiospring.admin;

import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.CapturedLog;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AdminInstrumentation}.
 */
class AdminInstrumentationTests {

	private static final Duration PERIOD = Duration.ofSeconds(2);

	private static final String LOGIN = "0/admin,{\"username\":\"root\",\"password\":\"secret\"}";

	private static final String NOW = "1970-01-01T00:00:01.500Z";

	private final TestTimer timer = new TestTimer();

	private SocketIOServer io = SocketIOServers.builder().build();

	private void start(AdminMode mode, boolean readOnly) {
		AdminInstrumentation instrumentation = new AdminInstrumentation(
				AdminOptions.builder("node-1").host("host").mode(mode).readOnly(readOnly).build(), new OneAdmin(),
				JsonMapper.shared(), false, Clock.fixed(Instant.ofEpochMilli(1500), ZoneOffset.UTC), this.timer);
		SocketIOServer.Builder builder = SocketIOServers.builder().guards(List.of(instrumentation.guard()));
		instrumentation.instrument(builder);
		this.io = builder.build();
		instrumentation.attach(this.io, new EngineServer(EngineOptions.defaults(), this.io));
	}

	private TestEngineSession login() {
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive(LOGIN);
		return session;
	}

	private static List<String> events(List<String> packets) {
		return packets.stream()
			.filter((packet) -> packet.startsWith("2/admin,"))
			.map((packet) -> packet.substring(packet.indexOf('[') + 2, packet.indexOf('"', packet.indexOf('[') + 2)))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0/admin,", "0/admin,{}", "0/admin,{\"sessionId\":null}", "0/admin,{\"sessionId\":\"x\"}",
			"0/admin,{\"username\":\"\",\"password\":\"\"}", "0/admin,{\"username\":\"root\",\"password\":\"wrong\"}",
			"0/admin,{\"username\":[\"root\"],\"password\":{}}" })
	void refusesWithTheMessageForWhichThePageShowsItsForm(String connect) {
		start(AdminMode.DEVELOPMENT, false);
		TestEngineSession session = TestEngineSession.open(this.io);
		session.receive(connect);
		assertThat(session.sent()).containsExactly("4/admin,{\"message\":\"invalid credentials\"}");
	}

	@Test
	void refusesIfALoginCannotBeChecked() {
		start(AdminMode.PRODUCTION, false);
		TestEngineSession session = TestEngineSession.open(this.io);
		try (CapturedLog log = CapturedLog.of(AdminGuard.class.getName())) {
			session.receive("0/admin,{\"username\":\"broken\",\"password\":\"x\"}");
			assertThat(log.lines()).anyMatch((line) -> line.startsWith("ERROR A login"));
		}
		assertThat(session.sent()).containsExactly("4/admin,{\"message\":\"invalid credentials\"}");
	}

	@Test
	void limitsLogins() {
		start(AdminMode.PRODUCTION, false);
		String session = login().sent().get(1).split("\"")[3];
		TestEngineSession stranger = TestEngineSession.open(this.io);
		for (int i = 0; i < 59; i++) {
			stranger.receive("0/admin,{\"username\":\"root\",\"password\":\"" + i + "\"}");
		}
		assertThat(stranger.take()).hasSize(59).containsOnly("4/admin,{\"message\":\"invalid credentials\"}");
		stranger.receive(LOGIN);
		assertThat(stranger.take()).containsExactly("4/admin,{\"message\":\"Too many logins, try again in a minute\"}");
		TestEngineSession known = TestEngineSession.open(this.io);
		known.receive("0/admin,{\"sessionId\":\"" + session + "\"}");
		assertThat(events(known.sent())).contains("config");
		this.timer.advance(Duration.ofMinutes(1));
		assertThat(events(login().sent())).contains("session");
	}

	@Test
	void sendsTheSessionAfterTheAnswer() {
		start(AdminMode.PRODUCTION, false);
		List<String> sent = login().sent();
		assertThat(sent.get(0)).startsWith("0/admin,{\"sid\":");
		assertThat(events(sent)).containsExactly("session", "config", "server_stats");
		assertThat(sent.get(2)).isEqualTo("2/admin,[\"config\",{\"supportedFeatures\":[\"JOIN\",\"LEAVE\","
				+ "\"DISCONNECT\",\"MJOIN\",\"MLEAVE\",\"MDISCONNECT\",\"AGGREGATED_EVENTS\"]}]");
		String id = sent.get(1).split("\"")[3];
		TestEngineSession again = TestEngineSession.open(this.io);
		again.receive("0/admin,{\"sessionId\":\"" + id + "\"}");
		assertThat(events(again.sent())).containsExactly("config", "server_stats");
	}

	@Test
	void letsInWhomTheHandshakeAuthenticated() {
		start(AdminMode.PRODUCTION, false);
		TestEngineSession ann = TestEngineSession.open(this.io, () -> "moderator", Context.empty());
		ann.receive("0/admin,{\"sessionId\":null}");
		assertThat(events(ann.sent())).containsExactly("config", "server_stats");
		TestEngineSession bob = TestEngineSession.open(this.io, () -> "bob", Context.empty());
		bob.receive("0/admin,{\"sessionId\":null}");
		assertThat(bob.sent()).containsExactly("4/admin,{\"message\":\"invalid credentials\"}");
	}

	@Test
	void reportsWhileAnAdministratorIsConnected() {
		start(AdminMode.PRODUCTION, false);
		assertThat(this.timer.pending()).isZero();
		TestEngineSession admin = login();
		TestEngineSession other = login();
		admin.take();
		this.timer.advance(PERIOD.multipliedBy(2));
		assertThat(events(admin.take())).containsExactly("server_stats", "server_stats");
		admin.lose(CloseReason.TRANSPORT_CLOSE);
		other.lose(CloseReason.TRANSPORT_CLOSE);
		this.timer.advance(PERIOD);
		assertThat(this.timer.pending()).isZero();
		TestEngineSession back = login();
		back.take();
		this.timer.advance(PERIOD);
		assertThat(back.sent()).singleElement()
			.asString()
			.contains("\"serverId\":\"node-1\"", "\"hostname\":\"host\"", "{\"name\":\"/admin\",\"socketsCount\":1}");
	}

	@Test
	void showsNoSocketsAndEventsInProduction() {
		start(AdminMode.PRODUCTION, false);
		TestEngineSession admin = login();
		admin.take();
		TestEngineSession client = TestEngineSession.open(this.io);
		client.connect("/");
		client.receive("2[\"hello\"]");
		this.io.emit("all");
		client.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(admin.sent()).isEmpty();
	}

	@Test
	void showsTheLifeOfASocketInDevelopment() {
		start(AdminMode.DEVELOPMENT, false);
		TestEngineSession admin = login();
		assertThat(events(admin.take())).containsExactly("session", "config", "all_sockets", "server_stats",
				"room_joined", "socket_connected");
		TestEngineSession client = TestEngineSession.open(this.io);
		String id = client.connect("/");
		SocketIOSocket socket = this.io.of("/").socket(id);
		assertThat(socket).isNotNull();
		socket.join("lobby");
		client.receive("2[\"hello\",{\"from\":\"ann\"},1]");
		this.io.emit("news", "text", new byte[3]);
		client.lose(CloseReason.TRANSPORT_CLOSE);
		List<String> sent = admin.take();
		String ids = "\"/\",\"" + id + "\"";
		assertThat(sent.get(0)).isEqualTo("2/admin,[\"room_joined\"," + ids + ",\"" + id + "\",\"" + NOW + "\"]");
		assertThat(sent.get(1)).startsWith("2/admin,[\"socket_connected\",{\"id\":\"" + id + "\",\"clientId\":\"");
		assertThat(sent.subList(2, sent.size())).containsExactly(
				"2/admin,[\"room_joined\",\"/\",\"lobby\",\"" + id + "\",\"" + NOW + "\"]",
				"2/admin,[\"event_received\"," + ids + ",[\"hello\",{\"from\":\"ann\"},1],\"" + NOW + "\"]",
				"2/admin,[\"event_sent\"," + ids + ",[\"news\",\"text\",\"<3 bytes>\"],\"" + NOW + "\"]",
				"2/admin,[\"room_left\",\"/\",\"lobby\",\"" + id + "\",\"" + NOW + "\"]",
				"2/admin,[\"socket_disconnected\"," + ids + ",\"transport close\",\"" + NOW + "\"]",
				"2/admin,[\"room_left\"," + ids + ",\"" + id + "\",\"" + NOW + "\"]");
	}

	@Test
	void limitsEventsAndSendsAllSocketsAfterManyChanges() {
		start(AdminMode.DEVELOPMENT, false);
		TestEngineSession admin = login();
		TestEngineSession client = TestEngineSession.open(this.io);
		SocketIOSocket socket = this.io.of("/").socket(client.connect("/"));
		assertThat(socket).isNotNull();
		admin.take();
		this.timer.advance(Duration.ofSeconds(1));
		for (int i = 0; i < 1000; i++) {
			client.receive("2[\"hello\"]");
			socket.join("room");
			socket.leave("room");
		}
		List<String> sent = events(admin.take());
		assertThat(sent.stream().filter("event_received"::equals)).hasSize(100);
		assertThat(sent.stream().filter((event) -> event.startsWith("room_"))).hasSize(500);
		this.timer.advance(PERIOD);
		assertThat(events(admin.take())).containsExactly("server_stats", "all_sockets");
		this.timer.advance(PERIOD);
		assertThat(events(admin.take())).containsExactly("server_stats");
	}

	@Test
	void obeysAdministrators() {
		start(AdminMode.PRODUCTION, false);
		TestEngineSession admin = login();
		TestEngineSession client = TestEngineSession.open(this.io);
		String id = client.connect("/");
		SocketIOSocket socket = this.io.of("/").socket(id);
		assertThat(socket).isNotNull();
		admin.receive("2/admin,[\"join\",\"/\",\"lobby\",\"" + id + "\"]", "2/admin,[\"join\",\"/\",\"kitchen\"]");
		assertThat(socket.rooms()).containsExactlyInAnyOrder(id, "lobby", "kitchen");
		admin.receive("2/admin,[\"leave\",\"/\",\"kitchen\",null]", "2/admin,[\"leave\",\"/none\",\"lobby\"]");
		assertThat(socket.rooms()).containsExactlyInAnyOrder(id, "lobby");
		try (CapturedLog log = CapturedLog.of(AdminCommands.class.getName())) {
			admin.receive("2/admin,[\"_disconnect\",\"/\",false,\"lobby\"]");
			assertThat(log.lines()).isEmpty();
		}
		assertThat(socket.isConnected()).isFalse();
		assertThat(client.isOpen()).isTrue();
		assertThat(this.io.namespaces()).hasSize(2);
		client.connect("/");
		admin.receive("2/admin,[\"_disconnect\",\"/\",true]");
		assertThat(client.isOpen()).isFalse();
	}

	@Test
	void onlyShowsIfItIsReadOnly() {
		start(AdminMode.DEVELOPMENT, true);
		TestEngineSession admin = login();
		assertThat(admin.sent())
			.contains("2/admin,[\"config\",{\"supportedFeatures\":[\"AGGREGATED_EVENTS\",\"ALL_EVENTS\"]}]");
		TestEngineSession client = TestEngineSession.open(this.io);
		String id = client.connect("/");
		SocketIOSocket socket = this.io.of("/").socket(id);
		assertThat(socket).isNotNull();
		admin.receive("2/admin,[\"join\",\"/\",\"lobby\"]", "2/admin,[\"_disconnect\",\"/\",true]");
		assertThat(socket.rooms()).containsExactly(id);
		assertThat(socket.isConnected()).isTrue();
	}

	@Test
	void takesNoNamespaceFromTheApplication() {
		AdminInstrumentation instrumentation = new AdminInstrumentation(AdminOptions.builder("node-1").build(),
				new OneAdmin(), JsonMapper.shared());
		this.io.configure((server) -> server.of("/admin"));
		EngineServer engine = new EngineServer(EngineOptions.defaults(), this.io);
		assertThatIllegalStateException().isThrownBy(() -> instrumentation.attach(this.io, engine))
			.withMessageContaining("'/admin'");
	}

	@Test
	void abbreviatesTheSessionInTheIdOfAnOldClient() {
		start(AdminMode.DEVELOPMENT, false);
		TestEngineSession admin = login();
		admin.take();
		TestEngineSession old = TestEngineSession.openOld(this.io);
		SocketIOSocket socket = this.io.of("/").sockets().iterator().next();
		socket.join("lobby");
		old.receive("2[\"hello\"]");
		List<String> sent = admin.take();
		assertThat(events(sent)).containsExactly("room_joined", "socket_connected", "room_joined", "event_received");
		assertThat(sent).noneMatch((packet) -> packet.contains(old.id()));
		String shown = sent.get(0).split("\"")[5];
		admin.receive("2/admin,[\"_disconnect\",\"/\",false,\"" + shown + "\"]");
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void hidesSecrets() {
		assertThat(ShownValues.headers(Map.of("Cookie", List.of("SESSION=1"), "Authorization", List.of("Basic x"),
				"Accept", List.of("a", "b"))))
			.containsOnly(Map.entry("Accept", "a, b"), Map.entry("Cookie", "******"),
					Map.entry("Authorization", "******"));
		assertThat(ShownValues.query(Map.of("EIO", "4", "access_token", "x"))).containsOnly(Map.entry("EIO", "4"),
				Map.entry("access_token", "******"));
		assertThat(ShownValues.data(Map.of("name", "ann", "level", 3, "password", "x", "profile", List.of("x"))))
			.containsEntry("name", "ann")
			.containsEntry("level", 3)
			.containsEntry("password", "******")
			.extractingByKey("profile")
			.asString()
			.startsWith("<List");
	}

	@Test
	void showsArgumentsThatAreLargeOrCannotBeConverted() {
		assertThat(ShownValues.argument("x".repeat(5000), JsonMapper.shared())).asString().hasSize(4001);
		assertThat(ShownValues.argument(List.of("x".repeat(5000)), JsonMapper.shared())).isInstanceOf(String.class);
		assertThat(ShownValues.argument(Map.of("file", new byte[2]), JsonMapper.shared()))
			.hasToString("{\"file\":\"<2 bytes>\"}");
		List<Object> endless = new ArrayList<>();
		endless.add(endless);
		assertThat(ShownValues.argument(endless, JsonMapper.shared())).isEqualTo("<ArrayList>");
	}

	/**
	 * Knows root by password, and a moderator by the handshake.
	 */
	static final class OneAdmin implements AdminAuthenticator {

		@Override
		public boolean isAdmin(Principal principal) {
			return principal.getName().equals("moderator");
		}

		@Override
		public Mono<Principal> authenticate(String name, String password) {
			if (name.equals("broken")) {
				return Mono.error(new IllegalStateException("no database"));
			}
			return (name.equals("root") && password.equals("secret")) ? Mono.just(() -> "root") : Mono.empty();
		}

	}

}
