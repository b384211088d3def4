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

package io.github.socketiospring.actuate;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.util.Assert;

/**
 * The Actuator endpoint {@code socketio}: the namespaces, rooms and sockets of this node,
 * and commands for sockets. Since it names users, it is not accessible by default.
 * <p>
 * Names of namespaces and rooms may contain slashes. Therefore they are parameters, not
 * parts of the path. Commands apply to the sockets of all nodes. The Actuator accepts
 * only text as parameters of commands.
 *
 * @since 0.1.0
 */
@Endpoint(id = "socketio", defaultAccess = Access.NONE)
public final class SocketIOEndpoint {

	private static final int PAGE_SIZE = 50;

	private static final int MAX_PAGE_SIZE = 1000;

	private final SocketIOServer server;

	private final SocketDescriptors descriptors;

	private final @Nullable Supplier<ClusterDescriptor> cluster;

	/**
	 * Create an endpoint.
	 * @param server the server to show
	 * @param descriptors describes sockets
	 */
	public SocketIOEndpoint(SocketIOServer server, SocketDescriptors descriptors) {
		this(server, descriptors, null);
	}

	/**
	 * Create an endpoint of a node of a cluster.
	 * @param server the server to show
	 * @param descriptors describes sockets
	 * @param cluster describes the node in its cluster, {@code null} if it is alone
	 */
	public SocketIOEndpoint(SocketIOServer server, SocketDescriptors descriptors,
			@Nullable Supplier<ClusterDescriptor> cluster) {
		Assert.notNull(server, "'server' must not be null");
		Assert.notNull(descriptors, "'descriptors' must not be null");
		this.server = server;
		this.descriptors = descriptors;
		this.cluster = cluster;
	}

	/**
	 * Describe the namespaces.
	 * @return the connections and namespaces of this node
	 */
	@ReadOperation
	public ServerDescriptor server() {
		List<NamespaceDescriptor> namespaces = this.server.namespaces()
			.stream()
			.sorted(Comparator.comparing(Namespace::name))
			.map((namespace) -> new NamespaceDescriptor(namespace.name(), namespace.sockets().size(),
					namespace.rooms().size()))
			.toList();
		return new ServerDescriptor(this.server.connectionCount(), namespaces,
				(this.cluster != null) ? this.cluster.get() : null);
	}

	/**
	 * List the rooms or the sockets of a namespace.
	 * @param kind {@code rooms} or {@code sockets}
	 * @param namespace the name of the namespace, {@code null} for {@code /}
	 * @param room only sockets in this room, {@code null} for all
	 * @param user only sockets of this principal, {@code null} for all
	 * @param page the number of the page, from zero, {@code null} for the first
	 * @param size the size of a page, at most 1000, {@code null} for 50
	 * @return one page, {@code null} if there is no such kind or namespace
	 */
	@ReadOperation
	public @Nullable Page<?> list(@Selector String kind, @Nullable String namespace, @Nullable String room,
			@Nullable String user, @Nullable Integer page, @Nullable Integer size) {
		Namespace present = find(namespace);
		if (present == null) {
			return null;
		}
		int number = (page != null) ? page : 0;
		int limit = (size != null) ? size : PAGE_SIZE;
		require(number >= 0, "'page' must not be negative");
		require(limit > 0 && limit <= MAX_PAGE_SIZE, "'size' must be from 1 to " + MAX_PAGE_SIZE);
		return switch (kind) {
			case "rooms" -> Page.of(present.rooms().stream().sorted().toList(), number, limit,
					(name) -> new RoomDescriptor(SocketDescriptors.shownRoom(present, name), present.roomSize(name)));
			case "sockets" ->
				Page.of(sockets(present, room, user), number, limit, (socket) -> this.descriptors.describe(socket));
			default -> null;
		};
	}

	private static List<SocketIOSocket> sockets(Namespace namespace, @Nullable String room, @Nullable String user) {
		return namespace.sockets()
			.stream()
			.filter((socket) -> room == null || socket.rooms().contains(room))
			.filter((socket) -> user == null || user.equals(SocketDescriptors.user(socket)))
			.sorted(Comparator.comparing((SocketIOSocket socket) -> socket.handshake().issued())
				.thenComparing(SocketIOSocket::id))
			.toList();
	}

