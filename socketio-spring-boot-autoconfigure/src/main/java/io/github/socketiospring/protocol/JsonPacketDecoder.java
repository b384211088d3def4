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

package io.github.socketiospring.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decodes the default wire format. The head is read from the bytes, and the arguments are
 * left to Jackson's streaming parser; only a packet whose placeholders are written in
 * another way than by most clients becomes a tree, in which they are replaced.
 */
final class JsonPacketDecoder implements PacketDecoder {

	private static final int MAX_ID_DIGITS = 18;

	private static final int MAX_COUNT_DIGITS = 4;

	private final JsonSource source;

	private final PacketLimits limits;

	/** Most packets are for the namespace of the one before. */
	private String lastNamespace = "/";

	private @Nullable Incomplete incomplete;

	JsonPacketDecoder(JsonSource source, PacketLimits limits) {
		this.source = source;
		this.limits = limits;
	}

	@Override
	public @Nullable ReceivedPacket text(byte[] message) {
		if (this.incomplete != null) {
			throw new PacketFormatException("Expected an attachment, got text");
		}
		PacketType type = (message.length > 0) ? PacketType.ofDigit(message[0]) : null;
		if (type == null) {
			throw new PacketFormatException("Expected a packet type, got "
					+ ((message.length > 0) ? "'" + (char) message[0] + "'" : "an empty message"));
		}
		int position = 1;
		int attachments = 0;
		if (type.isBinary()) {
			int dash = endOfDigits(message, position);
			attachments = attachments(message, position, dash);
			position = dash + 1;
		}
		String namespace = "/";
		if (position < message.length && message[position] == '/') {
			int end = indexOf(message, ',', position);
			namespace = namespace(message, position, end);
			position = Math.min(end + 1, message.length);
		}
		int endOfId = endOfDigits(message, position);
		long id = id(message, position, endOfId);
		return packet(type, namespace, id, attachments, message, endOfId);
	}

	private @Nullable ReceivedPacket packet(PacketType type, String namespace, long id, int attachments, byte[] message,
			int from) {
		return switch (type) {
			case CONNECT -> {
				checkAuth(message.length - from);
				yield other(type, namespace, id, object(message, from));
			}
			case DISCONNECT -> {
				if (from < message.length) {
					throw new PacketFormatException("Expected no payload of DISCONNECT");
				}
				yield other(type, namespace, id, null);
			}
			case CONNECT_ERROR -> other(type, namespace, id, reason(message, from));
			case EVENT, ACK ->
				(from < message.length) ? streamed(type, namespace, id, this.source.parser(message, from))
						: other(type, namespace, id, null);
			case BINARY_EVENT, BINARY_ACK -> {
				PacketType plain = (type == PacketType.BINARY_EVENT) ? PacketType.EVENT : PacketType.ACK;
				this.incomplete = incomplete(plain, namespace, id, attachments, message, from);
				yield null;
			}
		};
	}

	private Incomplete incomplete(PacketType type, String namespace, long id, int count, byte[] message, int from) {
		List<byte[]> attachments = new ArrayList<>(2);
		MessageJsonParser parser = this.source.parser(message, from, count);
		if (parser != null) {
			ReceivedPacket packet = streamed(type, namespace, id, parser);
			// Not before, since a placeholder is no event name.
			parser.attach(attachments);
			return new Incomplete(count, attachments, () -> packet);
		}
		JsonNode array = tree(message, from);
		if (!array.isArray()) {
			throw new PacketFormatException("Expected a JSON array, got " + array.getNodeType());
		}
		String event = (type == PacketType.EVENT) ? eventName(array.path(0)) : null;
		return new Incomplete(count, attachments, () -> {
			List<JsonNode> elements = Placeholders.replace(array, attachments).valueStream().toList();
			List<JsonNode> arguments = (event != null) ? elements.subList(1, elements.size()) : elements;
			return new ReceivedPacket(type, namespace, id, event,
					new TreeArgumentReader(arguments, this.source.mapper()), null);
		});
	}

	@Override
	public @Nullable ReceivedPacket binary(byte[] message) {
		Incomplete packet = this.incomplete;
		if (packet == null) {
			throw new PacketFormatException("Expected text, got a binary message that is no attachment");
		}
		packet.attachments.add(message);
		if (packet.attachments.size() < packet.expected) {
			return null;
		}
		this.incomplete = null;
		return packet.whole.get();
	}

	private static ReceivedPacket other(PacketType type, String namespace, long id, @Nullable ObjectNode payload) {
		return new ReceivedPacket(type, namespace, id, null, NoArguments.INSTANCE, payload);
	}

