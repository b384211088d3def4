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

package io.github.socketiospring.autoconfigure.redis;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.socketiospring.adapter.redis.ClassicEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Connects an emitter before what sends is started, and closes it behind that.
 */
class EmitterLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EmitterLifecycle.class);

	private final ClassicEmitter emitter;

	private final Duration timeout;

	private volatile boolean running;

	EmitterLifecycle(ClassicEmitter emitter, Duration timeout) {
		this.emitter = emitter;
		this.timeout = timeout;
	}

	@Override
	public void start() {
		this.running = true;
		try {
			this.emitter.start().toFuture().get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.info("The application starts without Redis, and goes on to connect");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The emitter cannot be started", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.emitter.stop().doFinally((signal) -> {
			this.running = false;
			callback.run();
		}).subscribe((none) -> {
		}, (ex) -> logger.warn("The connection to Redis could not be closed", ex));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		// What a paused test context still does may send.
		return false;
	}

	@Override
	public int getPhase() {
		return 0;
	}

}
