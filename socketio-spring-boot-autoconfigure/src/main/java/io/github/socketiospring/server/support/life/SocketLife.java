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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.ReservedRooms;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.Lane;
import io.github.socketiospring.server.support.outbound.Outbox;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.RoomNames;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * How one socket enters its namespace, as a new or a recovered socket, and how it leaves.
 * It leaves at once; disconnect handlers and listeners are called when their turn in the
 * lane comes.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#disconnection-from-a-namespace">Socket.IO
 * protocol, disconnection from a namespace</a>
 */
final class SocketLife {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private static final Set<DisconnectReason> RECOVERABLE = Set.of(DisconnectReason.TRANSPORT_ERROR,
			DisconnectReason.TRANSPORT_CLOSE, DisconnectReason.FORCED_CLOSE, DisconnectReason.FORCED_SERVER_CLOSE,
			DisconnectReason.PING_TIMEOUT, DisconnectReason.CONNECTION_REPLACED, DisconnectReason.SERVER_SHUTTING_DOWN);

	/** The reasons for which the client receives DISCONNECT. */
	private static final Set<DisconnectReason> BY_THIS_SIDE = Set.of(DisconnectReason.SERVER_NAMESPACE_DISCONNECT,
			DisconnectReason.CREDENTIALS_ENDED);

	private final SocketStatus status;

	private final SocketRooms rooms;

	private final Lane lane;

	private final Outbox outbox;

	private final NamespaceSockets sockets;

	private final Welcome welcome;

	private final Goodbye goodbye;

	private final Lease lease;

	/** Holds back packets until CONNECT is answered. */
	private Outbox.@Nullable Place answerPlace;

	/** The running middleware and handlers, {@code null} after they have decided. */
	private volatile @Nullable Disposable examination;

	SocketLife(SocketStatus status, SocketRooms rooms, Lane lane, Outbox outbox, NamespaceSockets sockets,
			Welcome welcome, Goodbye goodbye, Lease lease) {
		this.status = status;
		this.rooms = rooms;
		this.lane = lane;
		this.outbox = outbox;
		this.sockets = sockets;
		this.welcome = welcome;
		this.goodbye = goodbye;
		this.lease = lease;
		this.answerPlace = outbox.hold();
	}

	/**
	 * Call the handlers to admit the socket.
	 * @return calls them on subscription, once
	 */
	Mono<Void> welcome() {
		return this.welcome.ask();
	}

	/**
	 * Set the running middleware, which may already have completed.
	 * @param examination disposed when the client leaves before it enters
	 */
	void examined(Disposable examination) {
		this.examination = examination;
		if (!this.status.isConnecting()) {
			endExamination();
		}
	}

	private void endExamination() {
		Disposable current = this.examination;
		this.examination = null;
		if (current != null && !this.status.isConnected()) {
			current.dispose();
		}
	}

	/**
	 * Enter the namespace, and then send the answer to the client: when the broadcasts of
	 * all nodes to the rooms that the socket has joined reach it.
	 * @param socket a socket that middleware and handlers admitted
	 * @param answer the answer to CONNECT
	 * @param entered called when the answer was sent
	 */
	void enter(LiveSocket socket, OutgoingPacket answer, Consumer<SocketIOSocket> entered) {
		this.lane.submit(() -> {
			this.sockets.add(socket);
			this.rooms.entered(socket);
			CompletionStage<Void> joining = this.sockets.joining(socket);
			if (joining == null) {
				enterOrLeave(socket, answer, entered);
				return true;
			}
			joining.whenComplete((none, ex) -> {
				try {
					enterOrLeave(socket, answer, entered);
				}
				catch (Throwable failure) {
					// Errors too, as the lane does for what it calls itself.
					logger.error("Socket {} could not enter", ShownId.of(socket.socket()), failure);
					socket.socket().closeConnection();
				}
				finally {
					this.lane.next();
				}
			});
			return false;
		});
	}

	private void enterOrLeave(LiveSocket socket, OutgoingPacket answer, Consumer<SocketIOSocket> entered) {
		if (!enter(socket, List.of(answer), entered)) {
			this.sockets.remove(socket);
		}
	}

	/**
	 * Enter the namespace as a recovered socket. The answer to CONNECT and the missed
	 * events are sent as one unit, in that order: a client buffers events that it gets
	 * before the answer, and would handle them twice after another lost connection.
	 * @param socket a socket that middleware and handlers admitted
	 * @param answer the answer to CONNECT
	 * @param privateId the secret by which it is recovered
	 * @param offset the offset of the last event that the client received
	 * @param entered called when the answer was sent
	 */
	void resume(LiveSocket socket, OutgoingPacket answer, String privateId, String offset,
			Consumer<SocketIOSocket> entered) {
		this.lane.submit(() -> {
			if (!this.status.isConnecting()) {
				return true;
			}
			this.sockets.resume(socket, privateId, this.rooms.wishes(), offset).subscribe((missed) -> {
				List<OutgoingPacket> first = new ArrayList<>(missed.size() + 1);
				first.add(answer);
				first.addAll(missed);
				this.rooms.entered(socket);
				if (!enter(socket, first, entered)) {
					// Its session was forgotten when it was resumed, but its client may
					// come back.
					saveAndRemove(socket, privateId);
				}
				this.lane.next();
			}, (error) -> {
				logger.warn("Socket {} cannot come back: {}", ShownId.of(socket.socket()),
						LogFormat.message(error.getMessage()));
				this.sockets.remove(socket);
				socket.socket().closeConnection();
				this.lane.next();
			});
			return false;
		});
	}

