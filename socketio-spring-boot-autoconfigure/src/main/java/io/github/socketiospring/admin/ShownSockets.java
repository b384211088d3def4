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

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.RemoteSocket;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Describes sockets to the Admin UI. Neither the payload of CONNECT nor a complete
 * session id is shown, since a reader could impersonate the client with these. Maps are
 * used instead of records: their keys are sent unchanged, even if the application's
 * mapper changes the names of properties.
 */
final class ShownSockets {

	/**
	 * The name of the attribute by which servers tell the Admin UI of another server what
	 * it cannot know of a socket. Servers of Node.js use the same name.
	 */
	static final String ATTRIBUTE = "_admin";

	private static final String CLIENT = "clientId";

	private static final String TRANSPORT = "transport";

	private static final String ID = "id";

	private static final int CLIENT_ID = 12;

	private ShownSockets() {
	}

	/**
	 * The id of a socket as the page shows it.
	 * @param socket a socket of this node
	 * @return the id, in which a session id is abbreviated
	 */
	static String id(SocketIOSocket socket) {
		return Ids.abbreviate(socket.id(), socket.session().id());
	}

	// As its node shows it. A node in another mode, or without the Admin UI, does not
	// tell,
	// and the id of a client of an old revision contains the session id.
	private static String id(RemoteSocket socket) {
		String id = socket.id();
		if ("3".equals(socket.handshake().query().get("EIO"))) {
			id = Ids.abbreviate(id, id.substring(id.lastIndexOf('#') + 1));
		}
		return told(socket, ID, id);
	}

	/**
	 * Whether the page may show an id in this form, which is not the id itself.
	 * @param shown an id as the page shows it, or the name of a room
	 * @return whether to {@linkplain #find look for} a socket
	 */
	static boolean isAbbreviated(String shown) {
		return shown.contains("…");
	}

	/**
	 * Find the id of a socket that the page shows in another form.
	 * @param namespace the namespace of the socket
	 * @param shown an id as the page shows it, or the name of a room
	 * @return the id of a socket of any node, or the given text
	 */
	static Mono<String> find(Namespace namespace, String shown) {
		for (SocketIOSocket socket : namespace.sockets()) {
			if (id(socket).equals(shown)) {
				return Mono.just(socket.id());
			}
		}
		return namespace.fetchSockets()
			.filter((socket) -> id(socket).equals(shown))
			.map(RemoteSocket::id)
			.next()
			.onErrorComplete()
			.defaultIfEmpty(shown);
	}

	/**
	 * The name of a room, which may be the id of a socket.
	 * @param namespace the namespace of the room
	 * @param room the name of the room
	 * @return the shown id of that socket, or the name itself
	 */
	static String room(Namespace namespace, String room) {
		SocketIOSocket socket = namespace.socket(room);
		return (socket != null) ? id(socket) : room;
	}

	/**
	 * What other servers need to describe a socket.
	 * @param socket a socket of this node
	 * @return the value of its {@link #ATTRIBUTE}
	 */
	static Map<String, Object> attribute(SocketIOSocket socket) {
		return Map.of(ID, id(socket), CLIENT, clientId(socket.session().id()), TRANSPORT, socket.transport());
	}

	private static String told(RemoteSocket socket, String name, String otherwise) {
		Object told = socket.attributes().get(ATTRIBUTE);
		Object value = (told instanceof Map<?, ?> values) ? values.get(name) : null;
		return (value instanceof String text) ? text : otherwise;
	}

	static Map<String, Object> describe(SocketIOSocket socket) {
		List<String> rooms = new ArrayList<>();
		for (String room : socket.rooms()) {
			rooms.add(room.equals(socket.id()) ? id(socket) : room(socket.namespace(), room));
		}
		return describe(id(socket), clientId(socket.session().id()), socket.transport(), socket.namespace().name(),
				socket.attributes(), socket.handshake(), rooms);
	}

	/**
	 * Describe a socket of another node, whose own description is trusted.
	 * @param namespace the name of its namespace
	 * @param socket the description that the other node sent
	 * @return the description
	 */
	static Map<String, Object> describe(String namespace, RemoteSocket socket) {
		Handshake handshake = socket.handshake();
		String transport = handshake.query().getOrDefault(TRANSPORT, "");
		List<String> rooms = socket.rooms()
			.stream()
			.map((room) -> room.equals(socket.id()) ? id(socket) : room)
			.toList();
		return describe(id(socket), told(socket, CLIENT, id(socket)), told(socket, TRANSPORT, transport), namespace,
				socket.attributes(), handshake, rooms);
	}

	private static Map<String, Object> describe(String id, String clientId, String transport, String namespace,
			Map<String, Object> attributes, Handshake handshake, List<String> rooms) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put(ID, id);
		shown.put(CLIENT, clientId);
		shown.put(TRANSPORT, transport);
		shown.put("nsp", namespace);
		Map<String, Object> data = new HashMap<>(attributes);
		data.remove(ATTRIBUTE);
		shown.put("data", ShownValues.data(data));
		shown.put("handshake", handshake(handshake));
		shown.put("rooms", rooms);
		return shown;
	}

	/**
	 * A name for a connection, the same in all its namespaces.
	 * @param sessionId the secret id of the session
	 * @return a part of the id that is useless to others
	 */
	private static String clientId(String sessionId) {
		return sessionId.substring(0, Math.min(CLIENT_ID, (sessionId.length() + 1) / 2));
	}

	private static Map<String, Object> handshake(Handshake handshake) {
		Map<String, Object> shown = new LinkedHashMap<>();
		String url = handshake.url();
		int query = url.indexOf('?');
		shown.put("address", address(handshake.remoteAddress()));
		shown.put("headers", ShownValues.headers(handshake.headers()));
		shown.put("query", ShownValues.query(handshake.query()));
		shown.put("issued", handshake.issued().toEpochMilli());
		shown.put("secure", handshake.isSecure());
		shown.put("time", handshake.time().toString());
		// The query is shown above, where secrets are hidden.
		shown.put("url", (query < 0) ? url : url.substring(0, query));
		shown.put("xdomain", handshake.isCrossDomain());
		return shown;
	}

	private static String address(@Nullable InetSocketAddress address) {
		if (address == null) {
			return "";
		}
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

}
