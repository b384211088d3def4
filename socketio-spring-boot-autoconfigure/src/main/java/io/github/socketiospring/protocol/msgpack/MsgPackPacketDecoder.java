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

package io.github.socketiospring.protocol.msgpack;

import java.nio.charset.StandardCharsets;

import io.github.socketiospring.protocol.NoArguments;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimit;
import io.github.socketiospring.protocol.PacketLimitException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decodes packets in MessagePack. Has no state, since every message is a complete packet.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 */
final class MsgPackPacketDecoder implements PacketDecoder {

	private final JsonMapper mapper;

	private final PacketLimits limits;

	MsgPackPacketDecoder(JsonMapper mapper, PacketLimits limits) {
		this.mapper = mapper;
		this.limits = limits;
	}

	@Override
	public ReceivedPacket text(byte[] message) {
		throw new PacketFormatException("Expected a binary message, got text: the client uses another parser");
	}

	@Override
	public ReceivedPacket binary(byte[] message) {
		JsonNode map = map(message);
		PacketType type = type(map.path(MsgPackPacketParser.TYPE));
		String namespace = namespace(map.path(MsgPackPacketParser.NAMESPACE));
		long id = id(map.path(MsgPackPacketParser.ID));
		JsonNode data = map.path(MsgPackPacketParser.DATA);
		return switch (type) {
			case CONNECT -> {
				expectAtMost(this.limits.authSize(), message.length, PacketLimit.AUTH_SIZE);
				yield other(type, namespace, id, payload(data));
			}
			case DISCONNECT -> {
				expect(data.isMissingNode(), "no data of DISCONNECT");
				yield other(type, namespace, id, null);
			}
			case CONNECT_ERROR -> other(type, namespace, id, data.isString() ? null : payload(data));
			case EVENT -> event(namespace, id, message, data);
			default -> arguments(type, namespace, id, null, message, data, 0);
		};
	}

	/**
	 * Read what every packet consists of.
	 * @param message a whole message in MessagePack
	 * @return its map
	 */
	JsonNode map(byte[] message) {
		JsonNode map = MsgPackValues.read(message, this.limits.nestingDepth());
		if (!map.isObject()) {
			throw new PacketFormatException("Expected a map, got " + map.getNodeType());
		}
		return map;
	}

	JsonMapper mapper() {
		return this.mapper;
	}

	private ReceivedPacket other(PacketType type, String namespace, long id, @Nullable ObjectNode payload) {
		return new ReceivedPacket(type, namespace, id, null, NoArguments.INSTANCE, payload);
	}

	private ReceivedPacket event(String namespace, long id, byte[] message, JsonNode data) {
		JsonNode name = data.path(0);
		if (data.isArray() && data.isEmpty()) {
			return arguments(PacketType.EVENT, namespace, id, null, message, data, 0);
		}
		expect(name.isString() || name.isNumber(), "an event name as the first element of the data");
		String event = name.asString();
		expectAtMost(this.limits.eventNameLength(), event.length(), PacketLimit.EVENT_NAME_LENGTH);
		expect(!ReservedEvents.contains(event), "an event name that is not reserved");
		return arguments(PacketType.EVENT, namespace, id, event, message, data, 1);
	}

	private ReceivedPacket arguments(PacketType type, String namespace, long id, @Nullable String event, byte[] message,
			JsonNode data, int first) {
		expect(data.isArray(), "an array as data");
		return new ReceivedPacket(type, namespace, id, event, new MsgPackArgumentReader(this, message, data, first),
				null);
	}

	private @Nullable ObjectNode payload(JsonNode data) {
		if (data.isMissingNode()) {
			return null;
		}
		if (data instanceof ObjectNode object) {
			return object;
		}
		throw new PacketFormatException("Expected a map as data, got " + data.getNodeType());
	}

	private PacketType type(JsonNode type) {
		expect(type.isIntegralNumber() && type.canConvertToInt() && type.intValue() >= 0
				&& type.intValue() <= PacketType.CONNECT_ERROR.ordinal(), "a packet type from 0 to 4");
		return PacketType.values()[type.intValue()];
	}

	private String namespace(JsonNode namespace) {
		expect(namespace.isString() && namespace.asString().startsWith("/"), "a namespace");
		String name = namespace.asString();
		expectAtMost(this.limits.namespaceLength(), name.getBytes(StandardCharsets.UTF_8).length,
				PacketLimit.NAMESPACE_LENGTH);
		return name;
	}

	private long id(JsonNode id) {
		if (id.isMissingNode()) {
			return Packet.NO_ID;
		}
		expect(id.isIntegralNumber() && id.canConvertToLong() && id.longValue() >= 0, "an acknowledgement id");
		return id.longValue();
	}

	private static void expectAtMost(int allowed, int length, PacketLimit limit) {
		if (length > allowed) {
			throw new PacketLimitException(limit, "Expected " + limit + " of at most " + allowed + ", got " + length);
		}
	}

	private static void expect(boolean condition, String what) {
		if (!condition) {
			throw new PacketFormatException("Expected " + what);
		}
	}

}
