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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a peer sends by mistake or on purpose either means something or fails with a
 * {@link ClusterFormatException}.
 */
class HostileFrameTests {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private static final List<JsonNode> VALUES = List.of(nodes.nullNode(), nodes.booleanNode(true),
			nodes.numberNode(-1), nodes.numberNode(7), nodes.numberNode(1.5), nodes.numberNode(1e300),
			nodes.numberNode(Double.NaN), nodes.numberNode(Long.MIN_VALUE), nodes.stringNode(""),
			nodes.stringNode("x".repeat(1000)), nodes.stringNode("disconnect"), nodes.arrayNode(),
			nodes.arrayNode().add(nodes.arrayNode()), nodes.arrayNode().add(1.5).add("a"), nodes.objectNode(),
			nodes.objectNode().set("a", nodes.objectNode()), nodes.binaryNode(new byte[] { 1 }));

	private final ClassicFrames frames = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	static Stream<ClassicVectors.Frame> all() {
		return ClassicVectors.frames().stream();
	}

	private static ClusterFrame.Received read(ClassicFrames frames, String namespace, Kind kind, byte[] bytes) {
		return frames.reader(namespace).frame(kind, bytes).read();
	}

	/**
	 * Read a frame that may be anything.
	 * @return whether it was refused
	 */
	private boolean isRefused(ClassicVectors.Frame frame, byte[] bytes) {
		try {
			read(this.frames, frame.namespace(), frame.kind(), bytes);
			return false;
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return true;
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void refusesEveryTruncation(ClassicVectors.Frame frame) {
		for (int length = 0; length < frame.bytes().length; length++) {
			assertThat(isRefused(frame, Arrays.copyOf(frame.bytes(), length))).as("%s bytes", length).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void refusesMoreThanOneValue(ClassicVectors.Frame frame) {
		ByteArrayOutputStream twice = new ByteArrayOutputStream();
		twice.writeBytes(frame.bytes());
		twice.writeBytes(frame.bytes());
		assertThat(isRefused(frame, twice.toByteArray())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("all")
	void survivesAnyChangeOfBytes(ClassicVectors.Frame frame) {
		Random random = new Random(frame.id().hashCode());
		for (int i = 0; i < 300; i++) {
			byte[] bytes = frame.bytes().clone();
			for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			isRefused(frame, bytes);
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void survivesAnyTypeOfEachValue(ClassicVectors.Frame frame) {
		JsonNode tree = frame.isJson() ? JsonMapper.shared().readTree(frame.bytes())
				: MsgPackValues.read(frame.bytes(), 500, Integer.MAX_VALUE);
		int refused = replaceEach(frame, tree, tree);
		assertThat(refused).isPositive();
	}

	private int replaceEach(ClassicVectors.Frame frame, JsonNode root, JsonNode node) {
		int refused = 0;
		if (node instanceof ObjectNode object) {
			for (Map.Entry<String, JsonNode> property : object.properties()) {
				JsonNode before = property.getValue();
				refused += replaceEach(frame, root, before);
				for (JsonNode value : VALUES) {
					property.setValue(value);
					refused += isRefused(frame, encode(frame, root)) ? 1 : 0;
				}
				property.setValue(before);
			}
			for (String name : List.copyOf(object.propertyNames())) {
				ObjectNode all = object.deepCopy();
				object.remove(name);
				refused += isRefused(frame, encode(frame, root)) ? 1 : 0;
				object.setAll(all);
			}
		}
		else if (node instanceof ArrayNode array) {
			for (int i = 0; i < array.size(); i++) {
				JsonNode before = array.get(i);
				refused += replaceEach(frame, root, before);
				for (JsonNode value : VALUES) {
					array.set(i, value);
					refused += isRefused(frame, encode(frame, root)) ? 1 : 0;
				}
				array.set(i, before);
			}
		}
		return refused;
	}

	private static byte[] encode(ClassicVectors.Frame frame, JsonNode tree) {
		return frame.isJson() ? FrameJson.write(tree) : MsgPackValues.write(tree);
	}

	private void assertRefused(Kind kind, byte[] bytes) {
		assertThatExceptionOfType(ClusterFormatException.class).isThrownBy(() -> read(this.frames, "/", kind, bytes))
			.withMessageStartingWith("Expected ")
			.withNoCause();
	}

	private void assertRefused(Kind kind, String json) {
		assertRefused(kind, json.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void refusesNestingWithoutEnd(Kind kind) {
		for (int fill : List.of(0x91, 0x81, 0x80 | 15, 0x90 | 15)) {
			byte[] deep = new byte[1_000_000];
			Arrays.fill(deep, (byte) fill);
			assertRefused(kind, deep);
			deep[0] = (byte) 0x93;
			assertRefused(kind, deep);
		}
		assertRefused(kind, "{\"a\":".repeat(200_000));
		assertRefused(kind, "{\"a\":" + "[".repeat(1_000_000));
		assertRefused(kind, "{\"type\":6,\"data\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c6ffffffff", "dbffffffff", "ddffffffff", "dfffffffff", "c9ffffffffff", "c67fffffff",
			"db7fffffff", "dd7fffffff", "df7fffffff", "c97fffffffff", "dd00ffffff" })
	void believesNoLength(String claim) {
		byte[] value = HexFormat.of().parseHex(claim);
		for (Kind kind : Kind.values()) {
			assertRefused(kind, value);
			assertRefused(kind, join("93a16183a47479706502a464617461", value));
			assertRefused(kind, join("81a464617461", value));
			assertRefused(kind, join("93", value));
		}
	}

	private static byte[] join(String head, byte[] tail) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.writeBytes(HexFormat.of().parseHex(head));
		all.writeBytes(tail);
		return all.toByteArray();
	}

	@Test
	void refusesMoreThanTheLimits() {
		FrameLimits limits = new FrameLimits(300, 3, 40, 2, 2, 8);
		ClassicFrames few = new ClassicFrames(JsonMapper.shared(), limits, false);
		assertLimit(few, Kind.REQUEST, "{'type':2,'opts':{'rooms':['a','b']},'rooms':['c']}",
				"{'type':2,'opts':{'rooms':['a','b','c']},'rooms':['c']}");
		assertLimit(few, Kind.REQUEST, "{'type':2,'opts':{'except':['a','b']},'rooms':['c']}",
				"{'type':2,'opts':{'except':['a','b','c']},'rooms':['c']}");
		assertLimit(few, Kind.REQUEST, "{'type':2,'opts':{},'rooms':['c','d']}",
				"{'type':2,'opts':{},'rooms':['c','d','e']}");
		assertLimit(few, Kind.REQUEST, "{'type':1,'requestId':'12345678'}", "{'type':1,'requestId':'123456789'}");
		assertLimit(few, Kind.REQUEST, "{'type':1,'requestId':'1','uid':'12345678'}",
				"{'type':1,'requestId':'1','uid':'123456789'}");
		assertLimit(few, Kind.REQUEST, "{'type':1,'requestId':'1'}", "{'type':1,'requestId':''}");
		assertLimit(few, Kind.RESPONSE, "{'requestId':'1','rooms':['a','b']}", "{'requestId':'1','rooms':[1,2,3]}");
		assertLimit(few, Kind.RESPONSE, "{'requestId':'1','sockets':['a','b']}",
				"{'requestId':'1','sockets':['a','b','c']}");
		assertLimit(few, Kind.RESPONSE, "{'requestId':'1','sockets':['12345678']}",
				"{'requestId':'1','sockets':['123456789']}");
		assertLimit(few, Kind.REQUEST, "{'type':6,'data':['e','" + "x".repeat(250) + "']}",
				"{'type':6,'data':['e','" + "x".repeat(300) + "']}");
		assertLimit(few, Kind.REQUEST, "{'type':6,'data':['e',0,0,0,0,0,0]}",
				"{'type':6,'data':['e'" + ",0".repeat(130) + "]}");
		byte[] many = MsgPackValues
			.write(nodes.arrayNode().addAll(Stream.generate(() -> (JsonNode) nodes.numberNode(0)).limit(45).toList()));
		assertThatExceptionOfType(ClusterFormatException.class).isThrownBy(() -> read(few, "/", Kind.BROADCAST, many))
			.withMessageContaining("limits");
	}

	private static void assertLimit(ClassicFrames frames, Kind kind, String within, String beyond) {
		byte[] good = within.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		byte[] bad = beyond.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
		assertThat(read(frames, "/", kind, good).message()).isNotNull();
		assertThatExceptionOfType(ClusterFormatException.class).as(beyond)
			.isThrownBy(() -> read(frames, "/", kind, bad));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'uid':'a','requestId':'b','type':5}", "{'uid':'a','requestId':'b','type':5,'opts':null}",
			"{'uid':'a','requestId':'b','type':7,'packet':{'type':2,'data':['e']}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':3,'data':['e']}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':2,'data':[]}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':2,'data':{}}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':2}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':2,'data':[null]}}",
			"{'requestId':'b','type':7,'opts':{},'packet':{'type':2,'data':['connect']}}",
			"{'requestId':'b','type':7,'opts':{'flags':{'timeout':-1}},'packet':{'type':2,'data':['e']}}",
			"{'requestId':'b','type':7,'opts':{'rooms':'r'},'packet':{'type':2,'data':['e']}}",
			"{'type':7,'opts':{},'packet':{'type':2,'data':['e']}}", "{'type':6,'data':['connection']}",
			"{'type':6,'data':[]}", "{'type':2,'opts':{}}", "{'type':2,'sid':'s','room':'r'}", "{'type':'2'}", "{}",
			"{'type':null}", "{'type':1.5,'requestId':'a'}", "{'type':-1}", "[]", "7" })
	void refusesRequests(String json) {
		assertRefused(Kind.REQUEST, json.replace('\'', '"'));
		byte[] msgPack = MsgPackValues.write(JsonMapper.shared().readTree(json.replace('\'', '"')));
		assertRefused(Kind.REQUEST, msgPack);
	}

	@Test
	void limitsATimeoutToWhatJavaScriptCanWait() {
		byte[] frame = "{\"requestId\":\"b\",\"type\":7,\"opts\":{\"flags\":{\"timeout\":1e30}},\"packet\":{\"type\":2,\"data\":[\"e\"]}}"
			.getBytes(StandardCharsets.UTF_8);
		ClusterMessage message = read(this.frames, "/", Kind.REQUEST, frame).message();
		assertThat(((ClusterMessage.Broadcast) message).timeout()).hasMillis(Integer.MAX_VALUE);
	}

}
