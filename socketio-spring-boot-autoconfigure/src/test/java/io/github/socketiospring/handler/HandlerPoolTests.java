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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HandlerPool}.
 */
class HandlerPoolTests {

	private final HandlerPool pool = new HandlerPool(4, new CustomizableThreadFactory("pool-test-"));

	private final Map<Blocking, Thread> begun = new ConcurrentHashMap<>();

	private final List<Blocking> all = new ArrayList<>();

	@AfterEach
	void endAll() {
		this.all.forEach((task) -> task.end.countDown());
	}

	private Blocking submit(String connection) {
		Blocking task = new Blocking(connection);
		this.all.add(task);
		this.pool.execute(task);
		return task;
	}

	private void awaitBegun(Blocking... tasks) {
		for (Blocking task : tasks) {
			await().dontCatchUncaughtExceptions().until(() -> this.begun.containsKey(task));
		}
	}

	@Test
	void leavesThreadsToOthers() {
		Blocking first = submit("a");
		Blocking second = submit("a");
		Blocking third = submit("a");
		awaitBegun(first, second);
		awaitBegun(submit("b"), submit("c"));
		assertThat(this.begun).doesNotContainKey(third);
		first.end.countDown();
		// One thread is free, and a has one.
		Blocking other = submit("d");
		awaitBegun(other);
		assertThat(this.begun).doesNotContainKey(third);
		second.end.countDown();
		awaitBegun(third);
	}

	@Test
	void letsThoseThatWaitTakeTurns() {
		Blocking[] holding = { submit("a"), submit("a"), submit("b"), submit("c") };
		awaitBegun(holding);
		List<Blocking> more = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			more.add(submit("a"));
		}
		Blocking late = submit("d");
		holding[3].end.countDown();
		awaitBegun(late);
		assertThat(this.begun).doesNotContainKey(more.get(0));
		endAll();
		awaitBegun(more.toArray(new Blocking[0]));
	}

	@Test
	void runsTasksOfAConnectionInOrder() {
		List<Integer> order = new ArrayList<>();
		Blocking[] holding = { submit("a"), submit("a") };
		awaitBegun(holding);
		CountDownLatch done = new CountDownLatch(1);
		for (int i = 0; i < 100; i++) {
			int number = i;
			this.pool.execute(new Named("a", () -> {
				synchronized (order) {
					order.add(number);
					if (order.size() == 100) {
						done.countDown();
					}
				}
			}));
		}
		// While one task runs, there is one thread at a time for the others.
		holding[0].end.countDown();
		await().until(() -> done.getCount() == 0);
		assertThat(order).isSorted();
	}

	@Test
	void forgetsATaskThatWaits() {
		Blocking[] holding = { submit("a"), submit("a") };
		awaitBegun(holding);
		Blocking waiting = submit("a");
		assertThat(this.pool.remove(waiting)).isTrue();
		assertThat(this.pool.remove(waiting)).isFalse();
		assertThat(this.pool.remove(holding[0])).isFalse();
		holding[0].end.countDown();
		holding[1].end.countDown();
		awaitBegun(submit("a"), submit("a"));
		assertThat(this.begun).doesNotContainKey(waiting);
	}

	@Test
	void goesOnBehindATaskThatThrows() {
		this.pool.execute(new Named("a", () -> {
			throw new IllegalStateException("on purpose");
		}));
		awaitBegun(submit("a"), submit("a"), submit("b"));
	}

	@Test
	void runsWhatWaitedOnAFreeThreadWhenThereIsNoOther() {
		ThreadFactory threads = new CustomizableThreadFactory("pool-test-");
		AtomicInteger left = new AtomicInteger(2);
		HandlerPool two = new HandlerPool(4, (task) -> {
			if (left.decrementAndGet() < 0) {
				throw new OutOfMemoryError("no thread, on purpose");
			}
			return threads.newThread(task);
		});
		Blocking[] tasks = { new Blocking("a"), new Blocking("a"), new Blocking("a") };
		for (Blocking task : tasks) {
			this.all.add(task);
			two.execute(task);
		}
		awaitBegun(tasks[0], tasks[1]);
		tasks[0].end.countDown();
		awaitBegun(tasks[2]);
	}

	@Test
	void holdsNothingForATaskThatCannotBegin() {
		HandlerPool none = new HandlerPool(1, (task) -> {
			throw new OutOfMemoryError("no thread, on purpose");
		});
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> none.execute(new Blocking("a")));
		}
	}

	/**
	 * A task of a connection.
	 */
	private static class Named implements ConnectionTask {

		private final String connection;

		private final Runnable action;

		Named(String connection, Runnable action) {
			this.connection = connection;
			this.action = action;
		}

		@Override
		public Object connection() {
			return this.connection;
		}

		@Override
		public void run() {
			this.action.run();
		}

	}

	/**
	 * A task that runs until the test ends it.
	 */
	private final class Blocking implements ConnectionTask {

		private final String connection;

		private final CountDownLatch end = new CountDownLatch(1);

		Blocking(String connection) {
			this.connection = connection;
		}

		@Override
		public Object connection() {
			return this.connection;
		}

		@Override
		public void run() {
			HandlerPoolTests.this.begun.put(this, Thread.currentThread());
			try {
				this.end.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
