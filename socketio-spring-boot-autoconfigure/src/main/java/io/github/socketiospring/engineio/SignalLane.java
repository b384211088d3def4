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
 * Makes signals that come from several threads serial without blocking any: who finds the
 * lane free runs its signal at once and then those that came meanwhile, who finds it
 * taken leaves its signal there.
 */
final class SignalLane {

	private static final Logger logger = LoggerFactory.getLogger(SignalLane.class);

	private static final AtomicIntegerFieldUpdater<SignalLane> SIGNALS = AtomicIntegerFieldUpdater
		.newUpdater(SignalLane.class, "signals");

	private final Consumer<Throwable> failed;

	private volatile int signals;

	/**
	 * Made when it is needed first; lanes of clients that never poll mostly do without.
	 */
	private volatile @Nullable Queue<Runnable> waiting;

	/**
	 * Create a lane.
	 * @param failed told in its turn of a {@linkplain FatalErrors fatal error} of a
	 * signal; other failures are logged here
	 */
	SignalLane(Consumer<Throwable> failed) {
		this.failed = failed;
	}

	/**
	 * Take the lane if it is free, for signals that are too frequent to be objects.
	 * @return whether it was taken; if so {@link #leave()} must follow
	 */
	boolean tryEnter() {
		return this.signals == 0 && SIGNALS.compareAndSet(this, 0, 1);
	}

	/**
	 * Leave the lane, after running what came meanwhile.
	 */
	void leave() {
		int left = SIGNALS.decrementAndGet(this);
		while (left != 0) {
			// Not just as many as were counted: a signal that waits already and is not
			// counted yet would be run in place of one that is.
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
			// The signals behind it are not to blame.
			if (FatalErrors.isFatal(ex)) {
				this.failed.accept(ex);
			}
			else {
				logger.error("A signal of a session failed", ex);
			}
		}
	}

}
