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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The names of one kind, channels for example, that one connection is to be subscribed
 * to, and those it is. Changed under one lock of its owner; messages are delivered
 * without it.
 */
final class Topics {

	/** The names in one command, so that no command is long. */
	private static final int BATCH = 500;

	private final Logger logger;

	private final Command subscribe;

	private final Command unsubscribe;

	private final OncePerMinute refusals = new OncePerMinute();

	private final Map<String, Topic> topics = new ConcurrentHashMap<>();

	private @Nullable RedisPubSubAsyncCommands<String, byte[]> connection;

	/**
	 * Create an empty set of names.
	 * @param logger tells what goes wrong
	 * @param subscribe the command that subscribes to names
	 * @param unsubscribe the command that ends it
	 */
	Topics(Logger logger, Command subscribe, Command unsubscribe) {
		this.logger = logger;
		this.subscribe = subscribe;
		this.unsubscribe = unsubscribe;
	}

	/**
	 * Subscribe to those names that nobody has asked for yet.
	 * @param names the names
	 * @param receiver called with each message
	 * @return each completes when the subscription to a name stands
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
	 * Unsubscribe from those names that nobody else wants.
	 * @param names the names
	 * @param receiver the receiver that was added
	 * @return what nobody waits for any more, to be completed without the lock
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
		RedisPubSubAsyncCommands<String, byte[]> to = this.connection;
		if (to == null) {
			this.topics.remove(topic.name);
			return;
		}
		topic.unsubscribing++;
		this.unsubscribe.send(to, topic.name);
	}

	private void send(List<String> names) {
		RedisPubSubAsyncCommands<String, byte[]> to = this.connection;
		for (int from = 0; to != null && from < names.size(); from += BATCH) {
			List<String> batch = names.subList(from, Math.min(names.size(), from + BATCH));
			this.subscribe.send(to, batch.toArray(String[]::new)).whenComplete((none, ex) -> {
				if (ex != null && (ex instanceof RedisCommandExecutionException
						|| ex.getCause() instanceof RedisCommandExecutionException)) {
					refused(batch, ex);
				}
			});
		}
	}

	private void refused(List<String> names, Throwable ex) {
		if (!this.refusals.pass()) {
			// Clients may choose the names of channels.
			this.logger.debug("Redis refuses subscriptions: {}", LogFormat.message(ex));
			return;
		}
		// Redis compares patterns with its rules literally, so the rule has to be the
		// name.
		this.logger.warn(
				"Redis refuses subscriptions, so nothing of other nodes arrives there: {}. The user needs these "
						+ "rules: {}",
				LogFormat.message(ex), LogFormat.message(names.stream().map((name) -> "&" + name).toList()));
	}

	/**
	 * A connection is there, for the first time or again.
	 * @param connected its commands
	 */
	void connected(RedisPubSubAsyncCommands<String, byte[]> connected) {
		this.connection = connected;
		send(List.copyOf(this.topics.keySet()));
	}

	/**
	 * The connection is gone.
	 */
	void disconnected() {
		this.connection = null;
		this.topics.values().removeIf((topic) -> topic.receivers.isEmpty());
		this.topics.values().forEach(Topic::lost);
	}

	/**
	 * Whether the subscriptions stand.
	 * @return each completes when one does
	 */
	List<CompletableFuture<Void>> standing() {
		return this.topics.values().stream().map((topic) -> topic.stands).toList();
	}

	/**
	 * Whether names are subscribed now, as far as known.
	 * @param names the names
	 * @return whether all are
	 */
	boolean stand(Collection<String> names) {
		return names.stream().map(this.topics::get).allMatch((topic) -> topic != null && topic.stands.isDone());
	}

	/**
	 * Redis says that a name is subscribed.
	 * @param name the name
	 * @return to be completed without the lock, {@code null} if nobody waits
	 */
	@Nullable CompletableFuture<Void> subscribed(String name) {
		Topic topic = this.topics.get(name);
		if (topic == null) {
			// The driver remembered it.
			giveUp(this.topics.computeIfAbsent(name, Topic::new));
			return null;
		}
		return (topic.unsubscribing == 0 && !topic.receivers.isEmpty()) ? topic.stands : null;
	}

	/**
	 * Redis says that a name is no longer subscribed.
	 * @param name the name
	 */
	void unsubscribed(String name) {
		Topic topic = this.topics.get(name);
		if (topic != null && topic.unsubscribing > 0 && --topic.unsubscribing == 0 && topic.receivers.isEmpty()) {
			this.topics.remove(name);
		}
	}

	/**
	 * Hand a message on. May be called without the lock.
	 * @param name the name that is subscribed
	 * @param channel the name of the channel
	 * @param message the message
	 */
	void deliver(String name, String channel, byte[] message) {
		Topic topic = this.topics.get(name);
		if (topic == null) {
			return;
		}
		for (BiConsumer<String, byte[]> receiver : topic.receivers) {
			try {
				receiver.accept(channel, message);
			}
			catch (RuntimeException ex) {
				this.logger.error("A message of Redis could not be handed on", ex);
			}
		}
	}

	/**
	 * A command for names.
	 */
	@FunctionalInterface
	interface Command {

		/**
		 * Send it.
		 * @param connection the commands of the connection
		 * @param names the names
		 * @return its result
		 */
		RedisFuture<Void> send(RedisPubSubAsyncCommands<String, byte[]> connection, String... names);

	}

	/**
	 * One name.
	 */
	private static final class Topic {

		private final String name;

		/** Not changed but replaced. */
		private volatile Set<BiConsumer<String, byte[]>> receivers = Set.of();

		/** Commands to unsubscribe that Redis has not confirmed. */
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

		void lost() {
			this.unsubscribing = 0;
			if (this.stands.isDone()) {
				this.stands = new CompletableFuture<>();
			}
		}

	}

}
