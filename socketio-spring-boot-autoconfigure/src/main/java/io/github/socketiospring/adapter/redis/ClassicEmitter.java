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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.EmitterBus;
import io.github.socketiospring.adapter.cluster.FrameLog;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.util.Assert;

/**
 * Emitter that sends the messages of the Node.js package {@code @socket.io/redis-emitter}
 * to the nodes of a cluster on Redis. Nodes with the sharded adapter do not receive them.
 *
 * @since 0.1.0
 */
public final class ClassicEmitter implements EmitterBus {

	private static final Logger logger = LoggerFactory.getLogger(ClassicEmitter.class);

	/** Replaces the id of a node in the names of channels. */
	private static final String NOBODY = FrameKeys.EMITTER;

	private final EmitterLink link;

	private final ClassicFrames frames;

	private final String key;

	private final int maxMessageSize;

	private final AtomicLong lost = new AtomicLong();

	private final OncePerMinute lostLine = new OncePerMinute();

	private ClassicEmitter(EmitterLink link, JsonMapper mapper, String key, int maxMessageSize) {
		this.link = link;
		this.frames = new ClassicFrames(mapper, FrameLimits.DEFAULTS.withSize(maxMessageSize), false);
		this.key = key;
		this.maxMessageSize = maxMessageSize;
	}

	/**
	 * Create an emitter for the Redis of an application.
	 * @param application the application's connection factory; the emitter opens its own
	 * connection with the same configuration
	 * @param name the client name of the connection in Redis, without blanks
	 * @param mapper converts the values that the application sends
	 * @param key the prefix of the names of the cluster's channels
	 * @param maxMessageSize the maximum size of a message, in bytes
	 * @return an emitter that is not started
	 * @throws IllegalStateException if the connection factory is not supported
	 */
	public static ClassicEmitter to(RedisConnectionFactory application, String name, JsonMapper mapper, String key,
			int maxMessageSize) {
		Assert.hasText(key, "'key' must not be empty");
		Assert.isTrue(maxMessageSize > 0, "'maxMessageSize' must be positive");
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new IllegalStateException("SocketIOEmitter requires Lettuce, but the application's "
					+ "RedisConnectionFactory is a " + application.getClass().getSimpleName()
					+ ": add 'io.lettuce:lettuce-core' and set 'spring.data.redis.client-type=lettuce'");
		}
		// Fail early if the factory is not supported.
		NodeClient.check(lettuce);
		Supplier<LettuceConnectionFactory> clients = () -> NodeClient.factory(lettuce, name);
		EmitterLink link = NodeClient.isCluster(lettuce) ? ClusterLink.emitter(clients, name)
				: new StandaloneEmitterLink(clients);
		return new ClassicEmitter(link, mapper, key, maxMessageSize);
	}

	/**
	 * Connect in the background.
	 * @return completes when the emitter is connected; never completes if Redis stays
	 * unavailable
	 */
	public Mono<Void> start() {
		return this.link.start();
	}

	/**
	 * Close the connection after the pending messages have been sent.
	 * @return completes when the connection is closed
	 */
	public Mono<Void> stop() {
		return this.link.stop();
	}

	/**
	 * The number of messages that were lost because Redis was unavailable.
	 * @return the number since the emitter was created
	 */
	public long lost() {
		return this.lost.get();
	}

	@Override
	public EmitterBus.Channel open(String namespace) {
		ClassicFrameWriter writer = this.frames.emitter(namespace);
		ClassicChannels channels = new ClassicChannels(this.key, namespace, NOBODY);
		return (message) -> publish(channels.channel(message), message, writer.write(message));
	}

	private Mono<Void> publish(String channel, ClusterMessage message, byte[] frame) {
		Assert.isTrue(frame.length <= this.maxMessageSize,
				() -> "The message for Socket.IO servers has %,d bytes, more than the %,d of ".formatted(frame.length,
						this.maxMessageSize) + "'socketio.adapter.max-message-size'");
		FrameLog.sent(channel, message, frame);
		CompletableFuture<Long> published = this.link.publish(channel, frame);
		published.whenComplete((receivers, ex) -> {
			if (ex != null) {
				lost(ex);
			}
		});
		return RedisLink.reported(published)
			.onErrorMap((ex) -> new ClusterUnavailableException(
					"A message for Socket.IO servers is lost, since Redis did not accept it: " + ex.getMessage(), ex))
			.then();
	}

	private void lost(Throwable ex) {
		long number = this.lost.incrementAndGet();
		if (this.lostLine.pass()) {
			logger.warn("A message for Socket.IO servers is lost, since Redis did not accept it ({} so far): {}",
					number, LogFormat.message(ex));
		}
	}

}
