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
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The heartbeat of protocol revision 4: a ping some time after the last pong, and an end
 * when no pong follows.
 */
final class ServerHeartbeat implements Heartbeat {

	private final Scheduler timer;

	private final SignalLane lane;

	private final Duration interval;

	private final Duration timeout;

	private final Runnable ping;

	private final Runnable expired;

	private boolean awaitingPong;

	private boolean extended;

	private boolean suspended;

	private boolean stopped;

	private int round;

	private @Nullable Disposable scheduled;

	ServerHeartbeat(Scheduler timer, SignalLane lane, EngineOptions options, Runnable ping, Runnable expired) {
		this.timer = timer;
		this.lane = lane;
		this.interval = options.pingInterval();
		this.timeout = options.pingTimeout();
		this.ping = ping;
		this.expired = expired;
	}

	@Override
	public void start() {
		this.awaitingPong = false;
		schedule(this.interval);
	}

	@Override
	public boolean onPing() {
		return false;
	}

	@Override
	public boolean onPong() {
		if (!this.stopped) {
			// Asked for or not.
			start();
		}
		return true;
	}

	@Override
	public void onPacket() {
		// The first one while a pong is due shows that the client is alive, and buys it
		// one more timeout.
		if (this.awaitingPong && !this.extended && !this.stopped) {
			this.extended = true;
			schedule(this.timeout);
		}
	}

	@Override
	public void suspend(boolean suspended) {
		this.suspended = suspended;
		if (!suspended && this.awaitingPong && !this.stopped) {
			schedule(this.timeout);
		}
	}

	@Override
	public void stop() {
		this.stopped = true;
		cancel();
	}

	private void schedule(Duration delay) {
		cancel();
		int current = ++this.round;
		this.scheduled = this.timer.schedule(() -> this.lane.execute(() -> elapsed(current)), delay.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void cancel() {
		if (this.scheduled != null) {
			this.scheduled.dispose();
		}
	}

	private void elapsed(int round) {
		if (this.stopped || round != this.round) {
			return;
		}
		if (!this.awaitingPong) {
			this.awaitingPong = true;
			this.extended = false;
			schedule(this.timeout);
			this.ping.run();
		}
		else if (this.suspended) {
			// The client's answers wait unread, but it counts on pings as well.
			schedule(this.timeout);
			this.ping.run();
		}
		else {
			this.expired.run();
		}
	}

}
