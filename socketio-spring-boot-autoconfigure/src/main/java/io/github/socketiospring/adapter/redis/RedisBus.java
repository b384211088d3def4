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

package io.github.socketiospring.adapter.redis;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Base class for buses on Redis, which manages their connections.
 */
abstract class RedisBus implements ClusterBus {

	private final RedisLink link;

	/**
	 * Create a bus.
	 * @param link the connections to Redis, which the bus starts and stops
	 */
	RedisBus(RedisLink link) {
		Assert.notNull(link, "'link' must not be null");
		this.link = link;
	}

	final RedisLink link() {
		return this.link;
	}

	@Override
	public Mono<Void> start() {
		return this.link.start();
	}

	@Override
	public Mono<Void> stop() {
		return this.link.stop();
	}

	@Override
	public void reconnect() {
		this.link.reconnect();
	}

	@Override
	public long reconnects() {
		return this.link.reconnects();
	}

	@Override
	public long cuts() {
		return this.link.cuts();
	}

	@Override
	public boolean isConnected() {
		return this.link.isConnected();
	}

}
