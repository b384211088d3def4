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
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClassicFrameWriter} and {@link ClassicFrameReader} with each frame of
 * the vectors.
 */
class ClassicFrameTests {

	/** Where this writer writes the same in another way, and why. */
	private static final Map<String, String> WRITTEN_DIFFERENTLY = Map.of( //
			"classic.broadcast.numbers#0", "the reference writes 0 in nine bytes in place of 1e100", //
			"classic.injected.no-nsp#0", "packets always name their namespace", //
			"redis.redis-adapter.inbound.002", "packets always name their namespace", //
			"classic.injected.old-date#0", "dates are timestamps");

	/** The reference has nothing to say to these, and neither has the writer. */
	private static final Set<String> IGNORED = Set.of("classic.injected.unknown-type#0",
			"redis.redis-adapter.inbound.004", "redis.redis-adapter.inbound.025");

	private final ClassicFrames frames = new ClassicFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	static List<ClassicVectors.Frame> all() {
		return ClassicVectors.frames();
	}

	static List<ClassicVectors.Frame> malformed() {
		return ClassicVectors.malformed();
	}

	static Stream<ClassicVectors.Frame> written() {
		return ClassicVectors.frames().stream().filter((frame) -> !IGNORED.contains(frame.id()));
	}

	private byte[] write(ClassicVectors.Frame frame) {
		String uid = Meanings.sender(frame);
		boolean emitter = uid == null && frame.kind() != ClassicChannels.Kind.RESPONSE && !frame.meaning().has("sid");
		ClassicFrameWriter writer = emitter ? this.frames.emitter(frame.namespace())
				: this.frames.writer(frame.namespace(), (uid != null) ? uid : "ownuid");
		return writer.write(Meanings.message(frame));
	}

	private ClusterFrame.Received read(ClassicVectors.Frame frame, byte[] bytes) {
		return this.frames.reader(frame.namespace()).frame(frame.kind(), bytes).read();
	}

	private static byte[] encode(ClassicVectors.Frame frame, JsonNode tree) {
		return frame.isJson() ? JsonMapper.shared().writeValueAsBytes(tree) : MsgPackValues.write(tree);
	}

	private static JsonNode tree(ClassicVectors.Frame frame) {
		return frame.isJson() ? JsonMapper.shared().readTree(frame.bytes())
				: MsgPackValues.read(frame.bytes(), 500, Integer.MAX_VALUE);
	}

	@Test
	void hasAllVectors() {
		assertThat(all()).hasSizeGreaterThan(110);
		assertThat(malformed()).hasSize(2);
		assertThat(all().stream().map(ClassicVectors.Frame::id)).containsAll(WRITTEN_DIFFERENTLY.keySet())
			.containsAll(IGNORED);
	}

	@ParameterizedTest
	@MethodSource("written")
	void writesTheBytesOfTheReference(ClassicVectors.Frame frame) {
		byte[] written = write(frame);
		if (WRITTEN_DIFFERENTLY.containsKey(frame.id())) {
			assertThat(written).isNotEqualTo(frame.bytes());
			assertThat(Meanings.describe(read(frame, written).message()))
				.isEqualTo(Meanings.describe(read(frame, frame.bytes()).message()));
			return;
		}
		if (frame.kind() != ClassicChannels.Kind.RESPONSE) {
			assertThat(written).asString(StandardCharsets.UTF_8)
				.isEqualTo(new String(frame.bytes(), StandardCharsets.UTF_8));
			assertThat(written).isEqualTo(frame.bytes());
			return;
		}
		ClassicVectors.Frame answer = new ClassicVectors.Frame(frame.id(), frame.channel(), frame.kind(),
				frame.namespace(), written, frame.meaning());
		ObjectNode tree = (ObjectNode) tree(answer);
		assertThat(tree.remove("uid").asString()).isEqualTo("ownuid");
		assertThat(encode(frame, tree)).isEqualTo(frame.bytes());
	}

