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

package io.github.socketiospring.server.support.life;

import java.security.Principal;
import java.util.List;

import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.PrincipalContextWriter;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.EventHandling;
import io.github.socketiospring.server.support.inbound.EventLimits;
import io.github.socketiospring.server.support.inbound.EventReceiver;
import io.github.socketiospring.server.support.inbound.Lane;
import io.github.socketiospring.server.support.inbound.SocketListeners;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.NamespaceSender;
import io.github.socketiospring.server.support.outbound.Outbox;
import io.github.socketiospring.server.support.outbound.OutgoingListeners;
import io.github.socketiospring.server.support.outbound.SocketIOListeners;
import io.github.socketiospring.server.support.outbound.SocketSender;
import org.jspecify.annotations.Nullable;

/**
 * Creates the sockets of one namespace from their parts. The only class that refers to
 * the implementation of {@link SocketIOSocket}.
 *
 * @since 0.1.0
 */
public final class SocketFactory {

	private final Namespace namespace;

	private final NamespaceSockets sockets;

	private final NamespaceSender sender;

	private final EventHandling handling;

	private final PrincipalContextWriter principalContext;

	private final SocketIOListeners observers;

	private final Diagnostics diagnostics;

	/**
	 * Create a factory.
	 * @param namespace the namespace for applications
	 * @param sockets the connected sockets of the namespace
	 * @param sender the shared sender of its sockets
	 * @param handling how their handlers are called
	 * @param principalContext writes the client's identity to the Reactor context
	 * @param observers observe all sockets
	 * @param diagnostics logs errors of listeners
	 */
	public SocketFactory(Namespace namespace, NamespaceSockets sockets, NamespaceSender sender, EventHandling handling,
			PrincipalContextWriter principalContext, SocketIOListeners observers, Diagnostics diagnostics) {
		this.namespace = namespace;
		this.sockets = sockets;
		this.sender = sender;
		this.handling = handling;
		this.principalContext = principalContext;
		this.observers = observers;
		this.diagnostics = diagnostics;
	}

	/**
	 * Create a socket that is connecting.
	 * @param identity the socket's identity
	 * @param principal the client's principal, {@code null} if it is not known
	 * @param handshake the socket's handshake
	 * @param connection the connection through which packets are sent
	 * @param limits enforces the limits of its connection's events
	 * @param handlers the handlers of the namespace
	 * @param lease the acquired resources, released when it has left
	 * @return a socket that has not entered its namespace yet
	 */
	public LiveSocket create(SocketIdentity identity, @Nullable Principal principal, DefaultHandshake handshake,
			SocketConnection connection, EventLimits limits, List<NamespaceHandler> handlers, Lease lease) {
		boolean recoverable = identity.privateId() != null;
		OutgoingListeners outgoing = new OutgoingListeners(this.diagnostics);
		Outbox outbox = this.sender.outbox(connection.session(), recoverable, outgoing);
		SocketSender sender = new SocketSender(identity.id(), recoverable, this.sender, outbox);
		SocketRooms rooms = this.sockets.rooms(identity);
		SocketListeners listeners = this.handling.listeners(outgoing);
		SocketStatus status = new SocketStatus();
		SocketClient client = new SocketClient(handshake, rooms, this.handling, this.principalContext);
		DefaultSocket socket = new DefaultSocket(identity, this.namespace, client, connection, sender, rooms, listeners,
				status);
		socket.begin(principal);
		Lane lane = new Lane(limits);
		SocketLife life = new SocketLife(status, rooms, lane, outbox, this.sockets,
				new Welcome(socket, handlers, lane, this.handling),
				new Goodbye(socket, listeners, rooms, this.handling, this.observers), lease);
		return new LiveSocket(socket, identity, handshake, outbox, sender,
				new EventReceiver(socket, handlers, listeners, sender, lane, this.handling, limits), status, life);
	}

}
