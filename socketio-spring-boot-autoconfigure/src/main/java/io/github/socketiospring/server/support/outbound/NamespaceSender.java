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

package io.github.socketiospring.server.support.outbound;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The shared sender of all sockets of one namespace: the namespace's name, its adapter
 * and the ids of acknowledgements. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NamespaceSender {

	private final String namespace;

	private final AdapterSender adapter;

	private final ServerContext context;

	private final Instruments instruments;

	private final LongSupplier ackIds;

	/**
	 * Create the sender of a namespace.
	 * @param namespace the namespace's name
	 * @param adapter the namespace's adapter, or a sender to the same namespace of other
	 * nodes
	 * @param context the shared objects of the server
	 * @param instruments measure and observe the namespace
	 * @param ackIds generates the ids of acknowledgements, the same for all nodes'
	 * broadcasts
	 */
	public NamespaceSender(String namespace, AdapterSender adapter, ServerContext context, Instruments instruments,
			LongSupplier ackIds) {
		this.namespace = namespace;
		this.adapter = adapter;
		this.context = context;
		this.instruments = instruments;
		this.ackIds = ackIds;
	}

	ServerContext context() {
		return this.context;
	}

	/**
	 * The meter and the observer of the namespace.
	 * @return always the same object
	 */
	Instruments instruments() {
		return this.instruments;
	}

	/**
	 * Generate an id for an acknowledgement.
	 * @return an id that no other event of the namespace has
	 */
	long nextAckId() {
		return this.ackIds.getAsLong();
	}

	/**
	 * Send an event that is not remembered.
	 * @param event the event to send
	 * @param options how to send it
	 * @param outbox the socket's outbox
	 */
	void emit(Packet event, EmitOptions options, Outbox outbox) {
		OutgoingPacket outgoing = outgoing(event, options.compressed());
		if (options.droppable()) {
			outbox.deliverIfWritable(outgoing);
		}
		else {
			outbox.deliver(outgoing);
		}
	}

	/**
	 * Broadcast an event that requests acknowledgements.
	 * @param event the event with the id of its acknowledgements
	 * @param options which sockets, and how
	 * @param timeout how long the acknowledgements are awaited
	 * @param acks collects the acknowledgements
	 * @return ends the wait for those of other nodes
	 */
	Disposable broadcast(Packet event, BroadcastOptions options, Duration timeout, AckCollector acks) {
		return this.adapter.broadcast(event, options, timeout, acks);
	}

	/**
	 * Prepare an event for a socket that may be recovered.
	 * @param event the event to send
	 * @param socketId the socket's id
	 * @param options how to send it
	 * @return the event, {@code null} if it is not remembered
	 */
	@Nullable DirectEvent remembered(Packet event, String socketId, EmitOptions options) {
		if (event.id() != Packet.NO_ID || options.droppable() || !(this.adapter instanceof RecoveryAdapter recovery)) {
			return null;
		}
		String offset = recovery.nextOffset();
		OutgoingPacket outgoing = outgoing(event.withOffset(offset), options.compressed()).encode();
		return new DirectEvent(recovery, offset, outgoing, socketId);
	}

	/**
	 * Create the acknowledgement of an event.
	 * @param ackId the id of the received event
	 * @param arguments the arguments of the acknowledgement
	 * @return the encoded acknowledgement
	 */
	OutgoingPacket ack(long ackId, @Nullable Object[] arguments) {
		return outgoing(Packet.ack(this.namespace, ackId, arguments), true).encode();
	}

	/**
	 * Create a packet that disconnects a socket.
	 * @return a DISCONNECT packet, encoded on first use
	 */
	OutgoingPacket disconnect() {
		return outgoing(new Packet(PacketType.DISCONNECT, this.namespace, Packet.NO_ID, null), true);
	}

	/**
	 * Prepare a packet of this namespace.
	 * @param packet a packet whose namespace is this one
	 * @param compressed whether transports may compress it
	 * @return the packet, encoded on first use
	 */
	OutgoingPacket outgoing(Packet packet, boolean compressed) {
		return new OutgoingPacket(packet, compressed, this.context.parser());
	}

	/**
	 * Create an event of this namespace without an acknowledgement.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return an event without an id
	 */
	Packet event(String event, @Nullable Object[] arguments) {
		return Packet.event(this.namespace, event, arguments);
	}

	/**
	 * Create an event of this namespace with an acknowledgement.
	 * @param ackId the id of the acknowledgement
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return an event with that id
	 */
	Packet event(long ackId, String event, @Nullable Object[] arguments) {
		return Packet.event(this.namespace, ackId, event, arguments);
	}

}
