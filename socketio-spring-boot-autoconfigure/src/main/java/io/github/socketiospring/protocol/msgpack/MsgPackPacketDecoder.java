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

import java.io.IOException;
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
import io.github.socketiospring.protocol.ReceivedPayload;
import io.github.socketiospring.protocol.ReservedEvents;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePackException;
import org.msgpack.value.ValueType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Decodes packets in MessagePack. A first pass checks the whole message and finds its
 * parts, which are then read on demand. The decoder has no state, since every message is
 * a complete packet.
 *
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#exchange-protocol">Exchange
 * protocol</a>
 */
final class MsgPackPacketDecoder implements PacketDecoder {

	private static final int NONE = -1;

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
		try {
			return read(message);
		}
		catch (MessagePackException | IOException ex) {
			throw MsgPackValues.malformed(ex);
		}
	}

	private ReceivedPacket read(byte[] message) throws IOException {
		MsgPackCursor cursor = cursor(message, 0);
		expect(cursor.next() == ValueType.MAP, "a map");
		JsonNode type = MissingNode.getInstance();
		JsonNode namespace = MissingNode.getInstance();
		JsonNode id = MissingNode.getInstance();
		int data = NONE;
		int size = cursor.enterMap();
		for (int i = 0; i < size; i++) {
			JsonNode name = cursor.readSimple(1);
			expect(name.isString() || name.isNumber(), "the name of a property");
			switch (name.asString()) {
				case MsgPackPacketParser.TYPE:
					type = defined(cursor.readSimple(1), type);
					break;
				case MsgPackPacketParser.NAMESPACE:
					namespace = defined(cursor.readSimple(1), namespace);
					break;
				case MsgPackPacketParser.ID:
					id = defined(cursor.readSimple(1), id);
					break;
				case MsgPackPacketParser.DATA:
					int position = cursor.position();
					data = cursor.skip(1) ? data : position;
					break;
				default:
					cursor.skip(1);
			}
		}
		cursor.expectEnd();
		return packet(type(type), namespace(namespace), id(id), message, data);
	}

	private MsgPackCursor cursor(byte[] message, int from) {
		return new MsgPackCursor(message, from, this.limits.nestingDepth());
	}

	private static JsonNode defined(JsonNode value, JsonNode before) {
		return value.isMissingNode() ? before : value;
	}

	private ReceivedPacket packet(PacketType type, String namespace, long id, byte[] message, int data)
			throws IOException {
		return switch (type) {
			case CONNECT -> {
				expectAtMost(this.limits.authSize(), message.length, PacketLimit.AUTH_SIZE);
				yield other(type, namespace, id, payload(message, data));
			}
			case DISCONNECT -> {
				expect(data == NONE, "no data of DISCONNECT");
				yield other(type, namespace, id, null);
			}
			case CONNECT_ERROR -> other(type, namespace, id, reason(message, data));
			case EVENT -> event(namespace, id, message, data);
			default -> {
				MsgPackCursor cursor = enter(message, data);
				yield arguments(type, namespace, id, null, message, cursor, cursor.enterArray());
			}
		};
	}

	private ReceivedPacket other(PacketType type, String namespace, long id, @Nullable ReceivedPayload payload) {
		return new ReceivedPacket(type, namespace, id, null, NoArguments.INSTANCE, payload);
	}

	private ReceivedPacket event(String namespace, long id, byte[] message, int data) throws IOException {
		MsgPackCursor cursor = enter(message, data);
		int size = cursor.enterArray();
		if (size == 0) {
			return arguments(PacketType.EVENT, namespace, id, null, message, cursor, 0);
		}
		JsonNode name = cursor.readSimple(2);
		expect(name.isString() || name.isNumber(), "an event name as the first element of the data");
		String event = name.asString();
		expectAtMost(this.limits.eventNameLength(), event.length(), PacketLimit.EVENT_NAME_LENGTH);
		expect(!ReservedEvents.contains(event), "an event name that is not reserved");
		return arguments(PacketType.EVENT, namespace, id, event, message, cursor, size - 1);
	}

	private MsgPackCursor enter(byte[] message, int data) throws IOException {
		expect(data != NONE, "an array as data");
		MsgPackCursor cursor = cursor(message, data);
		expect(cursor.next() == ValueType.ARRAY, "an array as data");
		return cursor;
	}

	private ReceivedPacket arguments(PacketType type, String namespace, long id, @Nullable String event, byte[] message,
			MsgPackCursor cursor, int count) {
		return new ReceivedPacket(type, namespace, id, event,
				new MsgPackArgumentReader(message, cursor, this.limits.nestingDepth(), count, this.mapper), null);
	}

	private @Nullable ReceivedPayload reason(byte[] message, int data) throws IOException {
		return (data != NONE && cursor(message, data).next() == ValueType.STRING) ? null : payload(message, data);
	}

	private @Nullable ReceivedPayload payload(byte[] message, int data) throws IOException {
		if (data == NONE) {
			return null;
		}
		expect(cursor(message, data).next() == ValueType.MAP, "a map as data");
		return new MsgPackPayload(message, data, this.limits.nestingDepth());
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
