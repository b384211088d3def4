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

package io.github.socketiospring.server.support.admission;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPayload;
import io.github.socketiospring.server.ConnectRefusedException;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.inbound.EventLimits;
import io.github.socketiospring.server.support.life.DefaultHandshake;
import io.github.socketiospring.server.support.life.Lease;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.SocketConnection;
import io.github.socketiospring.server.support.life.SocketIdentity;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.revision.Revision;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Handles one CONNECT, from top to bottom: reserve a place in the connection, find the
 * namespace, identify the client, create the socket, run middleware and handlers, enter
 * the socket, answer. Each step notes the resources that it acquires on a lease, which
 * releases them in reverse order wherever the admission ends.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#connection-to-a-namespace">Socket.IO
 * protocol, connection to a namespace</a>
 */
public final class Admission {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private static final Map<String, String> TOO_MANY = Map.of("message", "Too many namespaces");

	private static final String TOO_MANY_OF_USER = "Too many sockets of this user";

	private static final String ANOTHER_USER = "its client is another user";

	private final SocketConnection connection;

	private final Revision revision;

	private final Seats seats;

	private final EventLimits limits;

	private final AdmissionPolicy policy;

	private final Identification identification;

	private final Lease lease;

	private final String address;

	private final String name;

	private final @Nullable ReceivedPayload payload;

	private Lease.@Nullable Note reservation;

	/** Whether the socket has taken the reserved place. */
	private volatile boolean seated;

	/**
	 * Create an admission.
	 * @param connection the client's connection
	 * @param revision the revision of the protocol that the client uses
	 * @param seats the connection's places for sockets
	 * @param limits enforces the limits of the connection's events
	 * @param policy what applies to every CONNECT
	 * @param address the namespace as the packet names it
	 * @param payload the packet's payload
	 */
	public Admission(SocketConnection connection, Revision revision, Seats seats, EventLimits limits,
			AdmissionPolicy policy, String address, @Nullable ReceivedPayload payload) {
		this.connection = connection;
		this.revision = revision;
		this.seats = seats;
		this.limits = limits;
		this.policy = policy;
		this.lease = policy.lease();
		this.address = address;
		this.name = revision.namespace(address);
		this.payload = payload;
		this.identification = new Identification(connection.session(), revision, this.name, policy);
	}

	/**
	 * Run the admission. It may end on another thread.
	 * @throws PacketFormatException if the payload is malformed
	 */
	public void run() {
		if (!this.seats.reserve(this.name)) {
			refuseTooMany();
			return;
		}
		begin();
	}

	private void begin() {
		this.reservation = this.lease.note(this::cancelReservation);
		JsonNode auth = readAuth();
		chargePayload();
		this.policy.find(this.name, auth, this.seats, this.lease)
			.flatMap((entrance) -> this.identification.identify(entrance, auth, this.lease)
				.doOnNext((claim) -> examine(entrance, claim)))
			.contextWrite(this.identification.requestContext())
			.subscribe(null, this::notFound);
	}

	private JsonNode readAuth() {
		try {
			return parser(this.revision, this.address, this.payload).get();
		}
		catch (Throwable ex) {
			this.lease.release();
			throw ex;
		}
	}

	private void chargePayload() {
		if (this.payload != null) {
			MemoryAccount memory = this.connection.session().memory();
			int bytes = MemoryCost.ofBytes(this.payload.size());
			memory.charge(MemoryKind.AUTH, bytes);
			this.lease.note(() -> memory.release(MemoryKind.AUTH, bytes));
		}
	}

	// Without a reference to this admission, which need not live as long as the socket.
	private static Supplier<JsonNode> parser(Revision revision, String address, @Nullable ReceivedPayload payload) {
		return () -> revision.auth(address, (payload != null) ? payload.read() : null);
	}

	private void cancelReservation() {
		// The client may have reserved another place for that namespace in the meantime.
		if (!this.seated) {
			this.seats.cancel(this.name);
		}
	}

