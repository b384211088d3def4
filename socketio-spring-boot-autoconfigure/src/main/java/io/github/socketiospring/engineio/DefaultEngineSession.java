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

package io.github.socketiospring.engineio;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Owns all resources of a session: its transports, heartbeat, memory and registry entry,
 * which {@link #end} releases. All signals, from the peer, a timer or the application,
 * are handled in its {@link SignalLane}, one after another.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#protocol">Protocol</a>
 */
final class DefaultEngineSession implements EngineSession, SessionTransports.Owner {

	private static final Logger logger = LoggerFactory.getLogger(DefaultEngineSession.class);

	private final SessionContext context;

	private final String id;

	private final EngineRevision revision;

	private final EngineHandshake handshake;

	private final SessionMemory memory;

	private final EngineListeners<EngineListener> serverListeners;

	private final EngineListeners<EngineSessionListener> listeners;

	private final PacketSender sender;

	private final SessionTransports transports;

	private final SignalLane lane = new SignalLane(this::failed);

	private final Heartbeat heartbeat;

	private volatile SessionState state = SessionState.OPEN;

	private volatile @Nullable String closeDescription;

	private @Nullable EngineSessionHandler handler;

	/** Whether the server's listeners were notified of this session. */
	private boolean opened;

	/** Why it ended before the server's listeners were notified. */
	private @Nullable CloseReason endedEarly;

	private @Nullable Disposable closeGrace;

	DefaultEngineSession(String id, EngineRevision revision, EngineHandshake handshake, SessionContext context,
			EngineListeners<EngineListener> serverListeners) {
		EngineOptions options = context.options();
		Scheduler timer = context.timer();
		this.id = id;
		this.revision = revision;
		this.handshake = handshake;
		this.context = context;
		this.serverListeners = serverListeners;
		this.memory = new SessionMemory(context, handshake, this);
		this.listeners = new EngineListeners<>(context.errorLog(), "A listener of a session failed");
		this.sender = new PacketSender(context, this.lane, this, this.listeners, this.memory.account());
		this.transports = new SessionTransports(context, this.lane, this.sender, this.listeners, this.memory.account(),
				this);
		this.heartbeat = switch (revision) {
			case V4 -> new ServerHeartbeat(timer, this.lane, options, this.sender, this::expired);
			case V3 -> new ClientHeartbeat(timer, this.lane, options, this.sender, this::expired);
		};
	}

	/**
	 * Set the first transport.
	 * @param <T> the type of the transport
	 * @param factory creates the transport of the handshake
	 * @return the created transport
	 */
	<T extends Transport> T connect(Function<TransportListener, T> factory) {
		T transport = factory.apply(this.transports);
		this.transports.connect(transport);
		this.memory.charge(this.sender);
		return transport;
	}

	/**
	 * Open the session. Packets of the peer wait until the handler was called.
	 * @param engineHandler handles the session
	 */
	void open(EngineHandler engineHandler) {
		this.lane.execute(() -> {
			CloseReason ended = this.endedEarly;
			if (ended != null) {
				tellOpened();
				tellClosed(ended);
				return;
			}
			this.sender.send(openPacket());
			EngineMessage initial = this.context.options().initialMessage();
			if (initial != null) {
				send(initial);
			}
			tellOpened();
			try {
				this.handler = engineHandler.onOpen(this);
			}
			catch (Throwable ex) {
				this.context.errorLog().error(logger, "Session " + this + " cannot be opened", ex);
				end(CloseReason.FORCED_CLOSE);
				return;
			}
			if (this.state == SessionState.OPEN) {
				this.heartbeat.start();
			}
		});
	}

	private void tellOpened() {
		this.opened = true;
		this.serverListeners.tell((listener) -> listener.onOpen(this));
	}

	private void tellClosed(CloseReason reason) {
		this.serverListeners.tell((listener) -> listener.onClose(this, reason));
	}

	private EnginePacket openPacket() {
		EngineOptions options = this.context.options();
		boolean upgradable = currentTransport().type() == TransportType.POLLING && options.allowUpgrades()
				&& options.transports().contains(TransportType.WEBSOCKET);
		return EnginePacket.text(EnginePacketType.OPEN,
				"{\"sid\":\"" + this.id + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
						+ "],\"pingInterval\":" + options.pingInterval().toMillis() + ",\"pingTimeout\":"
						+ options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxPayload() + "}");
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public EngineRevision revision() {
		return this.revision;
	}

	@Override
	public EngineHandshake handshake() {
		return this.handshake;
	}

	@Override
	public String transport() {
		return currentTransport().type().value();
	}

	Transport currentTransport() {
		return this.transports.current();
	}

	@Override
	public boolean isOpen() {
		return this.state == SessionState.OPEN;
	}

	@Override
	public @Nullable String closeDescription() {
		return this.closeDescription;
	}

	@Override
	public boolean isWritable() {
		return this.sender.isWritable();
	}

	@Override
	public long queuedBytes() {
		return this.sender.queuedBytes();
	}

	int queuedPackets() {
		return this.sender.queuedPackets();
	}

	@Override
	public MemoryAccount memory() {
		return this.memory.account();
	}

	@Override
	public void addListener(EngineSessionListener listener) {
		this.listeners.add(listener);
	}

	@Override
	public void removeListener(EngineSessionListener listener) {
		this.listeners.remove(listener);
	}

	@Override
	public void send(EngineMessage message) {
		this.sender.send(message.packet());
	}

	@Override
	public void send(List<EngineMessage> messages) {
		this.sender.send(messages);
	}

	@Override
	public void enqueue(List<EngineMessage> messages) {
		this.sender.enqueue(messages);
	}

	@Override
	public void flush(List<EngineMessage> messages) {
		this.sender.flush(messages);
	}

	@Override
	public void suspendReading() {
		suspendReading(true);
	}

	@Override
	public void resumeReading() {
		suspendReading(false);
	}

	@Override
	public boolean isReadingSuspended() {
		return this.transports.isReadingSuspended();
	}

	private void suspendReading(boolean suspended) {
		this.lane.execute(() -> {
			if (isReadingSuspended() != suspended && isOpen()) {
				this.heartbeat.suspend(suspended);
				this.transports.suspendReading(suspended);
			}
		});
	}

	@Override
	public void weigh(int messages) {
		this.transports.weigh(messages);
	}

	@Override
	public void close() {
		this.lane.execute(() -> {
			if (this.state == SessionState.OPEN) {
				this.state = SessionState.CLOSING;
				this.heartbeat.stop();
				this.closeGrace = this.context.timer()
					.schedule(() -> this.lane.execute(this::closeTimedOut),
							this.context.options().closeGrace().toMillis(), TimeUnit.MILLISECONDS);
				this.transports.closeWhenDrained();
			}
		});
	}

	private void closeTimedOut() {
		end(CloseReason.FORCED_CLOSE, "the client did not read the queued packets in time");
	}

	@Override
	public void terminate() {
		this.lane.execute(() -> end(CloseReason.FORCED_CLOSE));
	}

	/**
	 * Offer a WebSocket for the upgrade of this session. It is closed if no upgrade is
	 * possible.
	 * @param <T> the type of the transport
	 * @param factory creates the WebSocket
	 * @return the created transport
	 */
	<T extends Transport> T upgrade(Function<TransportListener, T> factory) {
		T candidate = factory.apply(this.transports);
		this.transports.offer(candidate);
		return candidate;
	}

	@Override
	public void upgraded() {
		this.serverListeners.tell((listener) -> listener.onUpgrade(this));
	}

	@Override
	public void receive(EnginePacket packet) {
		switch (packet.type()) {
			case MESSAGE -> {
				this.heartbeat.onPacket();
				deliver(packet);
			}
			case PONG -> requireDirection(this.heartbeat.onPong());
			case CLOSE -> end(CloseReason.TRANSPORT_CLOSE, null, Transport.Farewell.NOOP);
			case PING -> requireDirection(this.heartbeat.onPing());
			case OPEN, UPGRADE, NOOP -> this.heartbeat.onPacket();
		}
	}

	private void requireDirection(boolean right) {
		if (!right) {
			this.context.count(EngineCounter.PROTOCOL_VIOLATION);
			refuse(CloseReason.TRANSPORT_ERROR, "the client sent a heartbeat packet that only the server may send");
		}
	}

	private void deliver(EnginePacket packet) {
		EngineSessionHandler receiver = this.handler;
		if (receiver == null) {
			return;
		}
		try {
			receiver.onMessage(new EngineMessage(packet));
		}
		catch (Throwable ex) {
			if (FatalErrors.isFatal(ex)) {
				failed(ex);
				return;
			}
			this.context.errorLog()
				.error(logger, "Session " + this + " is closed, since a message could not be handled", ex);
			end(CloseReason.PARSE_ERROR, "a message could not be handled: " + ex);
		}
	}

	/**
	 * A signal failed. After a fatal error the session is closed, since the interrupted
	 * work may be incomplete.
	 * @param error what was thrown
	 */
	private void failed(Throwable error) {
		if (!FatalErrors.isFatal(error)) {
			this.context.errorLog().error(logger, "A signal of session " + this + " failed", error);
			return;
		}
		logger.error("Session {} is closed, since the virtual machine failed while it was handled: {}", this,
				LogFormat.message(error.toString()));
		end(CloseReason.FORCED_CLOSE, error.toString());
	}

	private void expired() {
		this.context.count(EngineCounter.PING_TIMEOUT);
		end(CloseReason.PING_TIMEOUT);
	}

	@Override
	public void endSoon(EngineCounter counter, String description, Transport.Farewell farewell) {
		this.lane.execute(() -> {
			if (this.state != SessionState.CLOSED) {
				this.context.count(counter);
				this.context.errorLog().warn(logger, counter.name(), "Session " + this + " is closed: " + description);
				end(CloseReason.TRANSPORT_ERROR, description, farewell);
			}
		});
	}

	@Override
	public void refuse(CloseReason reason, String description) {
		logger.debug("Session {}: {}", this, LogFormat.message(description));
		end(reason, description);
	}

	@Override
	public void end(CloseReason reason) {
		end(reason, null);
	}

	private void end(CloseReason reason, @Nullable String description) {
		end(reason, description, Transport.Farewell.CLOSE);
	}

	private void end(CloseReason reason, @Nullable String description, Transport.Farewell farewell) {
		if (this.state == SessionState.CLOSED) {
			return;
		}
		this.closeDescription = description;
		this.state = SessionState.CLOSED;
		this.heartbeat.stop();
		if (this.closeGrace != null) {
			this.closeGrace.dispose();
		}
		if (this.opened) {
			tellClosed(reason);
		}
		else {
			this.endedEarly = reason;
		}
		this.sender.close();
		try {
			this.transports.terminate(farewell);
		}
		finally {
			// Even if an event loop accepts no more tasks, or memory runs out.
			tellHandler(reason);
			this.memory.release();
		}
	}

	private void tellHandler(CloseReason reason) {
		EngineSessionHandler receiver = this.handler;
		if (receiver != null) {
			try {
				receiver.onClose(reason);
			}
			catch (Throwable ex) {
				this.context.errorLog().error(logger, "The end of session " + this + " could not be handled", ex);
			}
		}
	}

	/**
	 * For logs: a reader who knows a complete id could impersonate the client.
	 * @return the beginning of the id
	 */
	@Override
	public String toString() {
		return Ids.abbreviate(this.id);
	}

}
