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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.Peers;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Publishes heartbeats of this node to the other nodes of this project, and detects which
 * of them are gone. A node also receives its own heartbeats. If it does not, its
 * connections to the broker appear open but are dead, and the node reconnects.
 */
final class Presence implements Peers {

	private static final Logger logger = LoggerFactory.getLogger(Presence.class);

	/**
	 * The maximum number of answers to new nodes per tick, so that a peer that invents
	 * nodes cannot cause a flood of heartbeats.
	 */
	private static final int GREETINGS = 10;

	/**
	 * The number of attempts after which the time between two reconnections no longer
	 * doubles.
	 */
	private static final int MOST_DOUBLINGS = 6;

	/** Replaces the name of a namespace in the log. */
	private static final String EVERYWHERE = "*";

	private final ClusterContext context;

	private final KnownNodes nodes;

	private final ClusterBus.Nodes channel;

	private final ClusterMessage.Heartbeat ownBeat;

	private final byte[] heartbeat;

	private final List<Consumer<PeerCommand>> listeners = new CopyOnWriteArrayList<>();

	private final OncePerMinute lost = new OncePerMinute();

	private final Disposable.Swap timer = Disposables.swap();

	private boolean running;

	/** Whether this node has published a heartbeat since the last tick. */
	private boolean told;

	/** Whether this node has received a heartbeat of its own since the last tick. */
	private boolean heard;

	/** How many new nodes this node has answered since the last tick. */
	private int greeted;

	/** How many of its own heartbeats this node has missed in a row. */
	private int missed;

	/** How often it has reconnected since it last received its own heartbeat. */
	private int attempts;

	/**
	 * Create a member of the nodes' channel.
	 * @param context the state that the namespaces of the node share
	 */
	Presence(ClusterContext context) {
		this.context = context;
		this.nodes = context.nodes();
		this.ownBeat = new ClusterMessage.Heartbeat(context.options().name(), interval());
		this.heartbeat = NodeFrames.write(this.nodes.id(), this.ownBeat);
		// An empty id, so that the handler does not ignore the frames of this node.
		Lane lane = new Lane(context,
				new FrameHandler(context, EVERYWHERE, "", (sender, message, trace) -> receive(sender, message)));
		this.channel = context.bus().openNodes((frame) -> lane.accept(NodeFrames.frame(frame)));
	}

	/**
	 * Start to publish heartbeats as soon as the broker is available. May be called again
	 * after {@link #stop}.
	 */
	void start() {
		synchronized (this) {
			if (this.running || interval().isZero()) {
				return;
			}
			this.running = true;
			this.missed = 0;
			this.attempts = 0;
		}
		tell();
		scheduleTick();
	}

	/**
	 * Announce to the other nodes that this one leaves.
	 * @return completes when the broker has received the message, or when publishing it
	 * failed
	 */
	Mono<Void> stop() {
		return Mono.defer(() -> {
			synchronized (this) {
				this.running = false;
				this.timer.update(Disposables.disposed());
			}
			ClusterMessage.Goodbye goodbye = new ClusterMessage.Goodbye();
			return this.context.bus().isConnected() ? publish(goodbye, NodeFrames.write(this.nodes.id(), goodbye))
				.timeout(this.context.options().publishTimeout(), this.context.timer())
				.onErrorComplete() : Mono.empty();
		});
	}

	/**
	 * Publish a heartbeat now.
	 */
	void tell() {
		synchronized (this) {
			if (!this.running || !this.context.bus().isConnected()) {
				return;
			}
			this.told = true;
		}
		publish(this.ownBeat, this.heartbeat).subscribe((none) -> {
		}, (ex) -> logger.debug("A heartbeat could not be published", ex));
	}

	private Mono<Void> publish(ClusterMessage message, byte[] frame) {
		FrameLog.sent(EVERYWHERE, message, frame);
		return this.channel.publish(frame);
	}

	private Duration interval() {
		return this.context.options().heartbeatInterval();
	}

	private synchronized void scheduleTick() {
		if (this.running) {
			this.timer.update(this.context.timer().schedule(this::tick, interval().toMillis(), TimeUnit.MILLISECONDS));
		}
	}

