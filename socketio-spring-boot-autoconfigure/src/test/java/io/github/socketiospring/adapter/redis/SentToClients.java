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

package io.github.socketiospring.adapter.redis;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.ReceivedMessages;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encodes the events of other nodes for clients of all kinds.
 */
final class SentToClients {

	private static final PacketLimits LIMITS = PacketLimits.builder().attachments(Integer.MAX_VALUE).build();

	private final PacketParser json = new JsonPacketParser(ReceivedMessages.mapper(), LIMITS);

	private final PacketParser msgPack = new MsgPackPacketParser(ReceivedMessages.mapper(), LIMITS);

	/**
	 * Encode what a message has for clients.
	 * @param message the message
	 */
	void deliver(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			Packet event = broadcast.event();
			assertThat(this.json.encode(event).message()).isNotEmpty();
			assertThat(this.msgPack.encode(event).message()).isNotEmpty();
		}
	}

}
