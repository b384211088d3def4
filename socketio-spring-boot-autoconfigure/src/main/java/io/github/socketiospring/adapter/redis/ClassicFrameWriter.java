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
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicKeys.Types;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages of one namespace as Node.js does, in the same order of keys.
 * Broadcasts and acknowledgements of clients are MessagePack, everything else is JSON.
 * <p>
 * These keys are not known to Node.js, which ignores them: {@code uid} in answers,
 * {@code sid} and {@code args} (the socket, and its arguments unless there is exactly
 * one) in acknowledgements, {@code tooLarge} in an answer that leaves out the sockets,
 * and {@code flags} with {@code expectSingleResponse} in commands and questions about one
 * socket, which Node.js writes in broadcasts only.
 */
final class ClassicFrameWriter {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final SentTrees trees;

	private final HandshakeTrees handshakes;

	private final String namespace;

	private final @Nullable String uid;

	/**
	 * Create a writer.
	 * @param trees converts values of the application
	 * @param handshakes converts handshakes
	 * @param namespace the name of the namespace
	 * @param uid the id of the node in the namespace, {@code null} for an emitter
	 */
	ClassicFrameWriter(SentTrees trees, HandshakeTrees handshakes, String namespace, @Nullable String uid) {
		this.trees = trees;
		this.handshakes = handshakes;
		this.namespace = namespace;
		this.uid = uid;
	}

	/**
	 * Encode a message.
	 * @param message the message
	 * @return the frame
	 * @throws IllegalArgumentException if it contains a value that cannot be sent
	 */
	byte[] write(ClusterMessage message) {
		try {
			return encode(message);
		}
		catch (StackOverflowError ex) {
			// A list may contain itself.
			throw new IllegalArgumentException("A packet cannot be sent: its values are nested too deeply");
		}
	}

