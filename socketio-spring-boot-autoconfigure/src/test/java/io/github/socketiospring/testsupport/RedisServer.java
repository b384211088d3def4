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

package io.github.socketiospring.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * Redis in its own process, on a port of the loopback address, which it keeps over
 * restarts. It stores nothing, except what a replica or a node of a cluster has to.
 */
public final class RedisServer implements AutoCloseable {

	/**
	 * For all servers, since a client has threads, and may wait for them for ever when it
	 * is closed.
	 */
	private static final RedisClient CLIENT = RedisClient.create();

	static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

	private static final Pattern READY = Pattern.compile("Ready to accept connections");

	/** Its own, since a server loads at its start what another one stored there. */
	private final Path directory;

	private final int port;

	private final List<String> options;

	private @Nullable LoggedProcess process;

	private RedisServer(Path directory, int port, List<String> options, @Nullable LoggedProcess process) {
		this.directory = directory;
		this.port = port;
		this.options = options;
		this.process = process;
	}

	/**
	 * Start Redis.
	 * @return the running server, which listens
	 */
	public static RedisServer start() {
		return start(List.of());
	}

	/**
	 * Start Redis.
	 * @param options further options of the command
	 * @return the running server, which listens
	 */
	static RedisServer start(List<String> options) {
		try {
			Path directory = createDirectory();
			try {
				LoggedProcess.Listening redis = LoggedProcess.listen(directory, READY,
						(port) -> command(port, options));
				return new RedisServer(directory, redis.port(), options, redis.process());
			}
			catch (IOException | RuntimeException ex) {
				FileSystemUtils.deleteRecursively(directory);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Find a port for a Redis that is not there yet.
	 * @return a server to be run
	 */
	public static RedisServer atFreePort() {
		try {
			return new RedisServer(createDirectory(), LoggedProcess.freePort(), List.of(), null);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Path createDirectory() throws IOException {
		return Files.createTempDirectory("redis");
	}

	private static List<String> command(int port, List<String> options) {
		List<String> command = new ArrayList<>(List.of("redis-server", "--port", String.valueOf(port), "--bind",
				"127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"));
		command.addAll(options);
		return command;
	}

	/**
	 * The port on the loopback address.
	 * @return the port
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The id of its process.
	 * @return the id
	 */
	public long pid() {
		LoggedProcess running = this.process;
		if (running == null) {
			throw new IllegalStateException("Redis does not run");
		}
		return running.pid();
	}

	/**
	 * The properties with which an application uses this Redis.
	 * @return properties by name
	 */
	public Map<String, String> properties() {
		return Map.of("spring.data.redis.host", "127.0.0.1", "spring.data.redis.port", String.valueOf(this.port));
	}

	/**
	 * Start it, for the first time or again.
	 */
	public void run() {
		LoggedProcess started = LoggedProcess.start(this.directory, command(this.port, this.options));
		if (started.await(READY) == null) {
			started.close();
			throw new IllegalStateException("Redis does not listen:\n" + started.log());
		}
		this.process = started;
	}

	/**
	 * Publish a message.
	 * @param channel the name of the channel
	 * @param message the message
	 */
	public void publish(String channel, byte[] message) {
		ask((commands) -> commands.publish(channel, message));
	}

	/**
	 * The channels that have subscribers.
	 * @return their names
	 */
	public List<String> channels() {
		return ask((commands) -> commands.pubsubChannels());
	}

	/**
	 * The shard channels that have subscribers.
	 * @return their names
	 */
	public List<String> shardChannels() {
		return ask((commands) -> commands.pubsubShardChannels());
	}

	/**
	 * The number of connections that are subscribed to a shard channel.
	 * @param channel the name of the channel
	 * @return the number
	 */
	public int shardSubscribers(String channel) {
		return ask((commands) -> commands.pubsubShardNumsub(channel).get(channel)).intValue();
	}

	/**
	 * The number of connections that are subscribed to a channel.
	 * @param channel the name of the channel
	 * @return the number
	 */
	public int subscribers(String channel) {
		return ask((commands) -> commands.pubsubNumsub(channel).get(channel)).intValue();
	}

	/**
	 * End connections.
	 * @param which selects them
	 * @return how many were ended
	 */
	public long kill(KillArgs which) {
		return ask((commands) -> commands.clientKill(which));
	}

	/**
	 * Connect.
	 * @return a connection, to be closed
	 */
	public StatefulRedisConnection<String, byte[]> connect() {
		return CLIENT.connect(CODEC, address());
	}

	/**
	 * Connect to subscribe.
	 * @return a connection, to be closed
	 */
	public StatefulRedisPubSubConnection<String, byte[]> connectPubSub() {
		return CLIENT.connectPubSub(CODEC, address());
	}

	private RedisURI address() {
		return RedisURI.create("127.0.0.1", this.port);
	}

	/**
	 * Execute commands.
	 * @param <T> the type of the result
	 * @param question executes them
	 * @return the result
	 */
	public <T> T ask(Function<RedisCommands<String, byte[]>, T> question) {
		try (StatefulRedisConnection<String, byte[]> connection = connect()) {
			return question.apply(connection.sync());
		}
	}

	/**
	 * Whether it was started and not killed since.
	 * @return whether it listens
	 */
	public boolean isRunning() {
		return this.process != null;
	}

	/**
	 * Kill it. Its port is kept for {@link #run}.
	 */
	public void kill() {
		if (this.process != null) {
			this.process.kill();
			this.process = null;
		}
	}

	/**
	 * Kill it and delete its files.
	 */
	@Override
	public void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
