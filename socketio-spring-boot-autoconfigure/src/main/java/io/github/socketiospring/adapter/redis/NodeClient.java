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

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;
import org.springframework.util.ReflectionUtils;

/**
 * The configuration of a node's own client of Redis: what the application configured, but
 * it comes back within half a second, keeps nothing while Redis is away, and lives as
 * long as the node.
 *
 * @param application what the application configured
 * @param name the name by which Redis shows the connections
 * @param resources threads and timers, those of the application if there are any
 */
record NodeClient(LettuceClientConfiguration application, String name,
		ClientResources resources) implements LettuceClientConfiguration {

	/** With jitter, so that nodes that lost Redis together do not come back together. */
	private static final Delay RECONNECT_DELAY = Delay.fullJitter(Duration.ofMillis(50), Duration.ofMillis(500), 50,
			TimeUnit.MILLISECONDS);

	/** The field of the application's factory that is read. */
	static final String CONFIGURATION = "configuration";

	private static final Set<ProtocolKeyword> PUBLICATIONS = Set.of(CommandType.PUBLISH, CommandType.SPUBLISH);

	private static final Duration LONGEST_COMMAND = Duration.ofSeconds(10);

	/**
	 * Check that a factory can be used.
	 * @param application the application's factory
	 * @throws IllegalStateException if it is of a kind that cannot be used
	 */
	static void check(LettuceConnectionFactory application) {
		configuration(application);
	}

	/**
	 * Create a factory that no one else uses.
	 * @param application the application's factory
	 * @param name the name by which Redis shows the connections
	 * @return a new factory, which is not started
	 * @throws IllegalStateException if it is of a kind that cannot be used
	 */
	static LettuceConnectionFactory factory(LettuceConnectionFactory application, String name) {
		RedisConfiguration configuration = configuration(application);
		LettuceClientConfiguration client = application.getClientConfiguration();
		ClientResources own = client.getClientResources()
			.map(NodeClient::sharing)
			.orElseGet(() -> ClientResources.builder().reconnectDelay(RECONNECT_DELAY).build());
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
	 * Use the threads of the application. They are named one by one, since what is only
	 * copied is shut down with the copy.
	 */
	private static ClientResources sharing(ClientResources resources) {
		return resources.mutate()
			.eventLoopGroupProvider(resources.eventLoopGroupProvider())
			.eventExecutorGroup(resources.eventExecutorGroup())
			.timer(resources.timer())
			.commandLatencyRecorder(resources.commandLatencyRecorder())
			.reconnectDelay(RECONNECT_DELAY)
			.build();
	}

	private static RedisConfiguration configuration(LettuceConnectionFactory application) {
		if (isMasterReplica(application)) {
			throw new IllegalStateException("Socket.IO nodes cannot use static master and replica nodes, since the "
					+ "replicas do not tell who subscribes: give them a single Redis, or one behind Sentinels");
		}
		if (application.getClusterConfiguration() != null) {
			throw new IllegalStateException("Socket.IO nodes cannot use a Redis Cluster yet: give "
					+ "them a single Redis, or one behind Sentinels");
		}
		RedisConfiguration sentinel = application.getSentinelConfiguration();
		if (sentinel != null) {
			return sentinel;
		}
		RedisConfiguration socket = application.getSocketConfiguration();
		return (socket != null) ? socket : application.getStandaloneConfiguration();
	}

	/** The factory does not tell, and offers the address of a Redis on this machine. */
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
			// Redis may have it although its answer was lost.
			.replayFilter((command) -> PUBLICATIONS.contains(command.getType()))
			.socketOptions(socketOptions(options.getSocketOptions()))
			.build());
	}

	/**
	 * Let the system find out that a path is dead, which otherwise takes hours on a
	 * connection that only listens.
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

	@Override
	public Duration getShutdownQuietPeriod() {
		return this.application.getShutdownQuietPeriod();
	}

}
