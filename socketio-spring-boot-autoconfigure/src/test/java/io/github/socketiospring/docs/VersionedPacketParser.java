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

package io.github.socketiospring.docs;

import java.util.Arrays;

import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedPacket;
import org.jspecify.annotations.Nullable;

/**
 * The default wire format with a version in front of every packet: {@code v1:2["hello"]}.
 */
final class VersionedPacketParser implements PacketParser {

	private static final byte[] VERSION = { 'v', '1', ':' };

	private final PacketParser format;

	VersionedPacketParser(PacketParser format) {
		this.format = format;
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		EncodedPacket encoded = this.format.encode(packet);
		byte[] message = new byte[VERSION.length + encoded.message().length];
		System.arraycopy(VERSION, 0, message, 0, VERSION.length);
		System.arraycopy(encoded.message(), 0, message, VERSION.length, encoded.message().length);
		return new EncodedPacket(encoded.binary(), message, encoded.attachments());
	}

	@Override
	public PacketDecoder decoder() {
		PacketDecoder decoder = this.format.decoder();
		return new PacketDecoder() {

			@Override
			public @Nullable ReceivedPacket text(byte[] message) {
				if (!Arrays.equals(message, 0, Math.min(VERSION.length, message.length), VERSION, 0, VERSION.length)) {
					throw new PacketFormatException("Expected a packet of version 1");
				}
				return decoder.text(Arrays.copyOfRange(message, VERSION.length, message.length));
			}

			@Override
			public @Nullable ReceivedPacket binary(byte[] message) {
				return decoder.binary(message);
			}

		};
	}

}
