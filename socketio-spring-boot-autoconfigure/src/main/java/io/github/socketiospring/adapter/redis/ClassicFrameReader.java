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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.adapter.cluster.ClusterFormatException;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import io.github.socketiospring.adapter.redis.ClassicKeys.Types;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.protocol.msgpack.MsgPackValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the frames of one namespace, from nodes and emitters of any kind, and checks
 * everything that will be used. The arguments of events are trees.
 */
final class ClassicFrameReader {

	/** What Node.js reserves for servers, beside what is reserved for clients. */
	private static final Set<String> RESERVED_FOR_SERVERS = Set.of("connection", "new_namespace");

	private final FrameJson json;

	private final FrameLimits limits;

	private final String namespace;

	/**
	 * Create a reader.
	 * @param json reads frames in JSON
	 * @param limits what a frame may consist of
	 * @param namespace the name of the namespace
	 */
	ClassicFrameReader(FrameJson json, FrameLimits limits, String namespace) {
		this.json = json;
		this.limits = limits;
		this.namespace = namespace;
	}

	/**
	 * Take a frame.
	 * @param kind what comes through its channel
	 * @param frame the encoded frame, which must not be changed any more
	 * @return the frame, not read yet
	 */
	ClusterFrame frame(Kind kind, byte[] frame) {
		return new ClassicFrame(kind, frame, this);
	}

	private ClusterFrame.Received read(Kind kind, byte[] frame) {
		FrameParts.expect(frame.length > 0 && frame.length <= this.limits.size(),
				"a frame of 1 to " + this.limits.size() + " bytes");
		JsonNode tree = (frame[0] == '{') ? this.json.read(frame) : msgPack(frame);
		return switch (kind) {
			case BROADCAST -> broadcast(tree);
			case REQUEST -> request(object(tree));
			case RESPONSE -> response(object(tree));
		};
	}

	private JsonNode msgPack(byte[] frame) {
		try {
			// The frame's own array or map is above the packet's.
			return MsgPackValues.read(frame, this.limits.depth() + 1, this.limits.values());
		}
		catch (PacketFormatException ex) {
			throw new ClusterFormatException("Expected MessagePack within the limits, got something else");
		}
	}

	private static JsonNode object(JsonNode tree) {
		FrameParts.expect(tree.isObject(), "an object");
		return tree;
	}

	private ClusterFrame.Received broadcast(JsonNode frame) {
		FrameParts.expect(frame.isArray() && frame.size() >= 3, "an array of a sender, a packet and options");
		String sender = FrameParts.isNothing(frame.get(0)) ? null
				: FrameParts.idOf(frame.get(0), ClassicKeys.UID, this.limits.idLength());
		JsonNode packet = object(frame.get(1));
		if (!isHere(packet)) {
			return received(sender, null);
		}
		JsonNode options = object(frame.get(2));
		return received(sender, new ClusterMessage.Broadcast(event(packet), options(options, flags(options)), null,
				timeout(flags(options))));
	}

	private boolean isHere(JsonNode packet) {
		JsonNode name = packet.path(ClassicKeys.NAMESPACE);
		if (FrameParts.isNothing(name)) {
			return this.namespace.equals("/");
		}
		FrameParts.expect(name.isString(), "a namespace as text");
		return name.stringValue().equals(this.namespace);
	}

	private Packet event(JsonNode packet) {
		FrameParts.expect(FrameParts.count(packet.path(ClassicKeys.TYPE), ClassicKeys.TYPE) == ClassicKeys.EVENT,
				"a packet of an event");
		return event(packet.path(ClassicKeys.DATA), Set.of());
	}

