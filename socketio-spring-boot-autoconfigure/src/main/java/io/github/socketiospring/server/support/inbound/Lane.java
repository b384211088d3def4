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

import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what happens to one socket one after another: its connect, its events in the order
 * received, its disconnect. A task may be done later than it returns; the others wait
 * until then, unless they asked not to. Tasks run on the thread that submits them, or on
 * the one that finished the task before. More tasks than the backlog are accepted, but
 * the client is not read meanwhile.
 *
 * @since 0.1.0
 */
public final class Lane {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final int backlog;

	private final Congestion congestion;

	private @Nullable Deque<Task> waiting;

	private boolean busy;

	/** How many tasks are under way beside the one whose turn it is. */
	private int beside;

	private boolean full;

	/**
	 * Create a lane.
	 * @param backlog how many tasks may wait or be under way beside the others
	 * @param congestion told when there are more, and when half of them are gone
	 */
	public Lane(int backlog, Congestion congestion) {
		this.backlog = backlog;
		this.congestion = congestion;
	}

	/**
	 * Run a task now, or after those before it. Can be called from any thread.
	 * @param task the task
	 */
	public void submit(Task task) {
		boolean mine = false;
		boolean nowFull = false;
		synchronized (this) {
			if (!this.busy) {
				this.busy = true;
				mine = true;
			}
			else {
				if (this.waiting == null) {
					this.waiting = new ArrayDeque<>();
				}
				this.waiting.add(task);
				nowFull = fill();
			}
		}
		if (nowFull) {
			this.congestion.congested();
		}
		if (mine) {
			run(task);
		}
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
	 * @param task the task
	 */
	void submitBeside(Task task) {
		boolean nowFull;
		synchronized (this) {
			this.beside++;
			nowFull = fill();
		}
		if (nowFull) {
			this.congestion.congested();
		}
		if (start(task)) {
			besideDone();
		}
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
		boolean nowFree;
		synchronized (this) {
			this.beside--;
			nowFree = drain();
		}
		if (nowFree) {
			this.congestion.relieved();
		}
	}

	private void run(@Nullable Task task) {
		Task current = task;
		while (current != null && start(current)) {
			current = poll();
		}
	}

	private static boolean start(Task task) {
		try {
			return task.start();
		}
		catch (Throwable ex) {
			// Those behind it must not wait for ever.
			logger.error("Something that happened to a socket could not be handled", ex);
			return true;
		}
	}

	private @Nullable Task poll() {
		Task task;
		boolean nowFree;
		synchronized (this) {
			task = (this.waiting != null) ? this.waiting.poll() : null;
			if (task == null) {
				this.busy = false;
				this.waiting = null;
			}
			nowFree = drain();
		}
		if (nowFree) {
			this.congestion.relieved();
		}
		return task;
	}

	private boolean fill() {
		if (this.full || load() <= this.backlog) {
			return false;
		}
		this.full = true;
		return true;
	}

	private boolean drain() {
		if (!this.full || load() > this.backlog / 2) {
			return false;
		}
		this.full = false;
		return true;
	}

	private int load() {
		return this.beside + ((this.waiting != null) ? this.waiting.size() : 0);
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

	/**
	 * Is told when a lane has more in hand than it may, and when it has not any more.
	 */
	public interface Congestion {

		/** A lane has more in hand than it may. */
		void congested();

		/** Half of what a congested lane had in hand is done. */
		void relieved();

	}

}
