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
import java.util.function.Consumer;

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

	private final boolean clustered;

	/**
	 * Create the commands.
	 * @param io the server with the namespaces
	 * @param clustered whether other nodes may have further namespaces
	 */
	AdminCommands(SocketIOServer io, boolean clustered) {
		this.io = io;
		this.clustered = clustered;
	}

	/**
	 * Carry out the commands of an administrator.
	 * @param admin a socket in the namespace of the Admin UI
	 */
	void obey(SocketIOSocket admin) {
		admin.on("join", (arguments, ack) -> {
			String room = text(arguments, 1);
			if (room != null) {
				command(admin, "join", arguments, (sockets) -> sockets.socketsJoin(room));
			}
		});
		admin.on("leave", (arguments, ack) -> {
			String room = text(arguments, 1);
			if (room != null) {
				command(admin, "leave", arguments, (sockets) -> sockets.socketsLeave(room));
			}
		});
		admin.on("_disconnect", (arguments, ack) -> {
			boolean close = arguments.get(1).asBoolean(false);
			command(admin, "disconnect", arguments, (sockets) -> sockets.disconnectSockets(close));
		});
	}

	/**
	 * Carry out a command for the sockets of a namespace, if there is one.
	 * @param admin who gave the command
	 * @param command the name of the command
	 * @param arguments first the name of a namespace, third a room or the id of a socket;
	 * without that all sockets of the namespace are meant
	 * @param action what to do with the sockets
	 */
	private void command(SocketIOSocket admin, String command, EventData arguments,
			Consumer<BroadcastOperator> action) {
		Namespace namespace = namespace(text(arguments, 0));
		if (namespace == null) {
			return;
		}
		log(admin, command, arguments);
		String filter = text(arguments, 2);
		if (filter == null) {
			action.accept(namespace.all());
		}
		else if (!ShownSockets.isAbbreviated(filter)) {
			action.accept(namespace.to(filter));
		}
		else {
			ShownSockets.find(namespace, filter)
				.subscribe((id) -> action.accept(namespace.to(id)),
						(ex) -> logger.debug("A command of an administrator failed", ex));
		}
	}

	/**
	 * Find a namespace. Nothing is created.
	 * @param name its name, {@code null} if there was none
	 * @return the namespace, in a cluster perhaps one of other nodes; {@code null} if
	 * there is none
	 */
	private @Nullable Namespace namespace(@Nullable String name) {
		for (Namespace namespace : this.io.namespaces()) {
			if (namespace.name().equals(name)) {
				return namespace;
			}
		}
		if (!this.clustered || name == null || !name.startsWith("/") || name.indexOf(',') >= 0) {
			return null;
		}
		return this.io.of(name);
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
