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

import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.MemoryReport;
import io.github.socketiospring.support.Statistics;

/**
 * The counters of an {@link EngineServer} since it was created, and its current state,
 * for metrics and tests. May be read from any thread, at any time.
 *
 * @since 0.1.0
 * @see EngineServer#statistics()
 */
public final class EngineStatistics extends Statistics<EngineCounter> {

	private final SessionRegistry sessions;

	private final IntSupplier handshakes;

	private final Supplier<MemoryReport> memory;

	private final Traffic traffic;

	EngineStatistics(Counters<EngineCounter> counters, SessionRegistry sessions, IntSupplier handshakes,
			Supplier<MemoryReport> memory, Traffic traffic) {
		super(counters);
		this.sessions = sessions;
		this.handshakes = handshakes;
		this.memory = memory;
		this.traffic = traffic;
	}

	/**
	 * The current number of sessions.
	 * @return the number of sessions of all transports
	 */
	public int sessions() {
		return this.sessions.count();
	}

	/**
	 * The current number of handshakes that are not completed.
	 * @return a number that counts towards the limit of sessions
	 */
	public int handshakes() {
		return this.handshakes.getAsInt();
	}

	/**
	 * The packets that wait to be sent, for all sessions. Visits each session.
	 * @return the number of packets
	 */
	public long queuedPackets() {
		return this.sessions.queuedPackets();
	}

	/**
	 * The memory of packets that wait to be sent, for all sessions. A packet that waits
	 * for several clients counts for each. Visits each session.
	 * @return an estimated number of bytes
	 */
	public long queuedBytes() {
		return this.sessions.queuedBytes();
	}

	/**
	 * Begin to count packets and their bytes, which costs some time for each packet.
	 */
	public void countTraffic() {
		this.traffic.count();
	}

	/**
	 * The packets with content that clients sent since {@link #countTraffic()}, without
	 * those of the heartbeat.
	 * @return the number of packets, zero if they are not counted
	 */
	public long receivedPackets() {
		return this.traffic.receivedPackets();
	}

	/**
	 * The packets with content that transports took to send since
	 * {@link #countTraffic()}, without those of the heartbeat.
	 * @return the number of packets, zero if they are not counted
	 */
	public long sentPackets() {
		return this.traffic.sentPackets();
	}

	/**
	 * The bytes that clients sent since {@link #countTraffic()}: the content of packets,
	 * before compression and without framing.
	 * @return the number of bytes, zero if they are not counted
	 */
	public long receivedBytes() {
		return this.traffic.receivedBytes();
	}

	/**
	 * The bytes that transports took to send since {@link #countTraffic()}: the content
	 * of packets, before compression and without framing.
	 * @return the number of bytes, zero if they are not counted
	 */
	public long sentBytes() {
		return this.traffic.sentBytes();
	}

	/**
	 * The memory that the server uses for clients, by kind, and the sessions that use
	 * most. Visits all sessions.
	 * @return a snapshot
	 */
	public MemoryReport memory() {
		return this.memory.get();
	}

}
