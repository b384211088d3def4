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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.adapter.cluster.MessageKind;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.annotation.OnServerEvent;
import io.github.socketiospring.annotation.SocketNamespace;
import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOConfigurer;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.testsupport.NodeScript;
import io.github.socketiospring.testsupport.RedisClusterServers;
import io.github.socketiospring.testsupport.RedisServer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BinaryNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two servers of this project, {@code java-1} and {@code java-2}, and two Node.js
 * servers, {@code node-1} and {@code node-2}, on one Redis, with clients of any of them.
 * All messages of {@code java-1} carry a trace, which the other servers ignore.
 * {@link #ofNodeServers} is the reference: four Node.js servers that have the same names.
 */
final class RedisCluster implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	static final List<String> NODES = List.of("java-1", "java-2", "node-1", "node-2");

	/** An attribute of each socket. */
	private static final Map<String, Object> MORE = Map.of("list", Arrays.asList(1, 0.5, "é", null, true), "nothing",
			Map.of());

	private final Map<String, String> redis;

	private final Map<String, TestServer> servers = new LinkedHashMap<>();

	private final Map<String, String> urls = new HashMap<>();

	private final Map<String, String> ids = new HashMap<>();

	private final List<String> nodes;

	private final NodeScript script;

	private int ends;

	/**
	 * Start the servers.
	 * @param redis a Redis that runs
	 * @param properties further properties of the Java servers; those whose names start
	 * with {@code only.java-2.} are of that server
	 * @param options options of the adapters of the Node.js servers, as JSON;
	 * {@code sharded} chooses the sharded adapter, {@code only} has the options of one
	 * server by its name
	 */
	RedisCluster(RedisServer redis, Map<String, String> properties, String options) {
		this(redis, NODES, properties, options);
	}

	/**
	 * Start some of the servers.
	 * @param redis a Redis that runs
	 * @param nodes the names of the servers
	 * @param properties as above
	 * @param options as above; {@code admin} adds the Admin UI
	 */
	RedisCluster(RedisServer redis, List<String> nodes, Map<String, String> properties, String options) {
		this(redis.properties(), redis.port(), nodes, RedisCluster::namedJava, properties, options);
	}

	/**
	 * Start some of the servers on a Redis Cluster.
	 * @param redis a Redis Cluster
	 * @param nodes the names of the servers
	 * @param properties further properties of the Java servers
	 * @param options options of the adapters of the Node.js servers, as JSON;
	 * {@code sharded} chooses the sharded adapter, {@code cluster} is required
	 */
	RedisCluster(RedisClusterServers redis, List<String> nodes, Map<String, String> properties, String options) {
		this(redis.properties(), redis.servers().get(0).port(), nodes, RedisCluster::namedJava, properties, options);
	}

	private RedisCluster(Map<String, String> redis, int redisPort, List<String> nodes, Predicate<String> java,
			Map<String, String> properties, String options) {
		this.redis = redis;
		this.nodes = nodes;
		this.script = NodeScript.start("cluster.mjs", redisPort, "4", options);
		for (String node : this.nodes) {
			int port = java.test(node) ? startJava(node, properties) : call("start", node).asInt();
			this.urls.put(node, "http://127.0.0.1:" + port);
		}
	}

	/**
	 * Wait until servers of this project are connected: a broadcast of each reaches all
	 * clients, and each finds all of them.
	 * @param servers the servers
	 * @param clients their clients
	 */
	static void awaitConnected(List<TestServer> servers, List<HeaderClient> clients) {
		for (TestServer server : servers) {
			SocketIOServer io = server.bean(SocketIOServer.class);
			String event = "hello " + servers.indexOf(server);
			await().atMost(PATIENCE).until(() -> {
				io.emit(event);
				return clients.stream().allMatch((client) -> client.events().contains(event));
			});
			assertThat(io.of("/").fetchSockets().collectList().block(PATIENCE)).hasSameSizeAs(clients);
		}
	}

	/**
	 * Start Node.js servers only, also in the places of the servers of this project.
	 * @param redis a Redis that runs
	 * @param options options of the adapters, as above
	 * @return the cluster, whose nodes have the usual names
	 */
	static RedisCluster ofNodeServers(RedisServer redis, String options) {
		return new RedisCluster(redis.properties(), redis.port(), NODES, (node) -> false, Map.of(), options);
	}

	private static boolean namedJava(String node) {
		return node.startsWith("java");
	}

	private int startJava(String node, Map<String, String> properties) {
		Map<String, String> all = new HashMap<>(this.redis);
		all.put("socketio.adapter.type", "redis");
		all.put("socketio.adapter.node-name", node);
		all.put("socketio.adapter.tell-attributes", Profile.class.getName());
		all.put("socketio.admin.server-id", node);
		all.put("socketio.cleanup-empty-child-namespaces", "true");
		all.put("socketio.adapter.propagate-trace", String.valueOf(node.equals("java-1")));
		all.putAll(properties);
		String own = "only." + node + ".";
		properties.forEach((name, value) -> {
			if (name.startsWith(own)) {
				all.put(name.substring(own.length()), value);
			}
		});
		TestServer server = TestServer.start(Server.class, all);
		this.servers.put(node, server);
		return server.port();
	}

	/**
	 * Whether a node is a server of this project.
	 * @param node the name of the node, or {@code emitter}
	 * @return {@code false} for what runs in Node.js, whatever its name
	 */
	boolean isJava(String node) {
		return this.servers.containsKey(node);
	}

	/**
	 * Connect a client, whose events are collected from now on.
	 * @param client the name of the client
	 * @param node the name of its server
	 * @param namespace the name of the namespace
	 * @param rooms the rooms that it joins
	 * @return the id of its socket
	 */
	String connect(String client, String node, String namespace, String... rooms) {
		String id = call("connect", client, this.urls.get(node), namespace, rooms).asString();
		this.ids.put(client, id);
		return id;
	}

	String url(String node) {
		return this.urls.get(node);
	}

	String id(String client) {
		return this.ids.get(client);
	}

	/**
	 * Let the script do something.
	 * @param command the name of the command, then its arguments
	 * @return the result
	 */
	JsonNode call(@Nullable Object... command) {
		this.script.write(command);
		return this.script.awaitValue("done");
	}

	/**
	 * Let the script do something, and go on.
	 * @param command the name of the command, then its arguments
	 */
	void begin(@Nullable Object... command) {
		this.script.write(command);
	}

	JsonNode result() {
		return this.script.awaitValue("done");
	}

	/**
	 * Emit from a node.
	 * @param node the name of the node, or {@code emitter}
	 * @param to selects the receivers
	 * @param event the event, then its arguments
	 */
	void emit(String node, Selection to, Object... event) {
		if (isJava(node)) {
			operator(node, to).emit((String) event[0], List.of(event).subList(1, event.length).toArray());
			return;
		}
		List<Object> command = new ArrayList<>(List.of("emit", node, to.toJson()));
		List.of(event).forEach((value) -> command.add(json(value)));
		call(command.toArray());
	}

	private static Object json(Object value) {
		return (value instanceof byte[] bytes) ? Map.of("$bytes", HexFormat.of().formatHex(bytes)) : value;
	}

	/**
	 * Selects receivers on a Java server.
	 * @param node the name of the server
	 * @param to selects the receivers
	 * @return the operator
	 */
	BroadcastOperator operator(String node, Selection to) {
		Namespace namespace = io(node).of(to.namespace());
		BroadcastOperator operator = to.rooms().isEmpty() ? namespace.except(to.except())
				: namespace.to(to.rooms()).except(to.except());
		if (to.flags().contains("volatile")) {
			operator = operator.asVolatile();
		}
		if (to.flags().contains("local")) {
			operator = operator.local();
		}
		if (to.flags().contains("compress")) {
			operator = operator.compress(true);
		}
		return (to.timeout() != null) ? operator.timeout(to.timeout()) : operator;
	}

	SocketIOServer io(String node) {
		return this.servers.get(node).bean(SocketIOServer.class);
	}

	<T> T bean(String node, Class<T> type) {
		return this.servers.get(node).bean(type);
	}

	/**
	 * What clients received. The node that sent must be told, since it marks the end of
	 * what it sent; there is no order between nodes.
	 * @param node the node that sent
	 * @param namespace the namespace in which it sent
	 * @param clients the names of clients of that namespace
	 * @return the events by client, without clients that received nothing
	 */
	Map<String, String> received(String node, String namespace, List<String> clients) {
		Map<String, String> received = new LinkedHashMap<>();
		events(node, namespace, clients).forEach((client, events) -> received.put(client, events.toString()));
		return received;
	}

	/**
	 * What clients received, as {@link #received}.
	 * @param node the node that sent
	 * @param namespace the namespace in which it sent
	 * @param clients the names of clients of that namespace
	 * @return the lists of events by client, without clients that received nothing
	 */
	Map<String, JsonNode> events(String node, String namespace, List<String> clients) {
		String end = "end-" + (++this.ends);
		emit(node, Selection.all().in(namespace), end);
		Map<String, JsonNode> received = new LinkedHashMap<>();
		for (String client : clients) {
			JsonNode events = call("events", client, List.of(end));
			if (!events.isEmpty()) {
				received.put(client, events);
			}
		}
		return received;
	}

	/**
	 * Wait until all nodes hear each other in a namespace, in which each node must have
	 * one of the clients.
	 * @param namespace the name of the namespace
	 * @param clients clients of all nodes
	 */
	void awaitLinks(String namespace, List<String> clients) {
		for (String node : this.nodes) {
			String link = "link-" + node;
			// Most tests begin with this, and seldom is it not so at once.
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).untilAsserted(() -> {
				emit(node, Selection.all().in(namespace), link);
				assertThat(clients).as("clients that hear " + node)
					.allMatch((client) -> call("has", client, link).asBoolean());
			});
			received(node, namespace, clients);
		}
	}

	/**
	 * Wait for an event that another server sent to a node.
	 * @param node the name of the node
	 * @return the arguments of the event
	 */
	String news(String node) {
		if (!isJava(node)) {
			return call("news", node).toString();
		}
		try {
			return String.valueOf(bean(node, News.class).received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stop a Java server as an application stops.
	 * @param node the name of the server
	 */
	void stop(String node) {
		this.servers.remove(node).close();
	}

	@Override
	public void close() {
		this.script.close();
		this.servers.values().forEach(TestServer::close);
	}

	/**
	 * Selects receivers.
	 *
	 * @param namespace the name of the namespace
	 * @param rooms rooms that receive
	 * @param except rooms that do not
	 * @param flags {@code volatile}, {@code local}, {@code compress}
	 * @param timeout how long to wait for acknowledgements
	 */
	record Selection(String namespace, List<String> rooms, List<String> except, List<String> flags,
			@Nullable Duration timeout) {

		static Selection all() {
			return new Selection("/", List.of(), List.of(), List.of(), null);
		}

		static Selection to(String... rooms) {
			return new Selection("/", List.of(rooms), List.of(), List.of(), null);
		}

		Selection in(String name) {
			return new Selection(name, this.rooms, this.except, this.flags, this.timeout);
		}

		Selection but(String... excluded) {
			return new Selection(this.namespace, this.rooms, List.of(excluded), this.flags, this.timeout);
		}

		Selection with(String flag) {
			return new Selection(this.namespace, this.rooms, this.except, List.of(flag), this.timeout);
		}

		Selection within(Duration patience) {
			return new Selection(this.namespace, this.rooms, this.except, this.flags, patience);
		}

		Map<String, Object> toJson() {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("namespace", this.namespace);
			json.put("rooms", this.rooms);
			json.put("except", this.except);
			json.put("flags", this.flags);
			if (this.timeout != null) {
				json.put("timeout", this.timeout.toMillis());
			}
			return json;
		}

	}

	/**
	 * Describes the user of a socket.
	 *
	 * @param name the name
	 * @param picture some bytes
	 */
	record Profile(String name, byte[] picture) {

	}

	/**
	 * What servers told each other.
	 */
	static class News implements SocketIOConfigurer {

		private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

		@Override
		public void configure(SocketIOServer io) {
			serve(io.of("/"));
			serve(io.of("/other"));
			serve(io.of(Pattern.compile("/dyn-\\d+")));
			io.of("/welcome").use((socket, next) -> {
				socket.join("of " + socket.id());
				return next.proceed();
			});
		}

		private void serve(Namespace namespace) {
			namespace.onConnection((socket) -> {
				socket.attributes().put("node", "java");
				socket.attributes().put("profile", new Profile("ann", new byte[] { 1 }));
				socket.attributes().put("more", MORE);
				socket.onDisconnect((reason) -> namespace.to("mourners").emit("gone", socket.id()));
				socket.on("relay", (arguments, ack) -> {
					List<String> rooms = arguments.get(0).valueStream().map(JsonNode::asString).toList();
					BroadcastOperator others = rooms.isEmpty() ? socket.broadcast() : socket.to(rooms);
					others.emit("relayed", "java");
					ack.send();
				});
				socket.on("join", (arguments, ack) -> {
					arguments.get(0).valueStream().map(JsonNode::asString).forEach(socket::join);
					ack.send();
				});
				socket.on("rooms", (arguments, ack) -> ack
					.send(socket.rooms().stream().filter((room) -> !room.equals(socket.id())).sorted().toList()));
			});
			namespace.onServerSideEmit("news",
					(arguments,
							ack) -> this.received.add(IntStream.range(0, arguments.size())
								.mapToObj((i) -> plain(arguments.get(i)))
								.collect(Collectors.joining(",", "[", "]"))));
		}

		private static String plain(JsonNode value) {
			return (value instanceof BinaryNode bytes)
					? "{\"$bytes\":\"" + HexFormat.of().formatHex(bytes.binaryValue()) + "\"}" : value.toString();
		}

	}

	/**
	 * Answers other servers.
	 */
	@SocketNamespace
	static class Answers {

		@OnServerEvent("question")
		String answer(Namespace namespace, int number) {
			assertThat(namespace.name()).isEqualTo("/");
			assertThat(number).isOne();
			return "java";
		}

	}

	/**
	 * Lets all messages of a node that propagates traces belong to one.
	 */
	static class Traces implements ClusterObserver {

		static final TraceContext TRACE = new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
				"vendor=1");

		@Override
		public ObservedRequest request(String namespace, ClusterListener.Request request, ContextView caller) {
			return new ObservedRequest() {

				@Override
				public TraceContext trace() {
					return TRACE;
				}

				@Override
				public void end(ClusterListener.@Nullable Outcome outcome, int expected, int answered,
						@Nullable Throwable error) {
				}

			};
		}

		@Override
		public ObservedMessage publish(String namespace, MessageKind kind) {
			return new ObservedMessage() {

				@Override
				public TraceContext trace() {
					return TRACE;
				}

				@Override
				public void end(@Nullable Throwable error) {
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Server {

		@Bean
		Answers answers() {
			return new Answers();
		}

		@Bean
		News news() {
			return new News();
		}

		@Bean
		ClusterObserver traces() {
			return new Traces();
		}

		/**
		 * Takes each client for the user whom it names.
		 * @return a filter that sets the principal
		 */
		@Bean
		WebFilter users() {
			return (exchange, chain) -> {
				String name = exchange.getRequest().getQueryParams().getFirst("user");
				if (name == null) {
					return chain.filter(exchange);
				}
				return chain.filter(exchange.mutate().principal(Mono.just(() -> name)).build());
			};
		}

	}

}
