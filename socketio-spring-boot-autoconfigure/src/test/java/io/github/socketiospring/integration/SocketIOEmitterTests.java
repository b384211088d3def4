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
import java.util.TreeSet;

import io.github.socketiospring.core.SocketIOEmitter;
import io.github.socketiospring.integration.RedisCluster.Selection;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.RequiresTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A service without a web server sends to the clients of two servers of this project and
 * two Node.js servers, by each call of its emitter.
 */
@RequiresTool({ "redis-server", "node", "npm" })
class SocketIOEmitterTests {

	private static final Duration PATIENCE = RedisCluster.PATIENCE;

	private static final List<String> CLIENTS = List.of("at-java-1", "at-java-2", "at-node-1", "at-node-2");

	private static RedisServer redis;

	private static RedisCluster cluster;

	private static ConfigurableApplicationContext service;

	private static SocketIOEmitter emitter;

	private int ends;

	@BeforeAll
	static void startServers() {
		redis = RedisServer.start();
		cluster = new RedisCluster(redis, Map.of(), "{}");
		List<String> arguments = new ArrayList<>(
				List.of("--socketio.emitter.enabled=true", "--spring.main.banner-mode=off"));
		redis.properties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
		service = new SpringApplicationBuilder(Service.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
		emitter = service.getBean(SocketIOEmitter.class);
	}

	@AfterAll
	static void stopServers() {
		service.close();
		cluster.close();
		redis.close();
	}

	@BeforeEach
	void connectClients() {
		cluster.connect("at-java-1", "java-1", "/", "a");
		cluster.connect("at-java-2", "java-2", "/", "a", "b");
		cluster.connect("at-node-1", "node-1", "/", "b");
		cluster.connect("at-node-2", "node-2", "/", "a", "c");
		cluster.awaitLinks("/", CLIENTS);
	}

	@AfterEach
	void closeClients() {
		CLIENTS.forEach((client) -> cluster.call("close", client));
	}

	/** What clients received up to an event that is sent now. */
	private Map<String, String> received() {
		return received(emitter, CLIENTS);
	}

	private Map<String, String> received(SocketIOEmitter last, List<String> clients) {
		String end = "end-of-emitter-" + (++this.ends);
		last.emit(end);
		Map<String, String> received = new java.util.TreeMap<>();
		for (String client : clients) {
			String events = cluster.call("events", client, List.of(end)).toString();
			if (!events.equals("[]")) {
				received.put(client, events);
			}
		}
		return received;
	}

	@Test
	void reachesTheChosenSockets() {
		emitter.emit("all", 1);
		emitter.send("text");
		assertThat(received()).containsOnlyKeys(CLIENTS)
			.allSatisfy((client, events) -> assertThat(events).isEqualTo("[[\"all\",1],[\"message\",\"text\"]]"));
		emitter.to("b").emit("one");
		assertThat(received()).containsOnlyKeys("at-java-2", "at-node-1");
		emitter.in("b", "c").emit("two");
		assertThat(received()).containsOnlyKeys("at-java-2", "at-node-1", "at-node-2");
		emitter.to("a").except("b").emit("but");
		assertThat(received()).containsOnlyKeys("at-java-1", "at-node-2");
		emitter.except("a").emit("but");
		assertThat(received()).containsOnlyKeys("at-node-1");
		emitter.toUser("at-java-1", "at-java-2").emit("users");
		assertThat(received()).containsOnlyKeys("at-java-1", "at-java-2");
		emitter.to("nobody").emit("none");
		assertThat(received()).isEmpty();
		for (String client : CLIENTS) {
			emitter.to(cluster.id(client)).emit("own");
			assertThat(received()).containsOnlyKeys(client);
		}
	}

	@Test
	void sendsWithFlags() {
		emitter.asVolatile().emit("e");
		emitter.compress(true).to("a").emit("e");
		emitter.compress(false).to("a").emit("e");
		assertThat(received()).containsOnlyKeys(CLIENTS)
			.containsEntry("at-node-2", "[[\"e\"],[\"e\"],[\"e\"]]")
			.containsEntry("at-java-1", "[[\"e\"],[\"e\"],[\"e\"]]");
	}

	@Test
	void valuesArriveAsTheyWereSent() {
		emitter.emit("values", new byte[] { 1, 2 }, Map.of("bytes", new byte[] { 3 }), List.of(1, "é"), null, 0.5,
				4_294_967_296L, new Point(1, 2));
		assertThat(received()).containsOnlyKeys(CLIENTS)
			.allSatisfy((client, events) -> assertThat(events).isEqualTo(
					"[[\"values\",{\"$bytes\":\"0102\"},{\"bytes\":{\"$bytes\":\"03\"}},[1,\"é\"],null,0.5,4294967296,"
							+ "{\"x\":1,\"y\":2}]]"));
	}

	@Test
	void sendsByCallingMethods() {
		emitter.to("b").as(Client.class).moved("x", new Point(1, 2));
		assertThat(received()).containsOnlyKeys("at-java-2", "at-node-1")
			.allSatisfy((client, events) -> assertThat(events).isEqualTo("[[\"moved\",\"x\",{\"x\":1,\"y\":2}]]"));
	}

	@Test
	void namespacesAreApart() {
		List<String> others = new ArrayList<>();
		for (String node : RedisCluster.NODES) {
			others.add("other-" + node);
			cluster.connect("other-" + node, node, "/other", "a");
		}
		cluster.awaitLinks("/other", others);
		SocketIOEmitter other = emitter.of("other");
		other.to("a").emit("there");
		assertThat(received(other, others)).containsOnlyKeys(others);
		assertThat(received()).isEmpty();
		others.forEach((client) -> cluster.call("close", client));
	}

	@Test
	void socketsJoinAndLeave() {
		emitter.to("b").socketsJoin("new", "newer").block(PATIENCE);
		awaitRooms("at-java-2", "a", "b", "new", "newer");
		awaitRooms("at-node-1", "b", "new", "newer");
		emitter.to("new").emit("e");
		assertThat(received()).containsOnlyKeys("at-java-2", "at-node-1");
		emitter.except("a").socketsLeave("newer").block(PATIENCE);
		awaitRooms("at-node-1", "b", "new");
		emitter.socketsLeave("new").block(PATIENCE);
		awaitRooms("at-node-1", "b");
		awaitRooms("at-java-2", "a", "b", "newer");
	}

	private static void awaitRooms(String client, String... rooms) {
		await().atMost(PATIENCE).untilAsserted(() -> {
			TreeSet<String> now = new TreeSet<>();
			cluster.call("request", client, "rooms").valueStream().forEach((room) -> now.add(room.asString()));
			assertThat(now).as(client).containsExactly(rooms);
		});
	}

	@Test
	void socketsAreDisconnected() {
		emitter.to("b").disconnectSockets();
		emitter.to("c").disconnectSockets(true);
		for (String client : List.of("at-java-2", "at-node-1", "at-node-2")) {
			assertThat(cluster.call("events", client, List.of("disconnected"))).as(client).isEmpty();
		}
		assertThat(received(emitter, List.of("at-java-1"))).isEmpty();
	}

	@Test
	void tellsTheServers() {
		emitter.serverSideEmit("news", 1, "x");
		for (String node : RedisCluster.NODES) {
			assertThat(cluster.news(node)).as(node).isEqualTo("[1,\"x\"]");
		}
	}

	/** Servers of Node.js await the answers of all that subscribe to a channel. */
	@Test
	void isNotTakenForAServer() {
		assertThat(cluster.call("sockets", "node-1", Selection.all().toJson()).get("value")).hasSize(4);
		assertThat(cluster.io("java-1").of("/").fetchSockets().collectList().block(PATIENCE)).hasSize(4);
	}

	private interface Client {

		void moved(String name, Point to);

	}

	private record Point(int x, int y) {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Service {

	}

}