	private void examine(NamespaceEntrance entrance, Claim claim) {
		SocketIdentity identity = claim.identity();
		DefaultHandshake handshake = this.policy.handshake(this.connection.session().handshake(),
				parser(this.revision, this.address, this.payload));
		LiveSocket socket = entrance.create(identity, this.identification.principal(identity), handshake,
				this.connection, this.limits, this.lease);
		if (!this.seats.take(this.name, socket)) {
			socket.leave(new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, null));
			refuseTooMany();
			return;
		}
		this.seated = true;
		Seats seats = this.seats;
		this.lease.note(() -> seats.left(socket));
		if (this.reservation != null) {
			// The lease lives as long as the socket; this admission need not.
			this.lease.strike(this.reservation);
		}
		boolean trusted = socket.socket().isRecovered() && this.policy.trustsSavedSessions();
		Mono<Void> decision = new MiddlewareChain(socket.socket(),
				this.policy.withGuards(trusted ? List.of() : entrance.middleware()), socket.welcome())
			.run();
		socket.examined(entrance.connecting(socket.socket(), this.policy.inTime(decision))
			.contextWrite(socket::deciding)
			.subscribe(null, (error) -> refuse(socket, error), () -> enter(entrance, socket, claim)));
	}

	private void enter(NamespaceEntrance entrance, LiveSocket socket, Claim claim) {
		SavedSession session = claim.session();
		if (session != null && isOfAnotherUser(session, socket)) {
			beginAnew(socket, ANOTHER_USER);
		}
		else if (!claim.replacePredecessor(
				(predecessor, read) -> takeOver(entrance, predecessor, read, socket, claim.identity()))) {
			letIn(entrance, socket, claim.identity());
		}
	}

	private static boolean isOfAnotherUser(SavedSession session, LiveSocket socket) {
		return !Identification.isOwner(socket.socket().principal(), session);
	}

	/**
	 * Replace a socket that the server still considers connected. Its disconnect handlers
	 * are called before the new socket enters.
	 * @param entrance the client's entrance to the namespace
	 * @param before the socket that this one replaces
	 * @param read its session when the recovered socket was created
	 * @param socket the socket that is recovered
	 * @param identity the identity of the recovered socket
	 */
	private void takeOver(NamespaceEntrance entrance, LiveSocket before, SavedSession read, LiveSocket socket,
			SocketIdentity identity) {
		Mono<Void> freed = entrance.idFreed(identity.id());
		before.giveWay();
		this.policy.completing((freed != null) ? freed : Mono.<Void>empty(), Mono.error(TimeoutException::new))
			.then(Mono.defer(() -> this.identification.findSaved(entrance, identity)).singleOptional())
			.subscribe((last) -> replace(entrance, last.orElse(null), read, socket, identity),
					(late) -> beginAnew(socket, "its previous socket has not left yet"));
	}

	/**
	 * Enter a socket in place of one that has left, with the changes that were made to
	 * the latter while middleware ran.
	 * @param entrance the client's entrance to the namespace
	 * @param last the session that the lost socket left behind, {@code null} if there is
	 * none
	 * @param read its session when the recovered socket was created
	 * @param socket the socket that is recovered
	 * @param identity the identity of the recovered socket
	 */
	private void replace(NamespaceEntrance entrance, @Nullable SavedSession last, SavedSession read, LiveSocket socket,
			SocketIdentity identity) {
		if (!socket.isConnecting()) {
			// Its client has left, and must not replace a socket that came back in the
			// meantime.
			return;
		}
		LiveSocket next = (last != null) ? null : findPresent(entrance, identity);
		if (next != null) {
			takeOver(entrance, next, read, socket, identity);
		}
		else if (last == null) {
			beginAnew(socket, "its session has ended");
		}
		else if (isOfAnotherUser(last, socket)) {
			beginAnew(socket, ANOTHER_USER);
		}
		else if (!entrance.takeId(identity.id(), this.lease)) {
			beginAnew(socket, "another connection of its client resumes its session");
		}
		else {
			socket.inherit(read, last);
			letIn(entrance, socket, identity);
		}
	}

	private static @Nullable LiveSocket findPresent(NamespaceEntrance entrance, SocketIdentity identity) {
		String privateId = identity.privateId();
		return (privateId != null) ? entrance.findPresent(privateId) : null;
	}

	private void letIn(NamespaceEntrance entrance, LiveSocket socket, SocketIdentity identity) {
		if (!entrance.isOpen()) {
			refuse(socket, this.policy.unknownNamespace());
			return;
		}
		if (!this.policy.admits(socket.socket().principal(), this.lease)) {
			refuse(socket, new ConnectRefusedException(TOO_MANY_OF_USER));
			return;
		}
		Packet answer = new Packet(PacketType.CONNECT, this.name, Packet.NO_ID,
				this.revision.connected(identity.id(), identity.privateId()));
		socket.enter(this.policy.answer(answer), (entered) -> entered(entrance, entered));
	}

	/**
	 * Create a new socket for the client, since the lost one cannot be recovered.
	 * @param socket the socket that was to be recovered
	 * @param reason why it cannot be recovered, for the log
	 */
	private void beginAnew(LiveSocket socket, String reason) {
		ReceivedPayload presented = this.payload;
		if (presented != null && this.seats.reserveInstead(socket)) {
			socket.leave(new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, reason));
			new Admission(this.connection, this.revision, this.seats, this.limits, this.policy, this.address,
					new Unidentified(presented))
				.begin();
		}
	}

	@SuppressWarnings("try")
	private void entered(NamespaceEntrance entrance, SocketIOSocket socket) {
		this.connection.entered(socket);
		entrance.connectionListeners().forEach((listener) -> {
			try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(socket.context())) {
				listener.accept(socket);
			}
			catch (Throwable ex) {
				// Errors too: the socket has entered.
				listenerFailed(ex, socket);
			}
		});
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(socket.context())) {
			this.policy.connected(socket);
		}
		entrance.entered(socket.id());
	}

	/**
	 * The admission failed before there was a socket.
	 * @param error why it failed
	 */
	@SuppressWarnings("try")
	private void notFound(Throwable error) {
		this.lease.release();
		if (error instanceof ConnectRefusedException refused && refused.data() == null) {
			refuse(Map.of("message", String.valueOf(refused.getMessage())));
			return;
		}
		this.policy.count(SocketIOCounter.CONNECT_REFUSED);
		EngineSession session = this.connection.session();
		Locale locale = this.policy.handshake(session.handshake(), parser(this.revision, this.address, null)).locale();
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(this.identification.requestContext())) {
			refuse(this.policy.describe(error, session, this.name, locale, this.revision));
		}
	}

	@SuppressWarnings("try")
	private void refuse(LiveSocket socket, Throwable error) {
		if (this.seats.free(socket)) {
			this.policy.count(SocketIOCounter.CONNECT_REFUSED);
			socket.leave(new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, ErrorLine.of(error)));
			try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(socket.socket().context())) {
				refuse(this.policy.describe(error, socket.socket(), this.revision));
			}
		}
	}

	private void refuseTooMany() {
		if (this.connection.session().isOpen()) {
			this.policy.count(SocketIOCounter.TOO_MANY_NAMESPACES);
			refuse(TOO_MANY);
		}
	}

	private void refuse(Object reason) {
		this.connection.refused();
		this.policy.refuse(this.connection.session(), this.name, reason);
	}

	private void listenerFailed(Throwable error, SocketIOSocket socket) {
		if (this.policy.isClientError(error, socket)) {
			logger.debug("A connection listener of namespace {} refused socket {}: {}", LogFormat.value(this.name),
					ShownId.of(socket), ErrorLine.of(error));
		}
		else {
			this.policy.error(logger, "A connection listener of namespace " + LogFormat.value(this.name) + " failed",
					error);
		}
	}

	/**
	 * A payload without the private id that it contains.
	 *
	 * @param presented the complete payload
	 */
	private record Unidentified(ReceivedPayload presented) implements ReceivedPayload {

		@Override
		public int size() {
			return this.presented.size();
		}

		@Override
		public ObjectNode read() {
			ObjectNode rest = this.presented.read();
			rest.remove(Identification.PRIVATE_ID);
			return rest;
		}

	}

}
