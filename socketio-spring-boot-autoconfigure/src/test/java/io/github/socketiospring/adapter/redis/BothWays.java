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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.protocol.EncodedPacket;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.PacketLimits;
import io.github.socketiospring.protocol.PacketParser;
import io.github.socketiospring.protocol.json.JsonPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackPacketParser;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what a frame in MessagePack says, and what clients get of it, with what it
 * says after it was decoded to a tree.
 */
final class BothWays {

	private static final PacketLimits LIMITS = PacketLimits.builder().attachments(Integer.MAX_VALUE).build();

	private final FrameLimits limits;

	private final ClassicFrameReader classic;

	private final ShardedFrameReader sharded;

	private final List<PacketParser> parsers = new ArrayList<>();

	/**
	 * Compare.
	 * @param limits the limits of frames
	 * @param mappers the mappers of applications that send to clients
	 */
	BothWays(FrameLimits limits, JsonMapper... mappers) {
		this.limits = limits;
		this.classic = new ClassicFrames(JsonMapper.shared(), limits, true).reader("/");
		this.sharded = new ShardedFrames(JsonMapper.shared(), limits, true).reader("/");
		for (JsonMapper mapper : mappers) {
			this.parsers.add(new JsonPacketParser(mapper, LIMITS));
			this.parsers.add(new MsgPackPacketParser(mapper, LIMITS));
		}
	}

	/**
	 * Check that both ways lead to the same.
	 * @param kind what comes through the channel
	 * @param frame a frame of the classic adapter in MessagePack, which may be malformed
	 * @return whether it is a broadcast that is well-formed
	 */
	boolean agree(Kind kind, byte[] frame) {
		return agree(frame, 1, this.classic.frame(kind, frame), (tree) -> this.classic.read(kind, tree));
	}

	/**
	 * Check that both ways lead to the same.
	 * @param frame a frame of the sharded adapter in MessagePack, which may be malformed
	 * @return whether it is a broadcast that is well-formed
	 */
	boolean agree(byte[] frame) {
		return agree(frame, 2, this.sharded.frame(frame), this.sharded::read);
	}

	private boolean agree(byte[] frame, int above, ClusterFrame waiting,
			Function<JsonNode, ClusterFrame.Received> reader) {
		ClusterFrame.@Nullable Received expected = decoded(frame, above, reader);
		ClusterFrame.@Nullable Received received = received(waiting);
		String hex = HexFormat.of().formatHex(frame);
		assertThat(received == null).as(hex).isEqualTo(expected == null);
		if (received == null || expected == null) {
			return false;
		}
		assertThat(received.sender()).as(hex).isEqualTo(expected.sender());
		if (expected.message() instanceof ClusterMessage.Broadcast tree) {
			ClusterMessage.Broadcast broadcast = (ClusterMessage.Broadcast) received.message();
			assertThat(broadcast.options()).as(hex).isEqualTo(tree.options());
			assertThat(broadcast.requestId()).as(hex).isEqualTo(tree.requestId());
			assertThat(broadcast.timeout()).as(hex).isEqualTo(tree.timeout());
			for (PacketParser parser : this.parsers) {
				assertThat(sent(parser, broadcast.event())).as(hex).isEqualTo(sent(parser, tree.event()));
			}
			return true;
		}
		assertThat(Meanings.describe(received.message())).as(hex).isEqualTo(Meanings.describe(expected.message()));
		return false;
	}

	private ClusterFrame.@Nullable Received decoded(byte[] frame, int above,
			Function<JsonNode, ClusterFrame.Received> reader) {
		try {
			return reader.apply(MsgPackValues.read(frame, this.limits.depth() + above, this.limits.values()));
		}
		catch (PacketFormatException | ClusterFormatException ex) {
			return null;
		}
	}

	private ClusterFrame.@Nullable Received received(ClusterFrame waiting) {
		try {
			return waiting.read();
		}
		catch (ClusterFormatException ex) {
			assertThat(ex).hasMessageStartingWith("Expected ").hasNoCause();
			return null;
		}
	}

	private static List<String> sent(PacketParser parser, Packet event) {
		List<byte[]> messages = new ArrayList<>();
		EncodedPacket packet = parser.encode(event);
		messages.add(packet.message());
		messages.addAll(packet.attachments());
		return Arrays.asList(messages.stream().map(HexFormat.of()::formatHex).toArray(String[]::new));
	}

}
