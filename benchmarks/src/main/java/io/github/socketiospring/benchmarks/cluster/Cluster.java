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

package io.github.socketiospring.benchmarks.cluster;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.benchmarks.process.Pinning;
import io.github.socketiospring.testsupport.RedisServer;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerProcess;

/**
 * Servers of a kind, usually two, and the Redis that connects them, which nobody else
 * uses.
 */
public final class Cluster implements AutoCloseable {

	private final RedisServer redis;

	private final ServerCommand node;

	private final List<ServerProcess> nodes = new ArrayList<>();

	private Cluster(RedisServer redis, ServerCommand node) {
		this.redis = redis;
		this.node = node;
	}

	/**
	 * Start a cluster of two.
	 * @param server how a server is started, without the port of Redis, which is its last
	 * argument
	 * @param pinning the processors of the servers
	 * @return the cluster, to be closed
	 */
	public static Cluster start(ServerCommand server, Pinning pinning) {
		RedisServer redis = RedisServer.start();
		List<String> command = new ArrayList<>(server.command());
		command.add(String.valueOf(redis.port()));
		Cluster cluster = new Cluster(redis, pinning.pinned(new ServerCommand(server.name(), command)));
		try {
			cluster.resize(2);
			return cluster;
		}
		catch (RuntimeException ex) {
			cluster.close();
			throw ex;
		}
	}

	/**
	 * Start or end nodes, the last ones.
	 * @param size the number of nodes, at least two
	 */
	public void resize(int size) {
		while (this.nodes.size() > size) {
			this.nodes.remove(this.nodes.size() - 1).close();
		}
		while (this.nodes.size() < size) {
			this.nodes.add(ServerProcess.start(this.node));
		}
	}

	List<ServerProcess> nodes() {
		return List.copyOf(this.nodes);
	}

	RedisServer redis() {
		return this.redis;
	}

	ServerProcess publisher() {
		return this.nodes.get(0);
	}

	ServerProcess other() {
		return this.nodes.get(1);
	}

	@Override
	public void close() {
		this.nodes.forEach(ServerProcess::close);
		this.redis.close();
	}

}
