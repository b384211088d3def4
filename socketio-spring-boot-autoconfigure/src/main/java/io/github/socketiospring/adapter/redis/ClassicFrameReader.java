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

import java.util.HashSet;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.redis.ClassicChannels.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses the frames of one namespace from the classic adapter and from emitters.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ClassicFrameReader {

	/** The namespace of packets that contain none, as those of old emitters. */
	private static final String DEFAULT_NAMESPACE = "/";

	private final ReceivedParts parts;

	private final FrameLimits limits;

	/**
	 * Create a reader.
	 * @param parts parses the common parts of all frames
	 * @param limits the limits of a frame
	 */
	ClassicFrameReader(ReceivedParts parts, FrameLimits limits) {
		this.parts = parts;
		this.limits = limits;
	}

	/**
	 * Wrap an encoded frame.
	 * @param kind the kind of the messages in its channel
	 * @param frame the encoded frame, which must not be changed any more
	 * @return the frame, not parsed yet
	 */
	ClusterFrame frame(Kind kind, byte[] frame) {
		return new ClassicFrame(kind, frame, this);
	}

	private ClusterFrame.Received read(Kind kind, byte[] frame) {
		return read(kind, this.parts.tree(frame, place(kind), ClassicTypes.BROADCAST));
	}

	private static PacketPlace place(Kind kind) {
		return switch (kind) {
			case BROADCAST -> PacketPlace.SECOND;
			case REQUEST -> PacketPlace.PROPERTY;
			case RESPONSE -> PacketPlace.NONE;
		};
	}

	/**
	 * Parse a decoded frame.
	 * @param kind the kind of the messages in its channel
	 * @param tree the decoded frame
	 * @return the sender and the message
	 */
	ClusterFrame.Received read(Kind kind, JsonNode tree) {
		return switch (kind) {
			case BROADCAST -> broadcast(tree);
			case REQUEST -> request(ReceivedParts.object(tree));
			case RESPONSE -> response(ReceivedParts.object(tree));
		};
	}

	private ClusterFrame.Received broadcast(JsonNode frame) {
		FrameParts.expect(frame.isArray() && frame.size() >= 3, "an array of a sender, a packet and options");
		String sender = FrameParts.isNothing(frame.get(0)) ? null
				: FrameParts.idOf(frame.get(0), FrameKeys.UID, this.limits.idLength());
		JsonNode packet = ReceivedParts.object(frame.get(1));
		if (!isHere(packet)) {
			return ReceivedParts.received(sender, null);
		}
		JsonNode options = ReceivedParts.object(frame.get(2));
		return ReceivedParts.received(sender, new ClusterMessage.Broadcast(this.parts.event(packet),
				this.parts.selected(options), null, ReceivedParts.timeout(options)), options);
	}

	private boolean isHere(JsonNode packet) {
		return this.parts.isHere(packet, DEFAULT_NAMESPACE);
	}

	private ClusterFrame.Received request(JsonNode request) {
		String sender = this.parts.optionalId(request, FrameKeys.UID);
		return ReceivedParts.received(sender, switch (FrameParts.count(request.path(FrameKeys.TYPE), FrameKeys.TYPE)) {
			case ClassicTypes.IDS ->
				new ClusterMessage.FetchIds(this.parts.requestId(request), this.parts.rooms(request));
			case ClassicTypes.ALL_ROOMS -> new ClusterMessage.FetchRooms(this.parts.requestId(request));
			case ClassicTypes.JOIN ->
				hasOptions(request) ? new ClusterMessage.Join(this.parts.options(request), this.parts.required(request))
						: confirmed(request, new ClusterMessage.Join(socket(request), room(request)));
			case ClassicTypes.LEAVE -> hasOptions(request)
					? new ClusterMessage.Leave(this.parts.options(request), this.parts.required(request))
					: confirmed(request, new ClusterMessage.Leave(socket(request), room(request)));
			case ClassicTypes.DISCONNECT -> hasOptions(request)
					? new ClusterMessage.Disconnect(this.parts.options(request), ReceivedParts.close(request))
					: confirmed(request, new ClusterMessage.Disconnect(socket(request), ReceivedParts.close(request)));
			case ClassicTypes.FETCH ->
				new ClusterMessage.FetchSockets(this.parts.requestId(request), this.parts.options(request));
			case ClassicTypes.SERVER_EVENT ->
				new ClusterMessage.ServerEvent(this.parts.serverEvent(request.path(FrameKeys.DATA)),
						this.parts.optionalId(request, FrameKeys.REQUEST_ID));
			case ClassicTypes.BROADCAST -> asked(request);
			default -> null;
		}, request);
	}

	private static boolean hasOptions(JsonNode request) {
		return request.has(FrameKeys.OPTIONS);
	}

	private ClusterMessage.@Nullable Broadcast asked(JsonNode request) {
		JsonNode packet = ReceivedParts.object(request.path(FrameKeys.PACKET));
		if (!isHere(packet)) {
			return null;
		}
		BroadcastOptions options = this.parts.options(request);
		return new ClusterMessage.Broadcast(this.parts.event(packet), options, this.parts.requestId(request),
				ReceivedParts.timeout(request.path(FrameKeys.OPTIONS)));
	}

	private ClusterMessage.Confirmed confirmed(JsonNode request, ClusterMessage command) {
		return new ClusterMessage.Confirmed(this.parts.requestId(request), command);
	}

	private BroadcastOptions socket(JsonNode request) {
		return BroadcastOptions.socket(this.parts.id(request, FrameKeys.SOCKET));
	}

	private static Set<String> room(JsonNode request) {
		return Set.of(FrameParts.name(request.path(FrameKeys.ROOM), FrameKeys.ROOM));
	}

	private ClusterFrame.Received response(JsonNode response) {
		String sender = this.parts.optionalId(response, FrameKeys.UID);
		String id = this.parts.requestId(response);
		JsonNode type = response.path(FrameKeys.TYPE);
		if (FrameParts.isNothing(type)) {
			return ReceivedParts.received(sender, untyped(response, id));
		}
		return ReceivedParts.received(sender, switch (FrameParts.count(type, FrameKeys.TYPE)) {
			case ClassicTypes.SERVER_EVENT -> this.parts.serverAnswer(response, FrameKeys.DATA);
			case ClassicTypes.RECEIVERS -> this.parts.receivers(response);
			case ClassicTypes.ACKNOWLEDGEMENT -> this.parts.acknowledgement(response);
			default -> null;
		});
	}

	/**
	 * Derive the type of an answer from its properties. An empty list of sockets could
	 * also be one of ids, but this node never requests ids.
	 * @param response a received object without a type
	 * @param id the id of the request
	 * @return the message
	 */
	private ClusterMessage.Answer untyped(JsonNode response, String id) {
		if (response.has(FrameKeys.SOCKETS)) {
			JsonNode sockets = this.parts.socketList(response);
			boolean ids = !sockets.isEmpty() && !sockets.get(0).isObject();
			return ids ? new ClusterMessage.IdsAnswer(id, ids(sockets)) : this.parts.sockets(response);
		}
		JsonNode rooms = response.path(FrameKeys.ROOMS);
		if (rooms.isMissingNode()) {
			return new ClusterMessage.Confirmation(id);
		}
		return ReceivedParts.answer(response, new ClusterMessage.RoomsAnswer(id,
				FrameParts.names(ReceivedParts.array(rooms), FrameKeys.ROOMS, this.limits.sockets())));
	}

	private Set<String> ids(JsonNode sockets) {
		Set<String> ids = new HashSet<>();
		sockets.forEach((id) -> ids.add(FrameParts.idOf(id, FrameKeys.SOCKET, this.limits.idLength())));
		return ids;
	}

	/**
	 * A frame of one namespace.
	 *
	 * @param kind the kind of the messages in its channel
	 * @param bytes the encoded frame
	 * @param reader parses the frame
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
		public boolean isAnswer() {
			return this.kind == Kind.RESPONSE;
		}

		@Override
		public Received read() {
			return this.reader.read(this.kind, this.bytes);
		}

	}

}
