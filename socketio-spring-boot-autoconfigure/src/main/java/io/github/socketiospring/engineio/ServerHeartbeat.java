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

import java.time.Duration;

import io.github.socketiospring.engineio.packet.EnginePacket;
import reactor.core.scheduler.Scheduler;

/**
 * The heartbeat of protocol revision 4: the server sends a ping an interval after the
 * last pong, and the session ends when no pong arrives within the timeout.
 *
 * @see <a href="https://socket.io/docs/v4/engine-io-protocol/#heartbeat">Engine.IO
 * protocol, heartbeat</a>
 */
final class ServerHeartbeat extends TimedHeartbeat {

	private final Duration interval;

	private final Duration timeout;

	private final PacketSender sender;

	private final Runnable expired;

	private boolean awaitingPong;

	private boolean extended;

	private boolean suspended;

	ServerHeartbeat(Scheduler timer, SignalLane lane, EngineOptions options, PacketSender sender, Runnable expired) {
		super(timer, lane);
		this.interval = options.pingInterval();
		this.timeout = options.pingTimeout();
		this.sender = sender;
		this.expired = expired;
	}

	@Override
	public void start() {
		this.awaitingPong = false;
		await(this.interval);
	}

	@Override
	public boolean onPing() {
		return false;
	}

	@Override
	public boolean onPong() {
		// Whether or not a ping was sent.
		start();
		return true;
	}

	@Override
	public void onPacket() {
		// The first packet while a pong is due shows that the client is alive, and
		// extends the wait by one timeout.
		if (this.awaitingPong && !this.extended) {
			this.extended = true;
			await(this.timeout);
		}
	}

	@Override
	public void suspend(boolean suspended) {
		this.suspended = suspended;
		if (!suspended && this.awaitingPong) {
			await(this.timeout);
		}
	}

	@Override
	void elapsed() {
		if (!this.awaitingPong) {
			this.awaitingPong = true;
			this.extended = false;
			await(this.timeout);
			this.sender.probe(EnginePacket.PING);
		}
		else if (!this.suspended || !this.sender.isProbeTaken()) {
			this.expired.run();
		}
		else {
			// Its pong is not read. More pings are sent: a client that is alive reads
			// them, and a write fails if the connection is lost.
			await(this.timeout);
			this.sender.probe(EnginePacket.PING);
		}
	}

}
