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

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A namespace whose sockets are {@link TestSocket}s.
 */
public final class TestSockets implements LocalSockets {

	private final List<BroadcastOptions> deliveries = new CopyOnWriteArrayList<>();

	private final List<String> forgotten = new CopyOnWriteArrayList<>();

	private final AtomicLong nextAckId = new AtomicLong();

	private final List<String> serverSideEvents = new CopyOnWriteArrayList<>();

	@Override
	public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, @Nullable AckCollector acks) {
		this.deliveries.add(options);
		return (socket) -> {
			if (acks != null) {
				((TestSocket) socket).receive(packet, acks);
			}
			else {
				((TestSocket) socket).receive(packet);
			}
		};
	}

	@Override
	public OrderedDelivery ordered(Packet event, BroadcastOptions options) {
		this.deliveries.add(options);
		return new OrderedDelivery() {

			@Override
			public RememberedEvent event() {
				return new TestEvent(event);
			}

			@Override
			public void enqueue(LocalSocket socket) {
				((TestSocket) socket).receive(event);
			}

			@Override
			public void release(LocalSocket socket) {
			}

		};
	}

	@Override
	public long nextAckId() {
		return this.nextAckId.getAndIncrement();
	}

	@Override
	public void forgetAck(String socketId, long ackId) {
		this.forgotten.add(socketId + " " + ackId);
	}

	/**
	 * The acknowledgements that are awaited no more.
	 * @return for example {@code a 7}
	 */
	public List<String> forgotten() {
		return this.forgotten;
	}

	@Override
	public void serverSideEvent(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer,
			Map<String, String> trace) {
		this.serverSideEvents.add(event);
		if (answer != null) {
			answer.accept(new Object[] { event });
		}
	}

	/**
	 * The encoded packets.
	 * @return the options of each packet
	 */
	public List<BroadcastOptions> deliveries() {
		return this.deliveries;
	}

	/**
	 * The events that other nodes sent.
	 * @return the names of the events
	 */
	public List<String> serverSideEvents() {
		return this.serverSideEvents;
	}

	/**
	 * A remembered event.
	 */
	record TestEvent(Packet packet) implements RememberedEvent {

		static final int COST = 1000;

		static List<String> names(List<RememberedEvent> events) {
			return events.stream().map((event) -> TestSocket.event(((TestEvent) event).packet())).toList();
		}

		@Override
		public long cost() {
			return COST;
		}

	}

}
