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
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ShardedFrameWriter} and {@link ShardedFrameReader} with each frame of
 * the vectors.
 */
class ShardedFrameTests {

	/** Where this writer writes the same in another way, and why. */
	private static final Map<String, String> WRITTEN_DIFFERENTLY = Map.of( //
			"redis.sharded-adapter.inbound.002", "an emitter names the namespace in the packet too", //
			"redis.sharded-adapter.inbound.010", "written by hand, in another order", //
			"redis.sharded-adapter.inbound.013", "written by hand, in another order", //
			"sharded.injected.emitter-nsp-in-packet#0", "written by hand, in another order", //
			"sharded.injected.fetch#0", "written by hand, in another order");

	/** The reference has nothing to say to these, and neither has the writer. */
	private static final Set<String> IGNORED = Set.of("sharded.injected.heartbeat#0",
			"redis.sharded-adapter.inbound.014", "redis.sharded-adapter.inbound.015");

	private final ShardedFrames frames = new ShardedFrames(JsonMapper.shared(), FrameLimits.DEFAULTS, false);

	static List<ShardedVectors.Frame> all() {
		return ShardedVectors.frames();
	}

	static Stream<ShardedVectors.Frame> written() {
		return all().stream().filter((frame) -> !IGNORED.contains(frame.id()));
	}

	private ClusterFrame.Received read(ShardedVectors.Frame frame, byte[] bytes) {
		return this.frames.reader(frame.namespace()).frame(bytes).read();
	}

	private static byte[] encode(ShardedVectors.Frame frame, JsonNode tree) {
		return frame.isJson() ? JsonMapper.shared().writeValueAsBytes(tree) : MsgPackValues.write(tree);
	}

	private static JsonNode tree(ShardedVectors.Frame frame) {
		return frame.isJson() ? JsonMapper.shared().readTree(frame.bytes())
				: MsgPackValues.read(frame.bytes(), 500, Integer.MAX_VALUE);
	}

	@Test
	void hasAllVectors() {
		assertThat(all()).hasSizeGreaterThan(60);
		assertThat(all().stream().map(ShardedVectors.Frame::id)).containsAll(WRITTEN_DIFFERENTLY.keySet())
			.containsAll(IGNORED);
		Set<Integer> types = new HashSet<>();
		written().forEach((frame) -> types.add(frame.meaning().get("type").asInt()));
		assertThat(types).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
	}

	@ParameterizedTest
	@MethodSource("written")
	void writesTheBytesOfTheReference(ShardedVectors.Frame frame) {
		ShardedFrameWriter writer = this.frames.writer(frame.namespace(), frame.uid());
		byte[] written = writer.write(frame.message());
		assertThat(writer.isOwn(written)).isTrue();
		if (WRITTEN_DIFFERENTLY.containsKey(frame.id())) {
			assertThat(written).isNotEqualTo(frame.bytes());
			assertThat(Meanings.describe(read(frame, written).message()))
				.isEqualTo(Meanings.describe(read(frame, frame.bytes()).message()));
			return;
		}
		assertThat(written).asString(StandardCharsets.UTF_8).isEqualTo(frame.text());
		assertThat(written).isEqualTo(frame.bytes());
	}

	@ParameterizedTest
	@MethodSource("all")
	void readsWhatTheReferenceWrites(ShardedVectors.Frame frame) {
		ClusterFrame.Received received = read(frame, frame.bytes());
		assertThat(received.sender()).isEqualTo(frame.uid().equals("emitter") ? null : frame.uid());
		assertThat(Meanings.describe(received.message())).isEqualTo(Meanings.describe(frame.message()));
		assertThat(received.message() == null).isEqualTo(IGNORED.contains(frame.id()));
	}

	/**
	 * A reader that does not look at a value would pass the test above.
	 */
	@ParameterizedTest
	@MethodSource("all")
	void noticesEveryChangedValue(ShardedVectors.Frame frame) {
		String before = describe(frame, frame.bytes());
		int changes = 0;
		for (JsonNode changed : ClassicFrameTests.Changes.ofEachValue(tree(frame))) {
			// Repeats the namespace of the frame.
			if (!changed.at("/data/packet/nsp").isMissingNode()
					&& !changed.at("/data/packet/nsp").asString().equals(frame.namespace())) {
				continue;
			}
			assertThat(describe(frame, encode(frame, changed))).as(changed::toString).isNotEqualTo(before);
			changes++;
		}
		assertThat(changes).isPositive();
	}

	private String describe(ShardedVectors.Frame frame, byte[] bytes) {
		try {
			ClusterFrame.Received received = read(frame, bytes);
			// What is ignored says nothing but who sent it.
			return (received.message() == null) ? "ignored " + new String(bytes, StandardCharsets.UTF_8)
					: received.sender() + String.valueOf(Meanings.describe(received.message()));
		}
		catch (ClusterFormatException ex) {
			return "refused: " + ex.getMessage();
		}
	}

