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
import java.util.function.Supplier;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the parts that the frames of all adapters have in common, with the keys in the
 * order of Node.js.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class SentParts {

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	private final SentTrees trees;

	private final HandshakeTrees handshakes;

	/**
	 * Create a writer.
	 * @param trees converts values of the application
	 * @param handshakes converts handshakes
	 */
	SentParts(SentTrees trees, HandshakeTrees handshakes) {
		this.trees = trees;
		this.handshakes = handshakes;
	}

	/**
	 * Encode a message.
	 * @param encoding encodes the message
	 * @return the frame
	 * @throws IllegalArgumentException if the message contains a value that cannot be
	 * sent
	 */
	static byte[] encoded(Supplier<byte[]> encoding) {
		try {
			return encoding.get();
		}
		catch (StackOverflowError ex) {
			// A list may contain itself.
			throw new IllegalArgumentException("A packet cannot be sent: its values are nested too deeply");
		}
	}

	/**
	 * Convert the name and the arguments of an event.
	 * @param event what the other nodes deliver or handle
	 * @return an array
	 */
	JsonNode data(Packet event) {
		if (!(event.data() instanceof Object[] arguments)) {
			throw new IllegalArgumentException("A packet of type " + event.type() + " is not an event");
		}
		// A list, since the application might have registered a serializer for arrays.
		List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
		return this.trees.tree(all);
	}

	/**
	 * Convert options that select sockets.
	 * @param options the rooms and the flags of a broadcast
	 * @return an object without flags
	 */
	static ObjectNode options(BroadcastOptions options) {
		ObjectNode object = nodes.objectNode();
		object.set(FrameKeys.ROOMS, names(options.rooms()));
		object.set(FrameKeys.EXCEPT, names(options.except()));
		return object;
	}

	static ObjectNode flags(ClusterMessage.Broadcast broadcast) {
		BroadcastOptions options = broadcast.options();
		ObjectNode flags = nodes.objectNode();
		if (options.byId()) {
			flags.put(FrameKeys.BY_ID, true);
		}
		if (options.droppable()) {
			flags.put(FrameKeys.DROPPABLE, true);
		}
		if (!options.compressed()) {
			flags.put(FrameKeys.COMPRESSED, false);
		}
		if (broadcast.timeout() != null) {
			flags.put(FrameKeys.TIMEOUT, Math.min(broadcast.timeout().toMillis(), Integer.MAX_VALUE));
		}
		return flags;
	}

	/**
	 * Write the trace of a message.
	 * @param trace the trace, {@code null} for none
	 * @param to the object to which the properties are added
	 * @return the same object
	 */
	static ObjectNode trace(@Nullable TraceContext trace, ObjectNode to) {
		if (trace != null) {
			to.put(FrameKeys.TRACE_PARENT, trace.parent());
			if (trace.state() != null) {
				to.put(FrameKeys.TRACE_STATE, trace.state());
			}
		}
		return to;
	}

	static ArrayNode names(Collection<String> names) {
		ArrayNode array = nodes.arrayNode(names.size());
		names.forEach(array::add);
		return array;
	}

	/**
	 * Write the acknowledgement of a client.
	 * @param message contains the arguments of the acknowledgement
	 * @param to the object to which the properties are added
	 */
	static void acknowledgement(ClusterMessage.ClientAnswer message, ObjectNode to) {
		to.put(FrameKeys.REQUEST_ID, message.requestId());
		List<JsonNode> arguments = message.arguments();
		to.set(FrameKeys.PACKET, arguments.isEmpty() ? NullNode.getInstance() : arguments.get(0));
		if (message.socketId() != null) {
			to.put(FrameKeys.SOCKET, message.socketId());
		}
		if (arguments.size() != 1) {
			to.set(FrameKeys.ARGUMENTS, nodes.arrayNode().addAll(arguments));
		}
	}

	/**
	 * Write the sockets of an answer.
	 * @param message contains the sockets
	 * @param to the object to which the properties are added, except the id of the
	 * request
	 */
	void sockets(ClusterMessage.SocketsAnswer message, ObjectNode to) {
		ArrayNode all = to.putArray(FrameKeys.SOCKETS);
		message.sockets().forEach((socket) -> all.add(socket(socket)));
	}

	private ObjectNode socket(SocketDetails details) {
		ObjectNode socket = nodes.objectNode();
		socket.put(FrameKeys.ID, details.id());
		socket.set(FrameKeys.HANDSHAKE, this.handshakes.write(details.handshake()));
		socket.set(FrameKeys.ROOMS, names(details.rooms()));
		ObjectNode data = socket.putObject(FrameKeys.DATA);
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
			// Leave out the attribute: the sockets and their other attributes are still
			// useful to the requesting node.
		}
	}

}
