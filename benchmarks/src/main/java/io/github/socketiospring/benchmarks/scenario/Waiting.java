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

package io.github.socketiospring.benchmarks.scenario;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import io.github.socketiospring.testsupport.load.LoadGenerator;

/**
 * Waits during a measurement, or until a condition is met.
 */
public final class Waiting {

	private static final Duration PERIOD = Duration.ofMillis(5);

	private Waiting() {
	}

	/**
	 * Let the load generator run.
	 * @param window how long
	 */
	public static void during(Duration window) {
		try {
			TimeUnit.NANOSECONDS.sleep(window.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until a condition is met on the thread of the load generator.
	 * @param load the load generator generator
	 * @param what a description of the condition for the error message
	 * @param patience how long to wait
	 * @param condition checked repeatedly on the thread of the load generator
	 */
	public static void until(LoadGenerator load, String what, Duration patience, BooleanSupplier condition) {
		CompletableFuture<Void> met = new CompletableFuture<>();
		try (AutoCloseable asking = load.every(PERIOD, () -> {
			if (condition.getAsBoolean()) {
				met.complete(null);
			}
		})) {
			met.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException("Not within " + patience.toSeconds() + " s: " + what, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
