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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.github.socketiospring.support.LogFormat;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one connection is to be subscribed to, and what it is subscribed to. Commands are
 * sent in the order of the calls, each name once, whoever wants it how often. After a
 * reconnection the driver subscribes again what it remembers, and this class what is
 * wanted: what is subscribed but no longer wanted is unsubscribed when Redis tells of it.
 */
final class Subscriptions implements RedisPubSubListener<String, byte[]> {

	private static final Logger logger = LoggerFactory.getLogger(Subscriptions.class);

	/** The names in one command, so that no command is long. */
	private static final int BATCH = 500;

	private final Map<String, Topic> channels = new HashMap<>();

	private final Map<String, Topic> patterns = new HashMap<>();

	/** Read by the thread that reads from Redis, for each message. */
	private volatile Map<String, Topic> channelsNow = Map.of();

	private volatile Map<String, Topic> patternsNow = Map.of();

	private @Nullable RedisPubSubAsyncCommands<String, byte[]> commands;

	/**
	 * Subscribe. May be called at any time: takes effect when there is a connection.
	 * @param channels names of channels
	 * @param patterns patterns of channels
	 * @param receiver called with each message and the name of its channel, on the thread
	 * that reads from Redis
	 * @return the subscription, to be closed
	 */
	Subscription open(Collection<String> channels, Collection<String> patterns, BiConsumer<String, byte[]> receiver) {
		Subscription subscription = new Subscription(channels, patterns, receiver);
		synchronized (this) {
			List<CompletableFuture<Void>> parts = new ArrayList<>();
			subscribe(this.channels, channels, receiver, parts, false);
			subscribe(this.patterns, patterns, receiver, parts, true);
			publishTopics();
			CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
				.thenRun(() -> subscription.ready.complete(null));
		}
		return subscription;
	}

	private void subscribe(Map<String, Topic> topics, Collection<String> names, BiConsumer<String, byte[]> receiver,
			List<CompletableFuture<Void>> parts, boolean pattern) {
		List<String> fresh = new ArrayList<>();
		for (String name : names) {
			Topic topic = topics.computeIfAbsent(name, Topic::new);
			if (topic.receivers.isEmpty()) {
				fresh.add(name);
			}
			topic.add(receiver);
			parts.add(topic.stands);
		}
		send(fresh, pattern);
	}

	private synchronized void close(Subscription subscription) {
		unsubscribe(this.channels, subscription.channels, subscription.receiver, false);
		unsubscribe(this.patterns, subscription.patterns, subscription.receiver, true);
		publishTopics();
	}

	private void unsubscribe(Map<String, Topic> topics, Collection<String> names, BiConsumer<String, byte[]> receiver,
			boolean pattern) {
		for (String name : names) {
			Topic topic = topics.get(name);
			if (topic != null && topic.remove(receiver) && topic.receivers.isEmpty()) {
				giveUp(topics, topic, pattern);
			}
		}
	}

	private void giveUp(Map<String, Topic> topics, Topic topic, boolean pattern) {
		topic.stands.complete(null);
		topic.stands = new CompletableFuture<>();
		RedisPubSubAsyncCommands<String, byte[]> to = this.commands;
		if (to == null) {
			topics.remove(topic.name);
			return;
		}
		topic.unsubscribing++;
		if (pattern) {
			to.punsubscribe(topic.name);
		}
		else {
			to.unsubscribe(topic.name);
		}
	}

	private void send(List<String> names, boolean pattern) {
		RedisPubSubAsyncCommands<String, byte[]> to = this.commands;
		for (int from = 0; to != null && from < names.size(); from += BATCH) {
			List<String> batch = names.subList(from, Math.min(names.size(), from + BATCH));
			String[] array = batch.toArray(String[]::new);
			(pattern ? to.psubscribe(array) : to.subscribe(array)).whenComplete((none, ex) -> {
				if (ex != null && (ex instanceof RedisCommandExecutionException
						|| ex.getCause() instanceof RedisCommandExecutionException)) {
					refused(batch, ex);
				}
			});
		}
	}

	private static void refused(List<String> names, Throwable ex) {
		// Redis compares patterns with its rules literally, so the rule has to be the
		// name.
		logger.warn(
				"Redis refuses subscriptions, so nothing of other nodes arrives there: {}. The user needs these "
						+ "rules: {}",
				LogFormat.message(ex), LogFormat.message(names.stream().map((name) -> "&" + name).toList()));
	}

