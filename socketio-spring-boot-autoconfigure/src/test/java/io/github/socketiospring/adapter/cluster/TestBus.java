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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.cluster.TestBroker.TestChannel;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The connection of one node to a {@link TestBroker}.
 */
public final class TestBus implements ClusterBus {

	private final TestBroker broker;

	private final List<TestChannel> channels = new CopyOnWriteArrayList<>();

	private volatile boolean connected;

	private volatile boolean deaf;

	private volatile int reconnects;

	private Consumer<byte[]> node = (frame) -> {
	};

	private boolean canFetchRooms = true;

	private volatile @Nullable CompletableFuture<Void> arriving;

	TestBus(TestBroker broker) {
		this.broker = broker;
	}

	TestBroker broker() {
		return this.broker;
	}

	/**
	 * Lose the broker.
	 */
	public void lose() {
		this.connected = false;
	}

	/**
	 * Find the broker again.
	 */
	void find() {
		this.connected = true;
		this.channels.forEach(TestChannel::subscribe);
	}

	/**
	 * Hear nothing more, although the broker is there.
	 */
	void deafen() {
		this.deaf = true;
	}

	/**
	 * How often connections were given up.
	 * @return the number
	 */
	int givenUp() {
		return this.reconnects;
	}

	void tellNode(byte[] frame) {
		if (this.connected && !this.deaf) {
			this.node.accept(frame);
		}
	}

	void refuseRooms() {
		this.canFetchRooms = false;
	}

	/**
	 * Subscribe rooms one by one, from the start of a node on.
	 * @return to be completed when their broadcasts arrive
	 */
	CompletableFuture<Void> subscribeRooms() {
		CompletableFuture<Void> subscribed = new CompletableFuture<>();
		this.arriving = subscribed;
		return subscribed;
	}

	@Nullable CompletableFuture<Void> arriving() {
		return this.arriving;
	}

	List<TestChannel> channels() {
		return this.channels;
	}

	void close(TestChannel channel) {
		this.channels.remove(channel);
		this.broker.close(channel);
	}

	@Override
	public Mono<Void> start() {
		return Mono.fromRunnable(this::find);
	}

	@Override
	public Mono<Void> stop() {
		return Mono.fromRunnable(this::lose);
	}

	@Override
	public boolean isConnected() {
		return this.connected;
	}

	@Override
	public Nodes openNodes(Consumer<byte[]> receiver) {
		this.node = receiver;
		return (frame) -> {
			if (!this.connected) {
				return Mono.error(new IllegalStateException("The broker is unavailable"));
			}
			this.broker.tellNodes(frame);
			return Mono.empty();
		};
	}

	@Override
	public void reconnect() {
		this.reconnects++;
		this.deaf = false;
	}

	@Override
	public boolean canFetchRooms() {
		return this.canFetchRooms;
	}

	@Override
	public int maxMessageSize() {
		return this.broker.maxAnswer();
	}

	@Override
	public boolean subscribesRooms() {
		return this.arriving != null;
	}

	@Override
	public Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver) {
		TestChannel channel = new TestChannel(this, namespace, uid, role, receiver, ConcurrentHashMap.newKeySet(),
				Sinks.one());
		if (role != Role.SENDER) {
			this.channels.add(channel);
			this.broker.open(channel);
			channel.subscribe();
		}
		return channel;
	}

}
