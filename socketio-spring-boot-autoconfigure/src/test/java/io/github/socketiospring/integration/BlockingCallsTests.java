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

package io.github.socketiospring.integration;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BlockingCallsTests {

	@Test
	void noticesABlockingCall() {
		BlockingCalls.watch();
		BlockingCalls.drain();
		// Threads that began before the watch are not all known to it.
		Scheduler threads = Schedulers.newParallel("watched", 1);
		try {
			Mono.fromCallable(() -> {
				Thread.yield();
				return 1;
			}).subscribeOn(threads).block(Duration.ofSeconds(10));
		}
		finally {
			threads.dispose();
		}
		assertThat(BlockingCalls.drain()).singleElement()
			.satisfies((call) -> assertThat(call).hasMessageContaining("yield").hasMessageContaining("watched"));
	}

	@Test
	void letsAThreadWaitForAnotherThatAddsOneToTheSamePool() {
		BlockingCalls.watch();
		BlockingCalls.drain();
		CountDownLatch adding = new CountDownLatch(1);
		CountDownLatch added = new CountDownLatch(1);
		AtomicBoolean first = new AtomicBoolean(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> first.getAndSet(false) ? new SlowlyAdded(task, adding, added) : new Thread(task));
		Scheduler threads = Schedulers.newParallel("watched", 1);
		try {
			CompletableFuture<Void> adds = CompletableFuture.runAsync(() -> pool.execute(() -> {
			}));
			await().until(() -> adding.getCount() == 0);
			CompletableFuture<Thread> waiting = new CompletableFuture<>();
			CompletableFuture<Void> executed = Mono.<Void>fromRunnable(() -> {
				waiting.complete(Thread.currentThread());
				pool.execute(() -> {
				});
			}).subscribeOn(threads).toFuture();
			await().until(() -> waiting.join().getState() == Thread.State.WAITING);
			added.countDown();
			assertThat(adds).succeedsWithin(Duration.ofSeconds(10));
			assertThat(executed).succeedsWithin(Duration.ofSeconds(10));
		}
		finally {
			added.countDown();
			threads.dispose();
			pool.shutdownNow();
		}
		assertThat(BlockingCalls.drain()).isEmpty();
	}

	/**
	 * The pool asks for the state of a new thread while it holds its lock.
	 */
	private static final class SlowlyAdded extends Thread {

		private final CountDownLatch adding;

		private final CountDownLatch added;

		SlowlyAdded(Runnable task, CountDownLatch adding, CountDownLatch added) {
			super(task);
			this.adding = adding;
			this.added = added;
		}

		@Override
		public State getState() {
			this.adding.countDown();
			try {
				this.added.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return super.getState();
		}

	}

}
