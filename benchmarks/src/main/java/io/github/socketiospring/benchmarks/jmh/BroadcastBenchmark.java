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
 * Measures one event to all sockets of a room, while as many sockets are not in it.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class BroadcastBenchmark {

	@Param({ "1", "100", "10000" })
	private int sockets;

	private final String text = "x".repeat(100);

	private MemoryServer memory;

	private SocketIOServer server;

	@Setup
	public void connect() {
		this.memory = new MemoryServer();
		this.server = this.memory.server();
		for (int i = 0; i < this.sockets; i++) {
			this.memory.connect().receive(MemoryTransport.message("2[\"join\",\"news\"]"));
			this.memory.connect();
		}
	}

	@Benchmark
	public void emit() {
		this.server.to("news").emit("news", this.text);
	}

	@TearDown
	public void close() {
		this.memory.close();
	}

}