	private ReceivedPacket streamed(PacketType type, String namespace, long id, JsonParser parser) {
		try {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw new PacketFormatException("Expected a JSON array, got " + parser.currentToken());
			}
			String event = (type == PacketType.EVENT) ? eventName(parser) : null;
			return new ReceivedPacket(type, namespace, id, event, new StreamArgumentReader(this.source, parser), null);
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	private void checkAuth(int size) {
		if (size > this.limits.authSize()) {
			throw new PacketLimitException(PacketLimit.AUTH_SIZE,
					"Expected a payload of CONNECT of at most " + this.limits.authSize() + " bytes, got " + size);
		}
	}

	private String eventName(JsonParser parser) {
		JsonToken token = parser.nextToken();
		if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT
				&& token != JsonToken.VALUE_NUMBER_FLOAT) {
			throw noEventName();
		}
		return checked(parser.getString());
	}

	private String eventName(JsonNode name) {
		if (!name.isString() && !name.isNumber()) {
			throw noEventName();
		}
		return checked(name.asString());
	}

	private String checked(String event) {
		if (event.length() > this.limits.eventNameLength()) {
			throw new PacketLimitException(PacketLimit.EVENT_NAME_LENGTH, "Expected an event name of at most "
					+ this.limits.eventNameLength() + " characters, got " + event.length());
		}
		if (ReservedEvents.contains(event)) {
			throw new PacketFormatException("Expected an event name, got the reserved name '" + event + "'");
		}
		return event;
	}

	private static PacketFormatException noEventName() {
		return new PacketFormatException("Expected an event name as the first element of the JSON array");
	}

	private @Nullable ObjectNode object(byte[] message, int from) {
		if (from == message.length) {
			return null;
		}
		if (tree(message, from) instanceof ObjectNode object) {
			return object;
		}
		throw new PacketFormatException("Expected a JSON object");
	}

	private @Nullable ObjectNode reason(byte[] message, int from) {
		if (from < message.length && message[from] == '"' && tree(message, from).isString()) {
			return null;
		}
		return object(message, from);
	}

	private JsonNode tree(byte[] message, int from) {
		try (JsonParser parser = this.source.parser(message, from)) {
			JsonNode tree = this.source.mapper().readTree(parser);
			if (tree == null) {
				throw new PacketFormatException("Expected JSON, got the end of the packet");
			}
			if (parser.nextToken() != null) {
				throw new PacketFormatException("Expected the end of the packet behind the JSON");
			}
			return tree;
		}
		catch (JacksonException ex) {
			throw JsonSource.malformed(ex);
		}
	}

	private int attachments(byte[] message, int from, int dash) {
		if (from == dash || dash - from > MAX_COUNT_DIGITS || dash == message.length || message[dash] != '-') {
			throw new PacketFormatException("Expected the number of attachments and a dash");
		}
		int count = (int) number(message, from, dash);
		if (count < 1 || count > this.limits.attachments()) {
			throw new PacketLimitException(PacketLimit.ATTACHMENTS,
					"Expected 1 to " + this.limits.attachments() + " attachments, got " + count);
		}
		return count;
	}

	private String namespace(byte[] message, int from, int end) {
		if (end - from > this.limits.namespaceLength()) {
			throw new PacketLimitException(PacketLimit.NAMESPACE_LENGTH,
					"Expected a namespace of at most " + this.limits.namespaceLength() + " bytes, got " + (end - from));
		}
		if (!isLast(message, from, end)) {
			this.lastNamespace = new String(message, from, end - from, StandardCharsets.UTF_8);
		}
		return this.lastNamespace;
	}

	private boolean isLast(byte[] message, int from, int end) {
		String last = this.lastNamespace;
		if (last.length() != end - from) {
			return false;
		}
		for (int i = 0; i < last.length(); i++) {
			if (last.charAt(i) != message[from + i]) {
				return false;
			}
		}
		return true;
	}

	private static long id(byte[] message, int from, int end) {
		if (from == end) {
			return Packet.NO_ID;
		}
		if (end - from > MAX_ID_DIGITS) {
			throw new PacketFormatException("Expected an acknowledgement id of at most " + MAX_ID_DIGITS + " digits");
		}
		return number(message, from, end);
	}

	private static long number(byte[] message, int from, int end) {
		long number = 0;
		for (int i = from; i < end; i++) {
			number = 10 * number + (message[i] - '0');
		}
		return number;
	}

	private static int endOfDigits(byte[] message, int from) {
		int end = from;
		while (end < message.length && message[end] >= '0' && message[end] <= '9') {
			end++;
		}
		return end;
	}

	private static int indexOf(byte[] message, char wanted, int from) {
		int index = from;
		while (index < message.length && message[index] != wanted) {
			index++;
		}
		return index;
	}

	/**
	 * A packet whose attachments are still to come.
	 *
	 * @param expected how many there will be
	 * @param attachments those that came
	 * @param whole makes the packet when all are there
	 */
	private record Incomplete(int expected, List<byte[]> attachments, Supplier<ReceivedPacket> whole) {

	}

}
