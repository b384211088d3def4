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

import io.github.socketiospring.adapter.redis.ClassicEmitter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Connects an emitter before the beans that use it are started, and closes it after they
 * are stopped.
 */
class EmitterLifecycle extends ConnectionLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(EmitterLifecycle.class);

	private final ClassicEmitter emitter;

	EmitterLifecycle(ClassicEmitter emitter, Duration timeout) {
		super(timeout);
		this.emitter = emitter;
	}

	@Override
	Mono<Void> connect() {
		return this.emitter.start();
	}

	@Override
	void late() {
		logger.info("The application starts without Redis and connects in the background");
	}

	@Override
	Mono<Void> close() {
		return this.emitter.stop();
	}

	@Override
	public int getPhase() {
		return 0;
	}

}
