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

package io.github.socketiospring.benchmarks.jmh;

import io.github.socketiospring.server.SocketIOServer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures an event for one namespace, and a client that enters and leaves it, with few
 * and with many namespaces that have a client each.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class NamespaceBenchmark {

	private static final String NAMESPACE = "/namespace-0";

	@Param({ "1", "100", "10000" })
	private int namespaces;

	private MemoryServer memory;

	private SocketIOServer server;

	private MemoryTransport client;

	@Setup
	public void connect() {
		this.memory = new MemoryServer();
		this.server = this.memory.server();
		for (int i = 0; i < this.namespaces; i++) {
			String name = "/namespace-" + i;
			this.server.of(name);
			this.memory.connect().receive(MemoryTransport.message("0" + name + ","));
		}
		this.client = this.memory.connect();
		long before = this.client.taken();
		if (comeAndGo() != before + 1) {
			throw new IllegalStateException("Not let in");
		}
	}

	@Benchmark
	public void send() {
		this.server.of(NAMESPACE).emit("news", "x");
	}

	@Benchmark
	public long comeAndGo() {
		this.client.receive(MemoryTransport.message("0" + NAMESPACE + ","));
		this.client.receive(MemoryTransport.message("1" + NAMESPACE + ","));
		return this.client.taken();
	}

	@TearDown
	public void close() {
		this.memory.close();
	}

}
