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

package io.github.socketiospring.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.netty.buffer.ByteBuf;

/**
 * Clients of one server that connect together and disconnect together.
 */
public final class Crowd implements ClientListener, AutoCloseable {

	private static final int CONNECTING_AT_ONCE = 64;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String JOIN = Packets.event(0, "join", "news");

	private final LoadGenerator load;

	private final List<Client> clients = new ArrayList<>();

	private ClientListener listener = new ClientListener() {
	};

	private int toConnect;

	private int port;

	private int closed;

	/**
	 * Create a crowd without clients.
	 * @param load the generator on whose thread they will live
	 */
	public Crowd(LoadGenerator load) {
		this.load = load;
	}

	/**
	 * Connect clients by WebSocket.
	 * @param port the server's port
	 * @param count the number of clients
	 * @return this crowd, once all clients are in the root namespace
	 */
	public Crowd connect(int port, int count) {
		this.load.run(() -> {
			this.port = port;
			this.toConnect = count;
			for (int i = 0; i < CONNECTING_AT_ONCE; i++) {
				connectNext();
			}
		});
		return awaitSize(count);
	}

	private void connectNext() {
		if (this.toConnect > 0) {
			this.toConnect--;
			this.load.connectWebSocket(this.port, this);
		}
	}

	/**
	 * Connect more clients, by HTTP long-polling.
	 * @param port the server's port
	 * @param count the number of clients
	 * @return this crowd, once all clients are in the root namespace
	 */
	Crowd connectPolling(int port, int count) {
		int before = this.clients.size();
		this.load.run(() -> {
			for (int i = 0; i < count; i++) {
				this.load.connectPolling(port, this);
			}
		});
		return awaitSize(before + count);
	}

	private Crowd awaitSize(int size) {
		Waiting.until(this.load, size + " clients connected", PATIENCE,
				() -> this.clients.size() == size || this.closed > 0);
		if (this.closed > 0) {
			throw new IllegalStateException("A connection was refused or lost");
		}
		return this;
	}

	/**
	 * Let clients join the room of the benchmark.
	 * @param members the clients
	 */
	public void join(List<Client> members) {
		join(members, (index) -> JOIN);
	}

	/**
	 * Let clients join rooms.
	 * @param members the clients
	 * @param events the event, to be acknowledged, by which each client joins
	 */
	public void join(List<Client> members, IntFunction<String> events) {
		int[] joined = new int[1];
		this.load.run(() -> {
			this.listener = new ClientListener() {
				@Override
				public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
					joined[0]++;
				}
			};
			for (int i = 0; i < members.size(); i++) {
				members.get(i).send(Message.passing(events.apply(i)));
				members.get(i).flush();
			}
		});
		Waiting.until(this.load, members.size() + " clients joined", PATIENCE, () -> joined[0] >= members.size());
	}

	/**
	 * The clients.
	 * @return those that are connected, in the order in which they were
	 */
	public List<Client> clients() {
		return this.clients;
	}

	/**
	 * Set the listener for messages, which is called on the load generator's thread.
	 * @param listener told what the clients receive
	 */
	public void listener(ClientListener listener) {
		this.listener = listener;
	}

	@Override
	public void onReady(Client client) {
		this.clients.add(client);
		connectNext();
	}

	@Override
	public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
		this.listener.onMessage(client, buffer, index, length, binary);
	}

	@Override
	public void onClose(Client client, Ending ending) {
		this.closed++;
	}

	@Override
	public void close() {
		this.load.run(() -> this.clients.forEach(Client::close));
		Waiting.until(this.load, "all clients left", PATIENCE, () -> this.closed >= this.clients.size());
	}

}
