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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The requested and the active subscriptions to names of one kind, such as channels.
 * Changes require the lock of the owner; messages are delivered without it.
 */
final class Topics {

	/** The maximum number of names in one command. */
	private static final int BATCH = 500;

	private final Logger logger;

	private final Command subscribe;

	private final Command unsubscribe;

	private final Route route;

	private final Object lock;

	/** Whether names can change their connection. */
	private final boolean changes;

	private final OncePerMinute refusals = new OncePerMinute();

	private final Map<String, Topic> topics = new ConcurrentHashMap<>();

	/**
	 * Create an empty set of topics.
	 * @param logger logs failures
	 * @param subscribe the command that subscribes to names
	 * @param unsubscribe the command that unsubscribes from names
	 * @param route knows the connection of each name
	 * @param lock the lock of the owner
	 */
	Topics(Logger logger, Command subscribe, Command unsubscribe, Route route, Object lock) {
		this.logger = logger;
		this.subscribe = subscribe;
		this.unsubscribe = unsubscribe;
		this.route = route;
		this.lock = lock;
		this.changes = route.changes();
	}

	/**
	 * Add a receiver, and subscribe to the names that do not have one yet.
	 * @param names what to subscribe to: channels, or patterns
	 * @param receiver called with each message
	 * @return for each name, a future that completes when its subscription is confirmed
	 */
	List<CompletableFuture<Void>> add(Collection<String> names, BiConsumer<String, byte[]> receiver) {
		List<CompletableFuture<Void>> parts = new ArrayList<>(names.size());
		List<String> fresh = new ArrayList<>(names.size());
		for (String name : names) {
			Topic topic = this.topics.computeIfAbsent(name, Topic::new);
			if (topic.receivers.isEmpty()) {
				fresh.add(name);
			}
			topic.add(receiver);
			parts.add(topic.stands);
		}
		send(fresh);
		return parts;
	}

	/**
	 * Remove a receiver, and unsubscribe from the names that have no other one.
	 * @param names the channels or patterns that it no longer receives
	 * @param receiver the receiver that was added
	 * @return the futures that no longer have a receiver, which the caller must complete
	 * without the lock
	 */
	List<CompletableFuture<Void>> remove(Collection<String> names, BiConsumer<String, byte[]> receiver) {
		List<CompletableFuture<Void>> givenUp = new ArrayList<>(0);
		for (String name : names) {
			Topic topic = this.topics.get(name);
			if (topic != null && topic.remove(receiver) && topic.receivers.isEmpty()) {
				givenUp.add(topic.stands);
				giveUp(topic);
			}
		}
		return givenUp;
	}

	private void giveUp(Topic topic) {
		topic.stands = new CompletableFuture<>();
		RedisPubSubAsyncCommands<String, byte[]> at = topic.at;
		if (at == null) {
			this.topics.remove(topic.name);
			return;
		}
		topic.unsubscribing++;
		this.unsubscribe.send(at, topic.name).whenComplete((none, ex) -> {
			if (ex != null) {
				// Redis has already ended it, since the channel has another owner, or
				// the driver has not sent it.
				synchronized (this.lock) {
					unsubscribed(topic.name, at);
				}
			}
		});
	}

	private void send(List<String> names) {
		Map<RedisPubSubAsyncCommands<String, byte[]>, List<String>> connections = new LinkedHashMap<>();
		for (String name : names) {
			RedisPubSubAsyncCommands<String, byte[]> to = this.route.of(name);
			Topic topic = this.topics.get(name);
			if (topic != null) {
				topic.moveTo(to);
			}
			if (to != null && topic != null) {
				connections.computeIfAbsent(to, (key) -> new ArrayList<>()).add(name);
			}
		}
		connections.forEach(this::send);
	}

	private void send(RedisPubSubAsyncCommands<String, byte[]> to, List<String> names) {
		int most = this.route.batch();
		for (int from = 0; from < names.size(); from += most) {
			List<String> batch = names.subList(from, Math.min(names.size(), from + most));
			this.subscribe.send(to, batch.toArray(String[]::new)).whenComplete((none, ex) -> {
				RedisCommandExecutionException refusal = refusal(ex);
				if (refusal != null && this.changes && Route.isRedirection(refusal)) {
					redirected(batch, to);
				}
				else if (refusal != null) {
					refused(to, batch, refusal);
				}
			});
		}
	}

	private static @Nullable RedisCommandExecutionException refusal(@Nullable Throwable ex) {
		Throwable cause = (ex instanceof RedisCommandExecutionException || ex == null) ? ex : ex.getCause();
		return (cause instanceof RedisCommandExecutionException refusal) ? refusal : null;
	}

