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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.EngineMessage;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.EncodedPacket;

/**
 * An encoded packet as the messages that carry it, shared by all its receivers.
 */
final class WireMessage {

	private final EngineMessage first;

	private final List<EngineMessage> all;

	private WireMessage(EngineMessage first, List<EngineMessage> all) {
		this.first = first;
		this.all = all;
	}

	static WireMessage of(EncodedPacket packet, boolean compressed) {
		EngineMessage message = packet.binary() ? EngineMessage.binary(packet.message())
				: EngineMessage.text(packet.message());
		EngineMessage first = message.withCompression(compressed);
		if (packet.attachments().isEmpty()) {
			return new WireMessage(first, List.of());
		}
		List<EngineMessage> all = new ArrayList<>(packet.attachments().size() + 1);
		all.add(first);
		packet.attachments()
			.forEach((attachment) -> all.add(EngineMessage.binary(attachment).withCompression(compressed)));
		return new WireMessage(first, all);
	}

	int count() {
		return Math.max(1, this.all.size());
	}

	/**
	 * How much it is.
	 * @return the length of all messages in bytes
	 */
	long length() {
		long length = this.first.bytes().length;
		for (int i = 1; i < this.all.size(); i++) {
			length += this.all.get(i).bytes().length;
		}
		return length;
	}

	/**
	 * Queue the messages, with nothing between them.
	 * @param session where
	 */
	void sendTo(EngineSession session) {
		if (this.all.isEmpty()) {
			session.send(this.first);
		}
		else {
			session.send(this.all);
		}
	}

}
