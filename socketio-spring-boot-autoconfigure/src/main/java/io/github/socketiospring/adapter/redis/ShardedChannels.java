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

import java.util.Set;
import java.util.regex.Pattern;

import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;

/**
 * The names of the channels of one namespace on a node, as in the sharded Redis adapter
 * of Node.js. That adapter does not escape the names of rooms and namespaces.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ShardedChannels {

	/** The ids of Node.js servers. Ids of this project also have a number at the end. */
	private static final Pattern UID = Pattern.compile("[0-9a-f]{16}(\\.[0-9a-z]{1,13})?");

	/** What the id of a node and the end of its channel look like for Redis. */
	private static final String UID_PATTERN = "[0-9a-f]".repeat(16) + "[.#]*";

	private final String namespace;

	private final String main;

	private final String uid;

	private final SubscriptionMode mode;

	/**
	 * Create the names.
	 * @param prefix the prefix of all names
	 * @param namespace the name of the namespace
	 * @param uid the id of this node in the namespace
	 * @param mode which rooms have their own channel
	 */
	ShardedChannels(String prefix, String namespace, String uid, SubscriptionMode mode) {
		this.namespace = namespace;
		this.main = prefix + "#" + namespace + "#";
		this.uid = uid;
		this.mode = mode;
	}

	String namespace() {
		return this.namespace;
	}

	/**
	 * The channel of all messages without a more specific channel. Its subscribers are
	 * the nodes of the namespace.
	 * @return the name
	 */
	String main() {
		return this.main;
	}

	/**
	 * The channel of answers to this node.
	 * @return the name
	 */
	String own() {
		return of(this.uid);
	}

	/**
	 * The channel of a room, or of the answers to a node.
	 * @param name the name of the room, or the id of the node
	 * @return the name
	 */
	String of(String name) {
		return this.main + name + "#";
	}

	/**
	 * Whether a room with members on this node requires a subscription.
	 * @param room the name of the room
	 * @return {@code false} if its broadcasts arrive through another channel
	 */
	boolean hasChannel(String room) {
		return this.mode.hasChannel(room) && !room.equals(this.uid);
	}

	/**
	 * The channel to which a message is published.
	 * @param message the message, not an answer
	 * @return the name of the channel
	 */
	String channel(ClusterMessage message) {
		if (message instanceof ClusterMessage.Broadcast broadcast && broadcast.requestId() == null) {
			Set<String> rooms = broadcast.options().rooms();
			String room = (rooms.size() == 1) ? rooms.iterator().next() : null;
			return (room != null && this.mode.hasChannel(room)) ? of(room) : this.main;
		}
		return this.main;
	}

	/**
	 * The pattern that matches the {@linkplain #uid channels of answers} to each node,
	 * and only those rooms whose names begin like the id of a node. Redis compares it
	 * with each channel that it has, about 2 ms for 10,000, but does not send the names
	 * of the others.
	 * @return a pattern
	 */
	String nodePattern() {
		return ChannelNames.literal(this.main) + UID_PATTERN;
	}

	/**
	 * The node that receives answers through a channel.
	 * @param channel the name of a channel
	 * @return the id of the node, {@code null} if the channel belongs to a room whose
	 * name is not that of a node
	 */
	@Nullable String uid(String channel) {
		String part = ChannelNames.part(this.main, channel);
		return (part != null && UID.matcher(part).matches()) ? part : null;
	}

}