	private void redirected(List<String> names, RedisPubSubAsyncCommands<String, byte[]> from) {
		synchronized (this.lock) {
			names.stream()
				.map(this.topics::get)
				.filter((topic) -> topic != null && topic.at == from)
				.forEach(Topic::lost);
		}
		this.route.outdated();
	}

	private void refused(RedisPubSubAsyncCommands<String, byte[]> by, List<String> names, Throwable ex) {
		if (names.size() == 1) {
			report(names, ex);
			return;
		}
		// Redis refuses all names of a command because of one of them: send each name
		// alone, so that one does not cost the others.
		List<String> refused = new CopyOnWriteArrayList<>();
		List<CompletableFuture<?>> commands = new ArrayList<>(names.size());
		synchronized (this.lock) {
			for (String name : names) {
				Topic topic = this.topics.get(name);
				if (topic != null && topic.at == by && !topic.receivers.isEmpty()) {
					commands.add(this.subscribe.send(by, name)
						.toCompletableFuture()
						.handle((none, failure) -> refusal(failure) != null && refused.add(name)));
				}
			}
		}
		CompletableFuture.allOf(commands.toArray(CompletableFuture[]::new)).thenRun(() -> report(refused, ex));
	}

	private void report(List<String> names, Throwable ex) {
		if (names.isEmpty()) {
			return;
		}
		if (!this.refusals.pass()) {
			// Clients may choose the names of channels, and so fill the log.
			this.logger.debug("Redis refuses subscriptions: {}", LogFormat.message(ex));
			return;
		}
		// Redis compares patterns with ACL rules literally, so the rule must be the name
		// itself.
		this.logger.warn(
				"Redis refuses subscriptions, so their messages do not arrive: {}. The user needs these rules: {}",
				LogFormat.message(ex), LogFormat.message(names.stream().map((name) -> "&" + name).toList()));
	}

	/**
	 * Called when connections were established, or names belong to others. Subscribes to
	 * the names on the connections that they belong to now.
	 */
	void routed() {
		List<String> moved = new ArrayList<>();
		for (Topic topic : this.topics.values()) {
			RedisPubSubAsyncCommands<String, byte[]> to = topic.receivers.isEmpty() ? null : this.route.of(topic.name);
			RedisPubSubAsyncCommands<String, byte[]> at = topic.at;
			if (to != null && to != at) {
				if (at != null) {
					this.unsubscribe.send(at, topic.name);
					topic.lost();
				}
				moved.add(topic.name);
			}
		}
		send(moved);
	}

	/**
	 * Called when a connection is lost.
	 * @param lost its commands; has no effect on the names of other connections
	 */
	void disconnected(RedisPubSubAsyncCommands<String, byte[]> lost) {
		this.topics.values().removeIf((topic) -> topic.at == lost && topic.receivers.isEmpty());
		this.topics.values().stream().filter((topic) -> topic.at == lost).forEach(Topic::lost);
	}

	/**
	 * Return the confirmations of all subscriptions.
	 * @return for each subscription, a future that completes when it is confirmed
	 */
	Stream<CompletableFuture<Void>> standing() {
		return this.topics.values().stream().map((topic) -> topic.stands);
	}

	/**
	 * Return the confirmations of some subscriptions.
	 * @param names the channels or patterns subscribed to
	 * @return for each name that is subscribed, a future that completes when it is
	 * confirmed
	 */
	Stream<CompletableFuture<Void>> standing(Collection<String> names) {
		return names.stream().map(this.topics::get).filter(Objects::nonNull).map((topic) -> topic.stands);
	}

	/**
	 * Whether the subscriptions to names are active, as far as known.
	 * @param names the channels or patterns to examine
	 * @return whether all of them are active
	 */
	boolean stand(Collection<String> names) {
		return names.stream().map(this.topics::get).allMatch((topic) -> topic != null && topic.stands.isDone());
	}

	/**
	 * Called when Redis has confirmed the subscription to a name.
	 * @param name the channel or pattern that Redis confirmed
	 * @param from the commands of the connection
	 * @return a future that the caller must complete without the lock, {@code null} if
	 * there is nothing to complete
	 */
	@Nullable CompletableFuture<Void> subscribed(String name, RedisPubSubAsyncCommands<String, byte[]> from) {
		Topic topic = this.topics.get(name);
		if (topic == null) {
			// The driver has restored a subscription that is no longer requested.
			Topic restored = this.topics.computeIfAbsent(name, Topic::new);
			restored.at = from;
			giveUp(restored);
			return null;
		}
		return (topic.at == from && topic.unsubscribing == 0 && !topic.receivers.isEmpty()) ? topic.stands : null;
	}

