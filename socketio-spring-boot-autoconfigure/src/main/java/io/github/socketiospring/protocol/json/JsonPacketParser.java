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
import java.util.function.Predicate;

import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.SentValues;
import io.github.socketiospring.protocol.json.jackson.AttachmentGenerator;
import io.github.socketiospring.protocol.json.jackson.JsonSource;
import io.github.socketiospring.protocol.json.jackson.PacketOutput;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * The default wire format: {@code 2/admin,456["bar",1]}, or with attachments
 * {@code 51-["hello",{"_placeholder":true,"num":0}]} followed by a binary message.
 *
 * @since 0.1.0
 * @see <a href="https://github.com/socketio/socket.io-protocol#packet-encoding">Packet
 * encoding</a>
 */
public final class JsonPacketParser implements PacketParser {

	private static final String[] DIGITS = { "0", "1", "2", "3", "4" };

	private final JsonSource source;

	private final ObjectWriter writer;

	private final char quote;

	private final PacketLimits limits;

	/**
	 * Create a parser.
	 * @param mapper converts arguments in both directions
	 * @param limits limits for the packets of clients
	 */
	public JsonPacketParser(JsonMapper mapper, PacketLimits limits) {
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(limits, "'limits' must not be null");
		this.source = new JsonSource(ReceivedValues.mapper(mapper), limits.nestingDepth());
		this.writer = SentValues.mapper(mapper).writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
		this.quote = mapper.tokenStreamFactory().rebuild().quoteChar();
		this.limits = limits;
	}

	@Override
	public PacketDecoder decoder() {
		return decoder((namespace) -> true);
	}

	@Override
	public PacketDecoder decoder(Predicate<String> taken) {
		return new JsonPacketDecoder(this.source, this.limits, taken);
	}

	@Override
	public EncodedPacket encode(Packet packet) {
		PacketOutput output = new PacketOutput();
		AttachmentGenerator json = new AttachmentGenerator(this.writer.createGenerator(output), this.quote, output);
		try (json) {
			json.writeRaw(head(packet));
			writeData(json, packet);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A packet cannot be sent: " + ex.getOriginalMessage(), ex);
		}
		int count = json.attachments().size();
		if (count == 0) {
			return new EncodedPacket(false, output.toBytes(), json.attachments());
		}
		if (count > this.limits.attachments()) {
			throw new IllegalArgumentException("A packet with " + count + " binary values cannot be sent: at most "
					+ this.limits.attachments() + " are allowed, since official clients reject more");
		}
		return new EncodedPacket(false, output.toBytes(binaryHead(packet.type(), count)), json.attachments());
	}

	private void writeData(JsonGenerator json, Packet packet) {
		if (packet.data() instanceof Object[] arguments) {
			json.writeStartArray();
			for (Object argument : arguments) {
				writeValue(json, argument);
			}
			if (packet.offset() != null) {
				json.writeString(packet.offset());
			}
			json.writeEndArray();
		}
		else if (packet.data() != null) {
			writeValue(json, packet.data());
		}
	}

	private void writeValue(JsonGenerator json, @Nullable Object value) {
		if (value instanceof String text) {
			json.writeString(text);
		}
		else if (value == null) {
			json.writeNull();
		}
		else {
			this.writer.writeValue(json, value);
		}
	}

	private static String head(Packet packet) {
		boolean root = packet.namespace().equals("/");
		if (root && packet.id() == Packet.NO_ID) {
			return DIGITS[packet.type().ordinal()];
		}
		StringBuilder head = new StringBuilder(32).append(packet.type().digit());
		if (!root) {
			head.append(packet.namespace()).append(',');
		}
		if (packet.id() != Packet.NO_ID) {
			head.append(packet.id());
		}
		return head.toString();
	}

	private static byte[] binaryHead(PacketType type, int attachments) {
		PacketType binary = (type == PacketType.EVENT) ? PacketType.BINARY_EVENT : PacketType.BINARY_ACK;
		return (binary.digit() + String.valueOf(attachments) + "-").getBytes(StandardCharsets.US_ASCII);
	}

}
