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
 * The heartbeat of protocol revision 3: the client sends pings, each is answered, and the
 * session ends when none has arrived for the interval plus the timeout. Messages do not
 * count.
 *
 * @see <a href=
 * "https://github.com/socketio/engine.io-protocol/tree/v3#timeouts">Engine.IO protocol,
 * revision 3, timeouts</a>
 */
final class ClientHeartbeat extends TimedHeartbeat {

	private final Duration patience;

	private final PacketSender sender;

	private final Runnable expired;

	private boolean suspended;

	ClientHeartbeat(Scheduler timer, SignalLane lane, EngineOptions options, PacketSender sender, Runnable expired) {
		super(timer, lane);
		this.patience = options.pingInterval().plus(options.pingTimeout());
		this.sender = sender;
		this.expired = expired;
	}

	@Override
	public void start() {
		await(this.patience);
	}

	@Override
	public boolean onPing() {
		this.sender.send(EnginePacket.PONG);
		start();
		return true;
	}

	@Override
	public boolean onPong() {
		return false;
	}

	@Override
	public void onPacket() {
	}

	@Override
	public void suspend(boolean suspended) {
		this.suspended = suspended;
		if (!suspended) {
			start();
		}
	}

	@Override
	void elapsed() {
		if (!this.suspended || !this.sender.isProbeTaken()) {
			this.expired.run();
		}
		else {
			// Pings of the client are not read, but a write fails if the connection is
			// lost.
			start();
			this.sender.probe(EnginePacket.NOOP);
		}
	}

}
