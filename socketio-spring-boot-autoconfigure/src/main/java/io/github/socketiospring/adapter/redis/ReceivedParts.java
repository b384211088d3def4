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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.TraceContext;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.protocol.msgpack.MsgPackScanner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parses and validates the parts that the frames of one namespace have in common in all
 * adapters. The arguments of events for clients stay in MessagePack until they are
 * encoded for clients; other arguments are decoded to trees.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ReceivedParts {

	private final FrameJson json;

	private final FrameLimits limits;

	private final String namespace;

	/**
	 * Create a reader.
	 * @param json parses JSON frames
	 * @param limits the limits of a frame
	 * @param namespace the name of the namespace
	 */
	ReceivedParts(FrameJson json, FrameLimits limits, String namespace) {
		this.json = json;
		this.limits = limits;
		this.namespace = namespace;
	}

	/**
	 * Decode a frame.
	 * @param frame the encoded frame, which is JSON if it begins with a brace, otherwise
	 * MessagePack; it must not be changed afterwards
	 * @param place where the frame may contain an event for clients
	 * @param broadcast the type of frames with such an event
	 * @return the tree
	 */
	JsonNode tree(byte[] frame, PacketPlace place, int broadcast) {
		FrameParts.expect(frame.length > 0 && frame.length <= this.limits.size(),
				"a frame of 1 to " + this.limits.size() + " bytes");
		return (frame[0] == '{') ? this.json.read(frame) : msgPack(frame, place, broadcast);
	}

	private JsonNode msgPack(byte[] frame, PacketPlace place, int broadcast) {
		try {
			return ForwardingTrees.read(frame, place, broadcast, this.limits.depth() + place.above(),
					this.limits.values());
		}
		catch (PacketFormatException ex) {
			throw new ClusterFormatException("Expected MessagePack within the limits, got something else");
		}
	}

	/**
	 * Create a scanner for a frame in MessagePack.
	 * @param frame the encoded frame
	 * @return a scanner with the limits of frames of this format
	 */
	MsgPackScanner scanner(byte[] frame) {
		return new MsgPackScanner(frame, this.limits.depth() + PacketPlace.DATA.above(), this.limits.values());
	}

	static JsonNode object(JsonNode tree) {
		FrameParts.expect(tree.isObject(), "an object");
		return tree;
	}

	static JsonNode array(JsonNode node) {
		FrameParts.expect(node.isArray(), "an array");
		return node;
	}

	/**
	 * Whether a frame is for this namespace.
	 * @param named the object with the name of the namespace
	 * @param otherwise the namespace if the object has no name
	 * @return whether the frame is for this namespace
	 */
	boolean isHere(JsonNode named, String otherwise) {
		JsonNode name = named.path(FrameKeys.NAMESPACE);
		if (FrameParts.isNothing(name)) {
			return this.namespace.equals(otherwise);
		}
		FrameParts.expect(name.isString(), "a namespace as text");
		return name.stringValue().equals(this.namespace);
	}

	/**
	 * Parse the event in a packet for clients.
	 * @param packet a received EVENT packet
	 * @return the event
	 */
	Packet event(JsonNode packet) {
		FrameParts.expect(FrameParts.count(packet.path(FrameKeys.TYPE), FrameKeys.TYPE) == FrameKeys.EVENT,
				"a packet of an event");
		return event(packet.path(FrameKeys.DATA), (name) -> false);
	}

	/**
	 * Parse a server-side event.
	 * @param data the name and the arguments of the event
	 * @return the event
	 */
	Packet serverEvent(JsonNode data) {
		return event(data, ReservedEvents::containsForServers);
	}

	private Packet event(JsonNode data, Predicate<String> reserved) {
		FrameParts.expect(data.isArray() && !data.isEmpty(), "a name and arguments as an array");
		String name = FrameParts.name(data.get(0), "the name of an event");
		FrameParts.expect(!ReservedEvents.contains(name) && !reserved.test(name), "a name that is not reserved");
		@Nullable Object[] arguments = new @Nullable Object[data.size() - 1];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = FrameParts.argument(data.get(i + 1));
		}
		return Packet.event(this.namespace, name, arguments);
	}

	private static JsonNode flags(JsonNode options) {
		JsonNode flags = options.path(FrameKeys.FLAGS);
		return FrameParts.isNothing(flags) ? JsonNodeFactory.instance.objectNode() : object(flags);
	}

	/**
	 * What selects sockets.
	 * @param selecting the object that contains the options
	 * @return the parsed options
	 */
	BroadcastOptions options(JsonNode selecting) {
		return selected(object(selecting.path(FrameKeys.OPTIONS)));
	}

	/**
	 * What selects sockets.
	 * @param options the received options of a broadcast or a command
	 * @return the parsed options
	 */
	BroadcastOptions selected(JsonNode options) {
		JsonNode flags = flags(options);
		Set<String> rooms = FrameParts.names(options.path(FrameKeys.ROOMS), FrameKeys.ROOMS, this.limits.rooms());
		Set<String> except = FrameParts.names(options.path(FrameKeys.EXCEPT), FrameKeys.EXCEPT, this.limits.rooms());
		boolean byId = FrameParts.flag(flags, FrameKeys.BY_ID, false) && !rooms.isEmpty();
		return new BroadcastOptions(rooms, except, false, FrameParts.flag(flags, FrameKeys.DROPPABLE, false),
				FrameParts.flag(flags, FrameKeys.COMPRESSED, true), byId);
	}

	/**
	 * Parse the timeout of a broadcast.
	 * @param options the options of a broadcast
	 * @return how long the sender waits for acknowledgements, {@code null} if the options
	 * contain no timeout
	 */
	static @Nullable Duration timeout(JsonNode options) {
		JsonNode timeout = flags(options).path(FrameKeys.TIMEOUT);
		if (FrameParts.isNothing(timeout)) {
			return null;
		}
		double millis = timeout.isNumber() ? timeout.asDouble(-1) : -1;
		FrameParts.expect(millis >= 0, "a timeout in milliseconds");
		return Duration.ofMillis((long) Math.min(Math.ceil(millis), Integer.MAX_VALUE));
	}

	String id(JsonNode object, String name) {
		return FrameParts.id(object, name, this.limits.idLength());
	}

	@Nullable String optionalId(JsonNode object, String name) {
		return FrameParts.optionalId(object, name, this.limits.idLength());
	}

	String requestId(JsonNode request) {
		return id(request, FrameKeys.REQUEST_ID);
	}

	/**
	 * Parse the rooms of a command that requires them.
	 * @param command a received command
	 * @return the names of the rooms
	 */
	Set<String> required(JsonNode command) {
		FrameParts.expect(command.path(FrameKeys.ROOMS).isArray(), "rooms as an array");
		return rooms(command);
	}

	Set<String> rooms(JsonNode request) {
		return FrameParts.names(request.path(FrameKeys.ROOMS), FrameKeys.ROOMS, this.limits.rooms());
	}

	static boolean close(JsonNode command) {
		return FrameParts.flag(command, FrameKeys.CLOSE, false);
	}

	ClusterMessage.ReceiverCount receivers(JsonNode answer) {
		return new ClusterMessage.ReceiverCount(requestId(answer),
				FrameParts.count(answer.path(FrameKeys.RECEIVERS), FrameKeys.RECEIVERS));
	}

	ClusterMessage.Answer acknowledgement(JsonNode answer) {
		return answer(answer, new ClusterMessage.ClientAnswer(requestId(answer), optionalId(answer, FrameKeys.SOCKET),
				arguments(answer)));
	}

	private static List<JsonNode> arguments(JsonNode answer) {
		List<JsonNode> arguments = new ArrayList<>();
		JsonNode all = answer.path(FrameKeys.ARGUMENTS);
		if (!FrameParts.isNothing(all)) {
			FrameParts.expect(all.isArray(), "arguments as an array");
			all.forEach((argument) -> arguments.add(FrameParts.plain(argument)));
		}
		else if (answer.has(FrameKeys.PACKET)) {
			arguments.add(FrameParts.plain(answer.path(FrameKeys.PACKET)));
		}
		return arguments;
	}

	ClusterMessage.Answer serverAnswer(JsonNode answer, String value) {
		return answer(answer, new ClusterMessage.ServerAnswer(requestId(answer),
				answer.has(value) ? FrameParts.plain(answer.path(value)) : null));
	}

	ClusterMessage.Answer sockets(JsonNode answer) {
		List<SocketDetails> details = new ArrayList<>();
		socketList(answer).forEach((socket) -> details.add(details(object(socket))));
		return answer(answer, new ClusterMessage.SocketsAnswer(requestId(answer), details));
	}

	/**
	 * Note whether the content of an answer was left out.
	 * @param answer a received answer
	 * @param content what it contains
	 * @return the message
	 */
	static ClusterMessage.Answer answer(JsonNode answer, ClusterMessage.Answer content) {
		return FrameParts.flag(answer, FrameKeys.TOO_LARGE, false) ? new ClusterMessage.TooLargeAnswer(content)
				: content;
	}

	/**
	 * Return the sockets of an answer, as objects or ids.
	 * @param answer a received answer
	 * @return an array within the limits
	 */
	JsonNode socketList(JsonNode answer) {
		JsonNode sockets = answer.path(FrameKeys.SOCKETS);
		FrameParts.expect(sockets.isArray() && sockets.size() <= this.limits.sockets(),
				"sockets as an array of at most " + this.limits.sockets());
		return sockets;
	}

	private SocketDetails details(JsonNode socket) {
		String id = id(socket, FrameKeys.ID);
		JsonNode data = socket.path(FrameKeys.DATA);
		ObjectNode attributes = FrameParts.isNothing(data) ? JsonNodeFactory.instance.objectNode()
				: (ObjectNode) object(data);
		Set<String> rooms = FrameParts.names(array(socket.path(FrameKeys.ROOMS)), FrameKeys.ROOMS, this.limits.rooms());
		return new SocketDetails(id, HandshakeTrees.read(socket.path(FrameKeys.HANDSHAKE)), rooms,
				FrameParts.values(attributes));
	}

	/**
	 * Create a parsed frame.
	 * @param sender the id in the frame, {@code null} if it has none; that of an emitter
	 * is removed
	 * @param message the message, {@code null} if it is ignored
	 * @return the parsed frame
	 */
	static ClusterFrame.Received received(@Nullable String sender, @Nullable ClusterMessage message) {
		return received(sender, message, JsonNodeFactory.instance.missingNode());
	}

	/**
	 * Create a parsed frame.
	 * @param sender the id of the sender, {@code null} if the frame has none
	 * @param message the message, {@code null} if it is ignored
	 * @param traced the object that may contain the trace of the message
	 * @return the parsed frame, without a malformed trace
	 */
	static ClusterFrame.Received received(@Nullable String sender, @Nullable ClusterMessage message, JsonNode traced) {
		JsonNode parent = traced.path(FrameKeys.TRACE_PARENT);
		TraceContext trace = parent.isString()
				? TraceContext.of(parent.stringValue(), traced.path(FrameKeys.TRACE_STATE).stringValue(null)) : null;
		return new ClusterFrame.Received(FrameKeys.EMITTER.equals(sender) ? null : sender, message, trace);
	}

}
