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

import io.github.socketiospring.engineio.packet.EnginePacket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures short and long texts from the Engine.IO packet through an annotated handler to
 * that of the answer.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class MessageSizeBenchmark {

	@Param({ "32", "1024", "16384", "262144" })
	private int length;

	private MemoryServer server;

	private MemoryTransport client;

	private EnginePacket packet;

	@Setup
	public void connect() {
		this.server = new MemoryServer();
		this.client = this.server.connect();
		this.packet = MemoryTransport.message("2[\"echo\",\"" + "x".repeat(this.length) + "\"]");
		long before = this.client.taken();
		if (echo() != before + 1) {
			throw new IllegalStateException("Not answered");
		}
	}

	@Benchmark
	public long echo() {
		this.client.receive(this.packet);
		return this.client.taken();
	}

	@TearDown
	public void close() {
		this.server.close();
	}

}
