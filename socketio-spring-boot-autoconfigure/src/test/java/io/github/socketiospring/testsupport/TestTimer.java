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

import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * A timer with virtual time, which a test advances, and which knows its pending tasks.
 */
public final class TestTimer implements Scheduler {

	/** Without locks, since event loops cancel tasks. */
	private final NavigableSet<Task> tasks = new ConcurrentSkipListSet<>(
			Comparator.comparingLong(Task::due).thenComparingLong(Task::number));

	private final AtomicLong numbers = new AtomicLong();

	private final AtomicLong now = new AtomicLong();

	/**
	 * Let time pass, and run what falls due.
	 * @param time how much
	 */
	public void advance(Duration time) {
		long end = this.now.get() + time.toNanos();
		@Nullable Task task = next();
		while (task != null && task.due() <= end) {
			if (this.tasks.remove(task)) {
				this.now.set(task.due());
				task.action().run();
			}
			task = next();
		}
		this.now.set(end);
	}

	private @Nullable Task next() {
		Iterator<Task> pending = this.tasks.iterator();
		return pending.hasNext() ? pending.next() : null;
	}

	/**
	 * How many tasks are neither done nor cancelled.
	 * @return the number of tasks
	 */
	public int pending() {
		return this.tasks.size();
	}

	@Override
	public long now(TimeUnit unit) {
		return unit.convert(this.now.get(), TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable action, long delay, TimeUnit unit) {
		Task task = new Task(this.now.get() + unit.toNanos(delay), this.numbers.incrementAndGet(), action);
		this.tasks.add(task);
		return () -> this.tasks.remove(task);
	}

	@Override
	public Disposable schedulePeriodically(Runnable action, long initialDelay, long period, TimeUnit unit) {
		Periodic periodic = new Periodic(action, period, unit);
		periodic.next = schedule(periodic, initialDelay, unit);
		return periodic;
	}

	@Override
	public Worker createWorker() {
		throw new UnsupportedOperationException("Nothing in this server needs a worker");
	}

	/**
	 * Something to be done.
	 *
	 * @param due when
	 * @param number which one, in the order of scheduling
	 * @param action what
	 */
	private record Task(long due, long number, Runnable action) {

	}

	/**
	 * Something to be done again and again.
	 */
	private final class Periodic implements Runnable, Disposable {

		private final Runnable action;

		private final long period;

		private final TimeUnit unit;

		private final AtomicBoolean disposed = new AtomicBoolean();

		private volatile Disposable next;

		Periodic(Runnable action, long period, TimeUnit unit) {
			this.action = action;
			this.period = period;
			this.unit = unit;
		}

		@Override
		public void run() {
			this.next = schedule(this, this.period, this.unit);
			this.action.run();
			if (this.disposed.get()) {
				this.next.dispose();
			}
		}

		@Override
		public void dispose() {
			this.disposed.set(true);
			this.next.dispose();
		}

	}

}
