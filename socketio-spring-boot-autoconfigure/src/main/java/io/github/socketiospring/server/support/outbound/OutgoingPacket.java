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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.adapter.RememberedEvent;
import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketParser;
import org.jspecify.annotations.Nullable;

/**
 * A packet for one or many sockets, and the Engine.IO messages that carry it. It is
 * encoded once regardless of the number of receivers, or twice if some receivers cannot
 * be recovered and therefore get no offset. Used by one thread at a time.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#packet-encoding">Socket.IO protocol,
 * packet encoding</a>
 */
public final class OutgoingPacket implements RememberedEvent {

	private final Packet packet;

	private final boolean compressed;

	private final PacketParser parser;

	/** The message, or the first of several. */
	private @Nullable EngineMessage message;

	/** The message and its attachments, empty if only the message is needed. */
	private List<EngineMessage> messages = List.of();

	private @Nullable OutgoingPacket withoutOffset;

	/**
	 * Prepare a packet.
	 * @param packet the packet to send, to one socket or to many
	 * @param compressed whether transports may compress it
	 * @param parser encodes it on first use
	 */
	public OutgoingPacket(Packet packet, boolean compressed, PacketParser parser) {
		this.packet = packet;
		this.compressed = compressed;
		this.parser = parser;
	}

	Packet packet() {
		return this.packet;
	}

	/**
	 * Encode the packet now, so that encoding errors occur before it is sent to any
	 * socket.
	 * @return this packet
	 */
	public OutgoingPacket encode() {
		first();
		return this;
	}

	/**
	 * The packet as it is remembered for recovery: with the messages, and without the
	 * values from which they were encoded. May be used by several threads.
	 * @return the encoded packet
	 */
	public OutgoingPacket remembered() {
		Packet head = new Packet(this.packet.type(), this.packet.namespace(), this.packet.id(), null,
				this.packet.offset());
		OutgoingPacket remembered = new OutgoingPacket(head, this.compressed, this.parser);
		remembered.message = first();
		remembered.messages = unit();
		return remembered;
	}

	/**
	 * Return the form for a client.
	 * @param resumable whether the client can be recovered, and so gets the offset
	 * @return this packet, or a form without an offset
	 */
	OutgoingPacket forClient(boolean resumable) {
		if (resumable || this.packet.offset() == null) {
			return this;
		}
		OutgoingPacket plain = this.withoutOffset;
		if (plain == null) {
			plain = new OutgoingPacket(this.packet.withOffset(null), this.compressed, this.parser);
			this.withoutOffset = plain;
		}
		return plain;
	}

	/**
	 * Queue the packet and its attachments as one unit.
	 * @param session the session that sends them
	 */
	public void sendTo(EngineSession session) {
		EngineMessage first = first();
		if (this.messages.isEmpty()) {
			session.send(first);
		}
		else {
			session.send(this.messages);
		}
	}

	/**
	 * The packet and its attachments.
	 * @return the messages, to be queued as one unit
	 */
	List<EngineMessage> unit() {
		EngineMessage first = first();
		if (this.messages.isEmpty()) {
			this.messages = List.of(first);
		}
		return this.messages;
	}

	/**
	 * Append the packet and its attachments.
	 * @param unit the messages that are queued as one unit
	 */
	void appendTo(List<EngineMessage> unit) {
		EngineMessage first = first();
		if (this.messages.isEmpty()) {
			unit.add(first);
		}
		else {
			unit.addAll(this.messages);
		}
	}

	/**
	 * The memory of the packet and its attachments while it waits.
	 * @return an estimated number of bytes
	 */
	@Override
	public long cost() {
		long cost = first().cost();
		for (int i = 1; i < this.messages.size(); i++) {
			cost += this.messages.get(i).cost();
		}
		return cost;
	}

	private EngineMessage first() {
		EngineMessage first = this.message;
		if (first == null) {
			EncodedPacket encoded = this.parser.encode(this.packet);
			first = (encoded.binary() ? EngineMessage.binary(encoded.message()) : EngineMessage.text(encoded.message()))
				.withCompression(this.compressed);
			if (!encoded.attachments().isEmpty()) {
				this.messages = withAttachments(first, encoded.attachments());
			}
			this.message = first;
		}
		return first;
	}

	private List<EngineMessage> withAttachments(EngineMessage first, List<byte[]> attachments) {
		List<EngineMessage> all = new ArrayList<>(attachments.size() + 1);
		all.add(first);
		for (byte[] attachment : attachments) {
			all.add(EngineMessage.binary(attachment).withCompression(this.compressed));
		}
		return all;
	}

}
