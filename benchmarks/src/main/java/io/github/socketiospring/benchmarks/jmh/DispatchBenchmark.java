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

import java.util.List;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures an event from its Engine.IO packets through an annotated handler to those of
 * the answer.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class DispatchBenchmark {

	private static final String ORDER = "{\"amount\":129.5,\"city\":\"Springfield\",\"count\":3,"
			+ "\"currency\":\"EUR\",\"customer\":\"Jane Doe\",\"id\":123456789,\"paid\":true,"
			+ "\"street\":\"742 Evergreen Terrace\"}";

	@Param({ "echo", "ack", "typed", "binary" })
	private String event;

	private MemoryServer server;

	private MemoryTransport client;

	private List<EnginePacket> packets;

	@Setup
	public void connect() {
		this.server = new MemoryServer();
		this.client = this.server.connect();
		this.packets = switch (this.event) {
			case "echo" -> List.of(MemoryTransport.message("2[\"echo\",\"" + "x".repeat(32) + "\"]"));
			case "ack" -> List.of(MemoryTransport.message("20[\"ack\",\"" + "x".repeat(32) + "\"]"));
			case "binary" -> List.of(MemoryTransport.message("51-[\"binary\",{\"_placeholder\":true,\"num\":0}]"),
					new EnginePacket(EnginePacketType.MESSAGE, true, new byte[1024]));
			default -> List.of(MemoryTransport.message("2[\"typed\"," + ORDER + "]"));
		};
		long connected = this.client.taken();
		if (answer() != connected + this.packets.size()) {
			throw new IllegalStateException("Not answered");
		}
	}

	@Benchmark
	public long answer() {
		for (EnginePacket packet : this.packets) {
			this.client.receive(packet);
		}
		return this.client.taken();
	}

	@TearDown
	public void close() {
		this.server.close();
	}

}
