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

package io.github.socketiospring.server;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * How one socket enters its namespace, for the first time or again, and how it leaves.
 */
final class SocketLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private static final AtomicReferenceFieldUpdater<SocketLifecycle, SocketState> STATE = AtomicReferenceFieldUpdater
		.newUpdater(SocketLifecycle.class, SocketState.class, "state");

	private static final Set<DisconnectReason> RECOVERABLE = Set.of(DisconnectReason.TRANSPORT_ERROR,
			DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.FORCED_CLOSE, DisconnectReason.FORCED_SERVER_CLOSE,
			DisconnectReason.PING_TIMEOUT, DisconnectReason.SERVER_SHUTTING_DOWN);

	private final DefaultSocket socket;

	private final SocketIdentity identity;

	private final DefaultNamespace namespace;

	private final SocketIOConnection connection;

	private final Outbox outbox;

	private final SocketRooms rooms;

	private final SocketListeners listeners;

	private volatile SocketState state = SocketState.CONNECTING;

	/** What ends when the socket leaves. */
	private final Disposable.Composite emissions = Disposables.composite();

	private volatile @Nullable DisconnectDetails disconnectDetails;

	/** What decides whether the socket is let in, while it does. */
	private volatile @Nullable Disposable examination;

	SocketLifecycle(DefaultSocket socket, SocketIdentity identity, DefaultNamespace namespace,
			SocketIOConnection connection, Outbox outbox, SocketRooms rooms, SocketListeners listeners) {
		this.socket = socket;
		this.identity = identity;
		this.namespace = namespace;
		this.connection = connection;
		this.outbox = outbox;
		this.rooms = rooms;
		this.listeners = listeners;
	}

	boolean isConnecting() {
		return this.state == SocketState.CONNECTING;
	}

	boolean isConnected() {
		return this.state == SocketState.CONNECTED;
	}

	boolean isOver() {
		return this.state == SocketState.DISCONNECTED;
	}

	@Nullable DisconnectDetails disconnectDetails() {
		return this.disconnectDetails;
	}

	Disposable.Composite emissions() {
		return this.emissions;
	}

	/**
	 * The socket is being examined, or was already.
	 * @param examination is cancelled when the client leaves before it is let in
	 */
	void examination(Disposable examination) {
		this.examination = examination;
		if (!isConnecting()) {
			endExamination();
		}
	}

	private void endExamination() {
		Disposable current = this.examination;
		this.examination = null;
		if (current != null && !isConnected()) {
			current.dispose();
		}
	}

	/**
	 * Let the socket in: it is in the namespace before its client is told so.
	 */
	void connect() {
		this.socket.lane().submit(() -> {
			String offset = this.identity.offset();
			this.outbox.holdBack();
			if (offset != null) {
				resume(offset);
				return false;
			}
			this.namespace.add(this.socket);
			enter();
			return true;
		});
	}

	/**
	 * Come back: first what was missed, then the answer to CONNECT, then what was sent
	 * meanwhile.
	 * @param offset the last event that the client received
	 */
	private void resume(String offset) {
		this.namespace.resume(this.socket, this.rooms.wishes(), offset).subscribe((missed) -> {
			for (Packet packet : missed) {
				this.outbox.sendAhead(this.namespace.encode(packet));
			}
			enter();
			this.socket.lane().next();
		}, (error) -> {
			logger.warn("Socket {} cannot come back: {}", this.socket.shownId(), error.getMessage());
			this.namespace.remove(this.socket);
			this.connection.session().close();
			this.socket.lane().next();
		});
	}

	private void enter() {
		this.rooms.entered();
		if (!STATE.compareAndSet(this, SocketState.CONNECTING, SocketState.CONNECTED)) {
			this.namespace.remove(this.socket);
			return;
		}
		this.outbox.sendAhead(this.namespace.encode(new Packet(PacketType.CONNECT, this.namespace.name(), Packet.NO_ID,
				this.connection.revision().connected(this.socket.id(), this.identity.privateId()))));
		this.outbox.release();
		this.examination = null;
		this.connection.connected(this.socket);
		for (Consumer<SocketIOSocket> listener : this.namespace.connectionListeners()) {
			try {
				listener.accept(this.socket);
			}
			catch (RuntimeException ex) {
				logger.error("A connection listener of namespace {} failed", this.namespace.name(), ex);
			}
		}
	}

	/**
	 * The socket leaves. It receives nothing more from now on; those who want to know are
	 * told after the events before.
	 * @param reason why
	 */
	void leave(DisconnectReason reason) {
		leave(new DisconnectDetails(reason, null));
	}

	/**
	 * The socket leaves, as by {@link #leave(DisconnectReason)}.
	 * @param details why
	 */
	void leave(DisconnectDetails details) {
		if (abandon(details) || !end(SocketState.CONNECTED, details)) {
			return;
		}
		this.rooms.leaving();
		this.namespace.remove(this.socket);
		// Not before: whoever comes back must not meet itself.
		save(details.reason());
		this.socket.acks().end(details.reason());
		this.socket.lane()
			.submit(new DisconnectTask(this.socket, this.namespace.handlers(), this.listeners, this.rooms, details,
					this.namespace::release));
	}

	/**
	 * The socket is not let in.
	 * @param details why
	 * @return {@code false} when it is in already, or was told before
	 */
	boolean abandon(DisconnectDetails details) {
		if (!end(SocketState.CONNECTING, details)) {
			return false;
		}
		endExamination();
		this.socket.acks().end(details.reason());
		this.namespace.release();
		return true;
	}

	private boolean end(SocketState previous, DisconnectDetails details) {
		if (!STATE.compareAndSet(this, previous, SocketState.DISCONNECTED)) {
			return false;
		}
		this.disconnectDetails = details;
		this.emissions.dispose();
		return true;
	}

	private void save(DisconnectReason reason) {
		String privateId = this.identity.privateId();
		if (privateId != null && RECOVERABLE.contains(reason)) {
			Set<String> joined = new HashSet<>(this.rooms.copy());
			joined.remove(this.socket.id());
			this.namespace.save(new SavedSession(privateId, this.socket.id(), joined,
					Map.copyOf(this.socket.attributes()), this.socket.ownPrincipal()));
		}
	}

	@Override
	public String toString() {
		return String.valueOf(this.state);
	}

}
