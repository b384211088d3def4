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

package io.github.socketiospring.testsupport;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import io.github.socketiospring.engineio.packet.EnginePacket;
import io.github.socketiospring.engineio.packet.EnginePacketType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Engine.IO packets as the golden vectors write them.
 */
public final class EngineVectors {

	private EngineVectors() {
	}

	/**
	 * Bytes of a vector: text in UTF-8, or hexadecimal digits.
	 * @param node an object with {@code text}, {@code hex} or {@code binHex}
	 * @return the bytes
	 */
	public static byte[] bytes(JsonNode node) {
		if (node.has("text")) {
			return node.get("text").asString().getBytes(StandardCharsets.UTF_8);
		}
		return HexFormat.of().parseHex(node.get(node.has("hex") ? "hex" : "binHex").asString());
	}

	/**
	 * A packet of a vector.
	 * @param node the packet
	 * @return the packet
	 */
	public static EnginePacket packet(JsonNode node) {
		EnginePacketType type = EnginePacketType.valueOf(node.get("type").asString().toUpperCase(Locale.ROOT));
		JsonNode data = node.get("data");
		if (data == null) {
			return EnginePacket.text(type, "");
		}
		return data.has("$bin") ? new EnginePacket(type, true, HexFormat.of().parseHex(data.get("$bin").asString()))
				: EnginePacket.text(type, data.asString());
	}

	/**
	 * The packets of a vector.
	 * @param nodes the packets
	 * @return the packets
	 */
	public static List<EnginePacket> packets(JsonNode nodes) {
		List<EnginePacket> packets = new ArrayList<>();
		nodes.forEach((node) -> packets.add(packet(node)));
		return packets;
	}

	/**
	 * A decoded packet of a vector in words.
	 * @param node the packet, of type {@code error} when there is none
	 * @return the words that {@link #describe(EnginePacket)} finds for the same packet
	 */
	public static String describe(JsonNode node) {
		if (!node.has("type")) {
			return "ignored";
		}
		return node.get("type").asString().equals("error") ? "error" : describe(packet(node));
	}

	/**
	 * A packet in words.
	 * @param packet a packet or {@code null} for none
	 * @return the words
	 */
	public static String describe(@Nullable EnginePacket packet) {
		if (packet == null) {
			return "error";
		}
		String data = packet.binary() ? HexFormat.of().formatHex(packet.data())
				: new String(packet.data(), StandardCharsets.UTF_8);
		return packet.type() + (packet.binary() ? " binary " : " text ") + data;
	}

	/**
	 * Decoded packets of a vector in words.
	 * @param nodes the packets
	 * @return the words
	 */
	public static List<String> describe(Iterable<JsonNode> nodes) {
		List<String> words = new ArrayList<>();
		nodes.forEach((node) -> words.add(describe(node)));
		return words;
	}

	/**
	 * Decoded packets in words.
	 * @param packets the packets
	 * @param malformed whether data follows that is not a packet
	 * @return the words
	 */
	public static List<String> describe(List<EnginePacket> packets, boolean malformed) {
		List<String> words = new ArrayList<>();
		packets.forEach((packet) -> words.add(describe(packet)));
		if (malformed) {
			words.add("error");
		}
		return words;
	}

}
