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
import java.util.Arrays;
import java.util.HexFormat;

import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.msgpack.MsgPackScanner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses the frames of one namespace from the sharded adapter.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ShardedFrameReader {

	/** The number of objects around the id of a request in JSON. */
	private static final int REQUEST_DEPTH = 2;

	/** The first bytes of a broadcast in JSON. */
	private static final byte[] JSON_BROADCAST = "{\"type\":3,".getBytes(StandardCharsets.US_ASCII);

	/** Those in MessagePack, up to the data. */
	private static final byte[] MSG_PACK_BROADCAST = HexFormat.of().parseHex("84a47479706503a464617461");

	private static final byte[] REQUEST = FrameKeys.REQUEST_ID.getBytes(StandardCharsets.US_ASCII);

	private final ReceivedParts parts;

	/**
	 * Create a reader.
	 * @param parts parses the common parts of all frames
	 */
	ShardedFrameReader(ReceivedParts parts) {
		this.parts = parts;
	}

	/**
	 * Wrap an encoded frame.
	 * @param frame the encoded frame, which must not be changed any more
	 * @return the frame, not parsed yet
	 */
	ClusterFrame frame(byte[] frame) {
		return new ShardedFrame(frame, this);
	}

	private ClusterFrame.Received read(byte[] bytes) {
		return read(this.parts.tree(bytes, PacketPlace.DATA, ShardedTypes.BROADCAST));
	}

	/**
	 * Parse a decoded frame.
	 * @param tree the decoded frame
	 * @return the sender and the message
	 */
	ClusterFrame.Received read(JsonNode tree) {
		JsonNode frame = ReceivedParts.object(tree);
		String sender = this.parts.optionalId(frame, FrameKeys.UID);
		int type = FrameParts.count(frame.path(FrameKeys.TYPE), FrameKeys.TYPE);
		JsonNode data = frame.path(FrameKeys.DATA);
		return ReceivedParts.received(sender, this.parts.isHere(frame, "") ? message(type, data) : null, data);
	}

	private @Nullable ClusterMessage message(int type, JsonNode data) {
		return switch (type) {
			case ShardedTypes.BROADCAST -> broadcast(ReceivedParts.object(data));
			case ShardedTypes.JOIN -> new ClusterMessage.Join(this.parts.options(data), this.parts.required(data));
			case ShardedTypes.LEAVE -> new ClusterMessage.Leave(this.parts.options(data), this.parts.required(data));
			case ShardedTypes.DISCONNECT ->
				new ClusterMessage.Disconnect(this.parts.options(data), ReceivedParts.close(data));
			case ShardedTypes.FETCH ->
				new ClusterMessage.FetchSockets(this.parts.requestId(data), this.parts.options(data));
			case ShardedTypes.SOCKETS -> this.parts.sockets(data);
			case ShardedTypes.SERVER_EVENT ->
				new ClusterMessage.ServerEvent(this.parts.serverEvent(data.path(FrameKeys.PACKET)),
						this.parts.optionalId(data, FrameKeys.REQUEST_ID));
			case ShardedTypes.SERVER_ANSWER -> this.parts.serverAnswer(data, FrameKeys.PACKET);
			case ShardedTypes.RECEIVERS -> this.parts.receivers(data);
			case ShardedTypes.ACKNOWLEDGEMENT -> this.parts.acknowledgement(data);
			// Heartbeats of other adapters, for example.
			default -> null;
		};
	}

	private ClusterMessage.Broadcast broadcast(JsonNode data) {
		return new ClusterMessage.Broadcast(this.parts.event(ReceivedParts.object(data.path(FrameKeys.PACKET))),
				this.parts.options(data), this.parts.optionalId(data, FrameKeys.REQUEST_ID),
				ReceivedParts.timeout(data.path(FrameKeys.OPTIONS)));
	}

	/**
	 * Whether a broadcast in JSON may contain the id of a request. Does not parse the
	 * frame, and does not take a value of the application for the id.
	 * @param json the encoded frame
	 * @return {@code false} if it certainly contains none
	 */
	private static boolean mayBeRequest(byte[] json) {
		int depth = 0;
		int at = 0;
		while (at < json.length) {
			byte next = json[at];
			if (next == '"') {
				int end = endOfString(json, at + 1);
				if (depth == REQUEST_DEPTH && mayBeRequestId(json, at + 1, end)) {
					return true;
				}
				at = end;
			}
			else if (next == '{' || next == '[') {
				depth++;
			}
			else if (next == '}' || next == ']') {
				depth--;
			}
			at++;
		}
		return false;
	}

	/**
	 * Whether a broadcast in MessagePack may contain the id of a request. Does not parse
	 * the values of the application.
	 * @param frame the encoded frame
	 * @return {@code false} if its data certainly contains none
	 */
	private boolean mayBeMsgPackRequest(byte[] frame) {
		try {
			MsgPackScanner scanner = this.parts.scanner(frame);
			scanner.enterMap(0);
			// The type.
			scanner.readName(1);
			scanner.skip(1);
			// The data.
			scanner.readName(1);
			for (int properties = scanner.enterMap(1); properties > 0; properties--) {
				if (scanner.readName(2).equals(FrameKeys.REQUEST_ID)) {
					return true;
				}
				scanner.skip(2);
			}
			return false;
		}
		catch (PacketFormatException ex) {
			return true;
		}
	}

	private static int endOfString(byte[] json, int from) {
		int at = from;
		while (at < json.length && json[at] != '"') {
			at += (json[at] == '\\') ? 2 : 1;
		}
		return Math.min(at, json.length);
	}

	private static boolean mayBeRequestId(byte[] json, int from, int to) {
		for (int i = from; i < to; i++) {
			if (json[i] == '\\') {
				return true;
			}
		}
		return Arrays.equals(json, from, to, REQUEST, 0, REQUEST.length);
	}

	private static boolean isAt(byte[] bytes, int from, byte[] part) {
		int to = from + part.length;
		return to <= bytes.length && Arrays.equals(bytes, from, to, part, 0, part.length);
	}

	/**
	 * A frame of one namespace.
	 *
	 * @param bytes the encoded frame
	 * @param reader parses the frame
	 */
	private record ShardedFrame(byte[] bytes, ShardedFrameReader reader) implements ClusterFrame {

		@Override
		public int size() {
			return this.bytes.length;
		}

		/**
		 * Broadcasts and requests use the same channel, so the envelope of the frame is
		 * checked. A frame that might be a request is treated as one.
		 */
		@Override
		public boolean isDroppable() {
			return (isAt(this.bytes, 0, MSG_PACK_BROADCAST) && !this.reader.mayBeMsgPackRequest(this.bytes))
					|| (isAt(this.bytes, 0, JSON_BROADCAST) && !mayBeRequest(this.bytes));
		}

		@Override
		public Received read() {
			return this.reader.read(this.bytes);
		}

	}

}
