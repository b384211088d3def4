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
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.EventReceiver;
import io.github.socketiospring.server.support.outbound.AskedSocket;
import io.github.socketiospring.server.support.outbound.Outbox;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.Receiver;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.SocketSender;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One client in one namespace, as the other packages of the implementation use it: its
 * connection passes packets to it, its namespace delivers packets to it, and the
 * admission makes it enter and leave. Applications use its {@link #socket()}.
 *
 * @since 0.1.0
 */
public final class LiveSocket implements Receiver, AskedSocket {

	private final SocketIOSocket socket;

	private final SocketIdentity identity;

	private final DefaultHandshake handshake;

	private final Outbox outbox;

	private final SocketSender sender;

	private final EventReceiver receiver;

	private final SocketStatus status;

	private final SocketLife life;

	LiveSocket(SocketIOSocket socket, SocketIdentity identity, DefaultHandshake handshake, Outbox outbox,
			SocketSender sender, EventReceiver receiver, SocketStatus status, SocketLife life) {
		this.socket = socket;
		this.identity = identity;
		this.handshake = handshake;
		this.outbox = outbox;
		this.sender = sender;
		this.receiver = receiver;
		this.status = status;
		this.life = life;
	}

	/**
	 * The socket for applications.
	 * @return always the same object
	 */
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	/**
	 * The secret by which the socket can be recovered.
	 * @return the private id, {@code null} if it cannot be recovered
	 */
	public @Nullable String privateId() {
		return this.identity.privateId();
	}

	@Override
	public MemoryAccount memory() {
		return this.socket.session().memory();
	}

	@Override
	public SocketDetails details() {
		return new SocketDetails(id(), this.handshake.details(), this.socket.rooms(),
				Map.copyOf(this.socket.attributes()));
	}

	@Override
	public void join(String... rooms) {
		this.life.joinRooms(List.of(rooms));
	}

	@Override
	public void leave(String... rooms) {
		this.socket.leave(rooms);
	}

	@Override
	public void disconnect(boolean close) {
		this.socket.disconnect(close);
	}

	@Override
	public void deliver(OutgoingPacket packet, boolean droppable) {
		if (droppable) {
			this.outbox.deliverIfWritable(packet);
		}
		else {
			this.outbox.deliver(packet);
		}
	}

	@Override
	public boolean enqueue(OutgoingPacket packet) {
		return this.outbox.enqueue(packet);
	}

	@Override
	public void release(OutgoingPacket packet, boolean waits) {
		this.outbox.release(packet, waits);
	}

	@Override
	public boolean awaitAck(long ackId, AckCollector collector) {
		return this.sender.awaitAck(ackId, collector, () -> ShownId.of(this.socket));
	}

	@Override
	public void forgetAck(long ackId) {
		this.sender.forgetAck(ackId);
	}

	/**
	 * How many acknowledgements of this socket are outstanding.
	 * @return a number within the limit of outstanding acknowledgements
	 */
	public int pendingAckCount() {
		return this.sender.pendingAckCount();
	}

	@Override
	public boolean isClientUnread() {
		return this.sender.isClientUnread();
	}

	void admitted() {
		this.sender.admitted();
	}

	void entered() {
		this.sender.entered();
	}

	void listening() {
		this.receiver.listening();
	}

	void end(DisconnectReason reason) {
		this.sender.end(reason);
		this.receiver.clientLeft();
	}

	/**
	 * Save the state that is needed to recover the socket, as if it lost its connection
	 * now.
	 * @param privateId the secret by which it is recovered
	 * @return the saved session
	 */
	public SavedSession session(String privateId) {
		Set<String> joined = this.life.rooms();
		joined.remove(id());
		Principal principal = this.socket.principal();
		Principal own = (principal != this.socket.session().handshake().principal()) ? principal : null;
		return new SavedSession(privateId, id(), joined, Map.copyOf(this.socket.attributes()), own,
				(principal != null) ? principal.getName() : null);
	}

	/**
	 * Add the changes that were made to a lost socket after this one was created from its
	 * session. Changes that were made to this socket in the meantime take precedence.
	 * @param read the session from which this socket was created
	 * @param last the session that the lost socket left behind
	 */
	public void inherit(SavedSession read, SavedSession last) {
		this.life.inheritRooms(read.rooms(), last.rooms());
		Map<String, Object> own = this.socket.attributes();
		Map<String, Object> before = read.attributes();
		last.attributes().forEach((name, value) -> {
			Object known = before.get(name);
			if (known == null) {
				own.putIfAbsent(name, value);
			}
			else if (known != value) {
				own.replace(name, known, value);
			}
		});
		before.forEach((name, known) -> {
			if (!last.attributes().containsKey(name)) {
				own.remove(name, known);
			}
		});
	}

	/**
	 * Whether middleware and handlers have not decided yet.
	 * @return {@code true} while the client must not send to the namespace
	 */
	public boolean isConnecting() {
		return this.status.isConnecting();
	}

	/**
	 * Receive an event.
	 * @param packet the EVENT packet
	 * @throws PacketFormatException if the rest of the packet is malformed
	 */
	public void receiveEvent(ReceivedPacket packet) {
		this.receiver.receive(packet);
	}

	/**
	 * Receive an acknowledgement.
	 * @param packet the ACK packet
	 * @throws PacketFormatException if the rest of the packet is malformed
	 */
	public void receiveAck(ReceivedPacket packet) {
		this.receiver.receiveAck(packet);
	}

	/**
	 * Mark the context of connect middleware and handlers, which must not wait for the
	 * client.
	 * @param context the Reactor context of the middleware and handlers
	 * @return the context with a mark
	 */
	public Context deciding(Context context) {
		return this.sender.deciding(context);
	}

	/**
	 * Call the handlers of the namespace to admit the socket. A handler that has started
	 * is not cancelled.
	 * @return calls them on subscription, once; completes when all admitted the socket,
	 * fails if one refuses it
	 */
	public Mono<Void> welcome() {
		return this.life.welcome();
	}

	/**
	 * Set the running middleware, which may already have completed.
	 * @param examination disposed when the client leaves before it enters
	 */
	public void examined(Disposable examination) {
		this.life.examined(examination);
	}

	/**
	 * Enter the namespace.
	 * @param answer the answer to CONNECT
	 * @param entered called when the answer was sent
	 */
	public void enter(OutgoingPacket answer, Consumer<SocketIOSocket> entered) {
		String privateId = this.identity.privateId();
		String offset = this.identity.offset();
		if (privateId != null && offset != null) {
			this.life.resume(this, answer, privateId, offset, entered);
		}
		else {
			this.life.enter(this, answer, entered);
		}
	}

	/**
	 * Leave the namespace, or refuse the socket if it has not entered.
	 * @param details why the socket leaves
	 */
	public void leave(DisconnectDetails details) {
		this.life.leave(this, this.identity.privateId(), details);
	}

	/**
	 * Leave, since the client came back on another connection and this one must have been
	 * lost.
	 */
	public void giveWay() {
		leave(new DisconnectDetails(DisconnectReason.CONNECTION_REPLACED, null));
		this.socket.session().terminate();
	}

	/**
	 * Disconnect the socket from this side and notify its client.
	 * @param details why the socket is disconnected
	 * @return {@code false} if it has not entered yet, so that the client has to be
	 * refused
	 */
	public boolean disconnect(DisconnectDetails details) {
		if (this.life.abandon(this, details)) {
			return false;
		}
		this.sender.disconnect();
		leave(details);
		return true;
	}

}
