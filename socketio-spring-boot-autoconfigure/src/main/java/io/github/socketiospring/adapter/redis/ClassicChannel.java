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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.cluster.ClusterBus;
import io.github.socketiospring.adapter.cluster.ClusterFrame;
import io.github.socketiospring.adapter.cluster.ClusterMessage;
import io.github.socketiospring.adapter.cluster.FrameLog;
import io.github.socketiospring.adapter.cluster.TraceContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The channel of a namespace on a {@link ClassicBus}.
 */
final class ClassicChannel implements ClusterBus.Channel {

	/** The first byte of a broadcast in MessagePack: an array of three elements. */
	private static final byte BROADCAST = (byte) 0x93;

	/** The first byte of a short string in MessagePack, without its length. */
	private static final int STRING = 0xa0;

	private static final int LONGEST_STRING = 31;

	private final RedisLink link;

	private final ClassicBus.Options options;

	private final ClassicChannels names;

	private final String uid;

	private final ClassicFrameWriter writer;

	private final ClassicFrameReader reader;

	/** The first bytes of the broadcasts of this node. */
	private final byte[] own;

	private final Consumer<ClusterFrame> receiver;

	/** The rooms with members on this node. */
	private final Set<String> rooms = ConcurrentHashMap.newKeySet();

	private Subscriptions.@Nullable Subscription subscription;

	private boolean member;

	ClassicChannel(RedisLink link, ClassicBus.Options options, ClassicChannels names, String uid,
			ClassicFrameWriter writer, ClassicFrameReader reader, Consumer<ClusterFrame> receiver) {
		this.link = link;
		this.options = options;
		this.names = names;
		this.uid = uid;
		this.writer = writer;
		this.reader = reader;
		this.own = begin(uid);
		this.receiver = receiver;
	}

	private static byte[] begin(String uid) {
		byte[] id = uid.getBytes(StandardCharsets.UTF_8);
		if (id.length > LONGEST_STRING) {
			throw new IllegalArgumentException("The id of a node is longer than " + LONGEST_STRING + " bytes");
		}
		byte[] begin = new byte[2 + id.length];
		begin[0] = BROADCAST;
		begin[1] = (byte) (STRING | id.length);
		System.arraycopy(id, 0, begin, 2, id.length);
		return begin;
	}

	/**
	 * Subscribe. Must be called once, before the channel is used.
	 * @param channels the names of channels
	 * @param patterns the patterns of channels, empty if this channel only receives
	 * answers
	 */
	void subscribe(List<String> channels, List<String> patterns) {
		this.member = !patterns.isEmpty();
		this.subscription = this.link.subscribe(channels, patterns, this::arrived);
	}

	private void arrived(String channel, byte[] message) {
		ClassicChannels.Kind kind = this.names.kind(channel);
		if (kind == null) {
			return;
		}
		boolean broadcast = kind == ClassicChannels.Kind.BROADCAST;
		if (broadcast && isOwn(message)) {
			FrameLog.ignored(channel, "this node sent it", message.length);
			return;
		}
		ClusterFrame frame = (message.length > this.options.maxMessageSize()) ? new TooLargeFrame(broadcast)
				: this.reader.frame(kind, message);
		String room = broadcast ? this.names.room(channel) : null;
		this.receiver.accept((room != null) ? new RoomFrame(frame, () -> isPresent(room, channel, message)) : frame);
	}

	private boolean isPresent(String room, String channel, byte[] message) {
		boolean present = this.rooms.contains(room);
		if (!present) {
			FrameLog.ignored(channel, "the room has no members on this node", message.length);
		}
		return present;
	}

	private boolean isOwn(byte[] message) {
		for (int i = 0; i < this.own.length; i++) {
			if (i == message.length || message[i] != this.own[i]) {
				return false;
			}
		}
		return true;
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
		byte[] bytes = FrameLimits.sent(this.writer.write(message, trace), this.options.maxMessageSize());
		String channel = this.names.channel(message);
		return () -> {
			FrameLog.sent(channel, message, bytes);
			return Mono.fromFuture(this.link.publish(channel, bytes), true).then();
		};
	}

	@Override
	public Mono<Void> answer(ClusterMessage.Answer answer, @Nullable String to) {
		byte[] bytes = FrameLimits.sent(this.writer.write(answer), this.options.maxMessageSize());
		String channel = responseChannel(answer, to);
		FrameLog.sent(channel, answer, bytes);
		return Mono.fromFuture(this.link.publish(channel, bytes), true).then();
	}

	private String responseChannel(ClusterMessage.Answer answer, @Nullable String to) {
		// Answers to server-side events go to all nodes, as with the Node.js adapter.
		if (to == null || !this.options.specificResponses() || answer instanceof ClusterMessage.ServerAnswer) {
			return this.names.response();
		}
		return this.names.response(to);
	}

	@Override
	public Mono<Integer> otherNodes() {
		// Now, since the subscription may end before the answer arrives.
		int own = counted() ? 1 : 0;
		CompletableFuture<Integer> subscribers = this.link.subscribers(this.names.request());
		return RedisLink.reported(subscribers.thenApply((number) -> Math.max(0, number - own)));
	}

	private boolean counted() {
		return this.member && this.subscription != null && this.subscription.stands();
	}

	@Override
	public Mono<Set<String>> otherNodeIds() {
		return RedisLink.reported(this.link.channels(this.names.nodePattern())).map((channels) -> {
			Set<String> ids = new LinkedHashSet<>();
			channels.stream().map(this.names::uid).filter(Objects::nonNull).forEach(ids::add);
			ids.remove(this.uid);
			return ids;
		});
	}

	@Override
	public void room(String room, boolean present) {
		if (present) {
			this.rooms.add(room);
		}
		else {
			this.rooms.remove(room);
		}
	}

	@Override
	public void close() {
		if (this.subscription != null) {
			this.subscription.close();
		}
	}

	/**
	 * A broadcast to one room.
	 *
	 * @param frame what is published
	 * @param present whether the room has members on this node
	 */
	private record RoomFrame(ClusterFrame frame, BooleanSupplier present) implements ClusterFrame {

		@Override
		public int size() {
			return this.frame.size();
		}

		@Override
		public byte[] bytes() {
			return this.frame.bytes();
		}

		@Override
		public boolean isDroppable() {
			return this.frame.isDroppable();
		}

		@Override
		public boolean isNeeded() {
			return this.present.getAsBoolean();
		}

		@Override
		public Received read() {
			return this.frame.read();
		}

	}

}
