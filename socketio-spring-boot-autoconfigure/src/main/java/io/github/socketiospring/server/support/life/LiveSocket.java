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
 * One client in one namespace, as the rooms above know it: what its connection hands it,
 * what its namespace delivers to it, and how it enters and leaves. Applications see its
 * {@link #socket()}.
 *
 * @since 0.1.0
 */
public final class LiveSocket implements Receiver {

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
	 * The socket as applications see it.
	 * @return the only object that applications see of it
	 */
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String id() {
		return this.identity.id();
	}

	/**
	 * The secret by which the socket can come back.
	 * @return the private id, {@code null} when it cannot
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
		this.socket.join(rooms);
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
	public void enqueue(OutgoingPacket packet) {
		this.outbox.enqueue(packet);
	}

	@Override
	public void release(OutgoingPacket packet) {
		this.outbox.release(packet);
	}

	@Override
	public boolean awaitAck(long ackId, AckCollector collector) {
		return this.sender.awaitAck(ackId, collector, () -> ShownId.of(this.socket));
	}

	@Override
	public void forgetAck(long ackId) {
		this.sender.forgetAck(ackId);
	}

	@Override
	public int pendingAckCount() {
		return this.sender.pendingAckCount();
	}

	void entered() {
		this.sender.entered();
	}

	void end(DisconnectReason reason) {
		this.sender.end(reason);
		this.receiver.clientLeft();
	}

	/**
	 * What is needed to bring the socket back, if it lost its connection now.
	 * @param privateId the secret by which it comes back
	 * @return the session
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
	 * Whether middleware and handlers have not decided yet.
	 * @return whether the client may not send anything to the namespace yet
	 */
	public boolean isConnecting() {
		return this.status.isConnecting();
	}

	/**
	 * An event arrived.
	 * @param packet the event
	 * @throws PacketFormatException when the rest of the packet is malformed
	 */
	public void receiveEvent(ReceivedPacket packet) {
		this.receiver.receive(packet);
	}

	/**
	 * An acknowledgement arrived.
	 * @param packet the acknowledgement
	 * @throws PacketFormatException when the rest of the packet is malformed
	 */
	public void receiveAck(ReceivedPacket packet) {
		this.receiver.receiveAck(packet);
	}

	/**
	 * Mark what decides whether the socket is let in: it must not wait for the client.
	 * @param context the Reactor context of what decides
	 * @return the context with a mark
	 */
	public Context deciding(Context context) {
		return this.sender.deciding(context);
	}

	/**
	 * Ask the handlers of the namespace to let the socket in. One that began is not
	 * cancelled.
	 * @return does so on subscription, once; completes when all let the socket in, fails
	 * when one refuses
	 */
	public Mono<Void> welcome() {
		return this.life.welcome();
	}

	/**
	 * The socket is being examined, or was already.
	 * @param examination is cancelled when the client leaves before it is let in
	 */
	public void examined(Disposable examination) {
		this.life.examined(examination);
	}

	/**
	 * Let the socket in.
	 * @param answer the answer to CONNECT
	 * @param entered told once the client is
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
	 * The socket leaves, or is not let in.
	 * @param details why
	 */
	public void leave(DisconnectDetails details) {
		this.life.leave(this, this.identity.privateId(), details);
	}

	/**
	 * Leave, since the client came back by another connection: the one of this socket is
	 * lost, though nobody noticed.
	 */
	public void giveWay() {
		leave(new DisconnectDetails(DisconnectReason.CONNECTION_REPLACED, null));
		this.socket.session().terminate();
	}

	/**
	 * Disconnect the socket from this side and tell its client.
	 * @param details why
	 * @return {@code false} when it was not let in yet, and its client has to be told
	 * that it is refused
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
