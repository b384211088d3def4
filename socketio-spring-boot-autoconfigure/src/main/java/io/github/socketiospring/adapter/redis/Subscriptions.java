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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.github.socketiospring.support.DetachedScheduler;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages the requested and the active subscriptions of a link. Commands are sent in the
 * order of the calls. A name with several receivers is subscribed to only once. After a
 * reconnect this class sends the requested subscriptions, and the driver may restore
 * those that it remembers. If Redis confirms one that is no longer requested, it is
 * ended.
 */
final class Subscriptions {

	private static final Logger logger = LoggerFactory.getLogger(Subscriptions.class);

	private final Topics channels;

	private final Topics patterns;

	private final Topics shards;

	private @Nullable RedisPubSubAsyncCommands<String, byte[]> only;

	/**
	 * Create subscriptions that share one connection, which the driver restores.
	 */
	Subscriptions() {
		Topics.Route single = (name) -> this.only;
		this.channels = channels(single);
		this.patterns = patterns(single);
		this.shards = shards(single);
	}

	/**
	 * Create subscriptions with several connections.
	 * @param ordinary knows the connection of channels and patterns
	 * @param owners knows the connections of shard channels
	 */
	Subscriptions(Topics.Route ordinary, Topics.Route owners) {
		this.channels = channels(ordinary);
		this.patterns = patterns(ordinary);
		this.shards = shards(owners);
	}

	private Topics channels(Topics.Route route) {
		return new Topics(logger, RedisPubSubAsyncCommands::subscribe, RedisPubSubAsyncCommands::unsubscribe, route,
				this);
	}

	private Topics patterns(Topics.Route route) {
		return new Topics(logger, RedisPubSubAsyncCommands::psubscribe, RedisPubSubAsyncCommands::punsubscribe, route,
				this);
	}

	private Topics shards(Topics.Route route) {
		return new Topics(logger, RedisPubSubAsyncCommands::ssubscribe, RedisPubSubAsyncCommands::sunsubscribe, route,
				this);
	}

	/**
	 * Subscribe to channels and patterns. May be called at any time; takes effect when
	 * there is a connection.
	 * @param channels the names of channels
	 * @param patterns the patterns of channels
	 * @param receiver called with each message and the name of its channel, on the thread
	 * that reads from Redis
	 * @return the subscription, which must be closed
	 */
	Subscription open(Collection<String> channels, Collection<String> patterns, BiConsumer<String, byte[]> receiver) {
		return open(List.of(new Part(this.channels, channels), new Part(this.patterns, patterns)), receiver);
	}

	/**
	 * Subscribe to shard channels, which are distinct from channels with the same name.
	 * May be called at any time, as {@link #open}.
	 * @param channels the names of shard channels
	 * @param receiver called with each message and the name of its channel, on the thread
	 * that reads from Redis
	 * @return the subscription, which must be closed
	 */
	Subscription openShards(Collection<String> channels, BiConsumer<String, byte[]> receiver) {
		return open(List.of(new Part(this.shards, channels)), receiver);
	}

	private Subscription open(List<Part> parts, BiConsumer<String, byte[]> receiver) {
		Subscription subscription = new Subscription(parts, receiver);
		synchronized (this) {
			List<CompletableFuture<Void>> all = new ArrayList<>();
			parts.forEach((part) -> all.addAll(part.topics().add(part.names(), receiver)));
			all(all).thenRun(() -> subscription.ready.complete(null));
		}
		return subscription;
	}

