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

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.adapter.SavedSession;
import io.github.socketiospring.engineio.EngineHandshake;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPayload;
import io.github.socketiospring.server.ConnectMiddleware;
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
import io.github.socketiospring.server.support.life.TakenIds;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.revision.Revision;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;
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

	private static final String INVALID = "Invalid namespace";

	private static final String OCCUPIED = "The socket that was here before has not left yet";

	private static final Map<String, String> TOO_MANY = Map.of("message", "Too many namespaces");

	private static final String PRIVATE_ID = "pid";

	private static final String ANOTHER_USER = "its client is another user";

	private final SocketConnection connection;

	private final Revision revision;

	private final Seats seats;

	private final EventLimits limits;

	private final NamespaceFinder namespaces;

	private final ServerContext context;

	private final Lease lease;

	private final String address;

	private final String name;

	private final @Nullable ReceivedPayload payload;

	private Lease.@Nullable Note reservation;

	/** Whether the socket has taken the reserved place. */
	private volatile boolean seated;

	/** The session that the client wants to resume, {@code null} if it must not. */
	private volatile @Nullable SavedSession found;

	/** The socket of that session, while the loss of its connection was not noticed. */
	private volatile @Nullable LiveSocket lost;

	/**
	 * Create an admission.
	 * @param connection the client's connection
	 * @param revision the revision of the protocol that the client uses
	 * @param seats the connection's places for sockets
	 * @param limits enforces the limits of the connection's events
	 * @param namespaces finds the namespace
	 * @param context the shared objects of the server
	 * @param address the namespace as the packet names it
	 * @param payload the packet's payload
	 */
	public Admission(SocketConnection connection, Revision revision, Seats seats, EventLimits limits,
			NamespaceFinder namespaces, ServerContext context, String address, @Nullable ReceivedPayload payload) {
		this.connection = connection;
		this.revision = revision;
		this.seats = seats;
		this.limits = limits;
		this.namespaces = namespaces;
		this.context = context;
		this.lease = new Lease(context.errorLog());
		this.address = address;
		this.name = revision.namespace(address);
		this.payload = payload;
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
		JsonNode auth = parser(this.revision, this.address, this.payload).get();
		this.reservation = this.lease.note(this::cancelReservation);
		chargePayload();
		Mono.defer(() -> this.namespaces.find(this.name, auth, this.seats, this.lease))
			.switchIfEmpty(Mono.error(this::unknownNamespace))
			.flatMap((entrance) -> identify(entrance, auth)
				.flatMap((identity) -> awaitPredecessor(entrance.takenIds(), identity))
				.doOnNext((identity) -> examine(entrance, identity)))
			.contextWrite(requestContext(this.connection.session().handshake()))
			.subscribe(null, this::notFound);
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
		// The client may have reserved another place of that name in the meantime.
		if (!this.seated) {
			this.seats.cancel(this.name);
		}
	}

	/**
	 * The Reactor context before there is a socket.
	 * @param handshake the request that opened the session
	 * @return the kept context of the request, with the client's identity
	 */
	private ContextView requestContext(EngineHandshake handshake) {
		return this.context.principalContext().write(Context.of(handshake.context()), handshake.principal());
	}

	private ConnectRefusedException unknownNamespace() {
		this.context.count(SocketIOCounter.UNKNOWN_NAMESPACE);
		return new ConnectRefusedException(INVALID);
	}

	private Mono<SocketIdentity> identify(NamespaceEntrance entrance, JsonNode auth) {
		RecoveryAdapter recovery = entrance.recovery();
		boolean recovering = recovery != null && this.revision.canRecover();
		SocketIdentity fresh = fresh(recovering);
		JsonNode privateId = auth.path(PRIVATE_ID);
		JsonNode offset = auth.path("offset");
		if (recovery == null || !recovering || !privateId.isString() || !offset.isString()) {
			return Mono.just(fresh);
		}
		Mono<SavedSession> present = Mono
			.fromSupplier(() -> findPresent(entrance, recovery, privateId.asString(), offset.asString()));
		// A socket that leaves is saved before it is removed. One that is resumed
		// meanwhile is
		// added before its session is removed.
		return present.switchIfEmpty(recovery.find(privateId.asString(), offset.asString()))
			.switchIfEmpty(present)
			.filter(this::mayBelongToClient)
			.doOnNext((session) -> this.found = session)
			.map((session) -> SocketIdentity.of(session, offset.asString()))
			.defaultIfEmpty(fresh);
	}

	/**
	 * Find the session of a socket that the server still considers connected, although
	 * its client has lost the connection.
	 * @param entrance the client's entrance to the namespace
	 * @param recovery recovers sockets
	 * @param privateId the secret that the client presents
	 * @param offset the offset of the last event that it received
	 * @return the session, {@code null} if there is none
	 */
	private @Nullable SavedSession findPresent(NamespaceEntrance entrance, RecoveryAdapter recovery, String privateId,
			String offset) {
		LiveSocket socket = entrance.present().apply(privateId);
		if (socket == null || socket.socket().session() == this.connection.session()
				|| !recovery.isRemembered(offset)) {
			return null;
		}
		this.lost = socket;
		return socket.session(privateId);
	}

	private SocketIdentity fresh(boolean recovering) {
		return SocketIdentity.fresh(this.revision.socketId(this.name, this.connection.session().id()),
				recovering ? Ids.random() : null);
	}

	/**
	 * Wait until the disconnect handlers of the previous socket with the same id have
	 * completed. If that takes too long, a client that resumes gets a new socket.
	 * @param ids the ids of the namespace
	 * @param identity the identity of the new socket
	 * @return the identity, or a new one
	 */
	private Mono<SocketIdentity> awaitPredecessor(TakenIds ids, SocketIdentity identity) {
		Mono<Void> freed = ids.freed(identity.id());
		if (freed == null || takesOver(identity)) {
			return Mono.just(identity);
		}
		return freed.thenReturn(identity)
			.timeout(this.context.options().completionTimeout(), Mono.defer(() -> instead(identity)),
					this.context.timer());
	}

	private boolean takesOver(SocketIdentity identity) {
		return this.lost != null && identity.offset() != null;
	}

	private Mono<SocketIdentity> instead(SocketIdentity identity) {
		if (identity.offset() != null) {
			return Mono.just(fresh(true));
		}
		this.context.count(SocketIOCounter.CONNECT_REFUSED);
		logger.debug("Session {} may not enter namespace {}: the socket that was there before has not left yet",
				this.connection.session(), LogFormat.value(this.name));
		return Mono.error(new ConnectRefusedException(OCCUPIED));
	}

	/**
	 * Whether the client may be the owner of a saved session, as far as the request says.
	 * If the application identifies clients, only middleware can decide.
	 * @param session the saved session
	 * @return {@code false} if the request has another principal
	 */
	private boolean mayBelongToClient(SavedSession session) {
		return session.principal() != null
				|| Objects.equals(session.user(), name(this.connection.session().handshake().principal()));
	}

	private static @Nullable String name(@Nullable Principal principal) {
		return (principal != null) ? principal.getName() : null;
	}

	private void examine(NamespaceEntrance entrance, SocketIdentity identity) {
		if (!takesOver(identity) && (identity.privateId() != null || this.revision.keepsIds())) {
			entrance.takenIds().take(identity.id(), this.lease);
		}
		DefaultHandshake handshake = DefaultHandshake.of(this.connection.session().handshake(),
				parser(this.revision, this.address, this.payload), this.context.mapper());
		LiveSocket socket = entrance.sockets()
			.create(identity, principal(identity), handshake, this.connection, this.limits, entrance.handlers(),
					this.lease);
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
		boolean trusted = socket.socket().isRecovered() && this.context.options().recovery().skipMiddlewares();
		socket.examined(new MiddlewareChain(socket.socket(), middleware(trusted ? List.of() : entrance.middleware()),
				socket.welcome())
			.run()
			.contextWrite(socket::deciding)
			.subscribe(null, (error) -> refuse(socket, error), () -> enter(entrance, socket, identity)));
	}

	private List<ConnectMiddleware> middleware(List<ConnectMiddleware> own) {
		if (this.context.guards().isEmpty()) {
			return own;
		}
		List<ConnectMiddleware> all = new ArrayList<>(this.context.guards());
		all.addAll(own);
		return all;
	}

	/**
	 * The principal of the socket. If middleware is skipped, it is the saved one, unless
	 * the new request has another.
	 * @param identity the identity of the socket
	 * @return the principal, {@code null} if it is not known
	 */
	private @Nullable Principal principal(SocketIdentity identity) {
		Principal requesting = this.connection.session().handshake().principal();
		Principal known = this.context.options().recovery().skipMiddlewares() ? identity.principal() : null;
		return (known != null && (requesting == null || requesting.getName().equals(known.getName()))) ? known
				: requesting;
	}

	private void enter(NamespaceEntrance entrance, LiveSocket socket, SocketIdentity identity) {
		SavedSession session = this.found;
		if (session == null || identity.offset() == null) {
			letIn(entrance, socket, identity);
			return;
		}
		if (isOfAnotherUser(session, socket)) {
			beginAnew(socket, ANOTHER_USER);
			return;
		}
		LiveSocket before = this.lost;
		if (before != null) {
			takeOver(entrance, before, session, socket, identity);
		}
		else {
			letIn(entrance, socket, identity);
		}
	}

	private static boolean isOfAnotherUser(SavedSession session, LiveSocket socket) {
		return !Objects.equals(session.user(), name(socket.socket().principal()));
	}

	/**
	 * Replace a socket that the server still considers connected. Its disconnect handlers
	 * are called before the new socket enters.
	 * @param entrance the client's entrance to the namespace
	 * @param before the socket that is replaced
	 * @param read its session when the recovered socket was created
	 * @param socket the socket that is recovered
	 * @param identity the identity of the recovered socket
	 */
	private void takeOver(NamespaceEntrance entrance, LiveSocket before, SavedSession read, LiveSocket socket,
			SocketIdentity identity) {
		Mono<Void> freed = entrance.takenIds().freed(identity.id());
		before.giveWay();
		((freed != null) ? freed : Mono.<Void>empty())
			.timeout(this.context.options().completionTimeout(), this.context.timer())
			.then(Mono.defer(() -> entrance.findSaved(identity)).singleOptional())
			.subscribe((last) -> replace(entrance, last.orElse(null), read, socket, identity),
					(late) -> beginAnew(socket, "the socket before has not left yet"));
	}

	/**
	 * Let a socket in instead of one that has left, with the changes that were made to
	 * that one while middleware ran.
	 * @param entrance the client's entrance to the namespace
	 * @param last the session that the lost socket left behind, {@code null} if there is
	 * none
	 * @param read its session when the recovered socket was created
	 * @param socket the socket that is recovered
	 * @param identity the identity of the recovered socket
	 */
	private void replace(NamespaceEntrance entrance, @Nullable SavedSession last, SavedSession read, LiveSocket socket,
			SocketIdentity identity) {
		LiveSocket next = (last != null) ? null : entrance.findPresent(identity);
		if (next != null) {
			takeOver(entrance, next, read, socket, identity);
		}
		else if (last == null) {
			beginAnew(socket, "its session has ended");
		}
		else if (isOfAnotherUser(last, socket)) {
			beginAnew(socket, ANOTHER_USER);
		}
		else {
			entrance.takenIds().take(identity.id(), this.lease);
			socket.inherit(read, last);
			letIn(entrance, socket, identity);
		}
	}

	private void letIn(NamespaceEntrance entrance, LiveSocket socket, SocketIdentity identity) {
		Packet answer = new Packet(PacketType.CONNECT, this.name, Packet.NO_ID,
				this.revision.connected(identity.id(), identity.privateId()));
		socket.enter(new OutgoingPacket(answer, true, this.context.parser()), (entered) -> entered(entrance, entered));
	}

	/**
	 * Give the client a new socket, since the lost one cannot be recovered.
	 * @param socket the socket that was to be recovered
	 * @param reason why it cannot be recovered, for the log
	 */
	private void beginAnew(LiveSocket socket, String reason) {
		ReceivedPayload presented = this.payload;
		if (presented != null && this.seats.reserveInstead(socket)) {
			socket.leave(new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, reason));
			new Admission(this.connection, this.revision, this.seats, this.limits, this.namespaces, this.context,
					this.address, new Unidentified(presented))
				.begin();
		}
	}

	@SuppressWarnings("try")
	private void entered(NamespaceEntrance entrance, SocketIOSocket socket) {
		this.connection.entered(socket);
		entrance.connectionListeners().forEach((listener) -> {
			try (ThreadLocals.Scope scope = ThreadLocals.from(socket.context())) {
				listener.accept(socket);
			}
			catch (Throwable ex) {
				// Errors too: the socket has entered.
				listenerFailed(ex, socket);
			}
		});
		this.context.listeners().tell((listener) -> listener.onConnect(socket));
	}

	/**
	 * The admission failed before there was a socket.
	 * @param error why it failed
	 */
	private void notFound(Throwable error) {
		this.lease.release();
		if (error instanceof ConnectRefusedException refused && refused.data() == null) {
			refuse(Map.of("message", String.valueOf(refused.getMessage())));
			return;
		}
		this.context.count(SocketIOCounter.CONNECT_REFUSED);
		EngineSession session = this.connection.session();
		Locale locale = DefaultHandshake
			.of(session.handshake(), parser(this.revision, this.address, null), this.context.mapper())
			.locale();
		refuse(ConnectErrors.describe(error, session, this.name, locale, this.revision, this.context));
	}

	private void refuse(LiveSocket socket, Throwable error) {
		if (this.seats.free(socket)) {
			this.context.count(SocketIOCounter.CONNECT_REFUSED);
			socket.leave(new DisconnectDetails(DisconnectReason.CONNECT_REFUSED, ErrorLine.of(error)));
			refuse(ConnectErrors.describe(error, socket.socket(), this.revision, this.context));
		}
	}

	private void refuseTooMany() {
		if (this.connection.session().isOpen()) {
			this.context.count(SocketIOCounter.TOO_MANY_NAMESPACES);
			refuse(TOO_MANY);
		}
	}

	private void refuse(Object reason) {
		this.connection.refused();
		ConnectErrors.send(this.connection.session(), this.name, reason, this.context);
	}

	private void listenerFailed(Throwable error, SocketIOSocket socket) {
		if (this.context.errors().status(error, socket).isClientError()) {
			logger.debug("A connection listener of namespace {} refused socket {}: {}", LogFormat.value(this.name),
					ShownId.of(socket), ErrorLine.of(error));
		}
		else {
			this.context.errorLog()
				.error(logger, "A connection listener of namespace " + LogFormat.value(this.name) + " failed", error);
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
			rest.remove(PRIVATE_ID);
			return rest;
		}

	}

}
