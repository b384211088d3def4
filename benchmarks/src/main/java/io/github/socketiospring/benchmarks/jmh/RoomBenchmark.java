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
import io.github.socketiospring.server.SocketIOSocket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures a socket that joins and leaves a room, sends to a room with one member, or
 * connects, joins and disconnects, while few or many sockets are in few or many rooms.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public class RoomBenchmark {

	@Param({ "100", "10000" })
	private int sockets;

	/** The number of rooms of each socket. */
	@Param({ "1", "50" })
	private int rooms;

	private MemoryServer memory;

	private SocketIOServer server;

	private SocketIOSocket socket;

	@Setup
	public void connect() {
		this.memory = new MemoryServer();
		this.server = this.memory.server();
		for (int i = 0; i < this.sockets; i++) {
			this.memory.connect();
		}
		int room = 0;
		for (SocketIOSocket member : this.server.of("/").sockets()) {
			this.socket = member;
			member.join("everybody");
			for (int i = 1; i < this.rooms; i++) {
				member.join("room-" + room++);
			}
		}
		this.socket.join("alone");
	}

	@Benchmark
	public void joinAndLeave() {
		this.socket.join("new");
		this.socket.leave("new");
	}

	@Benchmark
	public void sendToRoomOfOne() {
		this.server.to("alone").emit("news", "x");
	}

	@Benchmark
	public void comeAndGo() {
		MemoryTransport client = this.memory.connect();
		client.receive(MemoryTransport.message("2[\"join\",\"everybody\"]"));
		client.receive(MemoryTransport.message("1"));
		client.close();
	}

	@TearDown
	public void close() {
		this.memory.close();
	}

}