	@ParameterizedTest
	@MethodSource("written")
	void isPublishedWhereTheReferencePublishes(ShardedVectors.Frame frame) {
		ClusterMessage message = frame.message();
		String prefix = frame.channel().substring(0, frame.channel().indexOf('#'));
		ShardedChannels channels = new ShardedChannels(prefix, frame.namespace(), frame.uid(), frame.mode());
		if (message instanceof ClusterMessage.Answer) {
			assertThat(channels.uid(frame.channel())).matches("[0-9a-f]{16}");
			assertThat(channels.of(channels.uid(frame.channel()))).isEqualTo(frame.channel());
		}
		else if (!frame.id().contains("inbound")) {
			assertThat(channels.channel(message)).isEqualTo(frame.channel());
		}
	}

	@Test
	void idsOfNodesOfBothKindsAreFoundInTheirChannels() {
		ShardedChannels channels = new ShardedChannels("socket.io", "/a", "0123456789abcdef.1z",
				SubscriptionMode.DYNAMIC);
		assertThat(channels.uid(channels.own())).isEqualTo("0123456789abcdef.1z");
		assertThat(channels.uid(channels.of("fedcba9876543210"))).isEqualTo("fedcba9876543210");
		assertThat(channels.uid(channels.of("a room"))).isNull();
		assertThat(channels.uid(channels.main())).isNull();
	}

	@ParameterizedTest
	@MethodSource("all")
	void refusesEveryTruncation(ShardedVectors.Frame frame) {
		for (int length = 0; length < frame.bytes().length; length++) {
			assertThat(isRefused(frame, Arrays.copyOf(frame.bytes(), length))).as("%s bytes", length).isTrue();
		}
		ByteArrayOutputStream twice = new ByteArrayOutputStream();
		twice.writeBytes(frame.bytes());
		twice.writeBytes(frame.bytes());
		assertThat(isRefused(frame, twice.toByteArray())).isTrue();
	}