	/**
	 * Called when the subscription to a name has ended.
	 * @param name the channel or pattern without a subscription
	 * @param from the commands of the connection
	 * @return whether Redis has ended it by itself, since the name has another owner
	 */
	boolean unsubscribed(String name, RedisPubSubAsyncCommands<String, byte[]> from) {
		Topic topic = this.topics.get(name);
		if (topic == null || topic.at != from) {
			return false;
		}
		if (topic.unsubscribing == 0 && !topic.receivers.isEmpty() && this.changes) {
			topic.lost();
			return true;
		}
		if (topic.unsubscribing > 0 && --topic.unsubscribing == 0 && topic.receivers.isEmpty()) {
			this.topics.remove(name);
		}
		return false;
	}

	/**
	 * Report that names have other owners. Must be called without the lock.
	 */
	void outdated() {
		this.route.outdated();
	}

	/**
	 * Pass a message to the receivers of a name. May be called without the lock.
	 * @param name the subscribed name
	 * @param channel the name of the channel
	 * @param message what was published
	 * @param from the commands of the connection
	 */
	void deliver(String name, String channel, byte[] message, RedisPubSubAsyncCommands<String, byte[]> from) {
		Topic topic = this.topics.get(name);
		if (topic == null || (this.changes && topic.at != from)) {
			// Otherwise a name that changes its connection could deliver a message twice.
			return;
		}
		for (BiConsumer<String, byte[]> receiver : topic.receivers) {
			try {
				receiver.accept(channel, message);
			}
			catch (RuntimeException ex) {
				this.logger.error("A message from Redis could not be handled", ex);
			}
		}
	}

	/**
	 * A command that takes names.
	 */
	@FunctionalInterface
	interface Command {

		/**
		 * Send the command.
		 * @param connection the commands of the connection
		 * @param names the channels or patterns, as arguments of the command
		 * @return the result of the command
		 */
		RedisFuture<Void> send(RedisPubSubAsyncCommands<String, byte[]> connection, String... names);

	}

	/**
	 * Knows the connections of names.
	 */
	interface Route {

		/**
		 * The connection on which a name is subscribed to.
		 * @param name a channel or pattern
		 * @return its commands, {@code null} if there is no connection
		 */
		@Nullable RedisPubSubAsyncCommands<String, byte[]> of(String name);

		/**
		 * Whether names can have different connections, which may change.
		 * @return {@code false} if there is one connection, which the driver restores
		 */
		default boolean changes() {
			return false;
		}

		/**
		 * The maximum number of names in one command.
		 * @return a positive number
		 */
		default int batch() {
			return BATCH;
		}

		/**
		 * Whether a name has another owner than the one that was asked, or none at the
		 * moment.
		 * @param refusal the error of Redis
		 * @return {@code false} if another attempt is useless
		 */
		static boolean isRedirection(RedisCommandExecutionException refusal) {
			return Stream.of("MOVED ", "ASK ", "TRYAGAIN ", "CLUSTERDOWN ")
				.anyMatch(String.valueOf(refusal.getMessage())::startsWith);
		}

		/**
		 * Called without the lock when Redis has shown that names have other owners.
		 */
		default void outdated() {
		}

	}

	/**
	 * A name with its receivers and the state of its subscription.
	 */
	private static final class Topic {

		private final String name;

		/** An immutable set that is replaced on each change. */
		private volatile Set<BiConsumer<String, byte[]>> receivers = Set.of();

		/** The connection to which the command to subscribe was sent last. */
		private volatile @Nullable RedisPubSubAsyncCommands<String, byte[]> at;

		/** The number of commands to unsubscribe that Redis has not confirmed yet. */
		private int unsubscribing;

		private CompletableFuture<Void> stands = new CompletableFuture<>();

		Topic(String name) {
			this.name = name;
		}

		void add(BiConsumer<String, byte[]> receiver) {
			Set<BiConsumer<String, byte[]>> more = new HashSet<>(this.receivers);
			more.add(receiver);
			this.receivers = Set.copyOf(more);
		}

		boolean remove(BiConsumer<String, byte[]> receiver) {
			Set<BiConsumer<String, byte[]>> fewer = new HashSet<>(this.receivers);
			boolean removed = fewer.remove(receiver);
			this.receivers = Set.copyOf(fewer);
			return removed;
		}

		void moveTo(@Nullable RedisPubSubAsyncCommands<String, byte[]> to) {
			if (this.at != to) {
				this.at = to;
				this.unsubscribing = 0;
			}
		}

		void lost() {
			this.at = null;
			this.unsubscribing = 0;
			if (this.stands.isDone()) {
				this.stands = new CompletableFuture<>();
			}
		}

	}

}