	/**
	 * Run a command for sockets, which one of {@code socket}, {@code room} and
	 * {@code user} selects. Only {@code message} may go to a whole namespace.
	 * @param command {@code disconnect}, {@code join}, {@code leave} or {@code message}
	 * @param namespace the name of the namespace, {@code null} for {@code /}
	 * @param socket the id of a socket as this endpoint shows it, {@code null} for none
	 * @param room the name of a room whose members are selected, {@code null} for none
	 * @param user the name of a principal whose sockets are selected, {@code null} for
	 * none
	 * @param rooms the rooms to join or to leave, in a request separated by commas
	 * @param close whether {@code disconnect} also closes the connections
	 * @param event the event of a {@code message}
	 * @param text the only argument of that event, {@code null} for none
	 * @return completes when the command was handed to all nodes
	 * @throws InvalidEndpointRequestException if the command is unknown, a parameter is
	 * missing or invalid, or more than one selects sockets
	 */
	@WriteOperation
	public Mono<Void> run(@Selector String command, @Nullable String namespace, @Nullable String socket,
			@Nullable String room, @Nullable String user, @Nullable List<String> rooms, @Nullable Boolean close,
			@Nullable String event, @Nullable String text) {
		Namespace target = find(namespace);
		if (target == null) {
			throw invalid("There is no namespace '" + namespace + "'");
		}
		try {
			SocketCommand chosen = new SocketCommand(target, socket, room, user);
			return switch (command) {
				case "disconnect" -> chosen.disconnect(Boolean.TRUE.equals(close));
				case "join" -> chosen.join(named(rooms));
				case "leave" -> chosen.leave(named(rooms));
				case "message" -> chosen.message(event, text);
				default -> throw new IllegalArgumentException("There is no command '" + command + "'");
			};
		}
		catch (IllegalArgumentException ex) {
			throw invalid(String.valueOf(ex.getMessage()));
		}
	}

	private static Collection<String> named(@Nullable List<String> rooms) {
		require(rooms != null && !rooms.isEmpty(), "'rooms' must name the rooms");
		return (rooms != null) ? rooms : List.of();
	}

	private @Nullable Namespace find(@Nullable String name) {
		String wanted = (name != null) ? name : "/";
		return this.server.namespaces()
			.stream()
			.filter((namespace) -> namespace.name().equals(wanted))
			.findFirst()
			.orElse(null);
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw invalid(message);
		}
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	/**
	 * The server on this node.
	 *
	 * @param connections the number of connections
	 * @param namespaces the namespaces, by name
	 * @param cluster the node in its cluster, {@code null} and not shown if it is alone
	 */
	public record ServerDescriptor(int connections, List<NamespaceDescriptor> namespaces,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ClusterDescriptor cluster) {

	}

	/**
	 * This node in its cluster.
	 *
	 * @param id the id of the node, which differs after each start
	 * @param node the name of the node
	 * @param connected whether messages are published and arrive, as far as known
	 * @param others the other nodes from which heartbeats arrive, by name; servers of
	 * Node.js send none
	 * @param reconnects how often a connection to the broker was lost and restored
	 * @param cuts how often the broker cut the subscriptions although it was reachable
	 * @param pendingRequests the number of requests that wait for other nodes
	 * @param waitingBytes the bytes of messages that wait to be handled
	 * @param messages the number of messages by what became of them, such as
	 * {@code published}
	 */
	public record ClusterDescriptor(String id, String node, boolean connected, List<NodeDescriptor> others,
			long reconnects, long cuts, int pendingRequests, long waitingBytes, Map<String, Long> messages) {

	}

	/**
	 * Another node of the cluster.
	 *
	 * @param id the id of the node
	 * @param node the name of the node
	 * @param sinceHeartbeat the time since its last heartbeat arrived
	 */
	public record NodeDescriptor(String id, String node, Duration sinceHeartbeat) {

	}

	/**
	 * A namespace on this node.
	 *
	 * @param name the name with its leading slash
	 * @param sockets the number of sockets
	 * @param rooms the number of rooms
	 */
	public record NamespaceDescriptor(String name, int sockets, int rooms) {

	}

	/**
	 * A room on this node.
	 *
	 * @param name the name, or the shown id of a socket whose room this is
	 * @param sockets the number of its members
	 */
	public record RoomDescriptor(String name, int sockets) {

	}

}
