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

package io.github.socketiospring.testsupport;

import java.util.ArrayDeque;
import java.util.Deque;

import io.github.socketiospring.engineio.transport.ReadingThread;

/**
 * The thread of a test, which runs later turns when the test says so.
 */
public final class PostponedTurns implements ReadingThread {

	private final Deque<Runnable> waiting = new ArrayDeque<>();

	private long delay;

	/**
	 * Run the turn that has waited the longest.
	 */
	public void next() {
		this.waiting.remove().run();
	}

	/**
	 * How many turns wait.
	 * @return the number
	 */
	public int waiting() {
		return this.waiting.size();
	}

	/**
	 * How long the last turn has to wait at least.
	 * @return a number of nanoseconds
	 */
	public long delay() {
		return this.delay;
	}

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
		this.waiting.add(task);
		this.delay = nanos;
	}

}
