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

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;
import org.springframework.util.Assert;
import org.springframework.util.ReflectionUtils;

/**
 * The configuration of the Redis client of a node: the configuration of the application,
 * but it reconnects within half a second, queues no commands while Redis is unavailable,
 * and has the lifecycle of the node.
 *
 * @param application the configuration of the application
 * @param name the client name of the connections in Redis
 * @param resources an event loop of the node's own; timers are shared with the
 * application if it has configured them
 */
record NodeClient(LettuceClientConfiguration application, String name,
		ClientResources resources) implements LettuceClientConfiguration {

	/**
	 * With jitter, so that nodes that lost Redis at the same time do not all reconnect at
	 * the same time.
	 */
	private static final Delay RECONNECT_DELAY = Delay.fullJitter(Duration.ofMillis(50), Duration.ofMillis(500), 50,
			TimeUnit.MILLISECONDS);

	/** The field of the application's factory that is read by reflection. */
	static final String CONFIGURATION = "configuration";

	private static final Set<ProtocolKeyword> PUBLICATIONS = Set.of(CommandType.PUBLISH, CommandType.SPUBLISH);

	private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

	/**
	 * Check that a factory is supported.
	 * @param application the application's factory
	 * @throws IllegalStateException if the factory is not supported
	 */
	static void check(LettuceConnectionFactory application) {
		configuration(application);
	}

	/**
	 * Whether a factory connects to a Redis Cluster.
	 * @param application the application's factory
	 * @return {@code false} for a single Redis, also if Sentinels choose it
	 */
	static boolean isCluster(LettuceConnectionFactory application) {
		return application.getClusterConfiguration() != null;
	}

	/**
	 * Create a separate factory with the configuration of the application.
	 * @param application the application's factory
	 * @param name the client name of the connections in Redis
	 * @return a new factory that is not started
	 * @throws IllegalStateException if the factory is not supported
	 */
	static LettuceConnectionFactory factory(LettuceConnectionFactory application, String name) {
		RedisConfiguration configuration = configuration(application);
		LettuceClientConfiguration client = application.getClientConfiguration();
		ClientResources own = client.getClientResources()
			.map(NodeClient::sharing)
			.orElseGet(ClientResources::builder)
			.eventLoopGroupProvider(new SingleEventLoop())
			.reconnectDelay(RECONNECT_DELAY)
			.build();
		LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration,
				new NodeClient(client, name, own)) {

			@Override
			public void destroy() {
				super.destroy();
				own.shutdown(0, 1, TimeUnit.SECONDS);
			}

		};
		factory.setShareNativeConnection(false);
		factory.setAutoStartup(false);
		factory.afterPropertiesSet();
		return factory;
	}

	/**
	 * The event loop of the connections of a client.
	 * @param client a client of a factory made here, which has opened a connection
	 * @return the event loop of all its connections
	 */
	static EventExecutor eventLoop(AbstractRedisClient client) {
		EventExecutor loop = ((SingleEventLoop) client.getResources().eventLoopGroupProvider()).loop;
		Assert.state(loop != null, "The client has no connection");
		return loop;
	}

	/**
	 * Share the resources of the application, except its event loops. Each resource is
	 * set explicitly, because resources that are only copied are shut down together with
	 * the copy.
	 */
	private static ClientResources.Builder sharing(ClientResources resources) {
		return resources.mutate()
			.eventExecutorGroup(resources.eventExecutorGroup())
			.timer(resources.timer())
			.commandLatencyRecorder(resources.commandLatencyRecorder());
	}

	private static RedisConfiguration configuration(LettuceConnectionFactory application) {
		if (isMasterReplica(application)) {
			throw new IllegalStateException("Socket.IO nodes cannot use static master and replica nodes, since "
					+ "replicas do not report all subscribers: configure a single Redis, Sentinels or a Redis Cluster");
		}
		RedisConfiguration cluster = application.getClusterConfiguration();
		if (cluster != null) {
			return cluster;
		}
		RedisConfiguration sentinel = application.getSentinelConfiguration();
		if (sentinel != null) {
			return sentinel;
		}
		RedisConfiguration socket = application.getSocketConfiguration();
		return (socket != null) ? socket : application.getStandaloneConfiguration();
	}

	/** The factory has no getter for this, and returns the address of a local Redis. */
	private static boolean isMasterReplica(LettuceConnectionFactory application) {
		Field field = ReflectionUtils.findField(LettuceConnectionFactory.class, CONFIGURATION);
		if (field == null) {
			return false;
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, application) instanceof RedisStaticMasterReplicaConfiguration;
	}

	@Override
	public boolean isUseSsl() {
		return this.application.isUseSsl();
	}

	@Override
	public boolean isVerifyPeer() {
		return this.application.isVerifyPeer();
	}

	@Override
	public SslVerifyMode getVerifyMode() {
		return this.application.getVerifyMode();
	}

	@Override
	public boolean isStartTls() {
		return this.application.isStartTls();
	}

	@Override
	public Optional<ClientResources> getClientResources() {
		return Optional.of(this.resources);
	}

	@Override
	public Optional<ClientOptions> getClientOptions() {
		ClientOptions options = this.application.getClientOptions().orElseGet(ClientOptions::create);
		return Optional.of(options.mutate()
			.autoReconnect(true)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.replayFilter(NodeClient::isLost)
			.socketOptions(socketOptions(options.getSocketOptions()))
			.build());
	}

	/**
	 * A publication whose write failed is not sent again, because Redis may have received
	 * it. The driver only forgets such a command, so it fails here.
	 * @param command a command, {@code null} for several at once
	 * @return whether the driver must not send it again
	 */
	static boolean isLost(@Nullable RedisCommand<?, ?, ?> command) {
		if (command == null || !PUBLICATIONS.contains(command.getType())) {
			return false;
		}
		command.completeExceptionally(new RedisException("The connection to Redis was lost"));
		return true;
	}

	/**
	 * Enable TCP keep-alive. Otherwise it takes hours until the system detects that a
	 * connection that only receives is dead.
	 */
	private static SocketOptions socketOptions(SocketOptions options) {
		return options.mutate()
			.keepAlive(SocketOptions.KeepAliveOptions.builder()
				.enable()
				.idle(Duration.ofSeconds(10))
				.interval(Duration.ofSeconds(5))
				.count(3)
				.build())
			.build();
	}

	@Override
	public Optional<String> getClientName() {
		return Optional.of(this.name);
	}

	@Override
	public Optional<ReadFrom> getReadFrom() {
		return Optional.empty();
	}

	@Override
	public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
		return this.application.getRedisCredentialsProviderFactory();
	}

	@Override
	public Duration getCommandTimeout() {
		Duration configured = this.application.getCommandTimeout();
		return (configured.compareTo(LONGEST_COMMAND) < 0) ? configured : LONGEST_COMMAND;
	}

	@Override
	public Duration getShutdownTimeout() {
		return this.application.getShutdownTimeout();
	}

	/** Nothing is sent any more when the client is closed. */
	@Override
	public Duration getShutdownQuietPeriod() {
		return Duration.ZERO;
	}

	/**
	 * One event loop for all connections of a node, so that the answer to a PUBLISH and
	 * the message itself, which Redis sends back to the node, wake one thread. Callbacks
	 * of the application on the event loops of its own client delay neither.
	 */
	private static final class SingleEventLoop extends DefaultEventLoopGroupProvider {

		private volatile @Nullable EventExecutor loop;

		SingleEventLoop() {
			super(1);
		}

		@Override
		public <T extends EventLoopGroup> T allocate(Class<T> type) {
			T group = super.allocate(type);
			this.loop = group.next();
			return group;
		}

	}

}
