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

import java.util.List;

import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterListener;
import io.github.socketiospring.adapter.cluster.ClusterNode;
import io.github.socketiospring.adapter.cluster.ClusterObserver;
import io.github.socketiospring.adapter.redis.ClassicBus;
import io.github.socketiospring.adapter.redis.RedisLink;
import io.github.socketiospring.adapter.redis.RedisLinkHints;
import io.github.socketiospring.adapter.redis.ShardedBus;
import io.github.socketiospring.autoconfigure.SocketIOAutoConfiguration;
import io.github.socketiospring.autoconfigure.SocketIOProperties;
import io.lettuce.core.RedisClient;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Auto-configuration of a cluster node on Redis. It requires
 * {@code socketio.adapter.type}; a Redis client on the class path does not activate it.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = SocketIOAutoConfiguration.class, after = SocketIOAdapterAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({ RedisClient.class, LettuceConnectionFactory.class })
@ConditionalOnBooleanProperty(name = "socketio.enabled", matchIfMissing = true)
@Conditional(RedisAdapterCondition.class)
@EnableConfigurationProperties({ SocketIOAdapterProperties.class, SocketIOProperties.class })
@ImportRuntimeHints(RedisLinkHints.class)
public final class SocketIORedisAutoConfiguration {

	/**
	 * The qualifier or bean name of the connection factory that nodes use if the
	 * application has several.
	 */
	public static final String CONNECTION_FACTORY = ConnectionFactories.QUALIFIER;

	@Bean
	@ConditionalOnMissingBean(AdapterFactory.class)
	ClusterNode socketIOClusterNode(SocketIOAdapterProperties properties, SocketIOProperties server,
			@Qualifier(CONNECTION_FACTORY) ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> connections, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<ClusterListener> listeners, ObjectProvider<ClusterObserver> observer) {
		if (server.connectionStateRecovery().enabled()) {
			throw new InvalidConfigurationPropertyValueException("socketio.connection-state-recovery.enabled", true,
					"cannot be combined with 'socketio.adapter.type=" + properties.type().value()
							+ "': no node has all events that a client missed");
		}
		JsonMapper json = mapper.getIfAvailable(JsonMapper::shared);
		RedisConnectionFactory factory = ConnectionFactories.find(qualified, connections,
				"'socketio.adapter.type' is '" + properties.type().value() + "'");
		ClusterBus bus = (properties.type() == SocketIOAdapterProperties.Type.REDIS_SHARDED)
				? sharded(factory, properties, json) : classic(factory, properties, json);
		List<ClusterListener> observers = listeners.orderedStream().toList();
		ClusterNode.Builder node = ClusterNode.builder(bus)
			.options(properties.toClusterOptions())
			.mapper(json)
			.listener((request, outcome, took) -> observers
				.forEach((listener) -> listener.onRequest(request, outcome, took)));
		observer.ifAvailable(node::observer);
		return node.build();
	}

	private static ClusterBus classic(RedisConnectionFactory factory, SocketIOAdapterProperties properties,
			JsonMapper mapper) {
		ClassicBus.Options options = new ClassicBus.Options(properties.key(),
				properties.publishOnSpecificResponseChannel(), (int) properties.maxMessageSize().toBytes(),
				properties.tellCredentials());
		return new ClassicBus(RedisLink.to(factory, properties.clientName()), mapper, options);
	}

	private static ClusterBus sharded(RedisConnectionFactory factory, SocketIOAdapterProperties properties,
			JsonMapper mapper) {
		ShardedBus.Options options = new ShardedBus.Options(properties.channelPrefix(), properties.subscriptionMode(),
				(int) properties.maxMessageSize().toBytes(), properties.tellCredentials());
		return new ShardedBus(RedisLink.withShardChannels(factory, properties.clientName()), mapper, options);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ClusterNode.class)
	ClusterLifecycle socketIOClusterLifecycle(ClusterNode node, SocketIOAdapterProperties properties) {
		return new ClusterLifecycle(node, properties.startTimeout());
	}

}
