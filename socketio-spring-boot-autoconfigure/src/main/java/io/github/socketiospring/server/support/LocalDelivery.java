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

package io.github.socketiospring.server.support;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.LocalSocket;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.OrderedDelivery;
import io.github.socketiospring.adapter.RememberedEvent;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.support.inbound.ServerSideEvents;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.OutgoingPacket;
import io.github.socketiospring.server.support.outbound.Receiver;
import io.github.socketiospring.server.support.outbound.WireFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Delivers the packets of an adapter to the sockets of this node. A broadcast is encoded
 * once for all receivers.
 */
final class LocalDelivery implements LocalSockets {

	private final ServerSideEvents serverSideEvents;

	private final ServerSideEvents broadcasts;

	private final WireFormat format;

	private final Instruments instruments;

	private final AtomicLong nextAckId = new AtomicLong();

	/** Set after the namespace was created, which needs the adapter first. */
	private volatile ObjLongConsumer<String> forgetting = (socketId, ackId) -> {
	};

	/**
	 * Create the delivery of a namespace.
	 * @param serverSideEvents receives the events of other nodes
	 * @param broadcasts receives the broadcasts of other nodes that are observed
	 * @param format writes packets
	 * @param instruments measure the namespace
	 */
	LocalDelivery(ServerSideEvents serverSideEvents, ServerSideEvents broadcasts, WireFormat format,
			Instruments instruments) {
		this.serverSideEvents = serverSideEvents;
		this.broadcasts = broadcasts;
		this.format = format;
		this.instruments = instruments;
	}

	/**
	 * Set the namespace that handles the events of other nodes.
	 * @param namespace the namespace of the name
	 */
	void belongTo(Namespace namespace) {
		this.serverSideEvents.belongTo(namespace);
	}

	/**
	 * Set the callback that forgets acknowledgements.
	 * @param forgetting called with the id of a socket, and that of an acknowledgement
	 */
	void onForgottenAck(ObjLongConsumer<String> forgetting) {
		this.forgetting = forgetting;
	}

	@Override
	public Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, @Nullable AckCollector acks) {
		OutgoingPacket outgoing = this.format.outgoing(packet, options.compressed()).encode();
		boolean droppable = options.droppable();
		if (acks == null) {
			return (socket) -> ((Receiver) socket).deliver(outgoing, droppable);
		}
		return (socket) -> {
			if (((Receiver) socket).awaitAck(packet.id(), acks)) {
				((Receiver) socket).deliver(outgoing, droppable);
			}
		};
	}

	@Override
	public OrderedDelivery ordered(Packet event, BroadcastOptions options) {
		OutgoingPacket outgoing = this.format.outgoing(event, options.compressed()).encode();
		return new Ordered(outgoing, outgoing.remembered());
	}

	@Override
	public void delivered(int receivers) {
		this.instruments.broadcast(receivers);
	}

	@Override
	public long nextAckId() {
		return this.nextAckId.getAndIncrement();
	}

	@Override
	public void forgetAck(String socketId, long ackId) {
		this.forgetting.accept(socketId, ackId);
	}

	@Override
	public void peerBroadcast(String event, Supplier<List<JsonNode>> arguments) {
		if (this.broadcasts.isAwaited(event)) {
			this.broadcasts.receive(event, arguments.get(), null, Map.of());
		}
	}

	@Override
	public void serverSideEvent(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer,
			Map<String, String> trace) {
		this.serverSideEvents.receive(event, arguments, answer, trace);
	}

	/**
	 * A delivery in two steps: into the queues under the lock, and from there afterwards.
	 */
	private static final class Ordered implements OrderedDelivery {

		private final OutgoingPacket packet;

		private final RememberedEvent event;

		/** The sockets for which the event waits behind others; rarely any. */
		private Set<LocalSocket> waiting = Set.of();

		/**
		 * Create a delivery.
		 * @param packet the event for connected sockets
		 * @param event the event as it is remembered
		 */
		Ordered(OutgoingPacket packet, RememberedEvent event) {
			this.packet = packet;
			this.event = event;
		}

		@Override
		public RememberedEvent event() {
			return this.event;
		}

		@Override
		public void enqueue(LocalSocket socket) {
			if (((Receiver) socket).enqueue(this.packet)) {
				if (this.waiting.isEmpty()) {
					this.waiting = new HashSet<>(4);
				}
				this.waiting.add(socket);
			}
		}

		@Override
		public void release(LocalSocket socket) {
			((Receiver) socket).release(this.packet, this.waiting.contains(socket));
		}

	}

}