	private Packet event(JsonNode data, Set<String> reserved) {
		FrameParts.expect(data.isArray() && !data.isEmpty(), "a name and arguments as an array");
		String name = FrameParts.name(data.get(0), "the name of an event");
		FrameParts.expect(!ReservedEvents.contains(name) && !reserved.contains(name), "a name that is not reserved");
		@Nullable Object[] arguments = new @Nullable Object[data.size() - 1];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = FrameParts.plain(data.get(i + 1));
		}
		return Packet.event(this.namespace, name, arguments);
	}

	private JsonNode options(JsonNode request) {
		return object(request.path(ClassicKeys.OPTIONS));
	}

	private static JsonNode flags(JsonNode options) {
		JsonNode flags = options.path(ClassicKeys.FLAGS);
		return FrameParts.isNothing(flags) ? JsonNodeFactory.instance.objectNode() : object(flags);
	}

	private BroadcastOptions options(JsonNode options, JsonNode flags) {
		Set<String> rooms = FrameParts.names(options.path(ClassicKeys.ROOMS), ClassicKeys.ROOMS, this.limits.rooms());
		Set<String> except = FrameParts.names(options.path(ClassicKeys.EXCEPT), ClassicKeys.EXCEPT,
				this.limits.rooms());
		boolean byId = FrameParts.flag(flags, ClassicKeys.BY_ID, false) && !rooms.isEmpty();
		return new BroadcastOptions(rooms, except, false, FrameParts.flag(flags, ClassicKeys.DROPPABLE, false),
				FrameParts.flag(flags, ClassicKeys.COMPRESSED, true), byId);
	}

	private static @Nullable Duration timeout(JsonNode flags) {
		JsonNode timeout = flags.path(ClassicKeys.TIMEOUT);
		if (FrameParts.isNothing(timeout)) {
			return null;
		}
		double millis = timeout.isNumber() ? timeout.asDouble(-1) : -1;
		FrameParts.expect(millis >= 0, "a timeout in milliseconds");
		return Duration.ofMillis((long) Math.min(Math.ceil(millis), Integer.MAX_VALUE));
	}

	private ClusterFrame.Received request(JsonNode request) {
		String sender = FrameParts.optionalId(request, ClassicKeys.UID, this.limits.idLength());
		return received(sender, switch (FrameParts.count(request.path(ClassicKeys.TYPE), ClassicKeys.TYPE)) {
			case Types.IDS -> new ClusterMessage.FetchIds(requestId(request), rooms(request));
			case Types.ALL_ROOMS -> new ClusterMessage.FetchRooms(requestId(request));
			case Types.JOIN ->
				request.has(ClassicKeys.OPTIONS) ? new ClusterMessage.Join(commanded(request), required(request))
						: confirmed(request, new ClusterMessage.Join(socket(request), room(request)));
			case Types.LEAVE ->
				request.has(ClassicKeys.OPTIONS) ? new ClusterMessage.Leave(commanded(request), required(request))
						: confirmed(request, new ClusterMessage.Leave(socket(request), room(request)));
			case Types.DISCONNECT ->
				request.has(ClassicKeys.OPTIONS) ? new ClusterMessage.Disconnect(commanded(request), close(request))
						: confirmed(request, new ClusterMessage.Disconnect(socket(request), close(request)));
			case Types.FETCH -> new ClusterMessage.FetchSockets(requestId(request), commanded(request));
			case Types.SERVER_EVENT ->
				new ClusterMessage.ServerEvent(event(request.path(ClassicKeys.DATA), RESERVED_FOR_SERVERS),
						FrameParts.optionalId(request, ClassicKeys.REQUEST_ID, this.limits.idLength()));
			case Types.BROADCAST -> asked(request);
			default -> null;
		});
	}

	private ClusterMessage.@Nullable Broadcast asked(JsonNode request) {
		JsonNode packet = object(request.path(ClassicKeys.PACKET));
		if (!isHere(packet)) {
			return null;
		}
		JsonNode options = options(request);
		return new ClusterMessage.Broadcast(event(packet), options(options, flags(options)), requestId(request),
				timeout(flags(options)));
	}

	private BroadcastOptions commanded(JsonNode request) {
		JsonNode options = options(request);
		return options(options, flags(options));
	}

	private Set<String> rooms(JsonNode request) {
		return FrameParts.names(request.path(ClassicKeys.ROOMS), ClassicKeys.ROOMS, this.limits.rooms());
	}

	private Set<String> required(JsonNode request) {
		FrameParts.expect(request.path(ClassicKeys.ROOMS).isArray(), "rooms as an array");
		return rooms(request);
	}

	private static boolean close(JsonNode request) {
		return FrameParts.flag(request, ClassicKeys.CLOSE, false);
	}

	private ClusterMessage.Confirmed confirmed(JsonNode request, ClusterMessage command) {
		return new ClusterMessage.Confirmed(requestId(request), command);
	}

	private BroadcastOptions socket(JsonNode request) {
		return BroadcastOptions.socket(FrameParts.id(request, ClassicKeys.SOCKET, this.limits.idLength()));
	}

	private static Set<String> room(JsonNode request) {
		return Set.of(FrameParts.name(request.path(ClassicKeys.ROOM), ClassicKeys.ROOM));
	}

	private String requestId(JsonNode request) {
		return FrameParts.id(request, ClassicKeys.REQUEST_ID, this.limits.idLength());
	}

	private ClusterFrame.Received response(JsonNode response) {
		String sender = FrameParts.optionalId(response, ClassicKeys.UID, this.limits.idLength());
		String id = requestId(response);
		JsonNode type = response.path(ClassicKeys.TYPE);
		if (FrameParts.isNothing(type)) {
			return received(sender, untyped(response, id));
		}
		return received(sender, switch (FrameParts.count(type, ClassicKeys.TYPE)) {
			case Types.SERVER_EVENT -> new ClusterMessage.ServerAnswer(id,
					response.has(ClassicKeys.DATA) ? FrameParts.plain(response.path(ClassicKeys.DATA)) : null);
			case Types.RECEIVERS -> new ClusterMessage.ReceiverCount(id,
					FrameParts.count(response.path(ClassicKeys.RECEIVERS), ClassicKeys.RECEIVERS));
			case Types.ACKNOWLEDGEMENT -> new ClusterMessage.ClientAnswer(id,
					FrameParts.optionalId(response, ClassicKeys.SOCKET, this.limits.idLength()), arguments(response));
			default -> null;
		});
	}

	private static List<JsonNode> arguments(JsonNode response) {
		List<JsonNode> arguments = new ArrayList<>();
		JsonNode all = response.path(ClassicKeys.ARGUMENTS);
		if (!FrameParts.isNothing(all)) {
			FrameParts.expect(all.isArray(), "arguments as an array");
			all.forEach((argument) -> arguments.add(FrameParts.plain(argument)));
		}
		else if (response.has(ClassicKeys.PACKET)) {
			arguments.add(FrameParts.plain(response.path(ClassicKeys.PACKET)));
		}
		return arguments;
	}

	/**
	 * What the answer is for shows in what it contains. An empty list of sockets is taken
	 * for an answer to the only question about sockets that this node asks.
	 * @param response the answer
	 * @param id the id of the request
	 * @return the message
	 */
	private ClusterMessage.Answer untyped(JsonNode response, String id) {
		JsonNode sockets = response.path(ClassicKeys.SOCKETS);
		if (!sockets.isMissingNode()) {
			FrameParts.expect(sockets.isArray() && sockets.size() <= this.limits.sockets(),
					"sockets as an array of at most " + this.limits.sockets());
			if (!sockets.isEmpty() && !sockets.get(0).isObject()) {
				return new ClusterMessage.IdsAnswer(id, ids(sockets));
			}
			List<SocketDetails> details = new ArrayList<>();
			sockets.forEach((socket) -> details.add(details(object(socket))));
			return new ClusterMessage.SocketsAnswer(id, details,
					FrameParts.flag(response, ClassicKeys.TOO_LARGE, false));
		}
		JsonNode rooms = response.path(ClassicKeys.ROOMS);
		return rooms.isMissingNode() ? new ClusterMessage.Confirmation(id) : new ClusterMessage.RoomsAnswer(id,
				FrameParts.names(array(rooms), ClassicKeys.ROOMS, this.limits.sockets()));
	}

	private static JsonNode array(JsonNode node) {
		FrameParts.expect(node.isArray(), "an array");
		return node;
	}

	private Set<String> ids(JsonNode sockets) {
		Set<String> ids = new HashSet<>();
		sockets.forEach((id) -> ids.add(FrameParts.idOf(id, ClassicKeys.SOCKET, this.limits.idLength())));
		return ids;
	}

	private SocketDetails details(JsonNode socket) {
		String id = FrameParts.id(socket, ClassicKeys.ID, this.limits.idLength());
		JsonNode data = socket.path(ClassicKeys.DATA);
		ObjectNode attributes = FrameParts.isNothing(data) ? JsonNodeFactory.instance.objectNode()
				: (ObjectNode) object(data);
		Set<String> rooms = FrameParts.names(array(socket.path(ClassicKeys.ROOMS)), ClassicKeys.ROOMS,
				this.limits.rooms());
		return new SocketDetails(id, HandshakeTrees.read(socket.path(ClassicKeys.HANDSHAKE)), rooms,
				FrameParts.values(attributes));
	}

	private static ClusterFrame.Received received(@Nullable String sender, @Nullable ClusterMessage message) {
		return new ClusterFrame.Received(ClassicKeys.EMITTER.equals(sender) ? null : sender, message);
	}

	/**
	 * A frame of one namespace.
	 *
	 * @param kind what comes through its channel
	 * @param bytes the encoded frame
	 * @param reader what reads it
	 */
	private record ClassicFrame(Kind kind, byte[] bytes, ClassicFrameReader reader) implements ClusterFrame {

		@Override
		public int size() {
			return this.bytes.length;
		}

		@Override
		public boolean isDroppable() {
			return this.kind == Kind.BROADCAST;
		}

		@Override
		public Received read() {
			return this.reader.read(this.kind, this.bytes);
		}

	}

}
