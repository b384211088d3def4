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

import io.github.socketiospring.server.BroadcastOperator;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands of an administrator: make sockets join and leave rooms, and disconnect
 * them, on all nodes. Each command is logged.
 */
final class AdminCommands {

	private static final Logger logger = LoggerFactory.getLogger(AdminCommands.class);

	private final SocketIOServer io;

	AdminCommands(SocketIOServer io) {
		this.io = io;
	}

	/**
	 * Carry out the commands of an administrator.
	 * @param admin a socket in the namespace of the Admin UI
	 */
	void obey(SocketIOSocket admin) {
		admin.on("join", (arguments, ack) -> {
			String room = text(arguments, 1);
			BroadcastOperator sockets = sockets(arguments);
			if (sockets != null && room != null) {
				log(admin, "join", arguments);
				sockets.socketsJoin(room);
			}
		});
		admin.on("leave", (arguments, ack) -> {
			String room = text(arguments, 1);
			BroadcastOperator sockets = sockets(arguments);
			if (sockets != null && room != null) {
				log(admin, "leave", arguments);
				sockets.socketsLeave(room);
			}
		});
		admin.on("_disconnect", (arguments, ack) -> {
			BroadcastOperator sockets = sockets(arguments);
			if (sockets != null) {
				log(admin, "disconnect", arguments);
				sockets.disconnectSockets(arguments.get(1).asBoolean(false));
			}
		});
	}

	/**
	 * Select the sockets that a command is for. Unlike with {@link SocketIOServer#of},
	 * nothing is created.
	 * @param arguments first the name of a namespace, third a room or the id of a socket;
	 * without that all sockets of the namespace are meant
	 * @return the sockets, {@code null} if there is no such namespace
	 */
	private @Nullable BroadcastOperator sockets(EventData arguments) {
		String name = text(arguments, 0);
		String filter = text(arguments, 2);
		for (Namespace namespace : this.io.namespaces()) {
			if (namespace.name().equals(name)) {
				return (filter != null) ? namespace.to(ShownSockets.id(namespace, filter)) : namespace.all();
			}
		}
		return null;
	}

	private static @Nullable String text(EventData arguments, int index) {
		String text = arguments.get(index).asString("");
		return text.isEmpty() ? null : text;
	}

	private static void log(SocketIOSocket admin, String command, EventData arguments) {
		Principal principal = admin.principal();
		String name = (principal != null) ? principal.getName() : null;
		StringBuilder values = new StringBuilder(command);
		for (int i = 0; i < arguments.size(); i++) {
			values.append(' ').append(arguments.get(i).asString(""));
		}
		logger.info("Admin '{}': {}", LogFormat.value(name), LogFormat.message(values));
	}

}
