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

package io.github.socketiospring.adapter.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.TestSocket;
import io.github.socketiospring.adapter.TestSockets;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.testsupport.TestMemory;
import io.github.socketiospring.testsupport.TestTimer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A node with the namespace {@code /}, whose lanes run on the threads that publish. It
 * has no heartbeats unless a test gives it some.
 */
final class TestNode {

	static final Duration TIMEOUT = Duration.ofSeconds(5);

	static final Duration HEARTBEAT = Duration.ofSeconds(5);

	private final TestBus bus;

	private final TestTimer timer = new TestTimer();

	private final MemoryBudget memory = TestMemory.budget();

	private final TestSockets sockets = new TestSockets();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final ClusterNode node;

	private final Adapter adapter;

	private TestNode(TestBus bus, ClusterOptions options, Scheduler lanes) {
		this.bus = bus;
		this.node = ClusterNode.builder(bus)
			.options(options)
			.memory(this.memory)
			.timer(this.timer)
			.lanes(lanes)
			.listener((request, outcome, took) -> this.requests.add(request + " " + outcome + " " + took.toMillis()))
			.build();
		this.adapter = this.node.create("/", this.sockets);
	}

	/**
	 * Start a node.
	 * @param broker connects it to others
	 * @return a node that takes part
	 */
	static TestNode start(TestBroker broker) {
		return start(broker, options().build(), Schedulers.immediate());
	}

	/**
	 * Start a node that tells the others its name.
	 * @param broker connects it to others
	 * @param name its name
	 * @return a node that takes part
	 */
	static TestNode start(TestBroker broker, String name) {
		ClusterOptions options = options().name(name).heartbeatInterval(HEARTBEAT).build();
		return start(broker, options, Schedulers.immediate());
	}

	static ClusterOptions.Builder options() {
		return ClusterOptions.builder().requestsTimeout(TIMEOUT).heartbeatInterval(Duration.ZERO);
	}

	static TestNode start(TestBroker broker, ClusterOptions options, Scheduler lanes) {
		TestNode node = new TestNode(broker.connect(), options, lanes);
		node.node.start().block();
		node.adapter.start().block();
		return node;
	}

	/**
	 * Create a node that is not started, nor is its adapter.
	 * @param broker connects it to others
	 * @return a node that does not take part
	 */
	static TestNode create(TestBroker broker) {
		return new TestNode(broker.connect(), options().build(), Schedulers.immediate());
	}

	TestBus bus() {
		return this.bus;
	}

	TestTimer timer() {
		return this.timer;
	}

	MemoryBudget memory() {
		return this.memory;
	}

	TestSockets sockets() {
		return this.sockets;
	}

	ClusterNode node() {
		return this.node;
	}

	Adapter adapter() {
		return this.adapter;
	}

	/**
	 * A sender to a namespace that this node does not have.
	 * @param namespace its name
	 * @return a new sender
	 */
	AdapterSender sender(String namespace) {
		return this.node.sender(namespace);
	}

	/**
	 * Create an adapter of another namespace.
	 * @param namespace its name
	 * @param sockets its sockets
	 * @return an adapter that takes part
	 */
	Adapter open(String namespace, LocalSockets sockets) {
		Adapter opened = this.node.create(namespace, sockets);
		opened.start().block();
		return opened;
	}

	TestSocket socket(String id, String... rooms) {
		TestSocket socket = new TestSocket(id, this.adapter);
		this.adapter.add(socket, List.of(rooms));
		return socket;
	}

	/**
	 * The id of this node in the namespace {@code /}.
	 * @return as other nodes know it
	 */
	String uid() {
		return this.bus.channels().get(0).uid();
	}

	/**
	 * The rooms that the bus knows.
	 * @return their names
	 */
	Set<String> presentRooms() {
		return this.bus.channels().get(0).rooms();
	}

	/**
	 * The requests that are over.
	 * @return for example {@code SOCKETS COMPLETE 0}
	 */
	List<String> requests() {
		return this.requests;
	}

	long count(ClusterCounter counter) {
		return this.node.statistics().count(counter);
	}

}
