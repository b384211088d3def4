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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames with the trace that they belong to, in both formats and for each message of the
 * vectors that is not an answer.
 */
class TracedFrameTests {

	private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final TraceContext TRACE = new TraceContext(PARENT, "vendor=1");

	private static final TraceContext WITHOUT_STATE = new TraceContext(PARENT, null);

	private final ClassicFrames classic = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	private final ShardedFrames sharded = new ShardedFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	static Stream<ClassicVectors.Frame> classicFrames() {
		return ClassicVectors.frames()
			.stream()
			.filter((frame) -> isTraced(Meanings.message(frame)) && Meanings.sender(frame) != null);
	}

	static Stream<ShardedVectors.Frame> shardedFrames() {
		return ShardedVectors.frames().stream().filter((frame) -> isTraced(frame.message()));
	}

	private static boolean isTraced(ClusterMessage message) {
		return message != null && !(message instanceof ClusterMessage.Answer);
	}

	private static JsonNode tree(byte[] frame) {
		return (frame[0] == '{') ? JsonMapper.shared().readTree(frame)
				: MsgPackValues.read(frame, 500, Integer.MAX_VALUE);
	}

	private static byte[] encoded(JsonNode tree, byte[] like) {
		return (like[0] == '{') ? JsonMapper.shared().writeValueAsBytes(tree) : MsgPackValues.write(tree);
	}

	@Test
	void hasFramesOfEachKind() {
		assertThat(Stream
			.concat(classicFrames().map(Meanings::message), shardedFrames().map(ShardedVectors.Frame::message))
			.map(Object::getClass)
			.distinct()).contains(ClusterMessage.Broadcast.class, ClusterMessage.Join.class, ClusterMessage.Leave.class,
					ClusterMessage.Disconnect.class, ClusterMessage.FetchSockets.class, ClusterMessage.FetchRooms.class,
					ClusterMessage.ServerEvent.class);
	}

	@ParameterizedTest
	@MethodSource("classicFrames")
	void aClassicFrameCarriesItsTrace(ClassicVectors.Frame frame) {
		ClassicFrameWriter writer = this.classic.writer(frame.namespace(), Meanings.sender(frame));
		byte[] plain = writer.write(Meanings.message(frame));
		assertThat(read(frame, plain).trace()).isNull();
		for (TraceContext trace : List.of(TRACE, WITHOUT_STATE)) {
			byte[] traced = writer.write(Meanings.message(frame), trace);
			ClusterFrame.Received received = read(frame, traced);
			assertThat(received.trace()).isEqualTo(trace);
			assertThat(received.sender()).isEqualTo(read(frame, plain).sender());
			assertThat(Meanings.describe(received.message()))
				.isEqualTo(Meanings.describe(read(frame, plain).message()));
			JsonNode tree = tree(traced);
			remove(tree.isArray() ? tree.get(2) : tree, trace);
			assertThat(encoded(tree, traced)).isEqualTo(encoded(tree(plain), plain));
		}
	}

	private ClusterFrame.Received read(ClassicVectors.Frame frame, byte[] bytes) {
		return this.classic.reader(frame.namespace()).frame(frame.kind(), bytes).read();
	}

	@ParameterizedTest
	@MethodSource("shardedFrames")
	void aShardedFrameCarriesItsTrace(ShardedVectors.Frame frame) {
		ShardedFrameWriter writer = this.sharded.writer(frame.namespace(), frame.uid());
		ShardedFrameReader reader = this.sharded.reader(frame.namespace());
		byte[] plain = writer.write(frame.message());
		assertThat(reader.frame(plain).read().trace()).isNull();
		for (TraceContext trace : List.of(TRACE, WITHOUT_STATE)) {
			byte[] traced = writer.write(frame.message(), trace);
			assertThat(writer.isOwn(traced)).isTrue();
			ClusterFrame.Received received = reader.frame(traced).read();
			assertThat(reader.frame(traced).isDroppable()).isEqualTo(reader.frame(plain).isDroppable());
			assertThat(received.trace()).isEqualTo(trace);
			assertThat(received.sender()).isEqualTo(reader.frame(plain).read().sender());
			assertThat(Meanings.describe(received.message()))
				.isEqualTo(Meanings.describe(reader.frame(plain).read().message()));
			JsonNode tree = tree(traced);
			remove(tree.get("data"), trace);
			assertThat(encoded(tree, traced)).isEqualTo(encoded(tree(plain), plain));
		}
	}

	private static void remove(JsonNode object, TraceContext trace) {
		assertThat(((ObjectNode) object).remove("traceparent").asString()).isEqualTo(trace.parent());
		JsonNode state = ((ObjectNode) object).remove("tracestate");
		assertThat((state != null) ? state.asString() : null).isEqualTo(trace.state());
	}

	/** They are no values that a propagator should see. */
	@ParameterizedTest
	@ValueSource(strings = { "\"nonsense\"", "5", "null", "{}", "[]", "true",
			"\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 \"" })
	void aMalformedTraceIsIgnored(String value) {
		JsonNode parent = JsonMapper.shared().readTree(value);
		ClassicVectors.Frame broadcast = classicFrames()
			.filter((frame) -> frame.kind() == ClassicChannels.Kind.BROADCAST)
			.findFirst()
			.orElseThrow();
		ArrayNode array = (ArrayNode) tree(broadcast.bytes());
		((ObjectNode) array.get(2)).set("traceparent", parent);
		ClusterFrame.Received received = read(broadcast, MsgPackValues.write(array));
		assertThat(received.trace()).isNull();
		assertThat(Meanings.describe(received.message()))
			.isEqualTo(Meanings.describe(read(broadcast, broadcast.bytes()).message()));
		ShardedVectors.Frame sharded = shardedFrames().findFirst().orElseThrow();
		ObjectNode object = (ObjectNode) tree(sharded.bytes());
		((ObjectNode) object.get("data")).set("traceparent", parent);
		received = this.sharded.reader(sharded.namespace()).frame(encoded(object, sharded.bytes())).read();
		assertThat(received.trace()).isNull();
		assertThat(Meanings.describe(received.message())).isEqualTo(Meanings.describe(sharded.message()));
	}

	/** Clients would receive it: Node.js may pass the packet on as it is. */
	@Test
	void thePacketOfABroadcastHasNoTrace() {
		ClassicVectors.Frame frame = classicFrames()
			.filter((candidate) -> candidate.kind() == ClassicChannels.Kind.BROADCAST)
			.findFirst()
			.orElseThrow();
		byte[] traced = this.classic.writer(frame.namespace(), "me").write(Meanings.message(frame), TRACE);
		assertThat(new String(traced, StandardCharsets.ISO_8859_1)).contains("traceparent");
		assertThat(tree(traced).get(1).propertyNames()).containsExactly("type", "data", "nsp");
	}

}