	/**
	 * A connection is there, for the first time or again.
	 * @param connected its commands
	 */
	void connected(RedisPubSubAsyncCommands<String, byte[]> connected) {
		synchronized (this) {
			this.commands = connected;
			send(List.copyOf(this.channels.keySet()), false);
			send(List.copyOf(this.patterns.keySet()), true);
		}
	}

	/**
	 * The connection is gone.
	 */
	synchronized void disconnected() {
		this.commands = null;
		forget(this.channels);
		forget(this.patterns);
		publishTopics();
	}

	private static void forget(Map<String, Topic> topics) {
		topics.values().removeIf((topic) -> topic.receivers.isEmpty());
		topics.values().forEach(Topic::lost);
	}

	/**
	 * Whether all that is wanted stands.
	 * @return completes when what is wanted now is subscribed
	 */
	synchronized CompletableFuture<Void> ready() {
		List<CompletableFuture<Void>> parts = new ArrayList<>();
		this.channels.values().forEach((topic) -> parts.add(topic.stands));
		this.patterns.values().forEach((topic) -> parts.add(topic.stands));
		return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new));
	}

	private void publishTopics() {
		this.channelsNow = Map.copyOf(this.channels);
		this.patternsNow = Map.copyOf(this.patterns);
	}

	@Override
	public void message(String channel, byte[] message) {
		deliver(this.channelsNow.get(channel), channel, message);
	}

	@Override
	public void message(String pattern, String channel, byte[] message) {
		deliver(this.patternsNow.get(pattern), channel, message);
	}

	private static void deliver(@Nullable Topic topic, String channel, byte[] message) {
		if (topic != null) {
			for (BiConsumer<String, byte[]> receiver : topic.receivers) {
				try {
					receiver.accept(channel, message);
				}
				catch (RuntimeException ex) {
					logger.error("A message of Redis could not be handed on", ex);
				}
			}
		}
	}

	@Override
	public void subscribed(String channel, long count) {
		stands(this.channels, channel, false);
	}

	@Override
	public void psubscribed(String pattern, long count) {
		stands(this.patterns, pattern, true);
	}

	private void stands(Map<String, Topic> topics, String name, boolean pattern) {
		CompletableFuture<Void> done = null;
		synchronized (this) {
			Topic topic = topics.get(name);
			if (topic == null) {
				// The driver remembered it.
				giveUp(topics, topics.computeIfAbsent(name, Topic::new), pattern);
			}
			else if (topic.unsubscribing == 0 && !topic.receivers.isEmpty()) {
				done = topic.stands;
			}
		}
		if (done != null) {
			done.complete(null);
		}
	}

	@Override
	public void unsubscribed(String channel, long count) {
		ended(this.channels, channel);
	}

	@Override
	public void punsubscribed(String pattern, long count) {
		ended(this.patterns, pattern);
	}

	private synchronized void ended(Map<String, Topic> topics, String name) {
		Topic topic = topics.get(name);
		if (topic != null && topic.unsubscribing > 0 && --topic.unsubscribing == 0 && topic.receivers.isEmpty()) {
			topics.remove(name);
			publishTopics();
		}
	}

	/**
	 * Several names that one receiver wants.
	 */
	final class Subscription {

		private final Collection<String> channels;

		private final Collection<String> patterns;

		private final BiConsumer<String, byte[]> receiver;

		private final CompletableFuture<Void> ready = new CompletableFuture<>();

		Subscription(Collection<String> channels, Collection<String> patterns, BiConsumer<String, byte[]> receiver) {
			this.channels = channels;
			this.patterns = patterns;
			this.receiver = receiver;
		}

		/**
		 * Whether it stands.
		 * @return completes when all names stood, or when it is closed
		 */
		CompletableFuture<Void> ready() {
			return this.ready;
		}

		/**
		 * Whether it stands now, as far as known.
		 * @return {@code false} while the connection is away, and until it is subscribed
		 * again
		 */
		boolean stands() {
			synchronized (Subscriptions.this) {
				return standing(Subscriptions.this.channels, this.channels)
						&& standing(Subscriptions.this.patterns, this.patterns);
			}
		}

		private boolean standing(Map<String, Topic> topics, Collection<String> names) {
			return names.stream().map(topics::get).allMatch((topic) -> topic != null && topic.stands.isDone());
		}

		/**
		 * Unsubscribe what nobody else wants.
		 */
		void close() {
			Subscriptions.this.close(this);
			this.ready.complete(null);
		}

	}

	/**
	 * A channel or pattern.
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
