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

package io.github.socketiospring.benchmarks.faults;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

import io.github.socketiospring.benchmarks.cluster.Control;
import io.github.socketiospring.benchmarks.scenario.Waiting;
import io.github.socketiospring.testsupport.Packets;
import io.github.socketiospring.testsupport.load.Client;
import io.github.socketiospring.testsupport.load.ClientListener;
import io.github.socketiospring.testsupport.load.Ending;
import io.github.socketiospring.testsupport.load.LoadGenerator;
import io.github.socketiospring.testsupport.load.Message;
import io.github.socketiospring.testsupport.process.ServerCommand;
import io.github.socketiospring.testsupport.process.ServerProcess;
import io.netty.buffer.ByteBuf;

/**
 * A node of the cluster with clients, which note what reaches them. They live on the
 * thread of the load generator.
 */
final class Node implements ClientListener, AutoCloseable {

	/** Clients of each node, which all receive the news of all nodes. */
	static final int CLIENTS = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Message JOIN = Message.text(Packets.event(0, "join"));

	private static final String JOINED = Packets.acknowledged(0);

	private static final String NEWS = Packets.emitted("news") + ",\"";

	private final ServerProcess server;

	private final LoadGenerator load;

	private final Control control;

	private final Map<Client, Map<String, Sequence>> clients = new HashMap<>();

	private final List<String> problems = new ArrayList<>();

	private int joined;

	private boolean leaving;

	private Node(ServerProcess server, LoadGenerator load, Control control) {
		this.server = server;
		this.load = load;
		this.control = control;
	}

	/**
	 * Start a node and connect its clients.
	 * @param command how the node is started
	 * @param load connects the clients
	 * @return the node, to be closed
	 */
	static Node start(ServerCommand command, LoadGenerator load) {
		ServerProcess server = ServerProcess.start(command);
		try {
			Node node = new Node(server, load, Control.connect(load, server.port()));
			node.connect();
			return node;
		}
		catch (RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private void connect() {
		this.load.run(() -> {
			for (int i = 0; i < CLIENTS; i++) {
				this.clients.put(this.load.connectWebSocket(this.server.port(), this), new HashMap<>());
			}
		});
		Waiting.until(this.load, "clients of " + name(), PATIENCE, () -> this.joined == CLIENTS);
	}

	String name() {
		return this.server.name();
	}

	ServerProcess server() {
		return this.server;
	}

	/**
	 * Let the node do something.
	 * @param event the name of the event
	 * @param arguments its arguments
	 * @return the number with which the node answers
	 */
	long ask(String event, Object... arguments) {
		return this.control.ask(event, arguments);
	}

	/**
	 * Count from now on what reaches the clients.
	 */
	void reset() {
		this.load.run(() -> this.clients.values().forEach((senders) -> senders.values().forEach(Sequence::reset)));
	}

	/**
	 * Await news of all nodes that are sent from now on.
	 * @param since now, in microseconds
	 */
	void await(long since) {
		this.load.run(() -> this.clients.values()
			.forEach((senders) -> senders.values().forEach((sequence) -> sequence.await(since))));
	}

	/**
	 * Wait until all clients have heard another node.
	 * @param sender the name of the other node
	 * @return when the last of them heard it, in microseconds
	 */
	long awaitHeard(String sender) {
		Waiting.until(this.load, name() + " hears " + sender, PATIENCE,
				() -> this.clients.values()
					.stream()
					.allMatch((senders) -> senders.containsKey(sender) && senders.get(sender).isHeard()));
		return this.load.call(() -> of(sender, Sequence::heard).max().orElseThrow());
	}

	/**
	 * What reached the clients since the last {@link #reset}.
	 * @param sender the name of the node that sent it
	 * @return the sums of all clients
	 */
	Received received(String sender) {
		return this.load.call(() -> new Received(of(sender, Sequence::arrived).sum(), of(sender, Sequence::lost).sum(),
				of(sender, Sequence::late).sum(), of(sender, Sequence::longest).max().orElse(0)));
	}

	private LongStream of(String sender, ToLongFunction<Sequence> value) {
		return this.clients.values().stream().map((senders) -> senders.get(sender)).mapToLong(value);
	}

	/**
	 * What must not happen to a client.
	 * @return one line for each
	 */
	List<String> problems() {
		return this.load.call(() -> List.copyOf(this.problems));
	}

	/**
	 * The clients may be disconnected from now on.
	 */
	void leave() {
		this.load.run(() -> this.leaving = true);
	}

	@Override
	public void onReady(Client client) {
		client.send(JOIN);
		client.flush();
	}

	@Override
	public void onMessage(Client client, ByteBuf buffer, int index, int length, boolean binary) {
		String packet = buffer.toString(index, length, StandardCharsets.US_ASCII);
		if (packet.startsWith(JOINED)) {
			this.joined++;
		}
		else if (packet.startsWith(NEWS)) {
			int name = packet.indexOf('"', NEWS.length());
			int number = packet.indexOf(',', name + 2);
			Map<String, Sequence> senders = this.clients.get(client);
			if (senders != null) {
				senders.computeIfAbsent(packet.substring(NEWS.length(), name), (sender) -> new Sequence())
					.arrived(Long.parseLong(packet, name + 2, number, 10),
							Long.parseLong(packet, number + 1, packet.length() - 1, 10), System.nanoTime() / 1000);
			}
		}
		else {
			this.problems.add("a client of " + name() + " got " + packet);
		}
	}

	@Override
	public void onProblem(Client client, Throwable problem) {
		if (!this.leaving) {
			this.problems.add("a client of " + name() + ": " + problem);
		}
	}

	@Override
	public void onClose(Client client, Ending ending) {
		if (!this.leaving) {
			this.problems.add("a client of " + name() + " was disconnected: " + ending);
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * What clients received from one node.
	 *
	 * @param arrived the number of news
	 * @param lost the number of news that did not arrive in their turn
	 * @param late the number of news that were late
	 * @param longest the longest time that news took, in microseconds
	 */
	record Received(long arrived, long lost, long late, long longest) {

		boolean isWhole() {
			return this.arrived > 0 && this.lost == 0 && this.late == 0;
		}

		@Override
		public String toString() {
			return "%,d events, %,d lost, %,d late by more than %d ms, longest %.1f ms".formatted(this.arrived,
					this.lost, this.late, Sequence.LATE_MICROS / 1000, this.longest / 1e3);
		}

	}

}
