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

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.engineio.transport.Violation;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.Ids;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryHolder;
import io.github.socketiospring.support.MemoryKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Owns all resources of a session: its outbound queue, transport, upgrade, heartbeat and
 * registry entry, which {@link #end} releases. All signals, from the peer, a timer or the
 * application, are handled in its {@link SignalLane}, one after another.
 */
final class DefaultEngineSession implements EngineSession, TransportListener, PayloadDelivery.Recipient, MemoryHolder {

	private static final Logger logger = LoggerFactory.getLogger(DefaultEngineSession.class);

	/** How many bytes may wait for a candidate for an upgrade. */
	private static final int PROBE_ANSWERS = 1024;

	private final SessionContext context;

	private final String id;

	private final EngineRevision revision;

	private final EngineHandshake handshake;

	private final MemoryAccount memory;

	/** The bytes that are charged for this session until it ends. */
	private final int cost;

	private final OutboundQueue queue;

	private final SignalLane lane = new SignalLane(this::failed);

	private final Heartbeat heartbeat;

	private final Upgrade upgrade;

	private volatile SessionState state = SessionState.OPEN;

	/** Set by {@link #connect}, before other threads can access this session. */
	@SuppressWarnings("NullAway.Init")
	private volatile Transport transport;

	private volatile boolean readingSuspended;

	/** A ping that was sent to check whether the client reads, until it was read. */
	private volatile @Nullable EnginePacket waitingProbe;

	private volatile @Nullable String closeDescription;

	/** Few sessions have any. */
	private volatile @Nullable EngineSessionListeners listeners;

	/** The check of a client that does not read, while it is running. */
	private volatile @Nullable Stall stall;

	private @Nullable Transport retired;

	/** A body the rest of which waits until reading is resumed. */
	private @Nullable PayloadDelivery interrupted;

	private @Nullable EngineSessionHandler handler;

	private @Nullable Disposable closeGrace;

	DefaultEngineSession(String id, EngineRevision revision, EngineHandshake handshake, SessionContext context) {
		EngineOptions options = context.options();
		Scheduler timer = context.timer();
		this.id = id;
		this.revision = revision;
		this.handshake = handshake;
		this.context = context;
		this.memory = context.memory().open(this);
		this.cost = MemoryCost.SESSION + handshake.cost();
		this.queue = new OutboundQueue(options.maxOutboundBytes(), this.memory, context.untaken());
		Runnable expired = () -> {
			context.count(EngineCounter.PING_TIMEOUT);
			end(CloseReason.PING_TIMEOUT);
		};
		this.heartbeat = switch (revision) {
			case V4 -> new ServerHeartbeat(timer, this.lane, options, () -> probe(EnginePacket.PING),
					this::isProbeTaken, expired);
			case V3 -> new ClientHeartbeat(timer, this.lane, options, () -> sendPacket(EnginePacket.PONG),
					() -> probe(EnginePacket.NOOP), this::isProbeTaken, expired);
		};
		this.upgrade = new Upgrade(options, timer, this.lane, this::releasePoll,
				() -> context.count(EngineCounter.UPGRADE_ABANDONED));
	}

	/**
	 * Set the first transport, which was created for this session.
	 * @param transport the transport of the handshake, not used before
	 */
	void connect(Transport transport) {
		this.transport = transport;
		this.memory.charge(MemoryKind.SESSIONS, this.cost);
		this.queue.handOver(transport);
		this.upgrade.begin(transport.type());
	}

	/**
	 * Open the session. Packets of the peer wait until the handler was called.
	 * @param engineHandler handles the session
	 */
	void open(EngineHandler engineHandler) {
		this.lane.execute(() -> {
			if (this.state == SessionState.CLOSED) {
				// It was found before it was open, and ended: nobody would hear of that.
				return;
			}
			sendPacket(openPacket());
			EngineMessage initial = this.context.options().initialMessage();
			if (initial != null) {
				send(initial);
			}
			this.context.listeners().tell((listener) -> listener.onOpen(this));
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

	private EnginePacket openPacket() {
		EngineOptions options = this.context.options();
		boolean upgradable = this.transport.type() == TransportType.POLLING && options.allowUpgrades()
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
		return this.transport.type().value();
	}

	Transport currentTransport() {
		return this.transport;
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
		return isOpen() && this.queue.isEmpty() && this.transport.isWritable();
	}

	@Override
	public long queuedBytes() {
		return this.queue.cost();
	}

	int queuedPackets() {
		return this.queue.count();
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public String name() {
		return toString();
	}

	@Override
	public @Nullable String address() {
		InetSocketAddress address = this.handshake.remoteAddress();
		return (address != null) ? address.toString() : null;
	}

	@Override
	public boolean isTaking() {
		if (!this.queue.isLagging()) {
			return this.transport.isTaking();
		}
		Stall pending = this.stall;
		return pending != null && pending.isBeingTaken();
	}

	@Override
	public void giveBack(Excess excess, long held) {
		EngineCounter counter = (excess == Excess.OF_ACCOUNT) ? EngineCounter.SESSION_MEMORY
				: EngineCounter.SERVER_MEMORY;
		String description = switch (excess) {
			case OF_ACCOUNT -> "its client makes the server hold " + held + " bytes, more than "
					+ this.context.options().maxSessionMemory() + " ('socketio.limits.connection-memory')";
			case OF_SERVER -> "clients make the server hold more than " + this.context.options().maxMemory()
					+ " bytes ('socketio.limits.memory'), and its own " + held + " bytes, more than its share";
		};
		this.lane.execute(() -> endWithWarning(counter, description, Transport.Farewell.DROP));
	}

	@Override
	public void addListener(EngineSessionListener listener) {
		ensureListeners().add(listener);
	}

	private synchronized EngineSessionListeners ensureListeners() {
		EngineSessionListeners present = this.listeners;
		if (present == null) {
			present = new EngineSessionListeners(this.context.errorLog());
			this.listeners = present;
		}
		return present;
	}

	@Override
	public void removeListener(EngineSessionListener listener) {
		EngineSessionListeners present = this.listeners;
		if (present != null) {
			present.remove(listener);
		}
	}

	@Override
	public void send(EngineMessage message) {
		sendPacket(message.packet());
	}

	@Override
	public void send(List<EngineMessage> messages) {
		if (isOpen()) {
			tellCreated(messages);
			OutboundQueue.Offer offer = this.queue.offer(messages);
			if (offer == OutboundQueue.Offer.REFUSED) {
				this.transport.writeNow();
				offer = this.queue.offer(messages);
			}
			queued(offer);
		}
	}

	private void tellCreated(List<EngineMessage> messages) {
		EngineSessionListeners interested = this.listeners;
		if (interested != null) {
			messages.forEach((message) -> interested.tell((listener) -> listener.onPacketCreate(message.packet())));
		}
	}

	@Override
	public void enqueue(List<EngineMessage> messages) {
		if (isOpen()) {
			this.queue.add(messages);
		}
	}

	@Override
	public void flush(List<EngineMessage> messages) {
		if (isOpen()) {
			tellCreated(messages);
			OutboundQueue.Offer offer = this.queue.added(messages.size());
			if (offer == OutboundQueue.Offer.REFUSED) {
				this.transport.writeNow();
				offer = this.queue.added(messages.size());
			}
			queued(offer);
		}
	}

	private void sendPacket(EnginePacket packet) {
		if (isOpen()) {
			EngineSessionListeners interested = this.listeners;
			if (interested != null) {
				interested.tell((listener) -> listener.onPacketCreate(packet));
			}
			OutboundQueue.Offer offer = this.queue.offer(packet);
			if (offer == OutboundQueue.Offer.REFUSED) {
				this.transport.writeNow();
				offer = this.queue.offer(packet);
			}
			queued(offer);
		}
	}

	private void probe(EnginePacket packet) {
		this.waitingProbe = packet;
		sendPacket(packet);
	}

	private boolean isProbeTaken() {
		return this.waitingProbe == null;
	}

	private void queued(OutboundQueue.Offer offer) {
		switch (offer) {
			case FIRST -> {
				this.transport.requestWrite();
				if (this.transport.isBlocked()) {
					this.queue.lag();
				}
			}
			case BEHIND -> {
				this.transport.requestWrite();
				watchStall();
			}
			case PILED_UP -> {
				this.transport.writeNow();
				watchStall();
			}
			case REFUSED -> this.lane.execute(this::outboundOverflow);
			case DROPPED -> {
			}
		}
	}

	private void outboundOverflow() {
		endWithWarning(EngineCounter.OUTBOUND_OVERFLOW, "too much was sent to its client: more than "
				+ this.context.options().maxOutboundBytes() + " bytes wait ('socketio.limits.outbound-size')");
	}

	private void watchStall() {
		// A client that does not read gets a ping at least, so others are found earlier.
		if (this.transport.isBlocked()) {
			this.queue.lag();
			if (this.stall == null) {
				this.lane.execute(this::beginStall);
			}
		}
	}

	private void beginStall() {
		if (this.stall == null && isStalled()) {
			this.stall = new Stall(this.queue, this.context.timer(), this.context.options().slowAfter(),
					() -> this.lane.execute(this::endStall));
		}
	}

	private boolean isStalled() {
		return this.state == SessionState.OPEN && !this.queue.isEmpty() && this.transport.isBlocked();
	}

	private void endStall() {
		Stall ended = this.stall;
		this.stall = null;
		if (ended == null || !isStalled()) {
			return;
		}
		if (ended.isTaken()) {
			beginStall();
		}
		else {
			endWithWarning(EngineCounter.SLOW_CLIENT, "its client does not read: it left its packets waiting for "
					+ this.context.options().slowAfter() + " ('socketio.limits.slow-after')");
		}
	}

	private void endWithWarning(EngineCounter counter, String description) {
		endWithWarning(counter, description, Transport.Farewell.CLOSE);
	}

	private void endWithWarning(EngineCounter counter, String description, Transport.Farewell farewell) {
		if (this.state != SessionState.CLOSED) {
			this.context.count(counter);
			this.context.errorLog().warn(logger, counter.name(), "Session " + this + " is closed: " + description);
			end(CloseReason.TRANSPORT_ERROR, description, farewell);
		}
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
		return this.readingSuspended;
	}

	private void suspendReading(boolean suspended) {
		this.lane.execute(() -> {
			if (this.readingSuspended != suspended && this.state == SessionState.OPEN) {
				this.readingSuspended = suspended;
				this.heartbeat.suspend(suspended);
				this.transport.suspendReading(suspended);
				if (!suspended) {
					resumeDelivery();
				}
			}
		});
	}

	@Override
	public void weigh(int messages) {
		this.transport.weigh(messages);
	}

	@Override
	public boolean interrupt(PayloadDelivery delivery) {
		if (isOpen() && this.readingSuspended) {
			this.interrupted = delivery;
			return true;
		}
		return false;
	}

	private void resumeDelivery() {
		PayloadDelivery delivery = this.interrupted;
		if (delivery != null) {
			this.interrupted = null;
			this.lane.execute(delivery);
		}
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
				resumeDelivery();
				closeWhenDrained();
			}
		});
	}

	private void closeWhenDrained() {
		if (this.state == SessionState.CLOSING && this.queue.isEmpty()) {
			this.transport.close();
		}
	}

	private void closeTimedOut() {
		end(CloseReason.FORCED_CLOSE, "the client did not take what was queued in time");
	}

	@Override
	public void terminate() {
		this.lane.execute(() -> end(CloseReason.FORCED_CLOSE));
	}

	/**
	 * Offer a WebSocket for the upgrade of this session.
	 * @param candidate the WebSocket; it is closed if no upgrade is possible
	 */
	void upgrade(Transport candidate) {
		this.lane.execute(() -> {
			if (this.state != SessionState.CLOSED && this.upgrade.isPossible()) {
				this.upgrade.attach(candidate, new OutboundQueue(PROBE_ANSWERS, this.memory, this.context.untaken()));
			}
			else {
				candidate.terminate(Transport.Farewell.CLOSE);
			}
		});
	}

	@Override
	public void onPacket(Transport transport, EnginePacket packet) {
		if (this.lane.tryEnter()) {
			try {
				handle(transport, packet);
			}
			finally {
				this.lane.leave();
			}
		}
		else {
			this.lane.execute(new ReceivedPacket(this, transport, packet));
		}
	}

	@Override
	public void onPayload(Transport transport, PayloadCodec.Payload payload, ReadingTurn turn, Runnable processed) {
		this.lane.execute(new PayloadDelivery(transport, payload, turn, processed, this, this.lane));
	}

	@Override
	public void onMalformed(Transport transport) {
		this.lane.execute(() -> handleMalformed(transport));
	}

	@Override
	public void onClose(Transport transport, Runnable ended) {
		this.lane.execute(() -> {
			try {
				if (transport == this.transport) {
					end((this.state == SessionState.CLOSING) ? CloseReason.FORCED_CLOSE : CloseReason.TRANSPORT_CLOSE);
				}
				else {
					this.upgrade.abandon(transport);
				}
			}
			finally {
				ended.run();
			}
		});
	}

	@Override
	public void onError(Transport transport, String description) {
		this.lane.execute(() -> {
			if (transport == this.transport) {
				refuse(CloseReason.TRANSPORT_ERROR, description);
			}
			else {
				this.upgrade.abandon(transport);
			}
		});
	}

	@Override
	public void onViolation(Transport transport, Violation violation, String description) {
		switch (violation) {
			case TOO_LARGE -> this.context.count(EngineCounter.MESSAGE_TOO_LARGE);
			case NOT_UTF8 -> this.context.count(EngineCounter.INVALID_UTF8);
			case PROTOCOL -> this.context.count(EngineCounter.PROTOCOL_VIOLATION);
		}
		onError(transport, description);
	}

	@Override
	public @Nullable EnginePacket nextPacket(Transport transport) {
		EnginePacket packet = this.queue.poll(transport);
		if (packet != null) {
			this.context.traffic().sent(packet);
			if (packet == this.waitingProbe) {
				this.waitingProbe = null;
			}
			return packet;
		}
		if (transport == this.transport) {
			drained();
			return null;
		}
		return this.upgrade.nextPacket(transport);
	}

	private void drained() {
		if (this.state == SessionState.CLOSING) {
			this.lane.execute(this::closeWhenDrained);
		}
		EngineSessionListeners interested = this.listeners;
		if (interested != null) {
			this.lane.execute(() -> interested.tell(EngineSessionListener::onDrain));
		}
	}

	@Override
	public void onBlocked(Transport transport) {
		if (transport == this.transport) {
			watchStall();
		}
	}

	@Override
	public boolean hasPackets(Transport transport) {
		return transport == this.transport && !this.queue.isEmpty();
	}

	@Override
	public void handle(Transport transport, EnginePacket packet) {
		if (transport == this.transport || transport == this.retired) {
			if (this.state == SessionState.OPEN) {
				handle(packet);
			}
		}
		else if (this.upgrade.isCandidate(transport) && this.upgrade.handle(transport, packet)) {
			switchTo(transport);
		}
	}

	private void handle(EnginePacket packet) {
		this.context.traffic().received(packet);
		EngineSessionListeners interested = this.listeners;
		if (interested != null) {
			interested.tell((listener) -> listener.onPacket(packet));
		}
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
			refuse(CloseReason.TRANSPORT_ERROR, "the client sent the server's half of the heartbeat");
		}
	}

	private void refuse(CloseReason reason, String description) {
		logger.debug("Session {}: {}", this, LogFormat.message(description));
		end(reason, description);
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
	 * @param error the error
	 */
	private void failed(Throwable error) {
		if (!FatalErrors.isFatal(error)) {
			this.context.errorLog().error(logger, "A signal of session " + this + " failed", error);
			return;
		}
		logger.error("Session {} is closed, since the virtual machine failed in its turn: {}", this,
				LogFormat.message(error.toString()));
		end(CloseReason.FORCED_CLOSE, error.toString());
	}

	@Override
	public void handleMalformed(Transport transport) {
		if (transport == this.transport || transport == this.retired) {
			if (this.state == SessionState.OPEN) {
				this.context.count(EngineCounter.MALFORMED_PACKET);
				refuse(CloseReason.PARSE_ERROR, "the client sent data that is not an Engine.IO packet");
			}
		}
		else {
			this.upgrade.abandon(transport);
		}
	}

	private void switchTo(Transport candidate) {
		Transport previous = this.transport;
		this.upgrade.complete();
		this.retired = previous;
		this.transport = candidate;
		this.queue.handOver(candidate);
		previous.terminate(Transport.Farewell.CLOSE);
		this.context.listeners().tell((listener) -> listener.onUpgrade(this));
		if (this.readingSuspended) {
			candidate.suspendReading(true);
		}
		candidate.requestWrite();
		closeWhenDrained();
	}

	private void releasePoll() {
		if (this.transport.isWritable()) {
			sendPacket(EnginePacket.NOOP);
		}
	}

	private void end(CloseReason reason) {
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
		Stall pending = this.stall;
		if (pending != null) {
			pending.cancel();
		}
		this.context.listeners().tell((listener) -> listener.onClose(this, reason));
		this.queue.close();
		try {
			this.upgrade.cancel();
			this.transport.terminate(farewell);
		}
		finally {
			// Even if an event loop accepts no more tasks, or memory runs out.
			resumeDelivery();
			tellHandler(reason);
			this.memory.release(MemoryKind.SESSIONS, this.cost);
			this.memory.close();
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
	 * For logs: readers of a complete id could impersonate the client.
	 * @return the beginning of the id
	 */
	@Override
	public String toString() {
		return Ids.abbreviate(this.id);
	}

}
