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

import java.util.List;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.cluster.ClusterFrame;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Bus that is compatible with {@code createShardedAdapter} of the Node.js package
 * {@code @socket.io/redis-adapter}, version 8.3. Uses sharded Pub/Sub with two channels
 * for each namespace, and one for each room depending on the mode. Requires Redis 7.
 *
 * @since 0.1.0
 */
public final class ShardedBus extends RedisBus {

	private final ShardedFrames frames;

	private final Options options;

	/**
	 * Create a bus.
	 * @param link the connections to Redis, which the bus starts and stops
	 * @param mapper converts the values that the application sends
	 * @param options the options of the cluster
	 */
	public ShardedBus(RedisLink link, JsonMapper mapper, Options options) {
		super(link);
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(options, "'options' must not be null");
		this.frames = new ShardedFrames(mapper, FrameLimits.DEFAULTS.withSize(options.maxMessageSize()),
				options.tellCredentials());
		this.options = options;
	}

	@Override
	public boolean canFetchRooms() {
		return false;
	}

	@Override
	public boolean subscribesRooms() {
		return this.options.mode() != SubscriptionMode.STATIC;
	}

	@Override
	public int maxMessageSize() {
		return this.options.maxMessageSize();
	}

	@Override
	public Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver) {
		ShardedChannels names = new ShardedChannels(this.options.channelPrefix(), namespace, uid, this.options.mode());
		ShardedChannel channel = new ShardedChannel(link(), this.options.maxMessageSize(), names, uid,
				this.frames.writer(namespace, uid), this.frames.reader(namespace), receiver);
		switch (role) {
			case MEMBER -> channel.subscribe(List.of(names.main(), names.own()), true);
			case ASKER -> channel.subscribe(List.of(names.own()), false);
			case SENDER -> {
			}
		}
		return channel;
	}

	@Override
	public Nodes openNodes(Consumer<byte[]> receiver) {
		return NodesChannel.open(link(), this.options.channelPrefix(), receiver);
	}

	/**
	 * Options that the nodes of a cluster have to agree on.
	 *
	 * @param channelPrefix the prefix of the names of the cluster's channels
	 * @param mode which rooms have their own channel
	 * @param maxMessageSize the maximum size of a message that is sent or received, in
	 * bytes
	 * @param tellCredentials whether the details of sockets that other nodes query
	 * contain the cookies, the headers {@code Authorization} and
	 * {@code Proxy-Authorization}, and the payload of CONNECT
	 */
	public record Options(String channelPrefix, SubscriptionMode mode, int maxMessageSize, boolean tellCredentials) {

		/** The default prefix of the Node.js adapter. */
		public static final String DEFAULT_PREFIX = "socket.io";

		/**
		 * Create options.
		 */
		public Options {
			Assert.hasText(channelPrefix, "'channelPrefix' must not be empty");
			Assert.notNull(mode, "'mode' must not be null");
			Assert.isTrue(maxMessageSize > 0, "'maxMessageSize' must be positive");
		}

	}

}
