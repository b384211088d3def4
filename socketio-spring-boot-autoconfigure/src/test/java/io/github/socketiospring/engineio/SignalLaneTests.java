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

package io.github.socketiospring.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.engineio.transport.ReadingThread;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SignalLane}.
 */
class SignalLaneTests {

	private final List<Throwable> failures = new ArrayList<>();

	private final SignalLane lane = new SignalLane(this.failures::add);

	private final List<String> log = new ArrayList<>();

	@Test
	void tellsOfAnErrorAndGoesOn() {
		AssertionError error = new AssertionError("on purpose");
		this.lane.execute(() -> {
			this.lane.execute(() -> this.log.add("next"));
			throw error;
		});
		assertThat(this.failures).containsExactly(error);
		assertThat(this.log).containsExactly("next");
	}

	@Test
	void runsASignalFromWithinASignalAfterIt() {
		this.lane.execute(() -> {
			this.lane.execute(() -> this.log.add("inner"));
			this.log.add("outer");
		});
		assertThat(this.log).containsExactly("outer", "inner");
	}

	@Test
	void runsOneSignalAtATime() throws InterruptedException {
		int[] count = new int[1];
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int i = 0; i < 4; i++) {
			threads.execute(() -> {
				for (int j = 0; j < 10_000; j++) {
					if (j % 2 == 0 && this.lane.tryEnter()) {
						count[0]++;
						this.lane.leave();
					}
					else {
						this.lane.execute(() -> count[0]++);
					}
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		int[] seen = new int[1];
		this.lane.execute(() -> seen[0] = count[0]);
		assertThat(seen[0]).isEqualTo(40_000);
	}

	@Test
	void keepsTheOrderOfEachThread() throws InterruptedException {
		int threadCount = 4;
		int[] last = new int[threadCount];
		List<String> disorder = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(threadCount);
		for (int i = 0; i < threadCount; i++) {
			int thread = i;
			threads.execute(() -> {
				for (int j = 1; j <= 100_000; j++) {
					int number = j;
					this.lane.execute(() -> {
						if (last[thread] != number - 1) {
							disorder.add(thread + ": " + number + " after " + last[thread]);
						}
						last[thread] = number;
					});
				}
			});
		}
		threads.shutdown();
		assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
		assertThat(disorder).isEmpty();
		assertThat(last).containsOnly(100_000);
	}

	@Test
	void handlesWhatAPeerSentOnThePeersThreadOnly() {
		AwayThread peer = new AwayThread();
		this.lane.execute(() -> {
			this.lane.execute(() -> this.log.add("own"));
			this.lane.execute(peer.signal(() -> this.log.add("sent")));
			this.lane.execute(() -> this.log.add("behind"));
		});
		assertThat(this.log).containsExactly("own");
		this.lane.execute(() -> this.log.add("last"));
		assertThat(this.lane.tryEnter()).isFalse();
		peer.run();
		assertThat(this.log).containsExactly("own", "sent", "behind", "last");
		assertThat(this.lane.tryEnter()).isTrue();
	}

	@Test
	void doesNotEnterForAPeerOfAnotherThread() {
		AwayThread peer = new AwayThread();
		this.lane.execute(peer.signal(() -> this.log.add("sent")));
		assertThat(this.log).isEmpty();
		peer.run();
		assertThat(this.log).containsExactly("sent");
	}

	@Test
	void handlesWhatAPeerSentWhenItsThreadHasEnded() {
		AwayThread peer = new AwayThread();
		peer.ended = true;
		this.lane.execute(peer.signal(() -> this.log.add("sent")));
		assertThat(this.log).containsExactly("sent");
		assertThat(this.lane.tryEnter()).isTrue();
	}

	@Test
	void goesOnAfterASignalThatFails() {
		this.lane.execute(() -> {
			this.lane.execute(() -> {
				throw new AssertionError("on purpose");
			});
			this.lane.execute(() -> this.log.add("next"));
			throw new IllegalStateException("on purpose");
		});
		this.lane.execute(() -> this.log.add("last"));
		assertThat(this.log).containsExactly("next", "last");
	}

	/**
	 * A thread other than that of the test.
	 */
	private static final class AwayThread implements ReadingThread {

		private final Deque<Runnable> tasks = new ArrayDeque<>();

		private boolean current;

		private boolean ended;

		SignalLane.PeerSignal signal(Runnable signal) {
			return new SignalLane.PeerSignal() {

				@Override
				public ReadingThread thread() {
					return AwayThread.this;
				}

				@Override
				public void run() {
					signal.run();
				}

			};
		}

		void run() {
			this.current = true;
			this.tasks.remove().run();
			this.current = false;
		}

		@Override
		public boolean isCurrent() {
			return this.current;
		}

		@Override
		public void execute(Runnable task) {
			if (this.ended) {
				throw new RejectedExecutionException("ended on purpose");
			}
			this.tasks.add(task);
		}

		@Override
		public void executeAfterOthers(Runnable task, long nanos) {
			execute(task);
		}

	}

}
