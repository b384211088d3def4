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

import io.github.socketiospring.engineio.transport.ReadingThread;
import org.jspecify.annotations.Nullable;
import reactor.util.concurrent.Queues;

/**
 * Runs signals of several threads one after another without blocking a thread. If the
 * lane is free, a thread runs its signal at once, and then those that arrived in the
 * meantime; otherwise it queues its signal. Signals of a peer are handled on its own
 * thread only: the lane is handed over to that thread, so that no peer can occupy another
 * thread by sending without a pause.
 */
final class SignalLane {

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
	 * @param failed called within the lane with the error of a signal
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
		if (SIGNALS.decrementAndGet(this) != 0) {
			drain();
		}
	}

	/**
	 * Run a signal now, or after those before it.
	 * @param signal handles the signal, without blocking
	 */
	void execute(Runnable signal) {
		if (mayRunHere(signal) && tryEnter()) {
			run(signal);
			leave();
			return;
		}
		ensureWaiting().add(signal);
		if (SIGNALS.getAndIncrement(this) == 0) {
			drain();
		}
	}

	private static boolean mayRunHere(Runnable signal) {
		return !(signal instanceof PeerSignal sent) || sent.thread().isCurrent();
	}

	/**
	 * Run the queued signals, then leave the lane.
	 */
	private void drain() {
		int left = this.signals;
		while (left != 0) {
			// Not only the counted number: a queued signal that is not counted yet could
			// be run in place of a counted one.
			if (!runWaiting()) {
				return;
			}
			left = SIGNALS.addAndGet(this, -left);
		}
	}

	/**
	 * Run the queued signals.
	 * @return {@code false} if another thread continues, and leaves the lane
	 */
	private boolean runWaiting() {
		Queue<Runnable> waiting = ensureWaiting();
		for (Runnable signal = waiting.poll(); signal != null; signal = waiting.poll()) {
			if (!mayRunHere(signal) && handOver((PeerSignal) signal)) {
				return false;
			}
			run(signal);
		}
		return true;
	}

	/**
	 * Hand the lane over to the thread of a signal.
	 * @param signal the next signal
	 * @return {@code false} if that thread does not take it
	 */
	private boolean handOver(PeerSignal signal) {
		try {
			signal.thread().execute(() -> {
				run(signal);
				drain();
			});
			return true;
		}
		catch (Throwable ex) {
			// The thread has ended, or memory runs out: run the signal on this thread.
			return false;
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
			this.failed.accept(ex);
		}
	}

	/**
	 * A signal that carries data of a peer.
	 */
	interface PeerSignal extends Runnable {

		/**
		 * The thread that reads from the peer.
		 * @return the thread to run this signal on
		 */
		ReadingThread thread();

	}

}
