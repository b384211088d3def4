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

import java.util.concurrent.Executor;

/**
 * The thread that reads from a peer, such as an event loop. The data of a peer is handled
 * on this thread, where {@link ReadingTurn} limits it; it must not take the time of a
 * thread that serves other peers.
 *
 * @since 0.1.0
 */
public interface ReadingThread extends Executor {

	/**
	 * Any thread, for servers that use a thread for each request.
	 */
	ReadingThread ANY = new ReadingThread() {

		@Override
		public boolean isCurrent() {
			return true;
		}

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public void executeAfterOthers(Runnable task, long nanos) {
			task.run();
		}

	};

	/**
	 * Whether the caller runs on this thread.
	 * @return {@code true} if the caller may handle the data of the peer
	 */
	boolean isCurrent();

	/**
	 * Run a task on this thread, soon.
	 * @param task must not block
	 */
	@Override
	void execute(Runnable task);

	/**
	 * Run a task on this thread, after its other peers have had their turn.
	 * @param task must not block
	 * @param nanos how long to wait at least, in nanoseconds; a thread that serves no
	 * other peers does not wait
	 */
	void executeAfterOthers(Runnable task, long nanos);

}
