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

package io.github.socketiospring.engineio.transport;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The clients of an event loop that have more to read than {@link ReadingTurn} allows, in
 * the order in which they exceeded it. The event loop reads from its other clients after
 * each of their turns, so that a client with little to say waits for one of them, however
 * many there are. Belongs to the event loop.
 */
final class LaterTurns {

	/** An event loop has one thread, but a thread may run several in tests. */
	private static final FastThreadLocal<Map<EventExecutor, LaterTurns>> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected Map<EventExecutor, LaterTurns> initialValue() {
			return new WeakHashMap<>();
		}

	};

	private final Queue<Runnable> waiting = new ArrayDeque<>();

	private boolean scheduled;

	private LaterTurns() {
	}

	/**
	 * The clients that wait for a turn of the current thread.
	 * @param eventLoop an event loop of the current thread
	 * @return its clients
	 */
	static LaterTurns of(EventExecutor eventLoop) {
		return OF_THREAD.get().computeIfAbsent(eventLoop, (added) -> new LaterTurns());
	}

	/**
	 * Add a turn behind those that wait.
	 * @param eventLoop the event loop of the client
	 * @param turn reads from the client
	 */
	void add(EventExecutor eventLoop, Runnable turn) {
		this.waiting.add(turn);
		if (!this.scheduled) {
			schedule(eventLoop);
		}
	}

	private void schedule(EventExecutor eventLoop) {
		this.scheduled = true;
		// Immediate tasks run one after another before any client is read.
		eventLoop.schedule(() -> runOne(eventLoop), 0, TimeUnit.NANOSECONDS);
	}

	private void runOne(EventExecutor eventLoop) {
		Runnable turn = this.waiting.remove();
		if (this.waiting.isEmpty()) {
			this.scheduled = false;
		}
		else {
			schedule(eventLoop);
		}
		turn.run();
	}

}