	private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
	}

	private List<Topics> kinds() {
		return List.of(this.channels, this.patterns, this.shards);
	}

	/**
	 * Called when the only connection is established for the first time or restored.
	 * @param connected the commands of the connection
	 */
	synchronized void connected(RedisPubSubAsyncCommands<String, byte[]> connected) {
		this.only = connected;
		routed();
	}

	/**
	 * Called when connections were established, or names belong to others.
	 */
	synchronized void routed() {
		kinds().forEach(Topics::routed);
	}

	/**
	 * Called when a connection is lost.
	 * @param lost its commands; has no effect on the names of other connections
	 */
	synchronized void disconnected(RedisPubSubAsyncCommands<String, byte[]> lost) {
		if (this.only == lost) {
			this.only = null;
		}
		kinds().forEach((kind) -> kind.disconnected(lost));
	}

	/**
	 * Wait until all requested subscriptions are confirmed.
	 * @return completes when the subscriptions that are requested now are confirmed
	 */
	synchronized CompletableFuture<Void> ready() {
		return all(kinds().stream().flatMap(Topics::standing).toList());
	}

	/**
	 * Create a listener for a connection.
	 * @param connection the commands of the connection
	 * @return a listener that is called on the thread that reads from Redis
	 */
	RedisPubSubListener<String, byte[]> listener(RedisPubSubAsyncCommands<String, byte[]> connection) {
		return new Listener(connection);
	}

	/**
	 * The subscription of one receiver to several names.
	 */
	final class Subscription {

		private final List<Part> parts;

		private final BiConsumer<String, byte[]> receiver;

		private final CompletableFuture<Void> ready = new CompletableFuture<>();

		private Subscription(List<Part> parts, BiConsumer<String, byte[]> receiver) {
			this.parts = parts;
			this.receiver = receiver;
		}

		/**
		 * Wait until Redis has confirmed the subscription, again if it was lost.
		 * @return completes when all names stand, or soon after the subscription is
		 * closed
		 */
		CompletableFuture<Void> ready() {
			if (!this.ready.isDone()) {
				return this.ready;
			}
			synchronized (Subscriptions.this) {
				return all(this.parts.stream().flatMap((part) -> part.topics().standing(part.names())).toList());
			}
		}

		/**
		 * Whether the subscription is active, as far as known.
		 * @return {@code false} while the connection is lost, and until Redis confirms
		 * the subscription again
		 */
		boolean stands() {
			synchronized (Subscriptions.this) {
				return this.parts.stream().allMatch((part) -> part.topics().stand(part.names()));
			}
		}

		/**
		 * Unsubscribe from the names that no other receiver uses.
		 */
		void close() {
			List<CompletableFuture<Void>> givenUp = new ArrayList<>();
			synchronized (Subscriptions.this) {
				this.parts.forEach((part) -> givenUp.addAll(part.topics().remove(part.names(), this.receiver)));
			}
			givenUp.add(this.ready);
			givenUp.removeIf(CompletableFuture::isDone);
			if (!givenUp.isEmpty()) {
				// The caller may hold locks, and waiting callbacks may need others.
				DetachedScheduler.parallel().schedule(() -> givenUp.forEach((waiting) -> waiting.complete(null)));
			}
		}

	}

	/**
	 * The names of one kind in a subscription.
	 *
	 * @param topics all topics of that kind
	 * @param names the names in the subscription
	 */
	private record Part(Topics topics, Collection<String> names) {

	}

	/**
	 * Receives what arrives on a connection.
	 */
	private final class Listener implements RedisPubSubListener<String, byte[]> {

		private final RedisPubSubAsyncCommands<String, byte[]> connection;

		Listener(RedisPubSubAsyncCommands<String, byte[]> connection) {
			this.connection = connection;
		}

		@Override
		public void message(String channel, byte[] message) {
			Subscriptions.this.channels.deliver(channel, channel, message, this.connection);
		}

		@Override
		public void message(String pattern, String channel, byte[] message) {
			Subscriptions.this.patterns.deliver(pattern, channel, message, this.connection);
		}

		@Override
		public void smessage(String channel, byte[] message) {
			Subscriptions.this.shards.deliver(channel, channel, message, this.connection);
		}

		@Override
		public void subscribed(String channel, long count) {
			stands(Subscriptions.this.channels, channel);
		}

		@Override
		public void psubscribed(String pattern, long count) {
			stands(Subscriptions.this.patterns, pattern);
		}

		@Override
		public void ssubscribed(String channel, long count) {
			stands(Subscriptions.this.shards, channel);
		}

		private void stands(Topics kind, String name) {
			CompletableFuture<Void> done;
			synchronized (Subscriptions.this) {
				done = kind.subscribed(name, this.connection);
			}
			if (done != null) {
				done.complete(null);
			}
		}

		@Override
		public void unsubscribed(String channel, long count) {
			ended(Subscriptions.this.channels, channel);
		}

		@Override
		public void punsubscribed(String pattern, long count) {
			ended(Subscriptions.this.patterns, pattern);
		}

		@Override
		public void sunsubscribed(String channel, long count) {
			ended(Subscriptions.this.shards, channel);
		}

		private void ended(Topics kind, String name) {
			boolean moved;
			synchronized (Subscriptions.this) {
				moved = kind.unsubscribed(name, this.connection);
			}
			if (moved) {
				kind.outdated();
			}
		}

	}

}
