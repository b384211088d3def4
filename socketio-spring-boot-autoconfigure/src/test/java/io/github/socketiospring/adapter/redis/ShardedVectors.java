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
import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.testsupport.Vectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Each frame of the golden vectors of the sharded adapter.
 */
final class ShardedVectors {

	private ShardedVectors() {
	}

	static List<Frame> frames() {
		List<Frame> frames = new ArrayList<>();
		for (Vectors.Vector vector : Vectors.of("redis.sharded-adapter", "outbound")) {
			addAll(frames, vector.id(), vector.in().get("op").asString(), "/", vector.out());
		}
		for (Vectors.Vector vector : Vectors.of("redis.sharded-adapter", "inbound")) {
			add(frames, vector.id(), "", "/", vector.in());
			addAll(frames, vector.id() + ".answer", "", "/", vector.out().get("published"));
		}
		for (JsonNode vector : ClassicVectors.exchanges("sharded")) {
			String id = vector.get("id").asString();
			addAll(frames, id, id.substring("sharded.".length()), vector.path("nsp").asString("/"),
					vector.get("messages"));
		}
		return frames;
	}

	private static void addAll(List<Frame> frames, String id, String mode, String namespace, JsonNode messages) {
		int count = 0;
		for (JsonNode message : messages) {
			add(frames, id + "#" + count++, mode, namespace, message);
		}
	}

	private static void add(List<Frame> frames, String id, String mode, String namespace, JsonNode message) {
		JsonNode payload = message.path("payload");
		if (payload.isMissingNode()) {
			return;
		}
		String channel = message.get("channel").asString();
		String own = channel.contains("#/chat#") ? "/chat" : namespace;
		frames.add(new Frame(id, channel, mode(mode), own, ClassicVectors.bytes(payload),
				payload.has("json") ? payload.get("json") : payload.get("msgpack")));
	}

	private static SubscriptionMode mode(String text) {
		if (text.startsWith("dynamic-private")) {
			return SubscriptionMode.DYNAMIC_PRIVATE;
		}
		return text.startsWith("static") ? SubscriptionMode.STATIC : SubscriptionMode.DYNAMIC;
	}

	/**
	 * One frame.
	 *
	 * @param id the id of its vector
	 * @param channel where it was published
	 * @param mode the mode of the servers
	 * @param namespace the namespace of the channel
	 * @param bytes the frame
	 * @param meaning what it means, with tagged values
	 */
	record Frame(String id, String channel, SubscriptionMode mode, String namespace, byte[] bytes, JsonNode meaning) {

		boolean isJson() {
			return this.bytes[0] == '{';
		}

		String text() {
			return new String(this.bytes, StandardCharsets.UTF_8);
		}

		String uid() {
			return this.meaning.get("uid").asString();
		}

		/**
		 * What the frame says, found without the reader.
		 * @return the message, {@code null} if it is to be ignored
		 */
		@Nullable ClusterMessage message() {
			JsonNode data = this.meaning.path("data");
			if (!this.meaning.get("nsp").asString().equals(this.namespace)) {
				return null;
			}
			String id = data.path("requestId").asString("");
			return switch (this.meaning.get("type").asInt()) {
				case 3 ->
					Meanings.broadcast(this.namespace, data.get("packet"), data.get("opts"), id.isEmpty() ? null : id);
				case 4 ->
					new ClusterMessage.Join(Meanings.options(data.get("opts")), Meanings.names(data.get("rooms")));
				case 5 ->
					new ClusterMessage.Leave(Meanings.options(data.get("opts")), Meanings.names(data.get("rooms")));
				case 6 ->
					new ClusterMessage.Disconnect(Meanings.options(data.get("opts")), data.get("close").asBoolean());
				case 7 -> new ClusterMessage.FetchSockets(id, Meanings.options(data.get("opts")));
				case 8 -> new ClusterMessage.SocketsAnswer(id,
						data.get("sockets").valueStream().map(Meanings::socket).toList());
				case 9 -> new ClusterMessage.ServerEvent(Meanings.event(this.namespace, data.get("packet")),
						id.isEmpty() ? null : id);
				case 10 -> new ClusterMessage.ServerAnswer(id, Meanings.tree(data.get("packet")));
				case 11 -> new ClusterMessage.ReceiverCount(id, data.get("clientCount").asInt());
				case 12 -> new ClusterMessage.ClientAnswer(id, null, List.of(Meanings.tree(data.get("packet"))));
				default -> null;
			};
		}

		@Override
		public String toString() {
			return this.id;
		}

	}

}
