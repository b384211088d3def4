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

package io.github.socketiospring.adapter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.support.MemoryAccount;
import io.github.socketiospring.testsupport.TestMemory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A socket that records what it receives, and executes the commands of an adapter.
 */
public final class TestSocket implements LocalSocket {

	private final String id;

	private final Adapter adapter;

	private final MemoryAccount memory = TestMemory.account();

	private final List<Packet> received = new ArrayList<>();

	private final List<Boolean> disconnects = new CopyOnWriteArrayList<>();

	private Runnable onReceived = () -> {
	};

	private boolean lost;

	private volatile boolean refusing;

	private volatile @Nullable AckCollector acks;

	/**
	 * Create a socket that is not in its namespace yet.
	 * @param id its id
	 * @param adapter the adapter of its namespace
	 */
	public TestSocket(String id, Adapter adapter) {
		this.id = id;
		this.adapter = adapter;
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public MemoryAccount memory() {
		return this.memory;
	}

	@Override
	public SocketDetails details() {
		return new SocketDetails(this.id,
				new HandshakeDetails("/socket.io/?EIO=4", Map.of(), Map.of("EIO", List.of("4")), null, false, false,
						Instant.EPOCH, Instant.EPOCH, JsonNodeFactory.instance.objectNode()),
				this.adapter.rooms(this), Map.of("name", "name of " + this.id));
	}

	/**
	 * Refuse all commands from now on.
	 */
	void refuse() {
		this.refusing = true;
	}

	private void checkRefusal() {
		if (this.refusing) {
			throw new UnsupportedOperationException("refused by " + this.id);
		}
	}

	@Override
	public void join(String... rooms) {
		checkRefusal();
		this.adapter.join(this, List.of(rooms));
	}

	@Override
	public void leave(String... rooms) {
		checkRefusal();
		this.adapter.leave(this, List.of(rooms));
	}

	@Override
	public void disconnect(boolean close) {
		checkRefusal();
		this.disconnects.add(close);
		this.adapter.remove(this);
	}

	synchronized void receive(Packet packet) {
		if (!this.lost) {
			this.received.add(packet);
		}
	}

	void receive(Packet packet, AckCollector acks) {
		this.acks = acks;
		receive(packet);
		this.onReceived.run();
	}

	/**
	 * Do something from now on while an event is delivered that is to be acknowledged.
	 * @param action called on the thread that delivers
	 */
	public void onReceived(Runnable action) {
		this.onReceived = action;
	}

	/**
	 * Stop receiving, as if the connection was lost.
	 */
	synchronized void lose() {
		this.lost = true;
	}

	/**
	 * Acknowledge the event that was received last.
	 * @param argument the argument of the answer
	 */
	public void answer(String argument) {
		AckCollector collector = this.acks;
		if (collector == null) {
			throw new IllegalStateException("Socket " + this.id + " received nothing to answer");
		}
		JsonNode node = JsonNodeFactory.instance.stringNode(argument);
		collector.answered(this.id, new TreeArgumentReader(List.of(node), JsonMapper.shared()));
	}

	/**
	 * The received events.
	 * @return the packets in order
	 */
	public synchronized List<Packet> packets() {
		return List.copyOf(this.received);
	}

	/**
	 * The names of the received events.
	 * @return the names in order
	 */
	public List<String> events() {
		return packets().stream().map(TestSocket::event).toList();
	}

	static String event(Packet packet) {
		return (packet.data() instanceof Object[] data) ? String.valueOf(data[0]) : "";
	}

	/**
	 * How the adapter disconnected this socket.
	 * @return for each time whether the connection was to be closed
	 */
	public List<Boolean> disconnects() {
		return this.disconnects;
	}

}
