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

import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;

import io.github.socketiospring.support.FatalErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.concurrent.Queues;

/**
 * Runs signals of several threads one after another without blocking a thread. If the
 * lane is free, a thread runs its signal at once, and then those that arrived in the
 * meantime; otherwise it queues its signal.
 */
final class SignalLane {

	private static final Logger logger = LoggerFactory.getLogger(SignalLane.class);

	private static final AtomicIntegerFieldUpdater<SignalLane> SIGNALS = AtomicIntegerFieldUpdater
		.newUpdater(SignalLane.class, "signals");

	private final Consumer<Throwable> failed;

	private volatile int signals;

	/**
	 * Created on first use; lanes of clients that never poll rarely need it.
	 */
	private volatile @Nullable Queue<Runnable> waiting;

	/**
	 * Create a lane.
	 * @param failed called within the lane with a {@linkplain FatalErrors fatal error} of
	 * a signal; other errors are logged here
	 */
	SignalLane(Consumer<Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Enter the lane if it is free, for signals that are too frequent to allocate
	 * objects.
	 * @return whether it was entered; if so {@link #leave()} has to follow
	 */
	boolean tryEnter() {
		return this.signals == 0 && SIGNALS.compareAndSet(this, 0, 1);
	}

	/**
	 * Leave the lane, after running the queued signals.
	 */
	void leave() {
		int left = SIGNALS.decrementAndGet(this);
		while (left != 0) {
			// Not only the counted number: a queued signal that is not counted yet could
			// be run in place of a counted one.
			runWaiting();
			left = SIGNALS.addAndGet(this, -left);
		}
	}

	/**
	 * Run a signal now, or after those before it.
	 * @param signal handles the signal, without blocking
	 */
	void execute(Runnable signal) {
		if (tryEnter()) {
			run(signal);
			leave();
			return;
		}
		ensureWaiting().add(signal);
		if (SIGNALS.getAndIncrement(this) == 0) {
			runWaiting();
			leave();
		}
	}

	private void runWaiting() {
		Queue<Runnable> waiting = ensureWaiting();
		for (Runnable signal = waiting.poll(); signal != null; signal = waiting.poll()) {
			run(signal);
		}
	}

	private Queue<Runnable> ensureWaiting() {
		Queue<Runnable> present = this.waiting;
		return (present != null) ? present : createWaiting();
	}

	private synchronized Queue<Runnable> createWaiting() {
		Queue<Runnable> present = this.waiting;
		if (present == null) {
			present = Queues.<Runnable>unboundedMultiproducer().get();
			this.waiting = present;
		}
		return present;
	}

	private void run(Runnable signal) {
		try {
			signal.run();
		}
		catch (Throwable ex) {
			// Later signals must not be affected.
			if (FatalErrors.isFatal(ex)) {
				this.failed.accept(ex);
			}
			else {
				logger.error("A signal of a session failed", ex);
			}
		}
	}

}
