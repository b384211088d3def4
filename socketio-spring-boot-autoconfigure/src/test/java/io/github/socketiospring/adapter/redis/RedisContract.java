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

import java.time.Duration;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterContractTests;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.testsupport.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The contract of adapters over a real Redis.
 */
abstract class RedisContract extends AdapterContractTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static RedisServer redis;

	private static LettuceConnectionFactory application;

	private ClusterNode node;

	@BeforeAll
	static void startRedis() {
		redis = RedisServer.start();
		application = new LettuceConnectionFactory("127.0.0.1", redis.port());
		application.afterPropertiesSet();
	}

	@AfterAll
	static void stopRedis() {
		application.destroy();
		redis.close();
	}

	@AfterEach
	void stopNode() {
		this.node.stop().block(PATIENCE);
	}

	@Override
	protected Adapter create(LocalSockets sockets) {
		this.node = ClusterNode.builder(bus(application)).build();
		this.node.start().block(PATIENCE);
		Adapter adapter = this.node.create("/", sockets);
		adapter.start().block(PATIENCE);
		return adapter;
	}

	/**
	 * Create a bus.
	 * @param application the connections of the application
	 * @return a bus that is not started
	 */
	abstract ClusterBus bus(LettuceConnectionFactory application);

}
