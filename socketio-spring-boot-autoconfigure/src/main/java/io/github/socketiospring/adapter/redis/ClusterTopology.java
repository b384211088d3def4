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

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;

import org.springframework.util.StringUtils;

/**
 * The nodes of a Redis Cluster, as one of them describes them.
 *
 * @param members the nodes that have an address
 */
record ClusterTopology(List<Member> members) {

	/**
	 * Read the answer to {@code CLUSTER NODES}.
	 * @param text one line for each node
	 * @param asked the host that was asked, which may not know its own address
	 * @return the nodes
	 */
	static ClusterTopology parse(String text, String asked) {
		return of(ClusterPartitionParser.parse(text), asked);
	}

	/**
	 * Convert the nodes that the driver has found.
	 * @param nodes the partitions, as Lettuce has read them
	 * @param asked the host of a node that does not know its own address
	 * @return the nodes
	 */
	static ClusterTopology of(Iterable<RedisClusterNode> nodes, String asked) {
		List<Member> members = new ArrayList<>();
		for (RedisClusterNode node : nodes) {
			if (!node.is(RedisClusterNode.NodeFlag.NOADDR) && !node.is(RedisClusterNode.NodeFlag.HANDSHAKE)) {
				members.add(member(node, asked));
			}
		}
		return new ClusterTopology(List.copyOf(members));
	}

	/**
	 * Whether the node that was asked belongs to a Redis Cluster.
	 * @return {@code false} if it knows no master of a slot, as after it was removed
	 */
	boolean hasSlots() {
		return this.members.stream().anyMatch((member) -> member.ownsSlots() && !member.failed());
	}

	private static Member member(RedisClusterNode node, String asked) {
		BitSet slots = new BitSet();
		node.forEachSlot(slots::set);
		RedisURI uri = node.getUri();
		return new Member(node.getNodeId(), StringUtils.hasText(uri.getHost()) ? uri.getHost() : asked, uri.getPort(),
				node.getRole().isUpstream(), node.is(RedisClusterNode.NodeFlag.FAIL),
				node.is(RedisClusterNode.NodeFlag.EVENTUAL_FAIL), slots);
	}

	/**
	 * A node of the Redis Cluster.
	 *
	 * @param id its id
	 * @param host its host
	 * @param port its port
	 * @param master whether it is a master
	 * @param failed whether the masters agree that it has failed
	 * @param suspected whether the node that was asked cannot reach it
	 * @param slots the slots of a master
	 */
	record Member(String id, String host, int port, boolean master, boolean failed, boolean suspected, BitSet slots) {

		/**
		 * Whether it is a master of at least one slot, so that clients of all kinds
		 * consider it one.
		 * @return {@code false} for a replica, and for a master without slots
		 */
		boolean ownsSlots() {
			return this.master && !this.slots.isEmpty();
		}

	}

}
