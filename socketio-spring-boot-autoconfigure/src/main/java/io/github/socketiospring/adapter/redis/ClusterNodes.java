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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a Redis Cluster that a link uses now, and which of them a channel belongs
 * to. One thread replaces them; all threads may use them.
 */
final class ClusterNodes {

	private volatile Nodes now = Nodes.NONE;

	private volatile Runnable onOutdated = () -> {
	};

	/**
	 * The nodes that are in use now.
	 * @return the nodes, {@link Nodes#NONE} before the first connection
	 */
	Nodes now() {
		return this.now;
	}

	/**
	 * Use other nodes.
	 * @param nodes the nodes to use from now on
	 */
	void use(Nodes nodes) {
		this.now = nodes;
	}

	/**
	 * Set what to do when Redis has shown that a slot has another owner.
	 * @param onOutdated must not block
	 */
	void onOutdated(Runnable onOutdated) {
		this.onOutdated = onOutdated;
	}

	/**
	 * Called when Redis has shown that a slot has another owner.
	 */
	void outdated() {
		this.onOutdated.run();
	}

	/**
	 * The route of ordinary channels.
	 * @return leads to the home
	 */
	Topics.Route homeRoute() {
		return new HomeRoute(this);
	}

	/**
	 * The route of shard channels.
	 * @return leads to the owner of the slot
	 */
	Topics.Route ownerRoute() {
		return new OwnerRoute(this);
	}

	/**
	 * Nodes of the Redis Cluster.
	 *
	 * @param home the node for ordinary channels
	 * @param all all nodes that are connected to
	 * @param owners the owners of the slots
	 */
	record Nodes(@Nullable RedisNode home, List<RedisNode> all, Owners owners) {

		static final Nodes NONE = new Nodes(null, List.of(), Owners.NONE);

		@Nullable RedisNode owner(String channel) {
			return this.owners.of(SlotHash.getSlot(channel.getBytes(StandardCharsets.UTF_8)));
		}

		boolean isConnected() {
			return this.home != null && this.home.isOpen() && (!this.owners.required()
					|| (this.owners.complete() && this.all.stream().allMatch(RedisNode::isOpen)));
		}

	}

	/**
	 * The owners of slots.
	 *
	 * @param bySlot the owner of each slot, empty without shard channels
	 * @param complete whether each slot has an owner
	 */
	record Owners(@Nullable RedisNode[] bySlot, boolean complete) {

		static final Owners NONE = new Owners(new RedisNode[0], false);

		boolean required() {
			return this.bySlot.length > 0;
		}

		@Nullable RedisNode of(int slot) {
			return required() ? this.bySlot[slot] : null;
		}

	}

	/**
	 * Leads to the subscribed connection of the home.
	 */
	private static class HomeRoute implements Topics.Route {

		final ClusterNodes nodes;

		HomeRoute(ClusterNodes nodes) {
			this.nodes = nodes;
		}

		@Override
		public @Nullable RedisPubSubAsyncCommands<String, byte[]> of(String name) {
			return commands(this.nodes.now().home());
		}

		static @Nullable RedisPubSubAsyncCommands<String, byte[]> commands(@Nullable RedisNode node) {
			return (node != null) ? node.commands() : null;
		}

		@Override
		public boolean changes() {
			return true;
		}

		@Override
		public void outdated() {
			this.nodes.outdated();
		}

	}

	/**
	 * Leads to the subscribed connection of the owner of a slot.
	 */
	private static final class OwnerRoute extends HomeRoute {

		OwnerRoute(ClusterNodes nodes) {
			super(nodes);
		}

		@Override
		public @Nullable RedisPubSubAsyncCommands<String, byte[]> of(String name) {
			return commands(this.nodes.now().owner(name));
		}

		/** Redis refuses a command with channels of several slots. */
		@Override
		public int batch() {
			return 1;
		}

	}

}
