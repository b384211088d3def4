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

package io.github.socketiospring.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.socketiospring.protocol.ArgumentReader;
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
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import io.github.socketiospring.protocol.json.jackson.MessageJsonParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;

/**
 * Decodes the default wire format. The decoder reads the head byte by byte and leaves the
 * arguments to Jackson's streaming parser. A packet whose placeholders are not written
 * the way JavaScript writes them is parsed into a tree, whose placeholders are then
 * replaced.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
final class JsonPacketDecoder implements PacketDecoder {

	private static final int MAX_ID_DIGITS = 18;

	private static final int MAX_COUNT_DIGITS = 4;

	private final JsonSource source;

	private final PacketLimits limits;

	private final Predicate<String> taken;

	/** Most packets use the namespace of the previous packet. */
	private String lastNamespace = "/";

	private @Nullable Incomplete incomplete;

	/**
	 * Create a decoder.
	 * @param source creates the parsers
	 * @param limits limits for the packets of clients
	 * @param taken whether a socket accepts packets of a namespace, which are then kept
	 * until their attachments have arrived
	 */
	JsonPacketDecoder(JsonSource source, PacketLimits limits, Predicate<String> taken) {
		this.source = source;
		this.limits = limits;
		this.taken = taken;
	}

	@Override
	public @Nullable ReceivedPacket text(byte[] message) {
		if (this.incomplete != null) {
			throw new PacketFormatException("Expected an attachment, got text");
		}
		PacketType type = (message.length > 0) ? PacketType.ofDigit(message[0]) : null;
		if (type == null) {
			throw new PacketFormatException(
					"Expected a packet type, got " + ((message.length > 0) ? "something else" : "an empty message"));
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
			case EVENT,
					ACK ->
				(from < message.length)
						? streamed(type, namespace, id, this.source.parser(message, from), message, from)
						: other(type, namespace, id, null);
			case BINARY_EVENT, BINARY_ACK -> {
				PacketType plain = (type == PacketType.BINARY_EVENT) ? PacketType.EVENT : PacketType.ACK;
				Incomplete whole = incomplete(plain, namespace, id, attachments, message, from);
				this.incomplete = this.taken.test(namespace) ? whole
						: new Incomplete(attachments, null, () -> untaken(plain, namespace, id));
				yield null;
			}
		};
	}

	private Incomplete incomplete(PacketType type, String namespace, long id, int count, byte[] message, int from) {
		List<byte[]> attachments = new ArrayList<>(2);
		MessageJsonParser parser = this.source.parser(message, from, count);
		if (parser != null) {
			ReceivedPacket packet = streamed(type, namespace, id, parser, message, from);
			// Checked only now, since a placeholder in place of the event name is an
			// error.
			parser.attach(attachments);
			return new Incomplete(count, attachments, () -> packet);
		}
		ReceivedPacket head = streamed(type, namespace, id, this.source.parser(message, from), message, from);
		head.arguments().finish();
		return new Incomplete(count, attachments, () -> attached(head, message, from, attachments));
	}

	/**
	 * Complete a packet that was dropped because no socket accepted it.
	 * @param type the type of the packet
	 * @param namespace its namespace
	 * @param id its acknowledgement id
	 * @return a packet without arguments
	 * @throws PacketFormatException if a socket accepts it by now
	 */
	private ReceivedPacket untaken(PacketType type, String namespace, long id) {
		if (this.taken.test(namespace)) {
			throw new PacketFormatException("Expected no attachments for a namespace that the client was not in yet");
		}
		return new ReceivedPacket(type, namespace, id, null, NoArguments.INSTANCE, null);
	}

	// Only a tree shows which objects are placeholders.
	private ReceivedPacket attached(ReceivedPacket head, byte[] message, int from, List<byte[]> attachments) {
		AttachedArguments arguments = new AttachedArguments(this.source, message, from, (head.event() != null) ? 1 : 0,
				attachments);
		try {
			return new ReceivedPacket(head.type(), head.namespace(), head.id(), head.event(), arguments.reader(), null);
		}
		catch (StreamConstraintsException ex) {
			// A value is too long for a tree: the reader of the arguments reports which
			// one.
			return streamed(head.type(), head.namespace(), head.id(), this.source.parser(message, from), message, from);
		}
	}

	@Override
	public @Nullable ReceivedPacket binary(byte[] message) {
		Incomplete packet = this.incomplete;
		if (packet == null) {
			throw new PacketFormatException("Expected text, got a binary message that is not an attachment");
		}
		if (!packet.add(message)) {
			return null;
		}
		this.incomplete = null;
		return packet.whole.get();
	}

	@Override
	public boolean isKeeping() {
		return this.incomplete != null && this.incomplete.attachments != null;
	}

	private static ReceivedPacket other(PacketType type, String namespace, long id, @Nullable ReceivedPayload payload) {
		return new ReceivedPacket(type, namespace, id, null, NoArguments.INSTANCE, payload);
	}

	private ReceivedPacket streamed(PacketType type, String namespace, long id, JsonParser parser, byte[] message,
			int from) {
		try {
			if (parser.nextToken() != JsonToken.START_ARRAY) {
				throw new PacketFormatException("Expected a JSON array, got " + parser.currentToken());
			}
			String event = (type == PacketType.EVENT) ? eventName(parser) : null;
			ArgumentReader arguments = new StreamArgumentReader(this.source, parser, message, from,
					(event != null) ? 1 : 0);
			return new ReceivedPacket(type, namespace, id, event, arguments, null);
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

	private @Nullable ReceivedPayload object(byte[] message, int from) {
		if (from == message.length) {
			return null;
		}
		if (this.source.check(message, from) != JsonToken.START_OBJECT) {
			throw new PacketFormatException("Expected a JSON object");
		}
		return new JsonPayload(this.source, message, from);
	}

	private @Nullable ReceivedPayload reason(byte[] message, int from) {
		if (from < message.length && this.source.check(message, from) == JsonToken.VALUE_STRING) {
			return null;
		}
		return object(message, from);
	}

	static JsonNode read(JsonSource source, JsonParser json) {
		try (JsonParser parser = json) {
			JsonNode tree = source.mapper().readTree(parser);
			if (tree == null) {
				throw new PacketFormatException("Expected JSON, got the end of the packet");
			}
			if (parser.nextToken() != null) {
				throw new PacketFormatException("Expected the end of the packet after the JSON");
			}
			return tree;
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
	 * A packet whose attachments have not all arrived.
	 */
	private static final class Incomplete {

		/** The attachments that have arrived, {@code null} if they are not kept. */
		private final @Nullable List<byte[]> attachments;

		private final Supplier<ReceivedPacket> whole;

		private int missing;

		/**
		 * Create an incomplete packet.
		 * @param missing the number of attachments
		 * @param attachments collects the attachments, {@code null} to drop them
		 * @param whole creates the packet once all attachments have arrived
		 */
		Incomplete(int missing, @Nullable List<byte[]> attachments, Supplier<ReceivedPacket> whole) {
			this.missing = missing;
			this.attachments = attachments;
			this.whole = whole;
		}

		/**
		 * Add an attachment.
		 * @param attachment the next binary message
		 * @return whether it was the last one
		 */
		boolean add(byte[] attachment) {
			if (this.attachments != null) {
				this.attachments.add(attachment);
			}
			this.missing--;
			return this.missing == 0;
		}

	}

}
