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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DetachedScheduler}.
 */
class DetachedSchedulerTests {

	private static final String KEY = "request";

	private static final List<BiFunction<Scheduler, Runnable, Disposable>> WAYS = List.of(Scheduler::schedule,
			(scheduler, task) -> scheduler.schedule(task, 1, TimeUnit.MILLISECONDS),
			(scheduler, task) -> scheduler.schedulePeriodically(task, 1, 1, TimeUnit.MILLISECONDS),
			(scheduler, task) -> scheduler.createWorker().schedule(task),
			(scheduler, task) -> scheduler.createWorker().schedule(task, 1, TimeUnit.MILLISECONDS),
			(scheduler, task) -> scheduler.createWorker().schedulePeriodically(task, 1, 1, TimeUnit.MILLISECONDS));

	private final ThreadLocal<String> request = new ThreadLocal<>();

	@BeforeEach
	void propagateContext() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(KEY, this.request);
		Hooks.enableAutomaticContextPropagation();
	}

	@AfterEach
	void unregister() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(KEY);
	}

	@Test
	void tasksKeepNothingOfTheThreadThatSchedulesThem() {
		this.request.set("a");
		for (BiFunction<Scheduler, Runnable, Disposable> way : WAYS) {
			assertThat(seen(Schedulers.parallel(), way)).isEqualTo("a");
			assertThat(seen(DetachedScheduler.parallel(), way)).isEqualTo("nothing");
			assertThat(this.request.get()).isEqualTo("a");
		}
	}

	private String seen(Scheduler scheduler, BiFunction<Scheduler, Runnable, Disposable> way) {
		CompletableFuture<String> seen = new CompletableFuture<>();
		Disposable task = way.apply(scheduler, () -> {
			String value = this.request.get();
			seen.complete((value != null) ? value : "nothing");
		});
		try {
			return seen.orTimeout(30, TimeUnit.SECONDS).join();
		}
		finally {
			task.dispose();
		}
	}

}
