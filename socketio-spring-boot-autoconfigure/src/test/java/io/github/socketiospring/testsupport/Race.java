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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs things at the same time.
 */
public final class Race {

	private static final int PATIENCE_SECONDS = 60;

	private Race() {
	}

	/**
	 * Run each task on its own thread. All begin at the same moment.
	 * @param tasks the tasks
	 * @throws IllegalStateException if one failed
	 */
	public static void run(Task... tasks) {
		ExecutorService threads = Executors.newFixedThreadPool(tasks.length);
		CyclicBarrier start = new CyclicBarrier(tasks.length);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (Task task : tasks) {
				Callable<Void> started = () -> {
					start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
					task.run();
					return null;
				};
				running.add(threads.submit(started));
			}
			for (Future<?> each : running) {
				each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A racing task failed", ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new IllegalStateException("A racing task does not end", ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	/**
	 * Run the same task on several threads.
	 * @param threads how many
	 * @param task what to do, given the number of its thread
	 */
	public static void run(int threads, NumberedTask task) {
		Task[] tasks = new Task[threads];
		for (int i = 0; i < threads; i++) {
			int number = i;
			tasks[i] = () -> task.run(number);
		}
		run(tasks);
	}

	/**
	 * Something that may fail.
	 */
	@FunctionalInterface
	public interface Task {

		/**
		 * Do it.
		 * @throws Exception if it failed
		 */
		void run() throws Exception;

	}

	/**
	 * Something that several threads do.
	 */
	@FunctionalInterface
	public interface NumberedTask {

		/**
		 * Do it.
		 * @param number the number of the thread, from 0
		 * @throws Exception if it failed
		 */
		void run(int number) throws Exception;

	}

}
