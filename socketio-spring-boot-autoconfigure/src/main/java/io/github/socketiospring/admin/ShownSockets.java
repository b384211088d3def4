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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.server.Handshake;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;

/**
 * Describes sockets to the Admin UI. Neither the payload of CONNECT nor a complete
 * session id is shown, since a reader could impersonate the client with these. Maps are
 * used instead of records: their keys are sent unchanged, even if the application's
 * mapper changes the names of properties.
 */
final class ShownSockets {

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

	/**
	 * Find the id of a socket that the page shows in another form.
	 * @param namespace the namespace of the socket
	 * @param shown an id as the page shows it, or the name of a room
	 * @return the id, or the given one, which may be that of a socket of another node
	 */
	static String id(Namespace namespace, String shown) {
		if (!shown.contains("…")) {
			return shown;
		}
		return namespace.sockets()
			.stream()
			.filter((socket) -> id(socket).equals(shown))
			.map(SocketIOSocket::id)
			.findFirst()
			.orElse(shown);
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

	static Map<String, Object> describe(SocketIOSocket socket) {
		Map<String, Object> shown = new LinkedHashMap<>();
		shown.put("id", id(socket));
		shown.put("clientId", clientId(socket.session().id()));
		shown.put("transport", socket.transport());
		shown.put("nsp", socket.namespace().name());
		shown.put("data", ShownValues.data(socket.attributes()));
		shown.put("handshake", handshake(socket.handshake()));
		List<String> rooms = new ArrayList<>();
		for (String room : socket.rooms()) {
			rooms.add(room.equals(socket.id()) ? id(socket) : room(socket.namespace(), room));
		}
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
