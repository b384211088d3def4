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

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import org.jspecify.annotations.Nullable;

/**
 * The names of the channels of one namespace on a node, as in the classic Redis adapter
 * of Node.js. That adapter does not escape the names of rooms and namespaces.
 *
 * @see <a href="https://socket.io/docs/v4/redis-adapter/">Redis adapter</a>
 */
final class ClassicChannels {

	private final String namespace;

	private final String broadcast;

	private final String request;

	private final String response;

	private final String ownResponse;

	/**
	 * Create the names.
	 * @param key the prefix of all names
	 * @param namespace the name of the namespace
	 * @param uid the id of this node in the namespace
	 */
	ClassicChannels(String key, String namespace, String uid) {
		this.namespace = namespace;
		this.broadcast = key + "#" + namespace + "#";
		this.request = key + "-request#" + namespace + "#";
		this.response = key + "-response#" + namespace + "#";
		this.ownResponse = response(uid);
	}

	String namespace() {
		return this.namespace;
	}

	/**
	 * The channel to which a broadcast is published.
	 * @param options the options that select the receivers
	 * @return the channel of the room if the options name exactly one, otherwise that of
	 * the namespace
	 */
	String broadcast(BroadcastOptions options) {
		return (options.rooms().size() == 1) ? this.broadcast + options.rooms().iterator().next() + "#"
				: this.broadcast;
	}

	/**
	 * The channel of the broadcasts that are not for exactly one room.
	 * @return the name
	 */
	String broadcast() {
		return this.broadcast;
	}

	/**
	 * The pattern that matches the channels of broadcasts to the namespace and to all its
	 * rooms. If the name of the namespace contains one of {@code *?[}, it also matches
	 * other channels.
	 * @return a pattern
	 */
	String pattern() {
		return this.broadcast + "*";
	}

	/**
	 * The channel of requests, whose subscribers are the nodes of the namespace.
	 * @return the name
	 */
	String request() {
		return this.request;
	}

	/**
	 * The channel of answers that all nodes receive.
	 * @return the name
	 */
	String response() {
		return this.response;
	}

	/**
	 * The channel of answers to this node.
	 * @return the name
	 */
	String ownResponse() {
		return this.ownResponse;
	}

	/**
	 * The channel of answers to a specific node.
	 * @param uid the id of the node
	 * @return the name
	 */
	String response(String uid) {
		return this.response + uid + "#";
	}

	/**
	 * The pattern that matches the {@linkplain #uid channels of answers} to each node.
	 * @return a pattern that matches only these names
	 */
	String nodePattern() {
		return ChannelNames.pattern(this.response);
	}

	/**
	 * The node that receives answers through a channel.
	 * @param channel the name of a channel
	 * @return the id of the node, {@code null} if it is not a channel of answers to a
	 * node
	 */
	@Nullable String uid(String channel) {
		return ChannelNames.part(this.response, channel);
	}

	/**
	 * The channel to which a message is published.
	 * @param message determines the channel by its type, request or room
	 * @return the name of a channel that all nodes receive
	 */
	String channel(ClusterMessage message) {
		if (message instanceof ClusterMessage.Answer) {
			return this.response;
		}
		return (message instanceof ClusterMessage.Broadcast event && event.requestId() == null)
				? broadcast(event.options()) : this.request;
	}

	/**
	 * The kind of the messages in a channel. The subscribed pattern may match channels of
	 * other namespaces.
	 * @param channel the name of the channel
	 * @return the kind, {@code null} if the channel does not belong to this namespace
	 */
	@Nullable Kind kind(String channel) {
		if (channel.startsWith(this.broadcast)) {
			return Kind.BROADCAST;
		}
		if (channel.equals(this.request)) {
			return Kind.REQUEST;
		}
		return (channel.equals(this.response) || channel.equals(this.ownResponse)) ? Kind.RESPONSE : null;
	}

	/**
	 * The room of a channel of broadcasts.
	 * @param channel the name of the channel
	 * @return the name of the room, {@code null} if the channel is that of the whole
	 * namespace
	 */
	@Nullable String room(String channel) {
		return ChannelNames.part(this.broadcast, channel);
	}

	/**
	 * The kinds of messages.
	 */
	enum Kind {

		/** Events for sockets. */
		BROADCAST,

		/** Commands and queries to nodes. */
		REQUEST,

		/** Answers of nodes. */
		RESPONSE

	}

}
