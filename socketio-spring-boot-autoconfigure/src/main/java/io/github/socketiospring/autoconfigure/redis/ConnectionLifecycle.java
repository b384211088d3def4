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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;

/**
 * Base class for lifecycles that connect at the start of the application and close the
 * connections when it stops. The start waits for a limited time until the connections are
 * open.
 */
abstract class ConnectionLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionLifecycle.class);

	private final Duration timeout;

	private volatile boolean running;

	/**
	 * Create a lifecycle.
	 * @param timeout how long the start waits for the connections
	 */
	ConnectionLifecycle(Duration timeout) {
		this.timeout = timeout;
	}

	@Override
	public void start() {
		this.running = true;
		CompletableFuture<@Nullable Void> connecting = connect().toFuture();
		try {
			connecting.get(this.timeout.toMillis(), TimeUnit.MILLISECONDS);
			connected();
		}
		catch (TimeoutException ex) {
			late();
			connecting.whenComplete((none, failure) -> {
				if (failure != null) {
					logger.error("The connections to Redis cannot be opened: {}", LogFormat.message(failure));
				}
			});
		}
		catch (ExecutionException ex) {
			throw failure(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static IllegalStateException failure(@Nullable Throwable cause) {
		// Such an exception already says what to do, so it is not wrapped.
		return (cause instanceof IllegalStateException told) ? told
				: new IllegalStateException("The connections to Redis cannot be opened", cause);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		close().doFinally((signal) -> {
			this.running = false;
			callback.run();
		}).subscribe((none) -> {
		}, (ex) -> logger.warn("The connections to Redis could not be closed", ex));
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		// A paused test context keeps its clients, as its web server does, and may still
		// send messages.
		return false;
	}

	/**
	 * Connect in the background.
	 * @return completes when the connections are open
	 */
	abstract Mono<Void> connect();

	/**
	 * Called when the connections were opened before the timeout.
	 */
	void connected() {
	}

	/**
	 * Called when the connections are not open at the timeout. Connecting continues.
	 */
	abstract void late();

	/**
	 * Close the connections.
	 * @return completes when the connections are closed
	 */
	abstract Mono<Void> close();

}
