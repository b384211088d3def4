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
 * Properties of the cluster of nodes.
 *
 * @param type What connects this node to others. By default nothing: each node sends to
 * its own clients alone.
 * @param key Beginning of the names of the cluster's channels with type 'redis', the same
 * on each node, and another one for each environment that shares a Redis.
 * @param channelPrefix Beginning of the names of the cluster's channels with type
 * 'redis-sharded', the same on each node, and another one for each environment that
 * shares a Redis.
 * @param subscriptionMode Which rooms have a channel of their own with type
 * 'redis-sharded', the same on each node: all but those of single sockets, all, or none.
 * @param requestsTimeout Time to wait for the answers of other nodes where the
 * application does not tell.
 * @param publishTimeout Time to wait for Redis where something waits for it, such as the
 * first client of a new namespace, or the acknowledgement of a handler that let its
 * client join a room with type 'redis-sharded'.
 * @param startTimeout Time for which the start of the application waits for Redis. After
 * it, the node serves its own clients alone until Redis can be reached.
 * @param publishOnSpecificResponseChannel Whether answers to other nodes go to the node
 * that asked rather than to all, with type 'redis'. Nodes may differ in this.
 * @param maxMessageSize Size up to which messages are sent to other nodes, and accepted
 * from them.
 * @param tellCredentials Whether other nodes that ask for sockets are told the cookies,
 * the Authorization header and what the client sent to connect.
 * @param heartbeatInterval Time after which this node tells the others again that it is
 * there. A node that misses three of them is gone. Zero to tell nothing.
 * @param nodeName Name of this node for people, different on each node. When not set, the
 * host name and the process id.
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
			.build();
	}

	/**
	 * The name by which Redis shows the connections, which must not contain blanks.
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
	 * What connects nodes.
	 */
	public enum Type {

		/** Nothing: there is one node. */
		MEMORY,

		/**
		 * Redis' publish and subscribe, with the messages of the Node.js package
		 * {@code @socket.io/redis-adapter}.
		 */
		REDIS,

		/**
		 * Redis' sharded publish and subscribe, with the messages of the sharded adapter
		 * of the Node.js package {@code @socket.io/redis-adapter}. Needs Redis 7.
		 */
		REDIS_SHARDED;

		/**
		 * The value of the property.
		 * @return as the documentation spells it
		 */
		String value() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
