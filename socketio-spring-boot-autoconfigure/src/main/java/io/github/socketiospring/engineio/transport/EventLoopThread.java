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

package io.github.socketiospring.engineio.transport;

import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;

/**
 * An event loop, which reads from many peers in turn.
 *
 * @param eventLoop the event loop
 * @since 0.1.0
 */
public record EventLoopThread(EventExecutor eventLoop) implements ReadingThread {

	@Override
	public boolean isCurrent() {
		return this.eventLoop.inEventLoop();
	}

	@Override
	public void execute(Runnable task) {
		this.eventLoop.execute(task);
	}

	@Override
	public void executeAfterOthers(Runnable task, long nanos) {
		if (this.eventLoop.isShuttingDown()) {
			// It drops scheduled tasks.
			this.eventLoop.execute(task);
		}
		else if (nanos > 0) {
			this.eventLoop.schedule(() -> executeAfterOthers(task, 0), nanos, TimeUnit.NANOSECONDS);
		}
		else if (isCurrent()) {
			LaterTurns.of(this.eventLoop).add(this.eventLoop, task);
		}
		else {
			this.eventLoop.execute(() -> LaterTurns.of(this.eventLoop).add(this.eventLoop, task));
		}
	}

}
