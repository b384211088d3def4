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

package io.github.socketiospring.support;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * A scheduler whose tasks do not keep the thread-locals of the thread that schedules
 * them. With {@code spring.reactor.context-propagation=auto} Reactor's schedulers keep
 * the thread-locals of that thread with each task. A heartbeat is first scheduled by a
 * request, and then by its own task. It would therefore keep the request and its
 * observations until the session ends.
 *
 * @since 0.1.0
 */
public final class DetachedScheduler implements Scheduler {

	private static final Scheduler PARALLEL = new DetachedScheduler(Schedulers.parallel());

	private final Scheduler scheduler;

	/**
	 * Create a scheduler.
	 * @param scheduler runs the tasks
	 */
	public DetachedScheduler(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Return the scheduler for timers, whose tasks must not block.
	 * @return runs tasks on the threads of {@link Schedulers#parallel()}
	 */
	public static Scheduler parallel() {
		return PARALLEL;
	}

	@Override
	public long now(TimeUnit unit) {
		return this.scheduler.now(unit);
	}

	@Override
	public Disposable schedule(Runnable task) {
		return detached(() -> this.scheduler.schedule(task));
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		return detached(() -> this.scheduler.schedule(task, delay, unit));
	}

	@Override
	public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
		return detached(() -> this.scheduler.schedulePeriodically(task, initialDelay, period, unit));
	}

	@Override
	public Worker createWorker() {
		return new DetachedWorker(this.scheduler.createWorker());
	}

	@SuppressWarnings("try")
	private static Disposable detached(Supplier<Disposable> scheduling) {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(Context.empty())) {
			return scheduling.get();
		}
	}

	/**
	 * A worker of such a scheduler.
	 *
	 * @param worker runs the tasks in order
	 */
	private record DetachedWorker(Worker worker) implements Worker {

		@Override
		public Disposable schedule(Runnable task) {
			return detached(() -> this.worker.schedule(task));
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return detached(() -> this.worker.schedule(task, delay, unit));
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
			return detached(() -> this.worker.schedulePeriodically(task, initialDelay, period, unit));
		}

		@Override
		public void dispose() {
			this.worker.dispose();
		}

		@Override
		public boolean isDisposed() {
			return this.worker.isDisposed();
		}

	}

}
