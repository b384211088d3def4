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

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.support.Ids;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * One Engine.IO session and its sockets, one for each namespace that the client asked
 * for. Signals from the session are serial; sockets are added and removed from other
 * threads as well.
 */
final class SocketIOConnection implements EngineSessionHandler {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	private static final String INVALID = "Invalid namespace";

	private static final Map<String, String> TOO_MANY = Map.of("message", "Too many namespaces");

	private final SocketIOServer server;

	private final EngineSession session;

	private final PacketDecoder decoder;

	private final ReadingGate gate;

	private final Revision revision;

	private final ConnectionSockets sockets;

	private volatile Disposable connectTimeout;

	SocketIOConnection(SocketIOServer server, EngineSession session) {
		ServerContext context = server.context();
		this.server = server;
		this.session = session;
		this.decoder = context.parser().decoder();
		this.gate = new ReadingGate(session);
		this.revision = Revision.of(session.protocol());
		this.sockets = new ConnectionSockets(context.options().maxNamespaces());
		this.connectTimeout = context.timer()
			.schedule(this::connectTimedOut, context.options().connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	EngineSession session() {
		return this.session;
	}

	Revision revision() {
		return this.revision;
	}

	/**
	 * Begin: clients of an old revision are in the root namespace without a word.
	 */
	void open() {
		if (this.revision.connectsImplicitly()) {
			connect("/", null);
		}
	}

	ReadingGate gate() {
		return this.gate;
	}

	private void connectTimedOut() {
		this.server.context().count(SocketIOCounter.CONNECT_TIMEOUT);
		logger.debug("Session {} is closed: its client asked for no namespace in time", this.session);
		this.session.close();
	}

	@Override
	public void onMessage(EngineMessage message) {
		if (this.sockets.isClosed()) {
			return;
		}
		try {
			ReceivedPacket packet = message.isBinary() ? this.decoder.binary(message.bytes())
					: this.decoder.text(message.bytes());
			if (packet != null) {
				receive(packet);
			}
		}
		catch (PacketFormatException ex) {
			this.server.context().count(SocketIOCounter.of(ex));
			logger.debug("Session {} is closed, since its client sent a malformed packet: {}", this.session,
					ex.getMessage());
			close(new DisconnectDetails(DisconnectReason.FORCED_CLOSE, ex.getMessage()));
		}
	}

	private void receive(ReceivedPacket packet) {
		String namespace = this.revision.namespace(packet.namespace());
		DefaultSocket socket = this.sockets.get(namespace);
		if (packet.type() == PacketType.CONNECT && !this.sockets.isKnown(namespace)) {
			connect(packet.namespace(), packet.payload());
		}
		else if (packet.type() == PacketType.CONNECT || socket == null || socket.lifecycle().isConnecting()) {
			violation(packet);
		}
		else {
			switch (packet.type()) {
				case EVENT -> socket.receiveEvent(packet);
				case ACK -> socket.receiveAck(packet);
				case DISCONNECT -> {
					this.sockets.remove(socket);
					socket.lifecycle().leave(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
				}
				default -> violation(packet);
			}
		}
	}

	/**
	 * No client of this protocol does that. Where the transport cannot be closed at once,
	 * the sockets do not wait for it.
	 * @param packet what the client sent
	 */
	private void violation(ReceivedPacket packet) {
		this.server.context().count(SocketIOCounter.PROTOCOL_VIOLATION);
		String description = "its client must not send " + packet.type() + " for namespace " + packet.namespace()
				+ " now";
		logger.debug("Session {} is closed, since {}", this.session, description);
		close(new DisconnectDetails(
				this.session.isWritable() ? DisconnectReason.FORCED_CLOSE : DisconnectReason.FORCED_SERVER_CLOSE,
				description));
	}

	private void connect(String address, @Nullable JsonNode payload) {
		String name = this.revision.namespace(address);
		if (!this.sockets.want(name)) {
			refuseTooMany(name);
			return;
		}
		JsonNode auth = this.revision.auth(address, payload);
		find(name, auth).contextWrite(this.session.handshake().context())
			.subscribe((admission) -> admit(admission, auth), (error) -> notFound(name, error), () -> {
			});
	}

	private Mono<Admission> find(String name, JsonNode auth) {
		DefaultNamespace existing = this.server.registry().get(name);
		Mono<DefaultNamespace> found = (existing != null) ? Mono.just(existing)
				: this.server.registry().findChild(name, auth).switchIfEmpty(Mono.error(this::unknownNamespace));
		return found.flatMap((namespace) -> {
			if (!namespace.retain()) {
				// It was removed just now; its successor may be another one.
				this.server.registry().forget(namespace);
				return find(name, auth);
			}
			return identify(namespace, auth).doOnError((ex) -> namespace.release())
				.map((identity) -> new Admission(namespace, identity));
		});
	}

	private ConnectRefusedException unknownNamespace() {
		this.server.context().count(SocketIOCounter.UNKNOWN_NAMESPACE);
		return new ConnectRefusedException(INVALID);
	}

	private Mono<SocketIdentity> identify(DefaultNamespace namespace, JsonNode auth) {
		boolean recovering = namespace.isRecovering() && this.revision.canRecover();
		SocketIdentity fresh = SocketIdentity.fresh(this.revision.socketId(namespace.name(), this.session.id()),
				recovering ? Ids.random() : null);
		JsonNode privateId = auth.path("pid");
		JsonNode offset = auth.path("offset");
		if (!recovering || !privateId.isString() || !offset.isString()) {
			return Mono.just(fresh);
		}
		return namespace.find(privateId.asString(), offset.asString())
			.map((session) -> SocketIdentity.of(session, offset.asString()))
			.defaultIfEmpty(fresh);
	}

	private void notFound(String name, Throwable error) {
		this.sockets.unwant(name);
		String message = INVALID;
		if (error instanceof ConnectRefusedException) {
			message = String.valueOf(error.getMessage());
		}
		else {
			logger.error("Namespace '{}' cannot be entered", name, error);
		}
		refuse(name, Map.of("message", message));
	}

	private void admit(Admission admission, JsonNode auth) {
		DefaultNamespace namespace = admission.namespace();
		DefaultSocket socket = new DefaultSocket(admission.identity(), namespace, this,
				DefaultHandshake.of(this.session.handshake(), auth, this.server.context().mapper()),
				principal(admission.identity()));
		if (!this.sockets.add(namespace.name(), socket)) {
			socket.lifecycle().leave(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			refuseTooMany(namespace.name());
			return;
		}
		socket.lifecycle()
			.examination(namespace.examine(socket)
				.contextWrite(this.session.handshake().context())
				.subscribe(null, (error) -> refuse(socket, error), socket.lifecycle()::connect));
	}

	/**
	 * Who the client is. Middleware that is not asked again has said so already, unless
	 * the new request says something else.
	 * @param identity what is known of the socket
	 * @return the principal, if known
	 */
	private @Nullable Principal principal(SocketIdentity identity) {
		Principal requesting = this.session.handshake().principal();
		Principal known = this.server.context().options().recovery().skipMiddlewares() ? identity.principal() : null;
		return (known != null && (requesting == null || requesting.getName().equals(known.getName()))) ? known
				: requesting;
	}

	private void refuse(DefaultSocket socket, Throwable error) {
		if (this.sockets.remove(socket)) {
			this.server.context().count(SocketIOCounter.CONNECT_REFUSED);
			socket.lifecycle().leave(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
			refuse(socket.namespace().name(), ConnectErrors.describe(error, socket, this.revision));
		}
	}

	private void refuseTooMany(String namespace) {
		if (!this.sockets.isClosed()) {
			this.server.context().count(SocketIOCounter.TOO_MANY_NAMESPACES);
			refuse(namespace, TOO_MANY);
		}
	}

	private void refuse(String namespace, Object reason) {
		if (!this.sockets.isClosed()) {
			encode(new Packet(PacketType.CONNECT_ERROR, namespace, Packet.NO_ID, reason)).sendTo(this.session);
		}
	}

	private WireMessage encode(Packet packet) {
		return WireMessage.of(this.server.context().parser().encode(packet), true);
	}

	/**
	 * A socket was let in.
	 * @param socket the socket
	 */
	void connected(DefaultSocket socket) {
		this.connectTimeout.dispose();
		this.connectTimeout = Disposables.disposed();
		logger.debug("Socket {} of session {} connected to namespace {}", socket.shownId(), this.session,
				socket.namespace().name());
	}

	/**
	 * Disconnect a socket from this side.
	 * @param socket the socket
	 * @param close whether to disconnect the others as well and to close the session
	 */
	void disconnect(DefaultSocket socket, boolean close) {
		if (close) {
			this.sockets.all().forEach(this::disconnect);
			this.session.close();
		}
		else {
			disconnect(socket);
		}
	}

	private void disconnect(DefaultSocket socket) {
		if (this.sockets.remove(socket)) {
			DisconnectDetails details = new DisconnectDetails(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, null);
			String namespace = socket.namespace().name();
			if (socket.lifecycle().abandon(details)) {
				refuse(namespace, this.revision.refused("Disconnected", null));
			}
			else {
				socket.send(encode(new Packet(PacketType.DISCONNECT, namespace, Packet.NO_ID, null)));
				socket.lifecycle().leave(details);
			}
		}
	}

	/**
	 * The server shuts down.
	 */
	void shutDown() {
		close(new DisconnectDetails(DisconnectReason.SERVER_SHUTTING_DOWN, null));
	}

	private void close(DisconnectDetails details) {
		leaveAll(details);
		this.session.close();
	}

	@Override
	public void onClose(CloseReason reason) {
		this.server.remove(this);
		leaveAll(new DisconnectDetails(DisconnectReason.of(reason), this.session.closeDescription()));
	}

	private void leaveAll(DisconnectDetails details) {
		this.connectTimeout.dispose();
		this.connectTimeout = Disposables.disposed();
		this.sockets.close().forEach((socket) -> socket.lifecycle().leave(details));
	}

	/**
	 * What is known of a socket before it is examined.
	 *
	 * @param namespace the namespace it asked for, which is retained
	 * @param identity who it is
	 */
	private record Admission(DefaultNamespace namespace, SocketIdentity identity) {

	}

}
