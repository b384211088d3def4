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

import java.util.Collection;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Encodes the messages of one namespace as Node.js does, with the keys in the same order.
 * Broadcasts and acknowledgements of clients are MessagePack, everything else is JSON.
 * <p>
 * Node.js does not know the following keys and ignores them: {@code uid} in answers,
 * {@code sid} and {@code args} (the socket, and its arguments unless there is exactly
 * one) in acknowledgements, {@code tooLarge} in an answer without its content,
 * {@code flags} with {@code expectSingleResponse} in commands and queries for one socket,
 * which Node.js writes only in broadcasts, and {@code traceparent} and
 * {@code tracestate}, in the options of broadcasts without acknowledgements and in
 * requests. They are not in the packet, which Node.js may pass on to clients.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ClassicFrameWriter {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final SentParts parts;

	private final String namespace;

	private final @Nullable String uid;

	/**
	 * Create a writer.
	 * @param parts writes the common parts of all frames
	 * @param namespace the name of the namespace
	 * @param uid the id of the node in the namespace, {@code null} for an emitter
	 */
	ClassicFrameWriter(SentParts parts, String namespace, @Nullable String uid) {
		this.parts = parts;
		this.namespace = namespace;
		this.uid = uid;
	}

	/**
	 * Encode a message.
	 * @param message what to send to the other nodes
	 * @return the frame
	 * @throws IllegalArgumentException if the message contains a value that cannot be
	 * sent
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
	 * sent
	 */
	byte[] write(ClusterMessage message, @Nullable TraceContext trace) {
		return SentParts.encoded(() -> encode(message, trace));
	}

	private byte[] encode(ClusterMessage message, @Nullable TraceContext trace) {
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			return MsgPackValues.write((broadcast.requestId() == null) ? broadcast(broadcast, trace)
					: SentParts.trace(trace, request(broadcast)));
		}
		if (message instanceof ClusterMessage.ClientAnswer answer) {
			return MsgPackValues.write(sent(acknowledgement(answer)));
		}
		if (message instanceof ClusterMessage.TooLargeAnswer left
				&& left.emptied() instanceof ClusterMessage.ClientAnswer answer) {
			return MsgPackValues.write(sent(acknowledgement(answer).put(FrameKeys.TOO_LARGE, true)));
		}
		return FrameJson.write((message instanceof ClusterMessage.Answer answer) ? sent(answer(answer))
				: SentParts.trace(trace, request(message)));
	}

	private ArrayNode broadcast(ClusterMessage.Broadcast broadcast, @Nullable TraceContext trace) {
		ObjectNode options = nodes.objectNode();
		options.set(FrameKeys.ROOMS, SentParts.names(broadcast.options().rooms()));
		JsonNode except = SentParts.names(broadcast.options().except());
		if (this.uid == null) {
			options.set(FrameKeys.FLAGS, SentParts.flags(broadcast));
			options.set(FrameKeys.EXCEPT, except);
		}
		else {
			options.set(FrameKeys.EXCEPT, except);
			options.set(FrameKeys.FLAGS, SentParts.flags(broadcast));
		}
		return nodes.arrayNode()
			.add((this.uid != null) ? this.uid : FrameKeys.EMITTER)
			.add(packet(broadcast.event()))
			.add(SentParts.trace(trace, options));
	}

	private ObjectNode request(ClusterMessage.Broadcast broadcast) {
		ObjectNode request = question(ClassicTypes.BROADCAST, broadcast.requestId());
		request.set(FrameKeys.PACKET, packet(broadcast.event()));
		ObjectNode options = SentParts.options(broadcast.options());
		options.set(FrameKeys.FLAGS, SentParts.flags(broadcast));
		request.set(FrameKeys.OPTIONS, options);
		return request;
	}

	private ObjectNode packet(Packet event) {
		ObjectNode packet = nodes.objectNode();
		packet.put(FrameKeys.TYPE, FrameKeys.EVENT);
		packet.set(FrameKeys.DATA, this.parts.data(event));
		packet.put(FrameKeys.NAMESPACE, this.namespace);
		return packet;
	}

	private ObjectNode request(ClusterMessage message) {
		if (message instanceof ClusterMessage.Join join) {
			return command(ClassicTypes.JOIN, join.options()).set(FrameKeys.ROOMS, SentParts.names(join.rooms()));
		}
		if (message instanceof ClusterMessage.Leave leave) {
			return command(ClassicTypes.LEAVE, leave.options()).set(FrameKeys.ROOMS, SentParts.names(leave.rooms()));
		}
		if (message instanceof ClusterMessage.Disconnect disconnect) {
			return command(ClassicTypes.DISCONNECT, disconnect.options()).put(FrameKeys.CLOSE, disconnect.close());
		}
		if (message instanceof ClusterMessage.ServerEvent event) {
			return serverEvent(event);
		}
		if (message instanceof ClusterMessage.FetchSockets fetch) {
			ObjectNode request = question(ClassicTypes.FETCH, fetch.requestId());
			return request.set(FrameKeys.OPTIONS, optionsWithIdentity(fetch.options()));
		}
		if (message instanceof ClusterMessage.FetchRooms fetch) {
			return question(ClassicTypes.ALL_ROOMS, fetch.requestId());
		}
		if (message instanceof ClusterMessage.FetchIds fetch) {
			return question(ClassicTypes.IDS, fetch.requestId()).set(FrameKeys.ROOMS, SentParts.names(fetch.rooms()));
		}
		if (message instanceof ClusterMessage.Confirmed confirmed) {
			return confirmed(confirmed);
		}
		throw new IllegalArgumentException("Cannot write a " + message.getClass().getSimpleName());
	}

	/**
	 * Create a command for all nodes. A command from an emitter has no sender.
	 * @param type the type of the command
	 * @param options selects the sockets
	 * @return the command without the properties that depend on its type
	 */
	private ObjectNode command(int type, BroadcastOptions options) {
		ObjectNode command = nodes.objectNode();
		if (this.uid != null) {
			command.put(FrameKeys.UID, this.uid);
		}
		command.put(FrameKeys.TYPE, type);
		command.set(FrameKeys.OPTIONS, optionsWithIdentity(options));
		return command;
	}

	private ObjectNode question(int type, @Nullable String requestId) {
		if (this.uid == null) {
			throw new IllegalArgumentException("An emitter cannot receive answers");
		}
		return nodes.objectNode()
			.put(FrameKeys.UID, this.uid)
			.put(FrameKeys.REQUEST_ID, requestId)
			.put(FrameKeys.TYPE, type);
	}

	private ObjectNode serverEvent(ClusterMessage.ServerEvent event) {
		ObjectNode request = (event.requestId() != null) ? question(ClassicTypes.SERVER_EVENT, event.requestId())
				: nodes.objectNode()
					.put(FrameKeys.UID, (this.uid != null) ? this.uid : FrameKeys.EMITTER)
					.put(FrameKeys.TYPE, ClassicTypes.SERVER_EVENT);
		return request.set(FrameKeys.DATA, this.parts.data(event.event()));
	}

	private static ObjectNode confirmed(ClusterMessage.Confirmed confirmed) {
		ObjectNode request = nodes.objectNode().put(FrameKeys.REQUEST_ID, confirmed.requestId());
		if (confirmed.command() instanceof ClusterMessage.Join join) {
			return request.put(FrameKeys.TYPE, ClassicTypes.JOIN)
				.put(FrameKeys.SOCKET, one(join.options().rooms()))
				.put(FrameKeys.ROOM, one(join.rooms()));
		}
		if (confirmed.command() instanceof ClusterMessage.Leave leave) {
			return request.put(FrameKeys.TYPE, ClassicTypes.LEAVE)
				.put(FrameKeys.SOCKET, one(leave.options().rooms()))
				.put(FrameKeys.ROOM, one(leave.rooms()));
		}
		if (confirmed.command() instanceof ClusterMessage.Disconnect disconnect) {
			return request.put(FrameKeys.TYPE, ClassicTypes.DISCONNECT)
				.put(FrameKeys.SOCKET, one(disconnect.options().rooms()))
				.put(FrameKeys.CLOSE, disconnect.close());
		}
		throw new IllegalArgumentException("Only a command for a socket can request a confirmation");
	}

	private static String one(Collection<String> names) {
		if (names.size() != 1) {
			throw new IllegalArgumentException("A command with a confirmation must name one socket and one room");
		}
		return names.iterator().next();
	}

	private ObjectNode answer(ClusterMessage.Answer message) {
		if (message instanceof ClusterMessage.TooLargeAnswer left) {
			return answer(left.emptied()).put(FrameKeys.TOO_LARGE, true);
		}
		ObjectNode answer = nodes.objectNode();
		if (message instanceof ClusterMessage.ReceiverCount || message instanceof ClusterMessage.ServerAnswer) {
			answer.put(FrameKeys.TYPE, (message instanceof ClusterMessage.ServerAnswer) ? ClassicTypes.SERVER_EVENT
					: ClassicTypes.RECEIVERS);
		}
		answer.put(FrameKeys.REQUEST_ID, message.requestId());
		if (message instanceof ClusterMessage.ReceiverCount count) {
			answer.put(FrameKeys.RECEIVERS, count.receivers());
		}
		else if (message instanceof ClusterMessage.ServerAnswer given && given.value() != null) {
			answer.set(FrameKeys.DATA, given.value());
		}
		else if (message instanceof ClusterMessage.RoomsAnswer rooms) {
			answer.set(FrameKeys.ROOMS, SentParts.names(rooms.rooms()));
		}
		else if (message instanceof ClusterMessage.IdsAnswer ids) {
			answer.set(FrameKeys.SOCKETS, SentParts.names(ids.ids()));
		}
		else if (message instanceof ClusterMessage.SocketsAnswer sockets) {
			this.parts.sockets(sockets, answer);
		}
		return answer;
	}

	private static ObjectNode acknowledgement(ClusterMessage.ClientAnswer message) {
		ObjectNode answer = nodes.objectNode();
		answer.put(FrameKeys.TYPE, ClassicTypes.ACKNOWLEDGEMENT);
		SentParts.acknowledgement(message, answer);
		return answer;
	}

	private ObjectNode sent(ObjectNode answer) {
		return (this.uid != null) ? answer.put(FrameKeys.UID, this.uid) : answer;
	}

	private static ObjectNode optionsWithIdentity(BroadcastOptions options) {
		ObjectNode object = SentParts.options(options);
		if (options.byId()) {
			object.putObject(FrameKeys.FLAGS).put(FrameKeys.BY_ID, true);
		}
		return object;
	}

}
