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
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.FatalErrors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what happens to one socket one after another: its connect, its events in the order
 * received, its disconnect. A task may be done later than it returns; the others wait
 * until then, unless they asked not to. Tasks run on the thread that submits them, or on
 * the one that finished the task before. Any number may wait; events that do should wait
 * in the form in which they came.
 *
 * @since 0.1.0
 */
public final class Lane {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final EventLimits limits;

	private @Nullable Deque<Task> waiting;

	private volatile boolean busy;

	/**
	 * Create a lane.
	 * @param limits counts the events that wait, and those under way beside the others
	 */
	public Lane(EventLimits limits) {
		this.limits = limits;
	}

	/**
	 * Whether nothing is under way.
	 * @return {@code false} when an event is to wait in the form in which it came
	 */
	boolean isFree() {
		return !this.busy;
	}

	/**
	 * Whether one more task may run beside the others.
	 * @return whether {@link #submitBeside} would run it now
	 */
	boolean isFreeBeside() {
		return this.limits.slots().isFree();
	}

	/**
	 * Run a task now, or after those before it. Can be called from any thread.
	 * @param task what to do when its turn has come
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
	 * Let an event wait in the form in which it came. It runs now if its turn has come.
	 * @param arguments the event's arguments
	 * @param turn reads the arguments and handles the event; returns what
	 * {@link Task#start()} returns
	 */
	void submit(KeptArguments arguments, Predicate<ArgumentReader> turn) {
		submit(new WaitingEvent(arguments, this.limits.gate(), turn));
	}

	/**
	 * Let tasks run right behind the one that is under way, which calls this.
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
	 * Run a task now, whatever else is under way.
	 * @param task what to do at once
	 * @return {@code false} when too many are under way, and the task has to take its
	 * turn
	 */
	boolean submitBeside(Task task) {
		if (!this.limits.slots().take()) {
			return false;
		}
		if (start(task)) {
			besideDone();
		}
		return true;
	}

	/**
	 * A task that was not done when it returned is done now.
	 */
	public void next() {
		run(poll());
	}

	/**
	 * A task beside the others is done now.
	 */
	void besideDone() {
		this.limits.slots().release();
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
			// Those behind it must not wait for ever.
			if (FatalErrors.isFatal(ex)) {
				this.limits.failed(ex);
			}
			else {
				logger.error("Something that happened to a socket could not be handled", ex);
			}
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
	 * Something that takes its turn.
	 */
	public interface Task {

		/**
		 * Do it. Should not throw.
		 * @return whether it is done; if not, {@link Lane#next()} or
		 * {@link Lane#besideDone()} is to be called once it is
		 */
		boolean start();

	}

}
