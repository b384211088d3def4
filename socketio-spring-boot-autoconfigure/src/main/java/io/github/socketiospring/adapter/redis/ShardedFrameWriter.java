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

import java.util.Arrays;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * Encodes the messages of one namespace as Node.js does, with the keys in the same order:
 * as JSON, or as MessagePack if they contain bytes.
 * <p>
 * Node.js does not know the following keys and ignores them: {@code sid} and {@code args}
 * (the socket, and its arguments unless there is exactly one) in acknowledgements,
 * {@code tooLarge} in an answer without its content, and {@code traceparent} and
 * {@code tracestate} in the data of all messages but answers.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ShardedFrameWriter {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final SentParts parts;

	private final String namespace;

	private final String uid;

	/** The last bytes of the JSON frames of this writer. */
	private final byte[] jsonEnd;

	/** The last bytes of the MessagePack frames of this writer. */
	private final byte[] msgPackEnd;

	/**
	 * Create a writer.
	 * @param parts writes the common parts of all frames
	 * @param namespace the name of the namespace
	 * @param uid the id of the node in the namespace
	 */
	ShardedFrameWriter(SentParts parts, String namespace, String uid) {
		this.parts = parts;
		this.namespace = namespace;
		this.uid = uid;
		ObjectNode end = sent(nodes.objectNode());
		// Without the brace, or the byte with the number of properties.
		this.jsonEnd = withoutFirst(FrameJson.write(end));
		this.msgPackEnd = withoutFirst(MsgPackValues.write(end));
	}

	private static byte[] withoutFirst(byte[] bytes) {
		return Arrays.copyOfRange(bytes, 1, bytes.length);
	}

	/**
	 * Whether a frame was written by this writer. Does not parse the frame.
	 * @param frame a frame
	 * @return whether it ends with the id of this node
	 */
	boolean isOwn(byte[] frame) {
		return frame.length > 0 && endsWith(frame, (frame[0] == '{') ? this.jsonEnd : this.msgPackEnd);
	}

	private static boolean endsWith(byte[] frame, byte[] end) {
		int from = frame.length - end.length;
		return from > 0 && Arrays.equals(frame, from, frame.length, end, 0, end.length);
	}

	/**
	 * Encode a message.
	 * @param message what to send to the other nodes
	 * @return the frame
	 * @throws IllegalArgumentException if the message contains a value that cannot be
	 * sent, or if this format does not support its kind
	 */
	byte[] write(ClusterMessage message) {
		return write(message, null);
	}

	/**
	 * Encode a message.
	 * @param message what to send to the other nodes
	 * @param trace the trace of a message that is not an answer, {@code null} for none
	 * @return the frame
	 * @throws IllegalArgumentException if the message contains a value that cannot be
	 * sent, or if this format does not support its kind
	 */
	byte[] write(ClusterMessage message, @Nullable TraceContext trace) {
		return SentParts.encoded(() -> encode(message, trace));
	}

	private byte[] encode(ClusterMessage message, @Nullable TraceContext trace) {
		ObjectNode frame = nodes.objectNode().put(FrameKeys.TYPE, type(message));
		// Not in the frame, since readers look at its beginning and its end.
		ObjectNode data = SentParts.trace(trace, data(message));
		frame.set(FrameKeys.DATA, data);
		sent(frame);
		return hasBytes(data) ? MsgPackValues.write(frame) : FrameJson.write(frame);
	}

	private ObjectNode sent(ObjectNode frame) {
		return frame.put(FrameKeys.UID, this.uid).put(FrameKeys.NAMESPACE, this.namespace);
	}

	private static boolean hasBytes(JsonNode node) {
		return switch (node.getNodeType()) {
			case BINARY -> true;
			case POJO -> ((POJONode) node).getPojo() instanceof byte[];
			case OBJECT, ARRAY -> node.valueStream().anyMatch(ShardedFrameWriter::hasBytes);
			default -> false;
		};
	}

	private static int type(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast) {
			return ShardedTypes.BROADCAST;
		}
		if (message instanceof ClusterMessage.Join) {
			return ShardedTypes.JOIN;
		}
		if (message instanceof ClusterMessage.Leave) {
			return ShardedTypes.LEAVE;
		}
		if (message instanceof ClusterMessage.Disconnect) {
			return ShardedTypes.DISCONNECT;
		}
		if (message instanceof ClusterMessage.FetchSockets) {
			return ShardedTypes.FETCH;
		}
		if (message instanceof ClusterMessage.TooLargeAnswer left) {
			return type(left.emptied());
		}
		if (message instanceof ClusterMessage.SocketsAnswer) {
			return ShardedTypes.SOCKETS;
		}
		if (message instanceof ClusterMessage.ServerEvent) {
			return ShardedTypes.SERVER_EVENT;
		}
		if (message instanceof ClusterMessage.ServerAnswer) {
			return ShardedTypes.SERVER_ANSWER;
		}
		if (message instanceof ClusterMessage.ReceiverCount) {
			return ShardedTypes.RECEIVERS;
		}
		if (message instanceof ClusterMessage.ClientAnswer) {
			return ShardedTypes.ACKNOWLEDGEMENT;
		}
		throw new IllegalArgumentException("Cannot write a " + message.getClass().getSimpleName());
	}

	private ObjectNode data(ClusterMessage message) {
		ObjectNode data = nodes.objectNode();
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			broadcast(broadcast, data);
		}
		else if (message instanceof ClusterMessage.Join join) {
			data.set(FrameKeys.OPTIONS, options(join.options()));
			data.set(FrameKeys.ROOMS, SentParts.names(join.rooms()));
		}
		else if (message instanceof ClusterMessage.Leave leave) {
			data.set(FrameKeys.OPTIONS, options(leave.options()));
			data.set(FrameKeys.ROOMS, SentParts.names(leave.rooms()));
		}
		else if (message instanceof ClusterMessage.Disconnect disconnect) {
			data.set(FrameKeys.OPTIONS, options(disconnect.options()));
			data.put(FrameKeys.CLOSE, disconnect.close());
		}
		else if (message instanceof ClusterMessage.FetchSockets fetch) {
			data.set(FrameKeys.OPTIONS, options(fetch.options()));
			data.put(FrameKeys.REQUEST_ID, fetch.requestId());
		}
		else if (message instanceof ClusterMessage.ServerEvent event) {
			if (event.requestId() != null) {
				data.put(FrameKeys.REQUEST_ID, event.requestId());
			}
			data.set(FrameKeys.PACKET, this.parts.data(event.event()));
		}
		else if (message instanceof ClusterMessage.Answer answer) {
			answer(answer, data);
		}
		return data;
	}

	private void broadcast(ClusterMessage.Broadcast broadcast, ObjectNode data) {
		ObjectNode packet = data.putObject(FrameKeys.PACKET);
		packet.put(FrameKeys.TYPE, FrameKeys.EVENT);
		packet.set(FrameKeys.DATA, this.parts.data(broadcast.event()));
		if (broadcast.requestId() != null) {
			data.put(FrameKeys.REQUEST_ID, broadcast.requestId());
		}
		ObjectNode options = SentParts.options(broadcast.options());
		options.set(FrameKeys.FLAGS, SentParts.flags(broadcast));
		data.set(FrameKeys.OPTIONS, options);
	}

	private static ObjectNode options(BroadcastOptions selecting) {
		ObjectNode options = SentParts.options(selecting);
		ObjectNode flags = options.putObject(FrameKeys.FLAGS);
		if (selecting.byId()) {
			flags.put(FrameKeys.BY_ID, true);
		}
		return options;
	}

	private void answer(ClusterMessage.Answer message, ObjectNode data) {
		if (message instanceof ClusterMessage.ClientAnswer answer) {
			SentParts.acknowledgement(answer, data);
			return;
		}
		if (message instanceof ClusterMessage.TooLargeAnswer left) {
			answer(left.emptied(), data);
			data.put(FrameKeys.TOO_LARGE, true);
			return;
		}
		data.put(FrameKeys.REQUEST_ID, message.requestId());
		if (message instanceof ClusterMessage.ReceiverCount count) {
			data.put(FrameKeys.RECEIVERS, count.receivers());
		}
		else if (message instanceof ClusterMessage.ServerAnswer given && given.value() != null) {
			data.set(FrameKeys.PACKET, given.value());
		}
		else if (message instanceof ClusterMessage.SocketsAnswer sockets) {
			this.parts.sockets(sockets, data);
		}
	}

}
