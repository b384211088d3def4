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

import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import io.github.socketiospring.engineio.transport.Transport;
import io.github.socketiospring.engineio.transport.TransportType;
import io.github.socketiospring.support.MemoryAccount;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The upgrade of one session: the candidate transport, its answers to probes, the timer
 * that ends it, and the one that releases polls during it. Not thread-safe, except for
 * {@link #nextPacket}: all other calls are made in the session's lane.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#upgrade">Engine.IO
 * protocol, upgrade</a>
 */
final class Upgrade {

	private static final EnginePacket PROBE_ANSWER = EnginePacket.text(EnginePacketType.PONG, "probe");

	/** How many bytes of answers may wait. */
	private static final int ANSWERS = 1024;

	private static final long RELEASE_PERIOD_MILLIS = 100;

	private final SessionContext context;

	private final SignalLane lane;

	private final PacketSender sender;

	private final MemoryAccount memory;

	private UpgradeState state = UpgradeState.DONE;

	private @Nullable Transport candidate;

	private volatile @Nullable OutboundQueue answers;

	private @Nullable Disposable timeout;

	private @Nullable Disposable ticker;

	/**
	 * Create an upgrade that is not possible yet.
	 * @param context the server's settings and timer
	 * @param lane the session's lane
	 * @param sender sends the packets of the session
	 * @param memory the session's account, charged with answers that wait
	 */
	Upgrade(SessionContext context, SignalLane lane, PacketSender sender, MemoryAccount memory) {
		this.context = context;
		this.lane = lane;
		this.sender = sender;
		this.memory = memory;
	}

	/**
	 * The session has its first transport.
	 * @param initial the transport's type
	 */
	void begin(TransportType initial) {
		this.state = (initial == TransportType.POLLING) ? UpgradeState.NONE : UpgradeState.DONE;
	}

	boolean isPossible() {
		return this.state == UpgradeState.NONE && this.context.options().allowUpgrades();
	}

	boolean isCandidate(Transport transport) {
		return transport == this.candidate;
	}

	/**
	 * Start the upgrade with a candidate.
	 * @param candidate the WebSocket of the upgrade
	 */
	void attach(Transport candidate) {
		OutboundQueue answers = new OutboundQueue(ANSWERS, this.memory, this.context.untaken());
		this.candidate = candidate;
		answers.handOver(candidate);
		this.answers = answers;
		this.state = UpgradeState.ATTACHED;
		this.timeout = this.context.timer()
			.schedule(() -> this.lane.execute(() -> abandon(candidate)),
					this.context.options().upgradeTimeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A packet arrived on the candidate.
	 * @param candidate the transport of the packet
	 * @param packet the received packet
	 * @return whether the session has to change to this transport now
	 */
	boolean handle(Transport candidate, EnginePacket packet) {
		if (packet.type() == EnginePacketType.UPGRADE) {
			return true;
		}
		if (packet.type() == EnginePacketType.PING && packet.hasText("probe")) {
			probe();
		}
		else {
			abandon(candidate);
		}
		return false;
	}

	private void probe() {
		// After the answer, polls are released so that the client can leave them.
		OutboundQueue answers = this.answers;
		Transport candidate = this.candidate;
		if (answers == null || candidate == null || answers.offer(PROBE_ANSWER) == OutboundQueue.Offer.REFUSED) {
			return;
		}
		candidate.requestWrite();
		if (this.state == UpgradeState.ATTACHED) {
			this.state = UpgradeState.PROBED;
			this.ticker = this.context.timer()
				.schedulePeriodically(() -> this.lane.execute(this::release), RELEASE_PERIOD_MILLIS,
						RELEASE_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void release() {
		if (this.state == UpgradeState.PROBED) {
			this.sender.releasePoll();
		}
	}

	void complete() {
		stopTimers();
		this.candidate = null;
		this.answers = null;
		this.state = UpgradeState.DONE;
	}

	/**
	 * Abandon a candidate; the session continues with its transport, and another upgrade
	 * may follow.
	 * @param transport the candidate to close
	 */
	void abandon(Transport transport) {
		if (transport == this.candidate) {
			stopTimers();
			this.candidate = null;
			this.answers = null;
			this.state = UpgradeState.NONE;
			this.context.count(EngineCounter.UPGRADE_ABANDONED);
			transport.terminate(Transport.Farewell.CLOSE);
		}
	}

	/**
	 * The session has ended: abandon the candidate, and accept no other.
	 */
	void cancel() {
		Transport transport = this.candidate;
		try {
			if (transport != null) {
				abandon(transport);
			}
		}
		finally {
			this.state = UpgradeState.DONE;
		}
	}

	@Nullable EnginePacket nextPacket(Transport transport) {
		OutboundQueue answers = this.answers;
		return (answers != null) ? answers.poll(transport) : null;
	}

	private void stopTimers() {
		if (this.timeout != null) {
			this.timeout.dispose();
		}
		if (this.ticker != null) {
			this.ticker.dispose();
		}
	}

}
