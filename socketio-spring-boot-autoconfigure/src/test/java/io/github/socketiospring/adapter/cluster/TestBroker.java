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

package io.github.socketiospring.adapter.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.cluster.ClusterBus.Role;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A broker in memory that delivers at once, on the thread that publishes, unless a test
 * holds the frames: it may then drop, repeat and reorder them. Each node hears itself.
 */
public final class TestBroker {

	private final List<TestChannel> channels = new CopyOnWriteArrayList<>();

	private final List<Held> held = new ArrayList<>();

	private final List<String> published = new CopyOnWriteArrayList<>();

	private final List<TestBus> buses = new CopyOnWriteArrayList<>();

	private final List<String> amongNodes = new CopyOnWriteArrayList<>();

	private boolean holding;

	private boolean refusesSubscriptions;

	private boolean answersOnlyAsker;

	private boolean hidesAnswerers;

	private int lie;

	private final AtomicInteger lookups = new AtomicInteger();

	private int maxAnswer = Integer.MAX_VALUE;

	/**
	 * Connect a node.
	 * @return its bus, which is not started
	 */
	public TestBus connect() {
		TestBus bus = new TestBus(this);
		this.buses.add(bus);
		return bus;
	}

	/**
	 * Tell all nodes something regardless of namespaces.
	 * @param frame what a node wrote
	 */
	void tellNodes(byte[] frame) {
		this.amongNodes.add(new String(frame, StandardCharsets.UTF_8));
		this.buses.forEach((bus) -> bus.tellNode(frame));
	}

	/**
	 * What nodes told each other regardless of namespaces.
	 * @return all frames
	 */
	List<String> amongNodes() {
		return this.amongNodes;
	}

	/**
	 * Hold what is published from now on.
	 */
	void hold() {
		this.holding = true;
	}

	/**
	 * What is held, in the order of publication.
	 * @return a copy without what was taken before
	 */
	synchronized List<Held> take() {
		List<Held> taken = List.copyOf(this.held);
		this.held.clear();
		return taken;
	}

	/**
	 * Deliver what is held, until nothing is published any more.
	 */
	void release() {
		this.holding = false;
		for (List<Held> taken = take(); !taken.isEmpty(); taken = take()) {
			taken.forEach(Held::deliver);
		}
	}

	/**
	 * Tell a wrong number of nodes from now on.
	 * @param more how many there are not
	 */
	void lieAboutNodes(int more) {
		this.lie = more;
	}

	/**
	 * Accept no subscriptions from now on.
	 */
	void refuseSubscriptions() {
		this.refusesSubscriptions = true;
	}

	/**
	 * Accept subscriptions again.
	 */
	void acceptSubscriptions() {
		this.refusesSubscriptions = false;
	}

	/**
	 * Deliver each answer from now on only to the node that asked. By default all nodes
	 * of the namespace receive it, as with the classic adapter.
	 */
	void answerOnlyAsker() {
		this.answersOnlyAsker = true;
	}

	/**
	 * Do not tell from now on which node answers, as servers of Node.js do not.
	 */
	void hideAnswerers() {
		this.hidesAnswerers = true;
	}

	boolean hidesAnswerers() {
		return this.hidesAnswerers;
	}

	/**
	 * Refuse answers from now on that are larger.
	 * @param maxAnswer the number of characters
	 */
	void limitAnswers(int maxAnswer) {
		this.maxAnswer = maxAnswer;
	}

	int maxAnswer() {
		return this.maxAnswer;
	}

	/**
	 * What was published.
	 * @return all frames
	 */
	public List<String> published() {
		return this.published;
	}

	/**
	 * The channels that are subscribed.
	 * @return for example {@code MEMBER /chat}
	 */
	List<String> subscriptions() {
		return this.channels.stream()
			.filter(TestChannel::isSubscribed)
			.map((channel) -> channel.role() + " " + channel.namespace())
			.toList();
	}

	/**
	 * Deliver a frame to all nodes of a namespace.
	 * @param namespace the name of the namespace
	 * @param frame what a peer wrote
	 */
	void inject(String namespace, String frame) {
		deliver(namespace, frame, true, false, (channel) -> channel.role() == Role.MEMBER);
	}

	/**
	 * Broadcast an event to all nodes of a namespace, as a server of Node.js does.
	 * @param namespace the name of the namespace
	 * @param event the name of the event
	 * @param arguments its arguments
	 */
	public void broadcast(String namespace, String event, Object... arguments) {
		Packet packet = Packet.event(namespace, event, arguments);
		inject(namespace,
				WireFormat.write("peer", new ClusterMessage.Broadcast(packet, BroadcastOptions.ALL, null, null)));
	}

	void open(TestChannel channel) {
		this.channels.add(channel);
	}

	void close(TestChannel channel) {
		this.channels.remove(channel);
	}

	boolean refusesSubscriptions() {
		return this.refusesSubscriptions;
	}

	void publish(String namespace, String frame, boolean droppable) {
		this.published.add(frame);
		deliver(namespace, frame, droppable, false, (channel) -> channel.role() == Role.MEMBER);
	}

