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

package io.github.socketiospring.engineio.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * Several packets in one HTTP body of protocol revision 4: text packets joined by a
 * record separator, {@code 4hello<1E>bAQIDBA==}. Immutable and shareable.
 *
 * @since 0.1.0
 */
public final class PayloadCodec {

	private static final byte SEPARATOR = 0x1E;

	private PayloadCodec() {
	}

	/**
	 * Join packets.
	 * @param packets at least one packet
	 * @return the body
	 */
	public static byte[] encode(List<EnginePacket> packets) {
		int length = packets.size() - 1;
		for (EnginePacket packet : packets) {
			length += EnginePacketCodec.textLength(packet);
		}
		byte[] body = new byte[length];
		int end = 0;
		for (EnginePacket packet : packets) {
			if (end > 0) {
				body[end++] = SEPARATOR;
			}
			end = EnginePacketCodec.writeText(packet, body, end);
		}
		return body;
	}

	/**
	 * Split a body.
	 * @param body the body, in well-formed UTF-8
	 * @return the packets up to the end or up to what is no packet
	 */
	public static Payload decode(byte[] body) {
		List<EnginePacket> packets = new ArrayList<>(4);
		int from = 0;
		while (true) {
			int to = from;
			while (to < body.length && body[to] != SEPARATOR) {
				to++;
			}
			EnginePacket packet = EnginePacketCodec.decodeText(body, from, to);
			if (packet == null) {
				return new Payload(packets, true);
			}
			packets.add(packet);
			if (to == body.length) {
				return new Payload(packets, false);
			}
			from = to + 1;
		}
	}

	/**
	 * What a body contained.
	 *
	 * @param packets the packets in order
	 * @param malformed whether something that is no packet follows them
	 */
	public record Payload(List<EnginePacket> packets, boolean malformed) {

	}

}
