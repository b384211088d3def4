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

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.PayloadCodec;
import io.github.socketiospring.engineio.transport.ReadingTurn;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportListener;
import io.github.socketiospring.engineio.transport.Violation;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;

/**
 * The transports of a session: the one in use, the one that it replaced, whose last
 * packets still count, and the candidate for an upgrade. What they report is handled in
 * the session's {@link SignalLane}; writing bypasses the lane.
 */
final class SessionTransports implements TransportListener, PayloadDelivery.Recipient {

	private final SessionContext context;

	private final SignalLane lane;

	private final PacketSender sender;

	private final EngineListeners<EngineSessionListener> listeners;

	private final MemoryAccount memory;

	private final Owner session;

	private final Upgrade upgrade;

	/** Set by {@link #connect}, before other threads can access the session. */
	@SuppressWarnings("NullAway.Init")
	private volatile Transport current;

	private @Nullable Transport retired;

	private volatile boolean readingSuspended;

	/** A body the rest of which waits until reading is resumed. */
	private @Nullable PayloadDelivery interrupted;

	/** Whether the transport is closed when all packets are sent. */
	private volatile boolean closing;

	/**
	 * Create an object without transports.
	 * @param context the server's settings, timer and counters
	 * @param lane the session's lane
	 * @param sender sends the session's packets
	 * @param listeners are notified of each packet
	 * @param memory the session's account
	 * @param session receives packets; called in the lane
	 */
	SessionTransports(SessionContext context, SignalLane lane, PacketSender sender,
			EngineListeners<EngineSessionListener> listeners, MemoryAccount memory, Owner session) {
		this.context = context;
		this.lane = lane;
		this.sender = sender;
		this.listeners = listeners;
		this.memory = memory;
		this.session = session;
		this.upgrade = new Upgrade(context, lane, sender, memory);
	}

	/**
	 * Set the first transport.
	 * @param transport the transport of the handshake, not used before
	 */
	void connect(Transport transport) {
		this.current = transport;
		this.sender.handOver(transport);
		this.upgrade.begin(transport.type());
	}

	Transport current() {
		return this.current;
	}

	/**
	 * Offer a candidate for an upgrade.
	 * @param candidate a WebSocket; it is closed if no upgrade is possible
	 */
	void offer(Transport candidate) {
		this.lane.execute(() -> {
			if (this.upgrade.isPossible()) {
				this.upgrade.attach(candidate);
			}
			else {
				candidate.terminate(Transport.Farewell.CLOSE);
			}
		});
	}

	boolean isReadingSuspended() {
		return this.readingSuspended;
	}

	/**
	 * Stop or resume reading on the transport in use.
	 * @param suspended whether to stop
	 */
	void suspendReading(boolean suspended) {
		this.readingSuspended = suspended;
		this.current.suspendReading(suspended);
		if (!suspended) {
			resumeDelivery();
		}
	}

	void weigh(int packets) {
		this.current.weigh(packets);
	}

	/**
	 * Close the transport in use when all packets are sent, and drop the packets of the
	 * client.
	 */
	void closeWhenDrained() {
		this.closing = true;
		resumeDelivery();
		closeIfDrained();
	}

	private void closeIfDrained() {
		if (this.closing && this.sender.isEmpty()) {
			this.current.close();
		}
	}

	/**
	 * End all transports at once, and drop the received packets. Throws the exceptions of
	 * the transports.
	 * @param farewell how to end the transport in use
	 */
	void terminate(Transport.Farewell farewell) {
		this.closing = false;
		// Each step is done even if an event loop accepts no more tasks, or memory runs
		// out.
		try {
			this.upgrade.cancel();
		}
		finally {
			try {
				this.current.terminate(farewell);
			}
			finally {
				resumeDelivery();
			}
		}
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
				if (transport == this.current) {
					this.session.end(this.closing ? CloseReason.FORCED_CLOSE : CloseReason.TRANSPORT_CLOSE);
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
			if (transport == this.current) {
				this.session.refuse(CloseReason.TRANSPORT_ERROR, description);
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
		EnginePacket packet = this.sender.next(transport);
		if (packet != null) {
			return packet;
		}
		if (transport == this.current) {
			drained();
			return null;
		}
		return this.upgrade.nextPacket(transport);
	}

	private void drained() {
		if (this.closing) {
			this.lane.execute(this::closeIfDrained);
		}
		if (!this.listeners.isEmpty()) {
			this.lane.execute(() -> this.listeners.tell(EngineSessionListener::onDrain));
		}
	}

	@Override
	public void onBlocked(Transport transport) {
		if (transport == this.current) {
			this.sender.watch();
		}
	}

	@Override
	public boolean hasPackets(Transport transport) {
		return transport == this.current && !this.sender.isEmpty();
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public boolean isOpen() {
		return this.session.isOpen();
	}

	@Override
	public void handle(Transport transport, EnginePacket packet) {
		if (transport == this.current || transport == this.retired) {
			if (this.session.isOpen()) {
				receive(packet);
			}
		}
		else if (this.upgrade.isCandidate(transport) && this.upgrade.handle(transport, packet)) {
			switchTo(transport);
		}
	}

	private void receive(EnginePacket packet) {
		this.context.traffic().received(packet);
		if (!this.listeners.isEmpty()) {
			this.listeners.tell((listener) -> listener.onPacket(packet));
		}
		this.session.receive(packet);
	}

	private void switchTo(Transport candidate) {
		Transport previous = this.current;
		this.upgrade.complete();
		this.retired = previous;
		this.current = candidate;
		this.sender.handOver(candidate);
		previous.terminate(Transport.Farewell.CLOSE);
		this.session.upgraded();
		if (this.readingSuspended) {
			candidate.suspendReading(true);
		}
		candidate.requestWrite();
		closeIfDrained();
	}

	@Override
	public void handleMalformed(Transport transport) {
		if (transport == this.current || transport == this.retired) {
			if (this.session.isOpen()) {
				this.context.count(EngineCounter.MALFORMED_PACKET);
				this.session.refuse(CloseReason.PARSE_ERROR, "the client sent data that is not an Engine.IO packet");
			}
		}
		else {
			this.upgrade.abandon(transport);
		}
	}

	@Override
	public boolean interrupt(PayloadDelivery delivery) {
		if (this.readingSuspended && this.session.isOpen()) {
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

	/**
	 * The session, which is called in its lane.
	 */
	interface Owner extends SessionLife {

		/**
		 * Receive a packet of the client; only called while the session is open.
		 * @param packet the next packet
		 */
		void receive(EnginePacket packet);

		/**
		 * Another transport is in use.
		 */
		void upgraded();

		/**
		 * End the session, unless it has ended.
		 * @param reason why it ends
		 */
		void end(CloseReason reason);

		/**
		 * End the session, unless it has ended, since its transport broke or its client
		 * made a mistake.
		 * @param reason why it ends
		 * @param description what happened, for the log
		 */
		void refuse(CloseReason reason, String description);

	}

}
