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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Code that the targets of both parsers share.
 */
public final class ReceivedMessages {

	private static final List<JavaType> TYPES = List.of(type(JsonNode.class), type(Object.class), type(String.class),
			type(int.class), type(Long.class), type(double.class), type(boolean.class), type(byte[].class),
			type(Instant.class), type(TimeUnit.class), type(Point.class), type(Object[].class),
			mapper().getTypeFactory().constructCollectionType(List.class, Point.class),
			mapper().getTypeFactory().constructMapType(Map.class, String.class, Object.class),
			mapper().getTypeFactory().constructParametricType(Optional.class, String.class));

	private ReceivedMessages() {
	}

	public static JsonMapper mapper() {
		return VectorValues.MAPPER;
	}

	private static JavaType type(Class<?> type) {
		return mapper().constructType(type);
	}

	/**
	 * Read all arguments as some types, the way handlers do.
	 * @param packet a packet
	 * @param first the number of the first argument's type
	 */
	public static void readTyped(ReceivedPacket packet, int first) {
		ArgumentReader arguments = packet.arguments();
		int index = 0;
		try {
			while (arguments.hasNext()) {
				int current = index++;
				try {
					arguments.next(TYPES.get((first + current) % TYPES.size()));
				}
				catch (ArgumentConversionException ex) {
					assertThat(ex.index()).isEqualTo(current);
				}
			}
			arguments.finish();
		}
		catch (PacketFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected");
		}
	}

	/**
	 * Read all arguments as they are.
	 * @param packet a packet
	 * @return the arguments, or {@code null} if they are malformed
	 */
	public static @Nullable List<@Nullable Object> read(ReceivedPacket packet) {
		List<@Nullable Object> values = new ArrayList<>();
		try {
			while (packet.arguments().hasNext()) {
				values.add(packet.arguments().next(type(JsonNode.class)));
			}
			packet.arguments().finish();
			return values;
		}
		catch (PacketFormatException ex) {
			return null;
		}
	}

	/**
	 * Read a payload.
	 * @param payload the payload of a packet
	 * @return its tree, {@code null} if there is none
	 */
	public static @Nullable JsonNode read(@Nullable ReceivedPayload payload) {
		return (payload != null) ? payload.read() : null;
	}

	/**
	 * The packet before its arguments were read.
	 * @param packet a packet
	 * @param arguments its arguments
	 * @return the same packet
	 */
	public static ReceivedPacket withArguments(ReceivedPacket packet, List<@Nullable Object> arguments) {
		List<JsonNode> nodes = arguments.stream()
			.map((argument) -> (argument != null) ? (JsonNode) argument : JsonNodeFactory.instance.nullNode())
			.toList();
		return new ReceivedPacket(packet.type(), packet.namespace(), packet.id(), packet.event(),
				new TreeArgumentReader(nodes, mapper()), packet.payload());
	}

	/**
	 * The packet after its arguments have waited.
	 * @param packet a packet
	 * @return the same packet
	 */
	public static ReceivedPacket kept(ReceivedPacket packet) {
		return new ReceivedPacket(packet.type(), packet.namespace(), packet.id(), packet.event(),
				packet.arguments().keep().reader(), packet.payload());
	}

	/**
	 * The packet to send to another client.
	 * @param packet a packet
	 * @param arguments its arguments
	 * @return the same packet, as far as it carries anything
	 */
	public static Packet forward(ReceivedPacket packet, List<@Nullable Object> arguments) {
		if (packet.type() != PacketType.EVENT && packet.type() != PacketType.ACK) {
			return new Packet(packet.type(), packet.namespace(), packet.id(), read(packet.payload()));
		}
		List<@Nullable Object> data = new ArrayList<>(arguments);
		if (packet.event() != null) {
			data.add(0, packet.event());
		}
		return new Packet(packet.type(), packet.namespace(), packet.id(), data.toArray());
	}

	/**
	 * Decode what was encoded.
	 * @param encoded a packet that was encoded
	 * @param decoder a new decoder
	 * @return the packet
	 */
	public static ReceivedPacket decode(EncodedPacket encoded, PacketDecoder decoder) {
		ReceivedPacket packet = encoded.binary() ? decoder.binary(encoded.message()) : decoder.text(encoded.message());
		for (byte[] attachment : encoded.attachments()) {
			assertThat(packet).isNull();
			packet = decoder.binary(attachment);
		}
		assertThat(packet).as(() -> new String(encoded.message(), StandardCharsets.UTF_8)).isNotNull();
		return packet;
	}

	/**
	 * A type that an application could declare for an argument.
	 */
	record Point(int x, @Nullable String name, byte @Nullable [] data, @Nullable List<Point> parts) {

	}

}
