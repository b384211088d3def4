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

import io.github.socketiospring.protocol.msgpack.MsgPackScanner;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses MessagePack frames into trees. The arguments of an event for clients are not
 * decoded but {@linkplain io.github.socketiospring.protocol.ForwardedValue forwarded} as
 * POJO nodes. A broadcast therefore needs one pass here, and another one when it is
 * encoded for clients, if there are any. The whole frame is still validated.
 */
final class ForwardingTrees {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final MsgPackScanner scanner;

	private boolean forwards;

	private ForwardingTrees(MsgPackScanner scanner) {
		this.scanner = scanner;
	}

	/**
	 * Parse a frame.
	 * @param frame the encoded frame, which must not be changed any more
	 * @param place where the frame contains a packet
	 * @param broadcast the type of frames with an event for clients; frames of other
	 * types are decoded completely
	 * @param nestingDepth the maximum nesting of arrays and maps
	 * @param values the maximum number of values in the frame
	 * @return a tree
	 * @throws io.github.socketiospring.protocol.PacketFormatException if the frame is
	 * malformed or exceeds a limit
	 */
	static JsonNode read(byte[] frame, PacketPlace place, int broadcast, int nestingDepth, int values) {
		MsgPackScanner scanner = new MsgPackScanner(frame, nestingDepth, values);
		ForwardingTrees trees = new ForwardingTrees(scanner);
		JsonNode tree = trees.frame(place);
		scanner.end();
		// The type may come after the packet, or occur twice.
		boolean other = trees.forwards && tree.isObject() && tree.path(FrameKeys.TYPE).asInt(-1) != broadcast;
		return other ? MsgPackValues.read(frame, nestingDepth, values) : tree;
	}

	private JsonNode frame(PacketPlace place) {
		return switch (place) {
			case SECOND -> this.scanner.isArray() ? array() : this.scanner.read(0);
			case PROPERTY -> this.scanner.isMap() ? map(0) : this.scanner.read(0);
			case DATA -> this.scanner.isMap() ? mapOfData() : this.scanner.read(0);
			case NONE -> this.scanner.read(0);
		};
	}

	private ArrayNode array() {
		ArrayNode frame = nodes.arrayNode();
		int size = this.scanner.enterArray(0);
		for (int i = 0; i < size; i++) {
			add(frame, (i == 1 && this.scanner.isMap()) ? packet(1) : this.scanner.read(1));
		}
		return frame;
	}

	private ObjectNode mapOfData() {
		ObjectNode frame = nodes.objectNode();
		for (int left = this.scanner.enterMap(0); left > 0; left--) {
			String name = this.scanner.readName(1);
			boolean data = name.equals(FrameKeys.DATA) && this.scanner.isMap();
			set(frame, name, data ? map(1) : this.scanner.read(1));
		}
		return frame;
	}

	private ObjectNode map(int depth) {
		ObjectNode map = nodes.objectNode();
		for (int left = this.scanner.enterMap(depth); left > 0; left--) {
			String name = this.scanner.readName(depth + 1);
			boolean packet = name.equals(FrameKeys.PACKET) && this.scanner.isMap();
			set(map, name, packet ? packet(depth + 1) : this.scanner.read(depth + 1));
		}
		return map;
	}

	private ObjectNode packet(int depth) {
		ObjectNode packet = nodes.objectNode();
		for (int left = this.scanner.enterMap(depth); left > 0; left--) {
			String name = this.scanner.readName(depth + 1);
			boolean data = name.equals(FrameKeys.DATA) && this.scanner.isArray();
			set(packet, name, data ? data(depth + 1) : this.scanner.read(depth + 1));
		}
		return packet;
	}

	private ArrayNode data(int depth) {
		this.forwards = true;
		ArrayNode data = nodes.arrayNode();
		int size = this.scanner.enterArray(depth);
		for (int i = 0; i < size; i++) {
			Object value = (i == 0) ? this.scanner.read(depth + 1) : this.scanner.forward(depth + 1);
			add(data, (value instanceof JsonNode node) ? node : nodes.pojoNode(value));
		}
		return data;
	}

	private static void add(ArrayNode array, JsonNode value) {
		array.add(value.isMissingNode() ? nodes.nullNode() : value);
	}

	private static void set(ObjectNode object, String name, JsonNode value) {
		if (!value.isMissingNode()) {
			object.set(name, value);
		}
	}

}
