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

import io.github.socketiospring.adapter.cluster.ClusterBus;
import reactor.core.publisher.Mono;

/**
 * The channel of the nodes of this project, to which no other server subscribes. Its name
 * is the key of the cluster followed by {@code -nodes}, for all kinds of buses.
 */
final class NodesChannel {

	private static final String SUFFIX = "-nodes";

	private NodesChannel() {
	}

	/**
	 * Open the channel and subscribe to it.
	 * @param link the connections to Redis
	 * @param key the prefix of the names of the cluster's channels
	 * @param receiver called with each frame on the thread that reads from Redis; must
	 * not block
	 * @return publishes to all nodes
	 */
	static ClusterBus.Nodes open(RedisLink link, String key, Consumer<byte[]> receiver) {
		String channel = key + SUFFIX;
		link.subscribe(List.of(channel), List.of(), (name, frame) -> receiver.accept(frame));
		return (frame) -> Mono.fromFuture(link.publish(channel, frame), true).then();
	}

}