	@ParameterizedTest
	@MethodSource("all")
	void survivesAnyChangeOfBytes(ShardedVectors.Frame frame) {
		Random random = new Random(frame.id().hashCode());
		for (int i = 0; i < 300; i++) {
			byte[] bytes = frame.bytes().clone();
			for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
				bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
			}
			isRefused(frame, bytes);
		}
	}

	private boolean isRefused(ShardedVectors.Frame frame, byte[] bytes) {
		try {
			read(frame, bytes);
			return false;
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return true;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'type':3}", "{'type':3,'data':{}}", "{'type':3,'data':{'packet':{}}}",
			"{'type':3,'data':{'packet':{'type':2,'data':[]},'opts':{}}}",
			"{'type':3,'data':{'packet':{'type':2},'opts':{}}}",
			"{'type':3,'data':{'packet':{'type':3,'data':['e']},'opts':{}}}",
			"{'type':3,'data':{'packet':{'type':2,'data':['connect']},'opts':{}}}",
			"{'type':3,'data':{'packet':{'type':2,'data':['e']}}}",
			"{'type':3,'data':{'packet':{'type':2,'data':['e']},'opts':{'rooms':'r'}}}", "{'type':4,'data':{}}",
			"{'type':4,'data':{'opts':{}}}", "{'type':4,'data':{'rooms':['a']}}", "{'type':5,'data':{}}",
			"{'type':6,'data':{}}", "{'type':7,'data':{'opts':{}}}", "{'type':7,'data':{'requestId':'a'}}",
			"{'type':8,'data':{'requestId':'a'}}", "{'type':9,'data':{}}", "{'type':9,'data':{'packet':[]}}",
			"{'type':9,'data':{'packet':['connection']}}", "{'type':10,'data':{}}",
			"{'type':11,'data':{'requestId':'a'}}", "{'type':12,'data':{}}", "{'type':'3'}", "{}", "{'type':-1}",
			"{'type':4,'data':7}" })
	void refusesMessages(String json) {
		JsonNode tree = JsonMapper.shared()
			.readTree(json.replace("'", "\"").replaceFirst("\\{", "{\"nsp\":\"/\",").replace(",}", "}"));
		for (byte[] bytes : List.of(JsonMapper.shared().writeValueAsBytes(tree), MsgPackValues.write(tree))) {
			assertThatExceptionOfType(ClusterFormatException.class)
				.isThrownBy(() -> this.frames.reader("/").frame(bytes).read())
				.withMessageStartingWith("Expected ")
				.withNoCause();
		}
	}

	@Test
	void ignoresWhatNamesNoNamespace() {
		byte[] frame = "{\"type\":9,\"data\":{\"packet\":[\"e\"]},\"uid\":\"a\"}".getBytes(StandardCharsets.UTF_8);
		assertThat(this.frames.reader("/").frame(frame).read().message()).isNull();
	}

	@Test
	void mayDropBroadcastsThatNobodyWaitsFor() {
		assertThat(droppable(new ClusterMessage.Broadcast(event("e"), BroadcastOptions.ALL, null, null))).isTrue();
		assertThat(droppable(new ClusterMessage.Broadcast(event("e", new byte[1]), BroadcastOptions.ALL, null, null)))
			.isTrue();
		assertThat(droppable(new ClusterMessage.Broadcast(event("e"), BroadcastOptions.ALL, "r", null))).isFalse();
		assertThat(droppable(new ClusterMessage.Broadcast(event("e", new byte[1]), BroadcastOptions.ALL, "r", null)))
			.isFalse();
		assertThat(droppable(new ClusterMessage.FetchSockets("r", BroadcastOptions.ALL))).isFalse();
		assertThat(droppable(new ClusterMessage.Join(BroadcastOptions.ALL, Set.of("r")))).isFalse();
		assertThat(droppable(new ClusterMessage.ClientAnswer("r", "s", List.of()))).isFalse();
	}

	@Test
	void doesNotTakeValuesOfClientsForRequests() {
		for (Object value : List.of("requestId", "\",\"requestId\":\"", "\\", Map.of("requestId", "r"))) {
			for (Object other : List.of("text", new byte[1])) {
				assertThat(droppable(new ClusterMessage.Broadcast(event("requestId", value, other),
						BroadcastOptions.room("requestId"), null, null)))
					.isTrue();
				assertThat(droppable(new ClusterMessage.Broadcast(event("e", value, other), BroadcastOptions.ALL,
						"requestId", null)))
					.isFalse();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":3,\"data\":{\"request\\u0049d\":\"r\"}}",
			"{\"type\":3,\"data\":{ \"packet\": {}, \"requestId\" : \"r\" }}", "{\"type\":3,\"data\":{\"requestId\"" })
	void dropsNothingThatMayBeARequest(String frame) {
		assertThat(this.frames.reader("/").frame(frame.getBytes(StandardCharsets.UTF_8)).isDroppable()).isFalse();
	}

	private boolean droppable(ClusterMessage message) {
		return this.frames.reader("/").frame(this.frames.writer("/", "me").write(message)).isDroppable();
	}

	private static Packet event(String name, Object... arguments) {
		return Packet.event("/", name, arguments);
	}

	@Test
	void knowsItsOwnFramesAlone() {
		ShardedFrameWriter writer = this.frames.writer("/", "0123456789abcdef");
		ShardedFrameWriter other = this.frames.writer("/", "0123456789abcdee");
		ShardedFrameWriter elsewhere = this.frames.writer("/other", "0123456789abcdef");
		for (Object argument : List.of("text", new byte[] { 1 })) {
			ClusterMessage message = new ClusterMessage.Broadcast(event("e", argument), BroadcastOptions.ALL, null,
					null);
			assertThat(writer.isOwn(writer.write(message))).isTrue();
			assertThat(writer.isOwn(other.write(message))).isFalse();
			assertThat(writer.isOwn(elsewhere.write(message))).isFalse();
		}
		assertThat(writer.isOwn(new byte[0])).isFalse();
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
	void keepsWhatOnlySomeMessagesHave() {
		BroadcastOptions socket = BroadcastOptions.socket("x");
		for (ClusterMessage message : List.of(
				new ClusterMessage.TooLargeAnswer(new ClusterMessage.SocketsAnswer("r", List.of())),
				new ClusterMessage.TooLargeAnswer(new ClusterMessage.ServerAnswer("r", null)),
				new ClusterMessage.TooLargeAnswer(new ClusterMessage.ClientAnswer("r", "s", List.of())),
				new ClusterMessage.ServerAnswer("r", null),
				new ClusterMessage.ServerAnswer("r", NullNode.getInstance()),
				new ClusterMessage.Join(socket, Set.of("r")), new ClusterMessage.Leave(socket, Set.of("r")),
				new ClusterMessage.Disconnect(socket, true), new ClusterMessage.FetchSockets("q", socket))) {
			assertThat(through(message).message()).isEqualTo(message);
		}
	}

	@Test
	void writesNothingThatTheFormatDoesNotHave() {
		ShardedFrameWriter writer = this.frames.writer("/", "me");
		for (ClusterMessage message : List.of(new ClusterMessage.FetchRooms("r"),
				new ClusterMessage.FetchIds("r", Set.of()), new ClusterMessage.Confirmation("r"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(message));
		}
	}

	private ClusterFrame.Received through(ClusterMessage message) {
		return this.frames.reader("/").frame(this.frames.writer("/", "me").write(message)).read();
	}

	@ParameterizedTest
	@ValueSource(strings = { "c6ffffffff", "dbffffffff", "ddffffffff", "dfffffffff", "dd00ffffff" })
	void believesNoLength(String claim) {
		byte[] value = HexFormat.of().parseHex(claim);
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.writeBytes(HexFormat.of().parseHex("84a47479706503a464617461"));
		frame.writeBytes(value);
		for (byte[] bytes : List.of(value, frame.toByteArray())) {
			assertThatExceptionOfType(ClusterFormatException.class)
				.isThrownBy(() -> this.frames.reader("/").frame(bytes).read());
		}
	}

}