	@ParameterizedTest
	@MethodSource("all")
	void readsWhatTheReferenceWrites(ClassicVectors.Frame frame) {
		ClusterFrame.Received received = read(frame, frame.bytes());
		assertThat(received.sender()).isEqualTo(Meanings.sender(frame));
		assertThat(Meanings.describe(received.message())).isEqualTo(Meanings.describe(Meanings.message(frame)));
		assertThat(received.message() == null).isEqualTo(IGNORED.contains(frame.id()));
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void refusesWhatTheReferenceIgnores(ClassicVectors.Frame frame) {
		assertThatExceptionOfType(ClusterFormatException.class).isThrownBy(() -> read(frame, frame.bytes()))
			.withMessageNotContaining("oops")
			.withNoCause();
	}

	/**
	 * A reader that does not look at a value would pass the test above.
	 */
	@ParameterizedTest
	@MethodSource("all")
	void noticesEveryChangedValue(ClassicVectors.Frame frame) {
		String before = describe(frame, frame.bytes());
		int changes = 0;
		for (JsonNode changed : Changes.ofEachValue(tree(frame))) {
			assertThat(describe(frame, encode(frame, changed))).as(changed::toString).isNotEqualTo(before);
			changes++;
		}
		assertThat(changes).isPositive();
	}

	private String describe(ClassicVectors.Frame frame, byte[] bytes) {
		try {
			ClusterFrame.Received received = read(frame, bytes);
			// What is ignored says nothing but who sent it.
			return (received.message() == null) ? "ignored " + frame.id() + new String(bytes, StandardCharsets.UTF_8)
					: received.sender() + String.valueOf(Meanings.describe(received.message()));
		}
		catch (ClusterFormatException ex) {
			return "refused: " + ex.getMessage();
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void isPublishedWhereTheReferencePublishes(ClassicVectors.Frame frame) {
		ClusterMessage message = Meanings.message(frame);
		boolean toOne = frame.channel().matches(".*-response#/#.+#");
		if (message == null || toOne || frame.id().startsWith("classic.injected.channel-decides")
				|| frame.id().contains("inbound")) {
			return;
		}
		String key = frame.channel().replaceFirst("(-request|-response)?#.*", "");
		ClassicChannels channels = new ClassicChannels(key, frame.namespace(), "ownuid");
		assertThat(channels.channel(message)).isEqualTo(frame.channel());
		assertThat(channels.kind(frame.channel())).isEqualTo(frame.kind());
	}

	@Test
	void tellsJavaNodesMoreOfAcknowledgements() {
		JsonNode one = JsonNodeFactory.instance.numberNode(1);
		JsonNode bytes = JsonNodeFactory.instance.binaryNode(new byte[] { 2 });
		for (List<JsonNode> arguments : List.of(List.<JsonNode>of(), List.of(one), List.of(one, bytes),
				List.<JsonNode>of(NullNode.getInstance()))) {
			ClusterMessage.ClientAnswer answer = new ClusterMessage.ClientAnswer("r", "socket", arguments);
			ClusterFrame.Received received = through(answer);
			assertThat(received.sender()).isEqualTo("me");
			assertThat(Meanings.describe(received.message())).isEqualTo(Meanings.describe(answer));
		}
	}

	@Test
	void saysThatAnAnswerIsTooLarge() {
		assertLeftOut(new ClusterMessage.SocketsAnswer("r", List.of()), "\"requestId\":\"r\",\"sockets\":[]");
		assertLeftOut(new ClusterMessage.RoomsAnswer("r", Set.of()), "\"requestId\":\"r\",\"rooms\":[]");
		assertLeftOut(new ClusterMessage.ServerAnswer("r", null), "\"type\":6,\"requestId\":\"r\"");
	}

	private void assertLeftOut(ClusterMessage.Answer emptied, String expected) {
		ClusterMessage answer = new ClusterMessage.TooLargeAnswer(emptied);
		assertThat(this.frames.writer("/", "me").write(answer)).asString(StandardCharsets.UTF_8)
			.isEqualTo("{" + expected + ",\"tooLarge\":true,\"uid\":\"me\"}");
		assertThat(through(answer).message()).isEqualTo(answer);
	}

	@Test
	void saysThatAnAcknowledgementIsTooLarge() {
		ClusterMessage answer = new ClusterMessage.TooLargeAnswer(
				new ClusterMessage.ClientAnswer("r", "socket", List.of()));
		byte[] frame = this.frames.writer("/", "me").write(answer);
		assertThat(MsgPackValues.read(frame, 500, Integer.MAX_VALUE)).hasToString("{\"type\":9,\"requestId\":\"r\","
				+ "\"packet\":null,\"sid\":\"socket\",\"args\":[],\"tooLarge\":true,\"uid\":\"me\"}");
		assertThat(through(answer).message()).isEqualTo(answer);
	}

	/** An empty list of ids looks like one of sockets, for which alone this node asks. */
	@Test
	void saysThatAListOfIdsIsTooLarge() {
		ClusterMessage answer = new ClusterMessage.TooLargeAnswer(new ClusterMessage.IdsAnswer("r", Set.of()));
		assertThat(through(answer).message())
			.isEqualTo(new ClusterMessage.TooLargeAnswer(new ClusterMessage.SocketsAnswer("r", List.of())));
	}

	@Test
	void tellsAnAnswerWithoutAValueFromNull() {
		ClusterMessage none = new ClusterMessage.ServerAnswer("r", null);
		ClusterMessage nothing = new ClusterMessage.ServerAnswer("r", NullNode.getInstance());
		assertThat(through(none).message()).isEqualTo(none);
		assertThat(through(nothing).message()).isEqualTo(nothing);
	}

	@Test
	void keepsTheIdentityOfOneSocketInEveryCommand() {
		BroadcastOptions socket = BroadcastOptions.socket("x");
		for (ClusterMessage command : List.of(new ClusterMessage.Join(socket, Set.of("r")),
				new ClusterMessage.Leave(socket, Set.of("r")), new ClusterMessage.Disconnect(socket, true),
				new ClusterMessage.FetchSockets("q", socket),
				new ClusterMessage.Confirmed("q", new ClusterMessage.Leave(socket, Set.of("r"))),
				new ClusterMessage.Confirmed("q", new ClusterMessage.Disconnect(socket, true)))) {
			assertThat(through(command).message()).isEqualTo(command);
		}
	}

	@Test
	void letsNoEmitterAsk() {
		ClassicFrameWriter emitter = this.frames.emitter("/");
		for (ClusterMessage question : List.of(new ClusterMessage.FetchRooms("r"),
				new ClusterMessage.FetchSockets("r", BroadcastOptions.ALL),
				new ClusterMessage.FetchIds("r", Set.of()))) {
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> emitter.write(question));
		}
	}

	private ClusterFrame.Received through(ClusterMessage message) {
		byte[] frame = this.frames.writer("/", "me").write(message);
		ClassicChannels channels = new ClassicChannels("k", "/", "me");
		return this.frames.reader("/").frame(channels.kind(channels.channel(message)), frame).read();
	}

	/**
	 * All trees that differ from one in one value.
	 */
	static final class Changes {

		private Changes() {
		}

		static List<JsonNode> ofEachValue(JsonNode tree) {
			List<JsonNode> changed = new java.util.ArrayList<>();
			collect(tree, tree, changed);
			return changed;
		}

		private static void collect(JsonNode root, JsonNode node, List<JsonNode> changed) {
			if (node instanceof ObjectNode object) {
				for (Map.Entry<String, JsonNode> property : object.properties()) {
					JsonNode before = property.getValue();
					collect(root, before, changed);
					if (!before.isContainer()) {
						property.setValue(other(before));
						changed.add(root.deepCopy());
						property.setValue(before);
					}
				}
			}
			else if (node instanceof ArrayNode array) {
				for (int i = 0; i < array.size(); i++) {
					JsonNode before = array.get(i);
					collect(root, before, changed);
					if (!before.isContainer()) {
						array.set(i, other(before));
						changed.add(root.deepCopy());
						array.set(i, before);
					}
				}
				if (array != root) {
					array.add("one more");
					changed.add(root.deepCopy());
					array.remove(array.size() - 1);
				}
			}
		}

		private static JsonNode other(JsonNode value) {
			JsonNodeFactory nodes = JsonNodeFactory.instance;
			return switch (value.getNodeType()) {
				case STRING -> nodes.stringNode("x" + value.stringValue());
				case NUMBER -> nodes.numberNode(value.asDouble() + ((value.asDouble() == 0) ? 1 : value.asDouble()));
				case BOOLEAN -> nodes.booleanNode(!value.booleanValue());
				case BINARY -> nodes.binaryNode(new byte[] { 42 });
				default -> nodes.stringNode("not null");
			};
		}

	}

}
