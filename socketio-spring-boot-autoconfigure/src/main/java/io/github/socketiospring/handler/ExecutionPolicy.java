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

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Decides on which thread a handler method is called. No other class makes this decision.
 *
 * @since 0.1.0
 */
public final class ExecutionPolicy {

	private final HandlerExecution execution;

	private final Executor executor;

	/**
	 * Create a policy.
	 * @param execution the rule that decides where methods run
	 * @param executor runs the methods that may block, typically on virtual threads
	 */
	public ExecutionPolicy(HandlerExecution execution, Executor executor) {
		Assert.notNull(execution, "'execution' must not be null");
		Assert.notNull(executor, "'executor' must not be null");
		this.execution = execution;
		this.executor = executor;
	}

	/**
	 * Decide for one method.
	 * @param method a handler method, reactive or not
	 * @param nonBlocking whether the application promised that it does not block
	 * @return the executor, {@code null} for the calling thread, usually an event loop
	 */
	public @Nullable Executor executorFor(EventHandlerMethod method, boolean nonBlocking) {
		boolean eventLoop = switch (this.execution) {
			case AUTO -> nonBlocking || method.isReactive();
			case EVENT_LOOP -> true;
			case EXECUTOR -> false;
		};
		return (!eventLoop) ? this.executor : null;
	}

}
