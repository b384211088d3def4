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

package io.github.socketiospring.autoconfigure.redis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.socketiospring.adapter.cluster.ClusterOptions;
import io.github.socketiospring.adapter.redis.SubscriptionMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the adapter, which connects the nodes of a cluster.
 *
 * @param type Type of the adapter. With 'memory' each node sends only to its own clients;
 * the other types connect the nodes with Redis.
 * @param key Prefix of the names of the cluster's channels with type 'redis'. Must be the
 * same on all nodes, and different for environments that share a Redis.
 * @param channelPrefix Prefix of the names of the cluster's channels with type
 * 'redis-sharded'. Must be the same on all nodes, and different for environments that
 * share a Redis.
 * @param subscriptionMode Which rooms have their own channel with type 'redis-sharded':
 * all except those of single sockets, all, or none. Must be the same on all nodes.
 * @param requestsTimeout Time to wait for the answers of other nodes if the application
 * specifies no timeout.
 * @param publishTimeout Time for which operations wait for Redis, such as the connection
 * of the first client of a new namespace, or, with type 'redis-sharded', the
 * acknowledgement of an event whose handler let the client join a room.
 * @param startTimeout Time for which the start of the application waits for Redis. After
 * this time the node serves only its own clients until Redis is available.
 * @param publishOnSpecificResponseChannel Whether answers are sent only to the node that
 * sent the request instead of all nodes, with type 'redis'. Nodes may differ.
 * @param maxMessageSize Maximum size of a message to or from other nodes.
 * @param tellCredentials Whether the details of sockets that other nodes query contain
 * cookies, the headers Authorization and Proxy-Authorization, and the payload of CONNECT.
 * @param tellAttributes Names of the application's classes whose objects other nodes see
 * as attributes of sockets, written by Jackson. '*' stands for any characters.
 * @param propagateTrace Whether messages to other nodes carry the trace that they belong
 * to, and those of other nodes are observed as part of theirs. Requires that the
 * application has a tracer.
 * @param heartbeatInterval Time between two heartbeats of this node. A node that misses
 * three of them is considered gone. Zero to send none, and to ignore those of other
 * nodes.
 * @param nodeName Display name of this node, which should be unique. When not set, the
 * host name and the process id are used.
 * @since 0.1.0
 */
// @formatter:off
@ConfigurationProperties("socketio.adapter")
public record SocketIOAdapterProperties(
		@DefaultValue("memory") Type type,
		@DefaultValue("socket.io") String key,
		@DefaultValue("socket.io") String channelPrefix,
		@DefaultValue("dynamic") SubscriptionMode subscriptionMode,
		@DefaultValue("5s") Duration requestsTimeout,
		@DefaultValue("1s") Duration publishTimeout,
		@DefaultValue("5s") Duration startTimeout,
		@DefaultValue("false") boolean publishOnSpecificResponseChannel,
		@DefaultValue("8MB") DataSize maxMessageSize,
		@DefaultValue("false") boolean tellCredentials,
		@DefaultValue List<String> tellAttributes,
		@DefaultValue("false") boolean propagateTrace,
		@DefaultValue("5s") Duration heartbeatInterval,
		@Nullable String nodeName) {
// @formatter:on

	public SocketIOAdapterProperties {
		require(StringUtils.hasText(key), "key", key, "must not be empty");
		require(StringUtils.hasText(channelPrefix), "channel-prefix", channelPrefix, "must not be empty");
		require(requestsTimeout.toMillis() > 0, "requests-timeout", requestsTimeout, "must be positive");
		require(publishTimeout.toMillis() > 0, "publish-timeout", publishTimeout, "must be positive");
		require(!startTimeout.isNegative(), "start-timeout", startTimeout, "must not be negative");
		require(maxMessageSize.toBytes() > 0 && maxMessageSize.toBytes() <= Integer.MAX_VALUE, "max-message-size",
				maxMessageSize, "must be between one byte and 2 GB");
		require(tellAttributes.stream().allMatch(StringUtils::hasText), "tell-attributes", tellAttributes,
				"must not contain an empty name");
		require(ClusterOptions.isHeartbeatInterval(heartbeatInterval), "heartbeat-interval", heartbeatInterval,
				"must be zero, or between one millisecond and one hour");
	}

	private static void require(boolean valid, String name, Object value, String reason) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException("socketio.adapter." + name, value, reason);
		}
	}

	ClusterOptions toClusterOptions() {
		return ClusterOptions.builder()
			.name(name())
			.requestsTimeout(this.requestsTimeout)
			.publishTimeout(this.publishTimeout)
			.heartbeatInterval(this.heartbeatInterval)
			.tellAttributes(this.tellAttributes)
			.propagateTrace(this.propagateTrace)
			.build();
	}

	/**
	 * The client name of the connections in Redis, which must not contain blanks.
	 */
	String clientName() {
		return "socketio:" + name().replaceAll("[^!-~]", "-");
	}

	private String name() {
		return StringUtils.hasText(this.nodeName) ? this.nodeName : hostName() + "#" + ProcessHandle.current().pid();
	}

	private static String hostName() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	/**
	 * The types of adapters.
	 */
	public enum Type {

		/** No connection to other nodes, for a single node. */
		MEMORY,

		/**
		 * Redis Pub/Sub, compatible with the Node.js package
		 * {@code @socket.io/redis-adapter}.
		 */
		REDIS,

		/**
		 * Sharded Redis Pub/Sub, compatible with the sharded adapter of the Node.js
		 * package {@code @socket.io/redis-adapter}. Requires Redis 7.
		 */
		REDIS_SHARDED;

		/**
		 * The value of the property for this type.
		 * @return the value as spelled in the documentation
		 */
		String value() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
