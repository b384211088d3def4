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

import java.net.InetSocketAddress;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.util.Assert;

/**
 * Describes sockets without data that would allow a reader to impersonate their clients:
 * no headers, no query, no {@code auth} payload, and no session ids. The names of
 * principals and the addresses of clients pass through the application's
 * {@link SanitizingFunction}s, under the keys {@code principal} and {@code address}.
 *
 * @since 0.1.0
 */
public final class SocketDescriptors {

	private final Sanitizer sanitizer;

	private final Clock clock;

	/**
	 * Create the descriptors.
	 * @param functions the sanitizing functions of the application
	 * @param clock measures the uptime
	 */
	public SocketDescriptors(Iterable<SanitizingFunction> functions, Clock clock) {
		Assert.notNull(functions, "'functions' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.sanitizer = new Sanitizer(functions);
		this.clock = clock;
	}

	/**
	 * Describe a socket.
	 * @param socket a socket of this node
	 * @return a snapshot
	 */
	public SocketDescriptor describe(SocketIOSocket socket) {
		InetSocketAddress address = socket.handshake().remoteAddress();
		Instant connected = socket.handshake().issued();
		return new SocketDescriptor(shownId(socket), sanitize("principal", user(socket)), socket.transport(),
				sanitize("address", (address != null) ? address.toString() : null), connected,
				Duration.between(connected, this.clock.instant()), socket.session().queuedBytes(), shownRooms(socket));
	}

	private static Set<String> shownRooms(SocketIOSocket socket) {
		Set<String> shown = new TreeSet<>();
		for (String room : socket.rooms()) {
			// The socket may have left its namespace in the meantime.
			shown.add(room.equals(socket.id()) ? shownId(socket) : shownRoom(socket.namespace(), room));
		}
		return shown;
	}

	private @Nullable Object sanitize(String key, @Nullable Object value) {
		return (value != null) ? this.sanitizer.sanitize(new SanitizableData(null, key, value), true) : null;
	}

	static @Nullable String user(SocketIOSocket socket) {
		Principal principal = socket.principal();
		return (principal != null) ? principal.getName() : null;
	}

	static String shownId(SocketIOSocket socket) {
		return Ids.abbreviate(socket.id(), socket.session().id());
	}

	/**
	 * The name of a room, which may be the id of a socket.
	 * @param namespace the namespace of the room
	 * @param room the name of the room
	 * @return the shown id of that socket, or the name itself
	 */
	static String shownRoom(Namespace namespace, String room) {
		SocketIOSocket socket = namespace.socket(room);
		return (socket != null) ? shownId(socket) : room;
	}

	/**
	 * A socket of this node.
	 *
	 * @param id the id by which commands select the socket
	 * @param principal the name of the client's principal, {@code null} if it is not
	 * known
	 * @param transport the wire name of the transport in use
	 * @param address the address of the client, {@code null} if it is not known
	 * @param connected when the socket connected
	 * @param uptime the time since then
	 * @param queuedBytes the bytes that wait to be sent to the client's session
	 * @param rooms the rooms that the socket is in, including the one named by its id
	 */
	public record SocketDescriptor(String id, @Nullable Object principal, String transport, @Nullable Object address,
			Instant connected, Duration uptime, long queuedBytes, Set<String> rooms) {

	}

}
