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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.cluster.TestBroker;
import io.github.socketiospring.adapter.cluster.TestBus;
import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineOptions;
import io.github.socketiospring.engineio.EngineServer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.TestEngineSession;
import io.github.socketiospring.server.support.SocketIOServers;
import io.github.socketiospring.testsupport.TestTimer;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Admin UI of two servers in a cluster.
 */
class AdminClusterTests {

	private static final Duration PERIOD = Duration.ofSeconds(2);

	private static final String LOGIN = "0/admin,{\"username\":\"root\",\"password\":\"secret\"}";

	private final TestBroker broker = new TestBroker();

	private final TestTimer timer = new TestTimer();

	private final TestBus firstBus = this.broker.connect();

	private final SocketIOServer first = start("first", this.firstBus);

	private final SocketIOServer second = start("second", this.broker.connect());

	private SocketIOServer start(String name, TestBus bus) {
		ClusterNode node = ClusterNode.builder(bus)
			.options(ClusterOptions.builder().name(name).heartbeatInterval(Duration.ZERO).build())
			.timer(this.timer)
			.lanes(Schedulers.immediate())
			.build();
		node.start().block();
		AdminInstrumentation instrumentation = new AdminInstrumentation(
				AdminOptions.builder(name).host("host").mode(AdminMode.DEVELOPMENT).build(),
				new AdminInstrumentationTests.OneAdmin(), JsonMapper.shared(), true,
				Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), this.timer);
		SocketIOServer.Builder builder = SocketIOServers.builder()
			.adapters(node)
			.timer(this.timer)
			.executor(Runnable::run)
			.guards(List.of(instrumentation.guard()));
		instrumentation.instrument(builder);
		SocketIOServer io = builder.build();
		io.onConnection((socket) -> socket.attributes().put("name", "ann"));
		instrumentation.attach(io, new EngineServer(EngineOptions.defaults(), io));
		io.start();
		return io;
	}

	private static TestEngineSession login(SocketIOServer io) {
		TestEngineSession session = TestEngineSession.open(io);
		session.receive(LOGIN);
		return session;
	}

	private static List<JsonNode> events(TestEngineSession admin) {
		return admin.take()
			.stream()
			.filter((packet) -> packet.startsWith("2/admin,"))
			.map((packet) -> JsonMapper.shared().readTree(packet.substring("2/admin,".length())))
			.toList();
	}

	private static List<JsonNode> events(TestEngineSession admin, String name) {
		return events(admin).stream().filter((event) -> event.get(0).asString().equals(name)).toList();
	}

	private static Set<String> servers(List<JsonNode> reports) {
		return reports.stream().map((report) -> report.get(1).path("serverId").asString()).collect(Collectors.toSet());
	}

	private static SocketIOSocket socket(SocketIOServer io, String id) {
		SocketIOSocket socket = io.of("/").socket(id);
		assertThat(socket).isNotNull();
		return socket;
	}

	private List<String> amongAdmins() {
		return this.broker.published().stream().filter((frame) -> frame.contains("\"/admin\"")).toList();
	}

	@Test
	void showsTheSocketsAndReportsOfAllServers() {
		TestEngineSession client = TestEngineSession.open(this.second);
		String id = client.connect("/");
		TestEngineSession admin = login(this.first);
		List<JsonNode> events = events(admin);
		assertThat(events.stream().map((event) -> event.get(0).asString())).containsSubsequence("config",
				"all_sockets");
		JsonNode all = events.stream()
			.filter((event) -> event.get(0).asString().equals("all_sockets"))
			.findFirst()
			.orElseThrow()
			.get(1);
		assertThat(all).hasSize(2);
		JsonNode shown = all.valueStream()
			.filter((socket) -> socket.path("id").asString().equals(id))
			.findFirst()
			.orElseThrow();
		assertThat(shown.path("nsp").asString()).isEqualTo("/");
		assertThat(shown.path("transport").asString()).isEqualTo("websocket");
		assertThat(shown.path("clientId").asString()).isNotEmpty().matches(client.id()::startsWith);
		assertThat(shown.path("data").toString()).isEqualTo("{\"name\":\"ann\"}");
		assertThat(shown.path("rooms").toString()).isEqualTo("[\"" + id + "\"]");
		assertThat(shown.path("handshake").path("headers").isObject()).isTrue();
		this.timer.advance(PERIOD);
		assertThat(servers(events(admin, "server_stats"))).containsExactlyInAnyOrder("first", "second");
	}

	@Test
	void showsTheLifeOfASocketOfAnotherServer() {
		TestEngineSession admin = login(this.first);
		admin.take();
		TestEngineSession client = TestEngineSession.open(this.second);
		String id = client.connect("/");
		socket(this.second, id).join("lobby");
		client.receive("2[\"hello\",1]");
		this.second.emit("news");
		client.lose(CloseReason.TRANSPORT_CLOSE);
		assertThat(events(admin).stream().map((event) -> event.get(0).asString())).containsExactly("room_joined",
				"socket_connected", "room_joined", "event_received", "event_sent", "room_left", "socket_disconnected",
				"room_left");
	}

	@Test
	void commandsSocketsOfAnotherServer() {
		String id = TestEngineSession.open(this.second).connect("/");
		SocketIOSocket socket = socket(this.second, id);
		TestEngineSession admin = login(this.first);
		admin.receive("2/admin,[\"join\",\"/\",\"lobby\",\"" + id + "\"]");
		assertThat(socket.rooms()).containsExactlyInAnyOrder(id, "lobby");
		admin.receive("2/admin,[\"leave\",\"/\",\"lobby\"]");
		assertThat(socket.rooms()).containsExactly(id);
		admin.receive("2/admin,[\"_disconnect\",\"/\",false,\"" + id + "\"]");
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void commandsSocketsInANamespaceThatOnlyAnotherServerHas() {
		this.second.of("/chat").onConnection((socket) -> socket.join("lobby"));
		TestEngineSession client = TestEngineSession.open(this.second);
		client.connect("/chat");
		TestEngineSession admin = login(this.first);
		admin.receive("2/admin,[\"_disconnect\",\"/chat\",false,\"lobby\"]");
		assertThat(client.take()).containsExactly("1/chat,");
		assertThat(this.first.namespaces()).hasSize(2);
	}

	@Test
	void knowsTheSocketOfAnOldClientByItsShownId() {
		TestEngineSession old = TestEngineSession.openOld(this.second);
		SocketIOSocket socket = this.second.of("/").sockets().iterator().next();
		TestEngineSession admin = login(this.first);
		String shown = shownId(events(admin), old);
		socket.join("lobby");
		assertThat(events(admin, "room_joined").get(0).get(3).asString()).isEqualTo(shown);
		admin.receive("2/admin,[\"_disconnect\",\"/\",false,\"" + shown + "\"]");
		assertThat(socket.isConnected()).isFalse();
	}

	private static String shownId(List<JsonNode> events, TestEngineSession old) {
		assertThat(events).noneMatch((event) -> event.toString().contains(old.id()));
		return events.stream()
			.filter((event) -> event.get(0).asString().equals("all_sockets"))
			.flatMap((event) -> event.get(1).valueStream())
			.filter((described) -> described.path("nsp").asString().equals("/"))
			.map((described) -> described.path("id").asString())
			.findFirst()
			.orElseThrow();
	}

	/** It is in another mode, or a server of Node.js without the Admin UI. */
	@Test
	void showsNoSessionIdOfAnOldClientWhoseServerTellsNothing() {
		TestEngineSession old = TestEngineSession.openOld(this.second);
		SocketIOSocket socket = this.second.of("/").sockets().iterator().next();
		socket.attributes().remove("_admin");
		TestEngineSession admin = login(this.first);
		String shown = shownId(events(admin), old);
		admin.receive("2/admin,[\"_disconnect\",\"/\",false,\"" + shown + "\"]");
		assertThat(socket.isConnected()).isFalse();
	}

	@Test
	void publishesNothingWhileNobodyWatches() {
		TestEngineSession client = TestEngineSession.open(this.first);
		client.connect("/");
		client.receive("2[\"hello\"]");
		client.lose(CloseReason.TRANSPORT_CLOSE);
		this.timer.advance(PERIOD.multipliedBy(10));
		assertThat(amongAdmins()).isEmpty();
		assertThat(this.timer.pending()).isZero();
	}

	@Test
	void publishesOnlyReportsWhereNoOtherServerHasAdministrators() {
		TestEngineSession admin = login(this.first);
		this.timer.advance(PERIOD.multipliedBy(3));
		int published = amongAdmins().size();
		TestEngineSession client = TestEngineSession.open(this.first);
		client.connect("/");
		client.receive("2[\"hello\"]");
		assertThat(events(admin, "event_received")).hasSize(1);
		assertThat(amongAdmins()).hasSize(published);
		TestEngineSession other = login(this.second);
		other.take();
		client.receive("2[\"hello\"]");
		assertThat(events(admin, "event_received")).hasSize(1);
		assertThat(events(other, "event_received")).hasSize(1);
	}

	@Test
	void stopsWhenTheLastAdministratorHasLeft() {
		TestEngineSession admin = login(this.first);
		TestEngineSession client = TestEngineSession.open(this.second);
		client.connect("/");
		admin.lose(CloseReason.TRANSPORT_CLOSE);
		this.timer.advance(PERIOD);
		int published = amongAdmins().size();
		client.receive("2[\"hello\"]");
		this.timer.advance(PERIOD.multipliedBy(2));
		assertThat(amongAdmins()).hasSize(published);
		assertThat(this.timer.pending()).isZero();
		TestEngineSession back = login(this.first);
		client.receive("2[\"hello\"]");
		assertThat(events(back, "event_received")).hasSize(1);
	}

	@Test
	void stopsWhenTheServerOfTheLastAdministratorIsGone() {
		login(this.first);
		this.firstBus.lose();
		this.timer.advance(PERIOD);
		int published = amongAdmins().size();
		this.timer.advance(OtherAdmins.MAX_AGE);
		int last = amongAdmins().size();
		assertThat(last).isGreaterThan(published);
		this.timer.advance(OtherAdmins.MAX_AGE);
		assertThat(amongAdmins()).hasSize(last);
	}

	@Test
	void obeysReportsOfServersWithTheSameName() {
		this.broker.broadcast("/admin", "server_stats", report(1, 1));
		this.broker.broadcast("/admin", "server_stats", report(2, 0));
		this.broker.broadcast("/admin", "server_stats", "no report");
		this.broker.broadcast("/admin", "server_stats");
		assertThat(amongAdmins()).as("a report of each server").hasSize(2);
		TestEngineSession client = TestEngineSession.open(this.second);
		String id = client.connect("/");
		assertThat(amongAdmins()).anyMatch((frame) -> frame.contains("socket_connected") && frame.contains(id));
		this.broker.broadcast("/admin", "server_stats", report(1, 0));
		int published = amongAdmins().size();
		client.receive("2[\"hello\"]");
		this.timer.advance(PERIOD);
		assertThat(amongAdmins()).hasSize(published);
	}

	/** A report as a server of Node.js sends it. */
	private static Map<String, Object> report(int pid, int admins) {
		return Map.of("serverId", "node", "hostname", "node", "pid", pid, "namespaces",
				List.of(Map.of("name", "/", "socketsCount", 3), Map.of("name", "/admin", "socketsCount", admins)));
	}

	@Test
	void forgetsServersThatAreInvented() {
		OtherAdmins others = new OtherAdmins("/admin", () -> this.timer.now(TimeUnit.NANOSECONDS));
		for (int i = 0; i < 5000; i++) {
			others.hear(JsonMapper.shared().valueToTree(report(i, 1)));
		}
		assertThat(others.any()).isTrue();
		this.timer.advance(OtherAdmins.MAX_AGE);
		assertThat(others.any()).isFalse();
	}

	@Test
	void sendsAllSocketsOfAllServersAfterManyChanges() {
		TestEngineSession admin = login(this.first);
		TestEngineSession client = TestEngineSession.open(this.second);
		SocketIOSocket socket = socket(this.second, client.connect("/"));
		admin.take();
		this.timer.advance(Duration.ofSeconds(1));
		joinAndLeave(socket, 1000);
		assertThat(events(admin)).hasSizeLessThan(600);
		this.timer.advance(PERIOD);
		List<JsonNode> all = events(admin, "all_sockets");
		assertThat(all).hasSize(1);
		assertThat(all.get(0).get(1).findValuesAsString("nsp")).containsExactlyInAnyOrder("/", "/admin");
		joinAndLeave(socket, 2000);
		this.timer.advance(PERIOD);
		assertThat(events(admin, "all_sockets")).as("soon after the last time").isEmpty();
		this.timer.advance(Duration.ofSeconds(10));
		assertThat(events(admin, "all_sockets")).hasSize(1);
	}

	private static void joinAndLeave(SocketIOSocket socket, int times) {
		for (int i = 0; i < times; i++) {
			socket.join("room");
			socket.leave("room");
		}
	}

}
