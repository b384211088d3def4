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

import java.util.List;
import java.util.Set;

import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterFactory;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.LocalSockets;
import io.github.socketiospring.adapter.Peers;
import io.github.socketiospring.protocol.ReceivedValues;
import io.github.socketiospring.protocol.SentValues;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.DetachedScheduler;
import io.github.socketiospring.support.MemoryBudget;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Makes a server a node of a cluster. Creates the adapters of its namespaces, which share
 * the bus, the limits and the counters. Adapters may be created before the node is
 * started. Until then they serve only the sockets of this node.
 *
 * @since 0.1.0
 */
public final class ClusterNode implements AdapterFactory {

	private final ClusterContext context;

	private final Presence presence;

	private final ClusterStatistics statistics;

	private ClusterNode(ClusterContext context) {
		this.context = context;
		this.presence = new Presence(context);
		this.statistics = new ClusterStatistics(context.counters(), context.requests(), context.waiting(),
				context.bus());
	}

	/**
	 * Create a builder for a node.
	 * @param bus connects the node to the other nodes
	 * @return a new builder
	 */
	public static Builder builder(ClusterBus bus) {
		return new Builder(bus);
	}

	/**
	 * Charge waiting messages of other nodes to the server's memory, as
	 * {@link Builder#memory} does, for servers that are created after their adapters.
	 * Must be called before the node is started.
	 * @param memory the server's memory budget
	 */
	public void countIn(MemoryBudget memory) {
		this.context.waiting().countIn(memory);
	}

	/**
	 * Connect to the broker. May be called again after {@link #stop}.
	 * @return completes when messages of other nodes arrive; until then the node keeps
	 * connecting in the background, possibly forever
	 */
	public Mono<Void> start() {
		this.presence.start();
		return this.context.bus().start().doOnSuccess((none) -> this.presence.tell());
	}

	/**
	 * Announce to the other nodes that this one leaves, and disconnect from the broker.
	 * Pending requests to other nodes fail.
	 * @return completes when other nodes no longer count this one
	 */
	public Mono<Void> stop() {
		return Mono.fromRunnable(this.context.requests()::end)
			.then(this.presence.stop())
			.then(Mono.defer(this.context.bus()::stop));
	}

	/**
	 * Whether the node can publish and receive messages, as far as it knows.
	 * @return {@code false} while the broker is unavailable
	 */
	public boolean isConnected() {
		return this.context.bus().isConnected();
	}

	/**
	 * The id of this node.
	 * @return a random id of this process, with which its ids in namespaces begin
	 */
	public String id() {
		return this.context.nodes().id();
	}

	/**
	 * The name of this node.
	 * @return the display name
	 */
	public String name() {
		return this.context.options().name();
	}

	/**
	 * The statistics of this node.
	 * @return always the same object
	 */
	public ClusterStatistics statistics() {
		return this.statistics;
	}

	/**
	 * The other nodes of this project from which this node receives heartbeats.
	 * @return their names
	 */
	public Set<String> otherNodes() {
		return this.context.nodes().names();
	}

	/**
	 * Describe the other nodes of this project from which this node receives heartbeats.
	 * Sends no request to them.
	 * @return the nodes, by name; servers of Node.js are not among them
	 */
	public List<PeerNode> describeOtherNodes() {
		return this.presence.others();
	}

	@Override
	public Peers peers() {
		return this.presence;
	}

	@Override
	public Adapter create(String namespace, LocalSockets sockets) {
		return new ClusterAdapter(namespace, sockets, this.context);
	}

	@Override
	public AdapterSender sender(String namespace) {
		return new ClusterSender(namespace, this.context);
	}

	/**
	 * Builds a {@link ClusterNode}.
	 */
	public static final class Builder {

		private final ClusterBus bus;

		private ClusterOptions options = ClusterOptions.builder().build();

		private JsonMapper mapper = JsonMapper.shared();

		private @Nullable MemoryBudget memory;

		private ClusterListener listener = (request, outcome, took) -> {
		};

		private ClusterObserver observer = new ClusterObserver() {
		};

		private Scheduler timer = DetachedScheduler.parallel();

		private Scheduler lanes = DetachedScheduler.parallel();

		private Builder(ClusterBus bus) {
			Assert.notNull(bus, "'bus' must not be null");
			this.bus = bus;
		}

		/**
		 * Set the options of the node.
		 * @param options timeouts, limits and the name of the node
		 * @return this builder
		 */
		public Builder options(ClusterOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Set the mapper that converts the answers of clients and servers.
		 * @param mapper the application's mapper, which is not changed
		 * @return this builder
		 */
		public Builder mapper(JsonMapper mapper) {
			this.mapper = mapper;
			return this;
		}

		/**
		 * Set the memory budget to which waiting frames are charged. By default they are
		 * not charged to any until {@link ClusterNode#countIn} is called.
		 * @param memory the server's memory budget
		 * @return this builder
		 */
		public Builder memory(MemoryBudget memory) {
			this.memory = memory;
			return this;
		}

		/**
		 * Set the listener that observes the requests of this node. By default there is
		 * none.
		 * @param listener called once for each request
		 * @return this builder
		 */
		public Builder listener(ClusterListener listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Set the observer of requests and, if messages
		 * {@linkplain ClusterOptions#propagateTrace() carry} their trace, of all
		 * messages. By default there is none.
		 * @param observer creates an observation for each request or message
		 * @return this builder
		 */
		public Builder observer(ClusterObserver observer) {
			this.observer = observer;
			return this;
		}

		/**
		 * Set the scheduler for timeouts. By default Reactor's parallel scheduler.
		 * @param timer a scheduler for tasks that do not block
		 * @return this builder
		 */
		public Builder timer(Scheduler timer) {
			this.timer = timer;
			return this;
		}

		/**
		 * Set the scheduler on which the frames of other nodes are handled, those of one
		 * namespace one after the other. By default Reactor's parallel scheduler.
		 * @param lanes a scheduler that does not use the threads that read from the
		 * broker
		 * @return this builder
		 */
		public Builder lanes(Scheduler lanes) {
			this.lanes = lanes;
			return this;
		}

		/**
		 * Create the node without starting it.
		 * @return a new node
		 */
		public ClusterNode build() {
			Counters<ClusterCounter> counters = new Counters<>(ClusterCounter.class);
			KnownNodes nodes = new KnownNodes();
			Requests requests = new Requests(this.options.maxPendingRequests(), this.timer, counters, this.listener,
					nodes);
			WaitingBytes waiting = new WaitingBytes();
			if (this.memory != null) {
				waiting.countIn(this.memory);
			}
			JsonMapper writer = SentValues.mapper(this.mapper);
			return new ClusterNode(new ClusterContext(this.bus, this.options, nodes, requests,
					new GuardedObserver(this.observer, this.options.propagateTrace()), counters, waiting,
					new OncePerMinute(), this.timer, this.lanes, ReceivedValues.mapper(this.mapper), writer,
					new ToldAttributes(this.options.tellAttributes(), writer, this.bus.maxMessageSize())));
		}

	}

}
