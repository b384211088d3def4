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

package io.github.socketiospring.server;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketParser;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way to one or many sockets, encoded once, or twice when some of the
 * receivers cannot resume and so get no offset. Used by one thread at a time.
 */
final class OutgoingPacket {

	private final Packet packet;

	private final boolean compressed;

	private final PacketParser parser;

	private @Nullable WireMessage message;

	private @Nullable WireMessage withoutOffset;

	OutgoingPacket(Packet packet, boolean compressed, PacketParser parser) {
		this.packet = packet;
		this.compressed = compressed;
		this.parser = parser;
	}

	Packet packet() {
		return this.packet;
	}

	/**
	 * Encode the packet, so that what cannot be encoded fails before anybody got it.
	 * @return this
	 */
	OutgoingPacket encode() {
		message();
		return this;
	}

	WireMessage messageFor(Revision revision) {
		return (this.packet.offset() == null || revision.canRecover()) ? message() : messageWithoutOffset();
	}

	private WireMessage message() {
		WireMessage encoded = this.message;
		if (encoded == null) {
			encoded = WireMessage.of(this.parser.encode(this.packet), this.compressed);
			this.message = encoded;
		}
		return encoded;
	}

	private WireMessage messageWithoutOffset() {
		WireMessage encoded = this.withoutOffset;
		if (encoded == null) {
			encoded = WireMessage.of(this.parser.encode(this.packet.withOffset(null)), this.compressed);
			this.withoutOffset = encoded;
		}
		return encoded;
	}

}
