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

package io.github.socketiospring.adapter.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages between nodes as text, as no broker of the real world has them.
 */
final class WireFormat {

	private static final JsonMapper mapper = JsonMapper.builder()
		.addModule(new SimpleModule().addDeserializer(Packet.class, new PacketReader())
			.addDeserializer(ClusterMessage.class, new MessageReader<>(ClusterMessage.class))
			.addDeserializer(ClusterMessage.Answer.class, new MessageReader<>(ClusterMessage.Answer.class)))
		.build();

	private WireFormat() {
	}

	static String write(@Nullable String sender, ClusterMessage message) {
		return write(sender, message, null);
	}

	static String write(@Nullable String sender, ClusterMessage message, @Nullable TraceContext trace) {
		ObjectNode frame = mapper.createObjectNode();
		frame.put("sender", sender);
		frame.set("message", tree(message));
		if (trace != null) {
			trace.fields().forEach(frame::put);
		}
		return mapper.writeValueAsString(frame);
	}

	private static ObjectNode tree(ClusterMessage message) {
		ObjectNode tree = mapper.valueToTree(message);
		tree.put("kind", message.getClass().getSimpleName());
		if (message instanceof ClusterMessage.Confirmed confirmed) {
			tree.set("command", tree(confirmed.command()));
		}
		if (message instanceof ClusterMessage.TooLargeAnswer left) {
			tree.set("emptied", tree(left.emptied()));
		}
		return tree;
	}

	static ClusterFrame.Received read(String frame) {
		try {
			JsonNode tree = mapper.readTree(frame);
			JsonNode sender = tree.get("sender");
			ClusterMessage message = mapper.treeToValue(tree.get("message"), ClusterMessage.class);
			TraceContext trace = TraceContext.of(tree.path(TraceContext.PARENT).stringValue(null),
					tree.path(TraceContext.STATE).stringValue(null));
			return new ClusterFrame.Received((sender != null && !sender.isNull()) ? sender.asString() : null, message,
					trace);
		}
		catch (JacksonException ex) {
			throw new ClusterFormatException("No message", ex);
		}
	}

	/**
	 * Reads the kind that a message names.
	 *
	 * @param <T> the type of the messages
	 */
	private static final class MessageReader<T extends ClusterMessage> extends StdDeserializer<T> {

		private static final List<Class<?>> KINDS = Stream
			.concat(Stream.of(ClusterMessage.class.getPermittedSubclasses()),
					Stream.of(ClusterMessage.Answer.class.getPermittedSubclasses()))
			.<Class<?>>map((kind) -> kind)
			.toList();

		private final Class<T> type;

		MessageReader(Class<T> type) {
			super(type);
			this.type = type;
		}

		@Override
		public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
			ObjectNode tree = context.readValue(parser, ObjectNode.class);
			String name = tree.remove("kind").asString();
			for (Class<?> kind : KINDS) {
				if (kind.getSimpleName().equals(name)) {
					return this.type.cast(context.readTreeAsValue(tree, kind));
				}
			}
			return null;
		}

	}

	/**
	 * Reads packets, whose values become trees.
	 */
	private static final class PacketReader extends StdDeserializer<Packet> {

		PacketReader() {
			super(Packet.class);
		}

		@Override
		public Packet deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode tree = context.readTree(parser);
			List<Object> data = new ArrayList<>();
			for (JsonNode value : tree.get("data")) {
				data.add(data.isEmpty() ? value.asString() : value);
			}
			return new Packet(PacketType.valueOf(tree.get("type").asString()), tree.get("namespace").asString(),
					tree.get("id").asLong(), data.toArray());
		}

	}

}
