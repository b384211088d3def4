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

import java.util.concurrent.Executor;

import io.github.socketiospring.handler.HandlerPool;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.system.JavaVersion;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Creates the executor for handler methods that may block.
 */
final class HandlerExecutors {

	/** The name of a bean with which an application replaces the executor. */
	static final String BEAN_NAME = "socketIOHandlerExecutor";

	private static final String THREAD_NAMES = "socketio-handler-";

	private HandlerExecutors() {
	}

	/**
	 * Create an executor. It uses virtual threads if the JVM has them and
	 * {@code spring.threads.virtual.enabled} is not {@code false}, otherwise a pool of as
	 * many threads as Reactor has for blocking work, which connections share fairly.
	 * Reactor's own pool is not used, because handing it a short task costs more than the
	 * task. The executor is not a bean, because Spring Boot's own executor backs off for
	 * any bean of that type.
	 * @param environment provides the property that switches virtual threads off
	 * @return an executor for methods that may block
	 */
	static Executor create(Environment environment) {
		if (JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)
				&& environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true)) {
			SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(THREAD_NAMES);
			executor.setVirtualThreads(true);
			return executor;
		}
		CustomizableThreadFactory threads = new CustomizableThreadFactory(THREAD_NAMES);
		threads.setDaemon(true);
		return new HandlerPool(Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE, threads);
	}

}
