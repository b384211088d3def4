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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one socket one after another: its connect, its events in the order
 * received, its disconnect. A task may complete after it returns; later tasks wait until
 * then, unless they run in parallel with others. Tasks run on the thread that submits
 * them, or on the one that completed the task before. Any number may wait; events should
 * wait in their encoded form.
 *
 * @since 0.1.0
 */
public final class Lane {

	private final EventLimits limits;

	private @Nullable Deque<Task> waiting;

	private volatile boolean busy;

	/**
	 * Create a lane.
	 * @param limits counts the events that wait, and those that run in parallel with
	 * others
	 */
	public Lane(EventLimits limits) {
		this.limits = limits;
	}

	/**
	 * Whether no task is running.
	 * @return {@code false} if an event has to wait in its encoded form
	 */
	boolean isFree() {
		return !this.busy;
	}

	/**
	 * Whether one more task may run in parallel with the others.
	 * @return whether {@link #submitBeside} would run it now
	 */
	boolean isFreeBeside() {
		return this.limits.isSlotFree();
	}

	/**
	 * Run a task now, or after those before it. Can be called from any thread.
	 * @param task the task to run when its turn comes
	 */
	public void submit(Task task) {
		synchronized (this) {
			if (this.busy) {
				if (this.waiting == null) {
					this.waiting = new ArrayDeque<>();
				}
				this.waiting.add(task);
				return;
			}
			this.busy = true;
		}
		run(task);
	}

	/**
	 * Let an event wait in its encoded form. It runs now if it need not wait.
	 * @param arguments the event's arguments
	 * @param turn reads the arguments and handles the event; returns the same as
	 * {@link Task#start()}
	 */
	void submit(KeptArguments arguments, Predicate<ArgumentReader> turn) {
		submit(new WaitingEvent(arguments, this.limits, turn));
	}

	/**
	 * Insert tasks directly after the running one, which calls this.
	 * @param tasks the tasks, in order
	 */
	synchronized void insert(List<? extends Task> tasks) {
		if (this.waiting == null) {
			this.waiting = new ArrayDeque<>();
		}
		for (int i = tasks.size() - 1; i >= 0; i--) {
			this.waiting.addFirst(tasks.get(i));
		}
	}

	/**
	 * Run a task now, in parallel with the running one.
	 * @param task the task to run at once
	 * @return {@code false} if too many run already, and the task has to take its turn
	 */
	boolean submitBeside(Task task) {
		if (!this.limits.takeSlot()) {
			return false;
		}
		if (start(task)) {
			besideDone();
		}
		return true;
	}

	/**
	 * A task that had not completed when it returned has completed.
	 */
	public void next() {
		run(poll());
	}

	/**
	 * A task that ran in parallel with others has completed.
	 */
	void besideDone() {
		this.limits.releaseSlot();
	}

	private void run(@Nullable Task task) {
		Task current = task;
		while (current != null && start(current)) {
			current = poll();
		}
	}

	private boolean start(Task task) {
		try {
			return task.start();
		}
		catch (Throwable ex) {
			// Later tasks must not wait forever.
			this.limits.failed(ex);
			return true;
		}
	}

	private synchronized @Nullable Task poll() {
		Task task = (this.waiting != null) ? this.waiting.poll() : null;
		if (task == null) {
			this.busy = false;
			this.waiting = null;
		}
		return task;
	}

	/**
	 * A task that takes its turn.
	 */
	public interface Task {

		/**
		 * Start the task. Should not throw an exception.
		 * @return whether it has completed; if not, {@link Lane#next()} or
		 * {@link Lane#besideDone()} has to be called when it has
		 */
		boolean start();

	}

}