	void answer(String namespace, String frame, String to) {
		if (frame.length() > this.maxAnswer) {
			throw new ClusterFormatException("too large");
		}
		deliver(namespace, frame, false, !this.answersOnlyAsker,
				(channel) -> !this.answersOnlyAsker || channel.uid().equals(to));
	}

	private void deliver(String namespace, String frame, boolean droppable, boolean answer,
			Predicate<TestChannel> receivers) {
		Held delivery = new Held(frame,
				() -> this.channels.stream()
					.filter((channel) -> channel.isSubscribed() && channel.namespace().equals(namespace))
					.filter(receivers)
					.forEach((channel) -> channel.receiver().accept(new TestFrame(frame, droppable, answer))));
		if (this.holding) {
			synchronized (this) {
				this.held.add(delivery);
			}
		}
		else {
			delivery.deliver();
		}
	}

	Mono<Set<String>> others(TestChannel asker, Set<Role> roles) {
		return Mono.fromSupplier(() -> this.channels.stream()
			.filter((channel) -> roles.contains(channel.role()) && channel.isSubscribed())
			.filter((channel) -> channel.namespace().equals(asker.namespace()) && !channel.uid().equals(asker.uid()))
			.map(TestChannel::uid)
			.collect(Collectors.toSet()));
	}

	/**
	 * How often the ids of nodes were looked up.
	 * @return the number
	 */
	int lookups() {
		return this.lookups.get();
	}

	int lie() {
		return this.lie;
	}

	/**
	 * A frame on its way.
	 *
	 * @param text what was published
	 * @param delivery delivers it
	 */
	record Held(String text, Runnable delivery) {

		void deliver() {
			this.delivery.run();
		}

		boolean is(Class<? extends ClusterMessage> kind) {
			return this.text.contains("\"kind\":\"" + kind.getSimpleName() + "\"");
		}

	}

	/**
	 * A frame that arrived.
	 *
	 * @param text what was published
	 * @param isDroppable whether it may be dropped
	 * @param isAnswer whether it is known to be an answer
	 */
	record TestFrame(String text, boolean isDroppable, boolean isAnswer) implements ClusterFrame {

		@Override
		public int size() {
			return this.text.length();
		}

		@Override
		public Received read() {
			return WireFormat.read(this.text);
		}

	}

	/**
	 * A channel of one node.
	 *
	 * @param bus the node's connection
	 * @param namespace the name of the namespace
	 * @param uid the id of the node
	 * @param role what is subscribed
	 * @param receiver takes the frames
	 * @param rooms the rooms that have members, as the node told
	 * @param subscribed completes with the subscription
	 */
	record TestChannel(TestBus bus, String namespace, String uid, Role role, Consumer<ClusterFrame> receiver,
			Set<String> rooms, Sinks.One<Boolean> subscribed) implements ClusterBus.Channel {

		boolean isSubscribed() {
			return this.bus.isConnected() && this.role != Role.SENDER && !this.bus.broker().refusesSubscriptions();
		}

		@Override
		public Mono<Void> ready() {
			return this.subscribed.asMono().then();
		}

		@Override
		public boolean isReady() {
			return this.role == Role.SENDER || isSubscribed();
		}

		void subscribe() {
			if (isSubscribed()) {
				this.subscribed.tryEmitValue(true);
			}
		}

		@Override
		public ClusterBus.Publication prepare(ClusterMessage message, @Nullable TraceContext trace) {
			String frame = WireFormat.write(this.uid, message, trace);
			boolean droppable = message instanceof ClusterMessage.Broadcast broadcast && broadcast.requestId() == null;
			return () -> {
				if (!this.bus.isConnected()) {
					return Mono.error(new IllegalStateException("The broker is unavailable"));
				}
				this.bus.broker().publish(this.namespace, frame, droppable);
				return Mono.empty();
			};
		}

		@Override
		public Mono<Void> answer(ClusterMessage.Answer answer, String to) {
			if (!this.bus.isConnected()) {
				return Mono.error(new IllegalStateException("The broker is unavailable"));
			}
			TestBroker broker = this.bus.broker();
			broker.answer(this.namespace, WireFormat.write(broker.hidesAnswerers() ? null : this.uid, answer), to);
			return Mono.empty();
		}

		@Override
		public Mono<Integer> otherNodes() {
			if (!this.bus.isConnected()) {
				return Mono.error(new IllegalStateException("The broker is unavailable"));
			}
			return this.bus.broker()
				.others(this, Set.of(Role.MEMBER))
				.map((ids) -> ids.size() + this.bus.broker().lie());
		}

		@Override
		public Mono<Set<String>> otherNodeIds() {
			this.bus.broker().lookups.incrementAndGet();
			return this.bus.broker().others(this, Set.of(Role.MEMBER, Role.ASKER));
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
		public @Nullable CompletableFuture<Void> arriving(Collection<String> rooms) {
			CompletableFuture<Void> arriving = this.bus.arriving();
			return (arriving == null || arriving.isDone()) ? null : arriving;
		}

		@Override
		public void close() {
			this.bus.close(this);
			this.subscribed.tryEmitEmpty();
		}

	}

}
