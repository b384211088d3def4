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

import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.cluster.EmitterBus;
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
 * Sends to the nodes of a cluster on Redis what the Node.js package
 * {@code @socket.io/redis-emitter} sends. Nodes with the sharded adapter do not hear it.
 *
 * @since 0.1.0
 */
public final class ClassicEmitter implements EmitterBus {

	private static final Logger logger = LoggerFactory.getLogger(ClassicEmitter.class);

	/** What the channels are told in place of the id of a node. */
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
	 * Create an emitter on the Redis of an application.
	 * @param application the application's connections, which are not used themselves
	 * @param name the name by which Redis shows the connection, without blanks
	 * @param mapper converts what the application sends
	 * @param key what the channels of the cluster begin with
	 * @param maxMessageSize the bytes of a message
	 * @return an emitter that is not started
	 * @throws IllegalStateException if the connections are of a kind that cannot be used
	 */
	public static ClassicEmitter to(RedisConnectionFactory application, String name, JsonMapper mapper, String key,
			int maxMessageSize) {
		Assert.hasText(key, "'key' must not be empty");
		Assert.isTrue(maxMessageSize > 0, "'maxMessageSize' must be positive");
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new IllegalStateException("SocketIOEmitter uses Redis by Lettuce, but the application's "
					+ "RedisConnectionFactory is a " + application.getClass().getSimpleName()
					+ ": add 'io.lettuce:lettuce-core' and set 'spring.data.redis.client-type=lettuce'");
		}
		// Fails at once if it cannot be used.
		NodeClient.check(lettuce);
		return new ClassicEmitter(new EmitterLink(() -> NodeClient.factory(lettuce, name)), mapper, key,
				maxMessageSize);
	}

	/**
	 * Connect in the background.
	 * @return completes when it is connected; it may take for ever
	 */
	public Mono<Void> start() {
		return RedisLink.reported(this.link.start());
	}

	/**
	 * Close the connection, after what was sent before.
	 * @return completes when it is closed
	 */
	public Mono<Void> stop() {
		return RedisLink.reported(this.link.stop());
	}

	/**
	 * How many messages were lost, since Redis was away.
	 * @return the number since the emitter was created
	 */
	public long lost() {
		return this.lost.get();
	}

	@Override
	public EmitterBus.Channel open(String namespace) {
		ClassicFrameWriter writer = this.frames.emitter(namespace);
		ClassicChannels channels = new ClassicChannels(this.key, namespace, NOBODY);
		return (message) -> publish(channels.channel(message), writer.write(message));
	}

	private Mono<Void> publish(String channel, byte[] message) {
		Assert.isTrue(message.length <= this.maxMessageSize,
				() -> "The message for Socket.IO servers has %,d bytes, more than the %,d of ".formatted(message.length,
						this.maxMessageSize) + "'socketio.adapter.max-message-size'");
		CompletableFuture<Long> published = this.link.publish(channel, message);
		published.whenComplete((receivers, ex) -> {
			if (ex != null) {
				lost(ex);
			}
		});
		return RedisLink.reported(published)
			.onErrorMap((ex) -> new ClusterUnavailableException(
					"A message for Socket.IO servers is lost, since Redis " + "did not take it: " + ex.getMessage(),
					ex))
			.then();
	}

	private void lost(Throwable ex) {
		long number = this.lost.incrementAndGet();
		if (this.lostLine.pass()) {
			logger.warn("A message for Socket.IO servers is lost, since Redis did not take it, the {}. so far: {}",
					number, LogFormat.message(ex));
		}
	}

}
