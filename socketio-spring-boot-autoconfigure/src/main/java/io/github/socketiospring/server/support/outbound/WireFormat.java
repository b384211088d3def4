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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Predicate;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketDecoder;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.EventData;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How one server writes packets, and reads packets and values. Immutable, as far as its
 * parser is.
 *
 * @since 0.1.0
 */
public final class WireFormat {

	private final PacketParser parser;

	private final JsonMapper mapper;

	/**
	 * Create a format.
	 * @param parser encodes and decodes packets
	 * @param mapper converts received values
	 */
	public WireFormat(PacketParser parser, JsonMapper mapper) {
		this.parser = parser;
		this.mapper = mapper;
	}

	/**
	 * Create the decoder of a connection.
	 * @param entered whether the client is in a namespace
	 * @return a decoder that has received nothing yet
	 */
	public PacketDecoder decoder(Predicate<String> entered) {
		return this.parser.decoder(entered);
	}

	/**
	 * Prepare a packet.
	 * @param packet the packet to send, to one socket or to many
	 * @param compressed whether transports may compress it
	 * @return the packet, encoded on first use
	 */
	public OutgoingPacket outgoing(Packet packet, boolean compressed) {
		return new OutgoingPacket(packet, compressed, this.parser);
	}

	/**
	 * Show received arguments to a listener.
	 * @param arguments a tree for each argument
	 * @return the arguments, converted on demand
	 */
	public EventData data(List<JsonNode> arguments) {
		return EventData.of(arguments, this.mapper);
	}

	/**
	 * Read received arguments once more.
	 * @param arguments a tree for each argument
	 * @return a reader of the first argument
	 */
	public ArgumentReader reader(List<JsonNode> arguments) {
		return new TreeArgumentReader(arguments, this.mapper);
	}

	/**
	 * Convert a received value.
	 * @param <T> the type of the result
	 * @param value the value as the client sent it
	 * @param type the type of the result, from the source code
	 * @return the converted value
	 */
	public <T> T convert(JsonNode value, Class<T> type) {
		return this.mapper.treeToValue(value, type);
	}

	/**
	 * Convert a received value.
	 * @param <T> the type of the result
	 * @param value the value as the client sent it
	 * @param type the type of the result, from the source code
	 * @return the converted value
	 */
	public <T> T convert(JsonNode value, JavaType type) {
		return this.mapper.treeToValue(value, type);
	}

	/**
	 * Resolve the requested type of an acknowledgement.
	 * @param <T> the type of the answer
	 * @param type the type of its first argument, or {@link EventData} for all
	 * @return the type
	 * @throws IllegalArgumentException if clients must not send values of the type
	 */
	<T> AnswerType<T> answer(Type type) {
		return new AnswerType<>(type, this.mapper);
	}

}
