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

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tagged values of the golden vectors as Java values.
 */
public final class VectorValues {

	public static final JsonMapper MAPPER = JsonMapper.shared();

	private VectorValues() {
	}

	/**
	 * What an application would send.
	 */
	public static @Nullable Object toJava(JsonNode node) {
		if (node.isArray()) {
			List<@Nullable Object> list = new ArrayList<>();
			node.forEach((element) -> list.add(toJava(element)));
			return list;
		}
		if (node.has("$undefined")) {
			return null;
		}
		if (node.has("$bin")) {
			return HexFormat.of().parseHex(node.get("$bin").asString());
		}
		if (node.has("$date")) {
			return Instant.ofEpochMilli(node.get("$date").asLong());
		}
		if (node.has("$number")) {
			return Double.valueOf(node.get("$number").asString());
		}
		if (node.isObject()) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			node.properties().forEach((property) -> {
				if (!property.getValue().has("$undefined")) {
					map.put(property.getKey(), toJava(property.getValue()));
				}
			});
			return map;
		}
		return MAPPER.treeToValue(node, Object.class);
	}

	/**
	 * A packet to be sent as a vector describes it.
	 */
	public static Packet packet(JsonNode in) {
		long id = in.has("id") ? in.get("id").asLong() : Packet.NO_ID;
		PacketType type = PacketType.ofDigit('0' + in.get("type").asInt());
		Object data = in.has("data") ? toJava(in.get("data")) : null;
		if (data instanceof List<?> arguments) {
			data = arguments.toArray();
		}
		return new Packet(type, in.get("nsp").asString(), id, data);
	}

	/**
	 * A received packet as a vector would describe it, with hexadecimal text in place of
	 * binary values.
	 */
	public static Map<String, @Nullable Object> describe(ReceivedPacket packet) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		description.put("type", packet.type().ordinal());
		description.put("nsp", packet.namespace());
		if (packet.id() != Packet.NO_ID) {
			description.put("id", packet.id());
		}
		List<@Nullable Object> data = new ArrayList<>();
		if (packet.event() != null) {
			data.add(packet.event());
		}
		while (packet.arguments().hasNext()) {
			Object argument = packet.arguments().next(MAPPER.constructType(JsonNode.class));
			data.add((argument != null) ? plain((JsonNode) argument) : null);
		}
		packet.arguments().finish();
		if (packet.payload() != null) {
			description.put("data", plain(packet.payload().read()));
		}
		else if (!data.isEmpty()) {
			description.put("data", data);
		}
		return description;
	}

	/**
	 * What a vector expects, in the terms of {@link #describe}. An event name is always
	 * text here.
	 */
	public static Map<String, @Nullable Object> expected(JsonNode packet) {
		Map<String, @Nullable Object> description = new LinkedHashMap<>();
		int type = packet.get("type").asInt();
		description.put("type", type);
		description.put("nsp", packet.get("nsp").asString());
		if (packet.has("id")) {
			description.put("id", packet.get("id").asLong());
		}
		JsonNode payload = packet.path("data");
		if (payload.isArray() && !payload.isEmpty()) {
			List<@Nullable Object> data = new ArrayList<>();
			payload.forEach((element) -> data.add(element.isNull() ? null : plain(element)));
			if (type == PacketType.EVENT.ordinal()) {
				data.set(0, payload.get(0).asString());
			}
			description.put("data", data);
		}
		else if (payload.isObject()) {
			description.put("data", plain(payload));
		}
		return description;
	}

	private static @Nullable Object plain(JsonNode node) {
		if (node.isBinary()) {
			return "hex:" + HexFormat.of().formatHex(node.binaryValue());
		}
		if (node.has("$bin")) {
			return "hex:" + node.get("$bin").asString();
		}
		if (node.has("$number")) {
			return Double.valueOf(node.get("$number").asString());
		}
		if (node.has("$undefined")) {
			return null;
		}
		if (node.isArray()) {
			return node.valueStream().map(VectorValues::plain).toList();
		}
		if (node.isObject()) {
			Map<String, @Nullable Object> map = new LinkedHashMap<>();
			node.properties().forEach((property) -> map.put(property.getKey(), plain(property.getValue())));
			return map;
		}
		return node.isNumber() ? (Object) plain(node.numberValue()) : MAPPER.treeToValue(node, Object.class);
	}

	/**
	 * A number as JavaScript knows it, without a sign of zero.
	 */
	static double plain(Number number) {
		return number.doubleValue() + 0.0;
	}

}
