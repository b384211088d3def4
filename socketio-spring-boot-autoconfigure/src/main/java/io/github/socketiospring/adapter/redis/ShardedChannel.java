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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.FrameLog;
import io.github.socketiospring.adapter.cluster.TraceContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The channel of a namespace on a {@link ShardedBus}. It subscribes to each room that has
 * members on this node and its own channel.
 */
final class ShardedChannel implements ClusterBus.Channel {

	private final RedisLink link;

	private final int maxMessageSize;

	private final ShardedChannels names;

	private final String uid;

	private final ShardedFrameWriter writer;

	private final ShardedFrameReader reader;

	private final Consumer<ClusterFrame> receiver;

	/** Shared by all subscriptions. */
	private final BiConsumer<String, byte[]> arriving = this::arrived;

	private final Map<String, Subscriptions.Subscription> rooms = new ConcurrentHashMap<>();

	private Subscriptions.@Nullable Subscription subscription;

	private boolean member;

	private boolean closed;

	ShardedChannel(RedisLink link, int maxMessageSize, ShardedChannels names, String uid, ShardedFrameWriter writer,
			ShardedFrameReader reader, Consumer<ClusterFrame> receiver) {
		this.link = link;
		this.maxMessageSize = maxMessageSize;
		this.names = names;
		this.uid = uid;
		this.writer = writer;
		this.reader = reader;
		this.receiver = receiver;
	}

	/**
	 * Subscribe. Must be called once, before the channel is used.
	 * @param channels the names of channels
	 * @param counted whether this subscription counts as a node of the namespace
	 */
	void subscribe(List<String> channels, boolean counted) {
		this.member = counted;
		this.subscription = this.link.subscribeShards(channels, this.arriving);
	}

	private void arrived(String channel, byte[] message) {
		if (message.length > this.maxMessageSize) {
			this.receiver.accept(new TooLargeFrame(true));
		}
		else if (this.writer.isOwn(message)) {
			FrameLog.ignored(channel, "this node sent it", message.length);
		}
		else {
			this.receiver.accept(this.reader.frame(message));
		}
	}

	@Override
	public String namespace() {
		return this.names.namespace();
	}

	@Override
	public String uid() {
		return this.uid;
	}

	@Override
	public Mono<Void> ready() {
		return (this.subscription != null) ? RedisLink.reported(this.subscription.ready()) : Mono.empty();
	}

	@Override
	public boolean isReady() {
		return this.subscription == null || this.subscription.stands();
	}

	@Override
	public ClusterBus.Publication prepare(ClusterMessage message, @Nullable TraceContext trace) {
		byte[] bytes = FrameLimits.sent(this.writer.write(message, trace), this.maxMessageSize);
		String channel = this.names.channel(message);
		return () -> {
			FrameLog.sent(channel, message, bytes);
			return Mono.fromFuture(this.link.publishShard(channel, bytes), true).then();
		};
	}

	@Override
	public Mono<Void> answer(ClusterMessage.Answer answer, @Nullable String to) {
		if (to == null) {
			// A node without an id has no channel for answers.
			return Mono.empty();
		}
		byte[] bytes = FrameLimits.sent(this.writer.write(answer), this.maxMessageSize);
		String channel = this.names.of(to);
		FrameLog.sent(channel, answer, bytes);
		return Mono.fromFuture(this.link.publishShard(channel, bytes), true).then();
	}

	@Override
	public Mono<Integer> otherNodes() {
		// Now, since the subscription may end before the answer arrives.
		int own = counted() ? 1 : 0;
		CompletableFuture<Integer> subscribers = this.link.shardSubscribers(this.names.main());
		return RedisLink.reported(subscribers.thenApply((number) -> Math.max(0, number - own)));
	}

	private boolean counted() {
		return this.member && this.subscription != null && this.subscription.stands();
	}

	@Override
	public Mono<Set<String>> otherNodeIds() {
		return RedisLink.reported(this.link.shardChannels(this.names.nodePattern())).map((channels) -> {
			Set<String> ids = new LinkedHashSet<>();
			channels.stream().map(this.names::uid).filter(Objects::nonNull).forEach(ids::add);
			ids.remove(this.uid);
			return ids;
		});
	}

	@Override
	public synchronized void room(String room, boolean present) {
		if (!present) {
			Subscriptions.Subscription left = this.rooms.remove(room);
			if (left != null) {
				left.close();
			}
		}
		else if (this.member && !this.closed && this.names.hasChannel(room)) {
			this.rooms.computeIfAbsent(room,
					(name) -> this.link.subscribeShards(List.of(this.names.of(name)), this.arriving));
		}
	}

	@Override
	public @Nullable CompletableFuture<Void> arriving(Collection<String> rooms) {
		List<CompletableFuture<Void>> pending = new ArrayList<>(0);
		for (String room : rooms) {
			Subscriptions.Subscription present = this.rooms.get(room);
			if (present != null && !present.ready().isDone()) {
				pending.add(present.ready());
			}
		}
		return pending.isEmpty() ? null : CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new));
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		if (this.subscription != null) {
			this.subscription.close();
		}
		this.rooms.values().forEach(Subscriptions.Subscription::close);
		this.rooms.clear();
	}

}