	/**
	 * Complete the entry of a socket.
	 * @param socket a socket that the namespace contains already
	 * @param first the first packets for it, sent as one unit
	 * @param entered called when these were sent
	 * @return {@code false} if the socket has left in the meantime, and has to be removed
	 */
	private boolean enter(LiveSocket socket, List<OutgoingPacket> first, Consumer<SocketIOSocket> entered) {
		if (!this.status.enter()) {
			return false;
		}
		socket.admitted();
		Outbox.Place place = this.answerPlace;
		this.answerPlace = null;
		if (place != null) {
			place.fill(first);
		}
		socket.entered();
		this.examination = null;
		entered.accept(socket.socket());
		socket.listening();
		if (!this.sockets.isOpen()) {
			// The namespace was removed in the meantime, perhaps before it contained this
			// socket.
			socket.disconnect(false);
		}
		return true;
	}

	/**
	 * Remove a socket whose client may come back. The session is saved first: a client
	 * that returns in between finds one of the two. The session is not resumed before all
	 * disconnect handlers have been called, since the id is taken until then.
	 * @param socket the socket to remove
	 * @param privateId the secret by which it can be recovered
	 */
	private void saveAndRemove(LiveSocket socket, String privateId) {
		try {
			this.sockets.save(socket.session(privateId));
		}
		catch (Throwable ex) {
			// Errors too: the socket has to leave.
			logger.error("The session of socket {} cannot be saved, so its client cannot come back",
					ShownId.of(socket.socket()), ex);
		}
		this.sockets.remove(socket);
	}

	/**
	 * Leave the namespace. From now on nothing more is sent to the socket; disconnect
	 * handlers and listeners are called after the earlier events.
	 * @param socket the socket that leaves
	 * @param privateId the secret by which it can be recovered, {@code null} if it cannot
	 * @param details why the socket leaves
	 */
	void leave(LiveSocket socket, @Nullable String privateId, DisconnectDetails details) {
		if (abandon(socket, details) || !this.status.leave(details)) {
			return;
		}
		this.rooms.leaving();
		if (!BY_THIS_SIDE.contains(details.reason())) {
			this.outbox.close();
		}
		if (privateId != null && RECOVERABLE.contains(details.reason())) {
			saveAndRemove(socket, privateId);
		}
		else {
			this.sockets.remove(socket);
		}
		socket.end(details.reason());
		sayGoodbye(details);
	}

	private void sayGoodbye(DisconnectDetails details) {
		this.lane.submit(() -> {
			this.goodbye.tell(this.welcome.takeCompleted(), details, () -> {
				this.lease.release();
				this.lane.next();
			});
			return false;
		});
	}

	/**
	 * Add the changes that were made to the rooms of a lost socket after its session was
	 * read.
	 * @param read the rooms that the recovered socket began with
	 * @param last the rooms that the lost socket left with
	 */
	void inheritRooms(Set<String> read, Set<String> last) {
		this.rooms.inherit(ReservedRooms.visible(read), ReservedRooms.visible(last));
	}

	/**
	 * The rooms of the socket, including those of its id and its user.
	 * @return a copy of their names
	 */
	Set<String> rooms() {
		return new HashSet<>(this.rooms.copy());
	}

	/**
	 * Join rooms by a command of the server, to which the rules for clients do not apply.
	 * @param rooms the names of the rooms
	 */
	void joinRooms(Collection<String> rooms) {
		RoomNames.check(rooms);
		this.rooms.joinNamed(rooms);
	}

	/**
	 * Refuse the socket. Disconnect handlers are called if their bean had admitted it.
	 * @param socket the socket that does not enter
	 * @param details why it does not enter
	 * @return {@code false} if it has entered already, or was refused before
	 */
	boolean abandon(LiveSocket socket, DisconnectDetails details) {
		DisconnectDetails refusal = refusal(details);
		if (!this.status.abandon(refusal)) {
			return false;
		}
		this.outbox.close();
		endExamination();
		socket.end(refusal.reason());
		this.welcome.leave(() -> sayGoodbye(refusal));
		sayGoodbye(refusal);
		return true;
	}

	private static DisconnectDetails refusal(DisconnectDetails details) {
		if (!details.reason().wasConnected()) {
			return details;
		}
		if (BY_THIS_SIDE.contains(details.reason())) {
			return new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, details.description());
		}
		String how = (details.description() != null) ? details.description() : details.reason().value();
		return new DisconnectDetails(DisconnectReason.CONNECT_ABORTED, how);
	}

}