	private byte[] encode(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast broadcast) {
			return MsgPackValues.write((broadcast.requestId() == null) ? broadcast(broadcast) : request(broadcast));
		}
		if (message instanceof ClusterMessage.ClientAnswer answer) {
			return MsgPackValues.write(acknowledgement(answer));
		}
		return FrameJson
			.write((message instanceof ClusterMessage.Answer answer) ? sent(answer(answer)) : request(message));
	}

	private ArrayNode broadcast(ClusterMessage.Broadcast broadcast) {
		ObjectNode options = nodes.objectNode();
		options.set(ClassicKeys.ROOMS, names(broadcast.options().rooms()));
		JsonNode except = names(broadcast.options().except());
		if (this.uid == null) {
			options.set(ClassicKeys.FLAGS, flags(broadcast));
			options.set(ClassicKeys.EXCEPT, except);
		}
		else {
			options.set(ClassicKeys.EXCEPT, except);
			options.set(ClassicKeys.FLAGS, flags(broadcast));
		}
		return nodes.arrayNode()
			.add((this.uid != null) ? this.uid : ClassicKeys.EMITTER)
			.add(packet(broadcast.event()))
			.add(options);
	}

	private ObjectNode request(ClusterMessage.Broadcast broadcast) {
		ObjectNode request = question(Types.BROADCAST, broadcast.requestId());
		request.set(ClassicKeys.PACKET, packet(broadcast.event()));
		ObjectNode options = options(broadcast.options());
		options.set(ClassicKeys.FLAGS, flags(broadcast));
		request.set(ClassicKeys.OPTIONS, options);
		return request;
	}

	private static ObjectNode flags(ClusterMessage.Broadcast broadcast) {
		BroadcastOptions options = broadcast.options();
		ObjectNode flags = nodes.objectNode();
		if (options.byId()) {
			flags.put(ClassicKeys.BY_ID, true);
		}
		if (options.droppable()) {
			flags.put(ClassicKeys.DROPPABLE, true);
		}
		if (!options.compressed()) {
			flags.put(ClassicKeys.COMPRESSED, false);
		}
		if (broadcast.timeout() != null) {
			flags.put(ClassicKeys.TIMEOUT, Math.min(broadcast.timeout().toMillis(), Integer.MAX_VALUE));
		}
		return flags;
	}

	private ObjectNode packet(Packet event) {
		ObjectNode packet = nodes.objectNode();
		packet.put(ClassicKeys.TYPE, ClassicKeys.EVENT);
		packet.set(ClassicKeys.DATA, data(event));
		packet.put(ClassicKeys.NAMESPACE, this.namespace);
		return packet;
	}

	private JsonNode data(Packet event) {
		if (!(event.data() instanceof Object[] arguments)) {
			throw new IllegalArgumentException("A packet of type " + event.type() + " is no event");
		}
		// A list, since an array of the application's might have a serializer.
		List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
		return this.trees.tree(all);
	}

	private JsonNode request(ClusterMessage message) {
		if (message instanceof ClusterMessage.Join join) {
			return command(Types.JOIN, join.options()).set(ClassicKeys.ROOMS, names(join.rooms()));
		}
		if (message instanceof ClusterMessage.Leave leave) {
			return command(Types.LEAVE, leave.options()).set(ClassicKeys.ROOMS, names(leave.rooms()));
		}
		if (message instanceof ClusterMessage.Disconnect disconnect) {
			return command(Types.DISCONNECT, disconnect.options()).put(ClassicKeys.CLOSE, disconnect.close());
		}
		if (message instanceof ClusterMessage.ServerEvent event) {
			return serverEvent(event);
		}
		if (message instanceof ClusterMessage.FetchSockets fetch) {
			ObjectNode request = question(Types.FETCH, fetch.requestId());
			return request.set(ClassicKeys.OPTIONS, optionsWithIdentity(fetch.options()));
		}
		if (message instanceof ClusterMessage.FetchRooms fetch) {
			return question(Types.ALL_ROOMS, fetch.requestId());
		}
		if (message instanceof ClusterMessage.FetchIds fetch) {
			return question(Types.IDS, fetch.requestId()).set(ClassicKeys.ROOMS, names(fetch.rooms()));
		}
		if (message instanceof ClusterMessage.Confirmed confirmed) {
			return confirmed(confirmed);
		}
		throw new IllegalArgumentException("Cannot write a " + message.getClass().getSimpleName());
	}

	/**
	 * What all nodes do. An emitter leaves out who it is.
	 * @param type the number of the command
	 * @param options selects the sockets
	 * @return the command without what belongs to its type
	 */
	private ObjectNode command(int type, BroadcastOptions options) {
		ObjectNode command = nodes.objectNode();
		if (this.uid != null) {
			command.put(ClassicKeys.UID, this.uid);
		}
		command.put(ClassicKeys.TYPE, type);
		command.set(ClassicKeys.OPTIONS, optionsWithIdentity(options));
		return command;
	}

	private ObjectNode question(int type, @Nullable String requestId) {
		if (this.uid == null) {
			throw new IllegalArgumentException("An emitter gets no answers");
		}
		return nodes.objectNode()
			.put(ClassicKeys.UID, this.uid)
			.put(ClassicKeys.REQUEST_ID, requestId)
			.put(ClassicKeys.TYPE, type);
	}

	private JsonNode serverEvent(ClusterMessage.ServerEvent event) {
		ObjectNode request = (event.requestId() != null) ? question(Types.SERVER_EVENT, event.requestId())
				: nodes.objectNode()
					.put(ClassicKeys.UID, (this.uid != null) ? this.uid : ClassicKeys.EMITTER)
					.put(ClassicKeys.TYPE, Types.SERVER_EVENT);
		return request.set(ClassicKeys.DATA, data(event.event()));
	}

	private static JsonNode confirmed(ClusterMessage.Confirmed confirmed) {
		ObjectNode request = nodes.objectNode().put(ClassicKeys.REQUEST_ID, confirmed.requestId());
		if (confirmed.command() instanceof ClusterMessage.Join join) {
			return request.put(ClassicKeys.TYPE, Types.JOIN)
				.put(ClassicKeys.SOCKET, one(join.options().rooms()))
				.put(ClassicKeys.ROOM, one(join.rooms()));
		}
		if (confirmed.command() instanceof ClusterMessage.Leave leave) {
			return request.put(ClassicKeys.TYPE, Types.LEAVE)
				.put(ClassicKeys.SOCKET, one(leave.options().rooms()))
				.put(ClassicKeys.ROOM, one(leave.rooms()));
		}
		if (confirmed.command() instanceof ClusterMessage.Disconnect disconnect) {
			return request.put(ClassicKeys.TYPE, Types.DISCONNECT)
				.put(ClassicKeys.SOCKET, one(disconnect.options().rooms()))
				.put(ClassicKeys.CLOSE, disconnect.close());
		}
		throw new IllegalArgumentException("Only a command for a socket is confirmed");
	}

	private static String one(Collection<String> names) {
		if (names.size() != 1) {
			throw new IllegalArgumentException("A command that is confirmed has one socket and one room");
		}
		return names.iterator().next();
	}

	private ObjectNode answer(ClusterMessage.Answer message) {
		ObjectNode answer = nodes.objectNode();
		if (message instanceof ClusterMessage.ReceiverCount || message instanceof ClusterMessage.ServerAnswer) {
			answer.put(ClassicKeys.TYPE,
					(message instanceof ClusterMessage.ServerAnswer) ? Types.SERVER_EVENT : Types.RECEIVERS);
		}
		answer.put(ClassicKeys.REQUEST_ID, message.requestId());
		if (message instanceof ClusterMessage.ReceiverCount count) {
			answer.put(ClassicKeys.RECEIVERS, count.receivers());
		}
		else if (message instanceof ClusterMessage.ServerAnswer given && given.value() != null) {
			answer.set(ClassicKeys.DATA, given.value());
		}
		else if (message instanceof ClusterMessage.RoomsAnswer rooms) {
			answer.set(ClassicKeys.ROOMS, names(rooms.rooms()));
		}
		else if (message instanceof ClusterMessage.IdsAnswer ids) {
			answer.set(ClassicKeys.SOCKETS, names(ids.ids()));
		}
		else if (message instanceof ClusterMessage.SocketsAnswer sockets) {
			ArrayNode all = answer.putArray(ClassicKeys.SOCKETS);
			sockets.sockets().forEach((socket) -> all.add(socket(socket)));
			if (sockets.tooLarge()) {
				answer.put(ClassicKeys.TOO_LARGE, true);
			}
		}
		return answer;
	}

	private ObjectNode acknowledgement(ClusterMessage.ClientAnswer message) {
		ObjectNode answer = nodes.objectNode();
		answer.put(ClassicKeys.TYPE, Types.ACKNOWLEDGEMENT);
		answer.put(ClassicKeys.REQUEST_ID, message.requestId());
		List<JsonNode> arguments = message.arguments();
		answer.set(ClassicKeys.PACKET, arguments.isEmpty() ? NullNode.getInstance() : arguments.get(0));
		if (message.socketId() != null) {
			answer.put(ClassicKeys.SOCKET, message.socketId());
		}
		if (arguments.size() != 1) {
			answer.set(ClassicKeys.ARGUMENTS, nodes.arrayNode().addAll(arguments));
		}
		return sent(answer);
	}

	private ObjectNode sent(ObjectNode answer) {
		return (this.uid != null) ? answer.put(ClassicKeys.UID, this.uid) : answer;
	}

	private ObjectNode socket(SocketDetails details) {
		ObjectNode socket = nodes.objectNode();
		socket.put(ClassicKeys.ID, details.id());
		socket.set(ClassicKeys.HANDSHAKE, this.handshakes.write(details.handshake()));
		socket.set(ClassicKeys.ROOMS, names(details.rooms()));
		ObjectNode data = socket.putObject(ClassicKeys.DATA);
		for (Map.Entry<String, Object> attribute : details.attributes().entrySet()) {
			attribute(attribute.getKey(), attribute.getValue(), data);
		}
		return socket;
	}

	private void attribute(String name, Object value, ObjectNode data) {
		try {
			data.set(name, this.trees.tree(value));
		}
		catch (IllegalArgumentException ex) {
			// The sockets and their other attributes are still of use to the asker.
		}
	}

	private static ObjectNode options(BroadcastOptions options) {
		ObjectNode object = nodes.objectNode();
		object.set(ClassicKeys.ROOMS, names(options.rooms()));
		object.set(ClassicKeys.EXCEPT, names(options.except()));
		return object;
	}

	private static ObjectNode optionsWithIdentity(BroadcastOptions options) {
		ObjectNode object = options(options);
		if (options.byId()) {
			object.putObject(ClassicKeys.FLAGS).put(ClassicKeys.BY_ID, true);
		}
		return object;
	}

	private static ArrayNode names(Collection<String> names) {
		ArrayNode array = nodes.arrayNode(names.size());
		names.forEach(array::add);
		return array;
	}

}
