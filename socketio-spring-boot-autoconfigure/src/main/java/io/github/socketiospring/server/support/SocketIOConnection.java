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

package io.github.socketiospring.server.support;

import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.github.socketiospring.engineio.CloseReason;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.engineio.EngineSessionHandler;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.ReceivedPayload;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOServer;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.admission.Admission;
import io.github.socketiospring.server.support.admission.AdmissionPolicy;
import io.github.socketiospring.server.support.admission.Seats;
import io.github.socketiospring.server.support.inbound.EventLimits;
import io.github.socketiospring.server.support.life.LiveSocket;
import io.github.socketiospring.server.support.life.SocketConnection;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.server.support.revision.Revision;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * One Engine.IO session and its sockets, one for each namespace that the client entered.
 * Signals from the session are serial; sockets are added and removed from other threads
 * as well.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Socket.IO protocol,
 * exchange protocol</a>
 */
final class SocketIOConnection implements EngineSessionHandler, SocketConnection {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOServer.class);

	/** How many other packets take as long as a CONNECT and its DISCONNECT. */
	private static final int CONNECT_WEIGHT = 16;

	private final EngineSession session;

	private final AdmissionPolicy policy;

	private final Duration connectTimeout;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final Consumer<SocketIOConnection> closed;

	private final PacketDecoder decoder;

	private final EventLimits limits;

	private final Revision revision;

	private final Seats sockets;

	private final RefusalMeter refusals;

	/** The bytes that are charged for the parts of an incomplete packet. */
	private long partsCost;

	private volatile Disposable connectTimer = Disposables.disposed();

	/**
	 * Create a connection.
	 * @param session the Engine.IO session of the client
	 * @param policy what applies to every CONNECT
	 * @param options the limits and timeouts
	 * @param timer schedules timeouts and is the clock
	 * @param diagnostics counts and logs what goes wrong
	 * @param format reads packets
	 * @param waitingBytes counts the bytes of all events of the server that wait
	 * @param closed called when the session is closed
	 */
	SocketIOConnection(EngineSession session, AdmissionPolicy policy, SocketIOOptions options, Scheduler timer,
			Diagnostics diagnostics, WireFormat format, LongAdder waitingBytes, Consumer<SocketIOConnection> closed) {
		this.session = session;
		this.policy = policy;
		this.connectTimeout = options.connectTimeout();
		this.timer = timer;
		this.diagnostics = diagnostics;
		this.closed = closed;
		this.decoder = format.decoder(this::isIn);
		this.limits = new EventLimits(session, options, waitingBytes, timer, diagnostics);
		this.revision = Revision.of(session.revision());
		this.sockets = new Seats(options.maxNamespaces(), session.memory());
		this.refusals = new RefusalMeter(options.refusedConnectRate(), timer, diagnostics);
	}

	@Override
	public EngineSession session() {
		return this.session;
	}

	/**
	 * Open the connection. A client of an old revision enters the root namespace without
	 * CONNECT.
	 */
	void open() {
		this.connectTimer = this.timer.schedule(this::connectTimedOut, this.connectTimeout.toMillis(),
				TimeUnit.MILLISECONDS);
		if (this.revision.connectsImplicitly()) {
			connect("/", null);
		}
	}

	private void connectTimedOut() {
		this.diagnostics.count(SocketIOCounter.CONNECT_TIMEOUT);
		logger.debug("Session {} is closed: its client did not connect to a namespace in time", this.session);
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
				releaseParts();
				receive(packet);
			}
			else if (this.decoder.isKeeping()) {
				chargePart(message);
			}
		}
		catch (PacketFormatException ex) {
			this.diagnostics.count(SocketIOCounter.of(ex));
			logger.debug("Session {} is closed, since its client sent a malformed packet: {}", this.session,
					LogFormat.message(ex.getMessage()));
			close(new DisconnectDetails(DisconnectReason.FORCED_CLOSE, ex.getMessage()));
		}
	}

	private boolean isIn(String namespace) {
		LiveSocket socket = this.sockets.get(this.revision.namespace(namespace));
		return socket != null && !socket.isConnecting();
	}

	private void chargePart(EngineMessage message) {
		this.partsCost += message.cost();
		this.session.memory().charge(MemoryKind.FRAGMENTS, message.cost());
	}

	private void releaseParts() {
		long cost = this.partsCost;
		if (cost > 0) {
			this.partsCost = 0;
			this.session.memory().release(MemoryKind.FRAGMENTS, cost);
		}
	}

	private void receive(ReceivedPacket packet) {
		String namespace = this.revision.namespace(packet.namespace());
		LiveSocket socket = this.sockets.get(namespace);
		if (packet.type() == PacketType.CONNECT && !this.sockets.isKnown(namespace)) {
			connect(packet.namespace(), packet.payload());
		}
		else if (packet.type() == PacketType.CONNECT || socket == null || socket.isConnecting()) {
			violation(packet);
		}
		else {
			switch (packet.type()) {
				case EVENT -> socket.receiveEvent(packet);
				case ACK -> socket.receiveAck(packet);
				case DISCONNECT -> {
					this.sockets.free(socket);
					socket.leave(new DisconnectDetails(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, null));
				}
				default -> violation(packet);
			}
		}
	}

	private void connect(String address, @Nullable ReceivedPayload payload) {
		this.session.weigh(CONNECT_WEIGHT);
		if (!this.refusals.admits()) {
			this.policy.refuse(this.session, this.revision.namespace(address),
					this.revision.refused("Too many refused attempts", null));
			return;
		}
		new Admission(this, this.revision, this.sockets, this.limits, this.policy, address, payload).run();
	}

	/**
	 * Close the session after a protocol violation. The sockets leave even if the
	 * transport cannot be closed at once.
	 * @param packet the invalid packet
	 */
	private void violation(ReceivedPacket packet) {
		this.diagnostics.count(SocketIOCounter.PROTOCOL_VIOLATION);
		String description = "its client must not send " + packet.type() + " for namespace "
				+ LogFormat.value(packet.namespace()) + " now";
		logger.debug("Session {} is closed, since {}", this.session, LogFormat.message(description));
		close(new DisconnectDetails(
				this.session.isWritable() ? DisconnectReason.FORCED_CLOSE : DisconnectReason.FORCED_SERVER_CLOSE,
				description));
	}

	@Override
	public void entered(SocketIOSocket socket) {
		endConnectTimeout();
		logger.debug("Socket {} of session {} connected to namespace {}", ShownId.of(socket), this.session,
				LogFormat.value(socket.namespace().name()));
	}

	@Override
	public void refused() {
		this.refusals.refused();
	}

	private void endConnectTimeout() {
		this.connectTimer.dispose();
		this.connectTimer = Disposables.disposed();
	}

	@Override
	public void disconnect(SocketIOSocket socket, boolean close, DisconnectDetails details) {
		if (close) {
			disconnectAll(details);
			return;
		}
		LiveSocket live = this.sockets.get(socket.namespace().name());
		if (live != null && live.socket() == socket) {
			disconnect(live, details);
		}
	}

	private void disconnectAll(DisconnectDetails details) {
		this.sockets.all().forEach((socket) -> disconnect(socket, details));
		this.session.close();
	}

	/**
	 * Disconnect the sockets of a user.
	 * @param name the name of the principal
	 * @param details why the user is disconnected
	 */
	void disconnectUser(String name, DisconnectDetails details) {
		if (isNamed(this.session.handshake().principal(), name)) {
			disconnectAll(details);
			return;
		}
		for (LiveSocket socket : this.sockets.all()) {
			if (isNamed(socket.socket().principal(), name)) {
				disconnect(socket, details);
			}
		}
	}

	private static boolean isNamed(@Nullable Principal principal, String name) {
		return principal != null && name.equals(principal.getName());
	}

	private void disconnect(LiveSocket socket, DisconnectDetails details) {
		if (this.sockets.free(socket) && !socket.disconnect(details)) {
			this.policy.refuse(this.session, socket.socket().namespace().name(),
					this.revision.refused("Disconnected", null));
		}
	}

	/**
	 * Close the connection, since the server shuts down.
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
		releaseParts();
		this.closed.accept(this);
		leaveAll(new DisconnectDetails(DisconnectReason.of(reason), this.session.closeDescription()));
	}

	private void leaveAll(DisconnectDetails details) {
		endConnectTimeout();
		this.sockets.close().forEach((socket) -> socket.leave(details));
	}

}