	private void tick() {
		boolean listened;
		boolean deaf;
		synchronized (this) {
			listened = this.heard;
			this.missed = (this.told && !this.heard) ? this.missed + 1 : 0;
			// Back off: the cause may be permanent, such as a missing permission, while
			// everything else works.
			deaf = this.missed >= KnownNodes.MISSED << Math.min(this.attempts, MOST_DOUBLINGS);
			if (deaf) {
				this.missed = 0;
				this.attempts++;
			}
			this.told = false;
			this.heard = false;
			this.greeted = 0;
		}
		try {
			if (deaf) {
				reconnect();
			}
			if (listened) {
				// A node that receives nothing must not consider the others gone.
				this.nodes.listened(interval().toMillis()).forEach(this::silent);
			}
			tell();
		}
		finally {
			scheduleTick();
		}
	}

	private void reconnect() {
		this.context.counters().increment(ClusterCounter.DEAF);
		logger.warn("This node does not receive its own heartbeats although it seems to be connected: it reconnects "
				+ "and subscribes again");
		this.context.bus().reconnect();
	}

	private void silent(String node) {
		logger.info("Node {} is gone: it has missed {} heartbeats", LogFormat.value(this.nodes.name(node)),
				KnownNodes.MISSED);
		this.context.requests().nodeGone(node);
	}

	private void receive(@Nullable String sender, ClusterMessage message) {
		if (sender == null || (interval().isZero() && !(message instanceof ClusterMessage.ForPeers))) {
			// Without ticks this node would never detect that a known node is gone.
			return;
		}
		boolean own = sender.equals(this.nodes.id());
		if (message instanceof ClusterMessage.Heartbeat beat) {
			if (own) {
				hearOwn();
			}
			else {
				hear(sender, beat);
			}
		}
		else if (own) {
			this.context.counters().increment(ClusterCounter.IGNORED);
		}
		else if (message instanceof ClusterMessage.Goodbye) {
			if (this.nodes.left(sender)) {
				this.context.requests().nodeGone(sender);
			}
		}
		else if (message instanceof ClusterMessage.ForPeers asked) {
			this.listeners.forEach((listener) -> listener.accept(asked.command()));
		}
	}

	private synchronized void hearOwn() {
		this.heard = true;
		this.attempts = 0;
	}

	private void hear(String node, ClusterMessage.Heartbeat beat) {
		boolean known = this.nodes.isHere(node);
		if (!this.nodes.heard(node, beat.name(), beat.interval().toMillis(), now())) {
			this.context.counters().increment(ClusterCounter.REFUSED);
		}
		else if (!known && mayGreet()) {
			// The new node then knows this one without waiting for the next heartbeat.
			tell();
		}
	}

	/**
	 * The other nodes that are alive.
	 * @return the nodes, by name
	 */
	List<PeerNode> others() {
		return this.nodes.describe(now());
	}

	private long now() {
		return this.context.timer().now(TimeUnit.MILLISECONDS);
	}

	private synchronized boolean mayGreet() {
		return this.greeted++ < GREETINGS;
	}

	@Override
	public void send(PeerCommand command) {
		ClusterMessage.ForPeers message = new ClusterMessage.ForPeers(command);
		byte[] frame;
		try {
			frame = NodeFrames.write(this.nodes.id(), message);
		}
		catch (RuntimeException ex) {
			this.context.counters().increment(ClusterCounter.LOST);
			lost(ex);
			return;
		}
		this.context.publish(() -> publish(message, frame)).subscribe((none) -> {
		}, this::lost);
	}

	private void lost(Throwable ex) {
		if (this.lost.pass()) {
			logger.warn("A logout or the disconnection of a user could not be sent to other nodes (further ones are "
					+ "logged at DEBUG for a minute): {}", LogFormat.message(ex));
		}
		else {
			logger.debug("A logout or the disconnection of a user could not be sent to other nodes", ex);
		}
	}

	@Override
	public Disposable listen(Consumer<PeerCommand> listener) {
		this.listeners.add(listener);
		return () -> this.listeners.removeIf((other) -> other == listener);
	}

}
