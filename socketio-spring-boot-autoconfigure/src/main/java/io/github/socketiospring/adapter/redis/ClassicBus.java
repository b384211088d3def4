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
 * Bus that is compatible with the Node.js adapter {@code @socket.io/redis-adapter},
 * versions 7.2 to 8.3. Uses Redis Pub/Sub with one pattern and three channels for each
 * namespace.
 *
 * @since 0.1.0
 */
public final class ClassicBus extends RedisBus {

	private final ClassicFrames frames;

	private final Options options;

	/**
	 * Create a bus.
	 * @param link the connections to Redis, which the bus starts and stops
	 * @param mapper converts the values that the application sends
	 * @param options the options of the cluster
	 */
	public ClassicBus(RedisLink link, JsonMapper mapper, Options options) {
		super(link);
		Assert.notNull(mapper, "'mapper' must not be null");
		Assert.notNull(options, "'options' must not be null");
		this.frames = new ClassicFrames(mapper, FrameLimits.DEFAULTS.withSize(options.maxMessageSize()),
				options.tellCredentials());
		this.options = options;
	}

	@Override
	public int maxMessageSize() {
		return this.options.maxMessageSize();
	}

	@Override
	public Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver) {
		ClassicChannels names = new ClassicChannels(this.options.key(), namespace, uid);
		ClassicChannel channel = new ClassicChannel(link(), this.options, names, uid,
				this.frames.writer(namespace, uid), this.frames.reader(namespace), receiver);
		switch (role) {
			case MEMBER -> channel.subscribe(List.of(names.request(), names.response(), names.ownResponse()),
					List.of(names.pattern()));
			case ASKER -> channel.subscribe(List.of(names.response(), names.ownResponse()), List.of());
			case SENDER -> {
			}
		}
		return channel;
	}

	@Override
	public Nodes openNodes(Consumer<byte[]> receiver) {
		return NodesChannel.open(link(), this.options.key(), receiver);
	}

	/**
	 * Options that the nodes of a cluster have to agree on.
	 *
	 * @param key the prefix of the names of the cluster's channels
	 * @param specificResponses whether answers are sent only to the node that sent the
	 * request, as with {@code publishOnSpecificResponseChannel} of the Node.js adapter.
	 * Nodes may differ in this option.
	 * @param maxMessageSize the maximum size of a message that is sent or received, in
	 * bytes
	 * @param tellCredentials whether the details of sockets that other nodes query
	 * contain the cookies, the headers {@code Authorization} and
	 * {@code Proxy-Authorization}, and the payload of CONNECT
	 */
	public record Options(String key, boolean specificResponses, int maxMessageSize, boolean tellCredentials) {

		/** The default key of the Node.js adapter. */
		public static final String DEFAULT_KEY = "socket.io";

		/**
		 * Create options.
		 */
		public Options {
			Assert.hasText(key, "'key' must not be empty");
			Assert.isTrue(maxMessageSize > 0, "'maxMessageSize' must be positive");
		}

	}

}
