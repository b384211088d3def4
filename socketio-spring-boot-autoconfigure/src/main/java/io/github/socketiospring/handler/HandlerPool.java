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

package io.github.socketiospring.handler;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads for handler methods that may block, which connections share
 * fairly. A connection gets another thread only while more threads are free than it has.
 * So there are threads for others, even if one client sends many events whose handlers
 * block. A task that cannot start waits behind the other tasks of its connection, and
 * connections take turns. Threads end after a minute without work.
 * <p>
 * The pool needs no separate limit for waiting tasks. Each connection has at most as many
 * as the number of its events that may be handled at once, and their bytes count towards
 * its memory account and that of the server.
 *
 * @since 0.1.0
 * @see ConnectionTask
 */
public final class HandlerPool implements Executor {

	private final int size;

	private final ThreadPoolExecutor threads;

	/** The shares of the connections that have tasks. */
	private final Map<Object, Share> shares = new HashMap<>();

	/** The shares with waiting tasks, in the order of their turns. */
	private final Queue<Share> waiting = new ArrayDeque<>();

	private int running;

	/**
	 * Create a pool.
	 * @param size the maximum number of threads
	 * @param factory creates the threads
	 */
	public HandlerPool(int size, ThreadFactory factory) {
		this.size = size;
		this.threads = new ThreadPoolExecutor(size, size, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), factory) {

			@Override
			protected void afterExecute(Runnable task, @Nullable Throwable error) {
				ended(task);
			}

		};
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a task as soon as its connection may have another thread.
	 * @param task the task; unless it is a {@link ConnectionTask}, it has its own share
	 */
	@Override
	public void execute(Runnable task) {
		synchronized (this) {
			Share share = this.shares.computeIfAbsent(connection(task), (missing) -> new Share());
			if (!mayRun(share)) {
				if (!share.isWaiting()) {
					this.waiting.add(share);
				}
				share.add(task);
				return;
			}
			begin(share);
		}
		start(task);
	}

	/**
	 * Remove a task that is no longer needed.
	 * @param task a task that was passed to {@link #execute}
	 * @return {@code true} if it had not started
	 */
	boolean remove(Runnable task) {
		synchronized (this) {
			Share share = this.shares.get(connection(task));
			if (share == null || !share.remove(task)) {
				return false;
			}
			if (!share.isWaiting()) {
				this.waiting.remove(share);
				forget(task, share);
			}
			return true;
		}
	}

	private static Object connection(Runnable task) {
		return (task instanceof ConnectionTask owned) ? owned.connection() : task;
	}

	private boolean mayRun(Share share) {
		return share.running < this.size - this.running;
	}

	private void begin(Share share) {
		share.running++;
		this.running++;
	}

	private void start(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (Throwable ex) {
			// Typically an OutOfMemoryError, because there is no memory for another
			// thread.
			release(task);
			throw ex;
		}
	}

	private synchronized void release(Runnable task) {
		Share share = this.shares.get(connection(task));
		if (share != null) {
			share.running--;
			this.running--;
			forget(task, share);
		}
	}

	private void ended(Runnable task) {
		release(task);
		for (Runnable next = poll(); next != null; next = poll()) {
			startBehind(next);
		}
	}

	/**
	 * Start a task from a thread of the pool that has just completed one.
	 * @param task a task that has waited, so there is no caller to notify if it cannot
	 * start
	 */
	private void startBehind(Runnable task) {
		try {
			this.threads.execute(task);
		}
		catch (Throwable ex) {
			// There may be no memory for another thread, but this one is free.
			this.threads.getQueue().add(task);
		}
	}

	private void forget(Runnable task, Share share) {
		if (share.running == 0 && !share.isWaiting()) {
			this.shares.remove(connection(task));
		}
	}

	private synchronized @Nullable Runnable poll() {
		if (this.running == this.size) {
			return null;
		}
		// Only shares that have threads are skipped, at most as many as there are
		// threads.
		for (int i = this.waiting.size(); i > 0; i--) {
			Share share = this.waiting.remove();
			Runnable task = mayRun(share) ? share.take() : null;
			if (share.isWaiting()) {
				this.waiting.add(share);
			}
			if (task != null) {
				begin(share);
				return task;
			}
		}
		return null;
	}

	/**
	 * The share of one connection in the pool.
	 */
	private static final class Share {

		private int running;

		/** Created on demand, since the tasks of most connections never wait. */
		private @Nullable Queue<Runnable> tasks;

		boolean isWaiting() {
			return this.tasks != null && !this.tasks.isEmpty();
		}

		void add(Runnable task) {
			if (this.tasks == null) {
				this.tasks = new ArrayDeque<>(4);
			}
			this.tasks.add(task);
		}

		@Nullable Runnable take() {
			return (this.tasks != null) ? this.tasks.poll() : null;
		}

		boolean remove(Runnable task) {
			return this.tasks != null && this.tasks.remove(task);
		}

	}

}
