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
 * A heartbeat that waits for one packet or one point in time.
 */
abstract class TimedHeartbeat implements Heartbeat {

	private final Scheduler timer;

	private final SignalLane lane;

	private boolean stopped;

	/** Distinguishes the current wait from a previous one that ended concurrently. */
	private int round;

	private @Nullable Disposable scheduled;

	TimedHeartbeat(Scheduler timer, SignalLane lane) {
		this.timer = timer;
		this.lane = lane;
	}

	/**
	 * Start a wait that replaces the previous one.
	 * @param delay how long to wait
	 */
	final void await(Duration delay) {
		if (this.stopped) {
			return;
		}
		cancel();
		int current = ++this.round;
		this.scheduled = this.timer.schedule(() -> this.lane.execute(() -> elapsed(current)), delay.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	@Override
	public final void stop() {
		this.stopped = true;
		cancel();
	}

	private void cancel() {
		if (this.scheduled != null) {
			this.scheduled.dispose();
		}
	}

	private void elapsed(int round) {
		if (!this.stopped && round == this.round) {
			elapsed();
		}
	}

	/**
	 * The wait is over.
	 */
	abstract void elapsed();

}
