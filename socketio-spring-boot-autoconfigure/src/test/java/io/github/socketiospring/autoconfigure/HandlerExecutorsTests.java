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

package io.github.socketiospring.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerExecutors}.
 */
class HandlerExecutorsTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void hasVirtualThreadsUnlessTold() {
		assertThat(HandlerExecutors.create(this.environment)).isInstanceOf(SimpleAsyncTaskExecutor.class);
	}

	@Test
	void hasAPoolWhenVirtualThreadsAreSwitchedOff() {
		this.environment.setProperty("spring.threads.virtual.enabled", "false");
		Executor executor = HandlerExecutors.create(this.environment);
		assertThat(executor).isNotInstanceOf(SimpleAsyncTaskExecutor.class);
		CompletableFuture<String> name = new CompletableFuture<>();
		executor.execute(() -> name.complete(Thread.currentThread().getName()));
		assertThat(name.join()).startsWith("socketio-handler-");
	}

}
