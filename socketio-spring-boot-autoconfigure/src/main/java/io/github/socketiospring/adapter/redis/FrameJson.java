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

import java.time.Instant;
import java.util.Map;

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.protocol.msgpack.Timestamps;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Parses and writes trees as Node.js does with {@code JSON.stringify}: a date is written
 * in ISO format, and bytes as {@code {"type":"Buffer","data":[1,2]}}, which is parsed as
 * bytes again.
 */
final class FrameJson {

	private static final String TYPE = "type";

	private static final String DATA = "data";

	private static final String BUFFER = "Buffer";

	/** The number of nesting levels in an answer above the values of an application. */
	private static final int OUTER_LEVELS = 4;

	/** A property has a name and a value; objects and arrays have an end token. */
	private static final int TOKENS_PER_VALUE = 3;

	private static final JsonFactory writing = JsonFactory.builder()
		.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
		.build();

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final JsonMapper reading;

	/**
	 * Create a reader.
	 * @param limits the limits of a frame
	 */
	FrameJson(FrameLimits limits) {
		JsonFactory factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(limits.depth() + OUTER_LEVELS)
				.maxTokenCount((long) TOKENS_PER_VALUE * limits.values())
				.maxStringLength(limits.size())
				.build())
			.build();
		this.reading = JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
	}

	/**
	 * Parse a frame.
	 * @param frame the encoded frame
	 * @return the tree
	 * @throws ClusterFormatException if the frame is not JSON or exceeds a limit
	 */
	JsonNode read(byte[] frame) {
		try {
			return withBytes(this.reading.readTree(frame));
		}
		catch (JacksonException ex) {
			// The message of the exception may quote the frame.
			throw new ClusterFormatException("Expected JSON within the limits, got something else");
		}
	}

	private static JsonNode withBytes(JsonNode node) {
		if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode element = array.get(i);
				JsonNode replaced = withBytes(element);
				if (replaced != element) {
					array.set(i, replaced);
				}
			}
		}
		else if (node instanceof ObjectNode object) {
			byte[] bytes = bytes(object);
			if (bytes != null) {
				return nodes.binaryNode(bytes);
			}
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				property.setValue(withBytes(property.getValue()));
			}
		}
		return node;
	}

	private static byte @Nullable [] bytes(ObjectNode object) {
		JsonNode data = object.get(DATA);
		if (object.size() != 2 || data == null || !data.isArray() || !object.path(TYPE).isString()
				|| !object.path(TYPE).stringValue().equals(BUFFER)) {
			return null;
		}
		byte[] bytes = new byte[data.size()];
		for (int i = 0; i < bytes.length; i++) {
			JsonNode element = data.get(i);
			if (!element.isInt() || element.intValue() < 0 || element.intValue() > 0xFF) {
				return null;
			}
			bytes[i] = (byte) element.intValue();
		}
		return bytes;
	}

	/**
	 * Write a frame.
	 * @param tree a tree of JSON, bytes and dates
	 * @return the encoded frame
	 * @throws IllegalArgumentException if the tree contains a value of another type
	 */
	static byte[] write(JsonNode tree) {
		ByteArrayBuilder output = new ByteArrayBuilder();
		try (JsonGenerator json = writing.createGenerator(ObjectWriteContext.empty(), output)) {
			write(tree, json);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("A packet cannot be sent: " + ex.getOriginalMessage(), ex);
		}
		return output.toByteArray();
	}

	private static void write(JsonNode node, JsonGenerator json) {
		switch (node.getNodeType()) {
			case OBJECT -> {
				json.writeStartObject();
				for (Map.Entry<String, JsonNode> property : node.properties()) {
					json.writeName(property.getKey());
					write(property.getValue(), json);
				}
				json.writeEndObject();
			}
			case ARRAY -> {
				json.writeStartArray();
				for (JsonNode element : node) {
					write(element, json);
				}
				json.writeEndArray();
			}
			case STRING -> json.writeString(node.stringValue());
			case BOOLEAN -> json.writeBoolean(node.booleanValue());
			case NUMBER -> writeNumber(node, json);
			case BINARY -> writeBytes(node.binaryValue(), json);
			case POJO -> writeObject(((POJONode) node).getPojo(), json);
			default -> json.writeNull();
		}
	}

	private static void writeNumber(JsonNode node, JsonGenerator json) {
		if (node.canConvertToLong() && node.isIntegralNumber()) {
			json.writeNumber(node.longValue());
			return;
		}
		if (node.isIntegralNumber()) {
			json.writeNumber(node.bigIntegerValue());
			return;
		}
		double value = node.doubleValue();
		if (!Double.isFinite(value)) {
			json.writeNull();
		}
		else if (value == (long) value && Math.abs(value) < Long.MAX_VALUE) {
			json.writeNumber((long) value);
		}
		else {
			json.writeNumber(value);
		}
	}

	private static void writeObject(@Nullable Object object, JsonGenerator json) {
		if (object == null) {
			json.writeNull();
		}
		else if (object instanceof byte[] bytes) {
			writeBytes(bytes, json);
		}
		else if (object instanceof Instant instant) {
			json.writeString(Timestamps.text(instant));
		}
		else {
			throw new IllegalArgumentException("A value of " + object.getClass() + " cannot be sent");
		}
	}

	private static void writeBytes(byte[] bytes, JsonGenerator json) {
		json.writeStartObject();
		json.writeStringProperty(TYPE, BUFFER);
		json.writeArrayPropertyStart(DATA);
		for (byte element : bytes) {
			json.writeNumber(element & 0xFF);
		}
		json.writeEndArray();
		json.writeEndObject();
	}

}
