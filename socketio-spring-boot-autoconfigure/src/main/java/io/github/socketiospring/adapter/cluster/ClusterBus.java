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

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connects the nodes of a cluster through a broker. The bus only transports messages;
 * {@link ClusterAdapter} implements requests, answers, timeouts and limits.
 * <p>
 * <b>At most once.</b> A message arrives at each other node once or not at all, and the
 * sender does not learn which. A node may receive its own messages.
 * <p>
 * <b>Order.</b> The messages that one thread publishes through one channel, and its
 * answers, arrive at each node in that order. The order between nodes and between
 * namespaces is undefined.
 * <p>
 * <b>While the broker is unavailable</b>, publications and queries about nodes fail
 * immediately, so that lost messages can be counted. Nothing waits for the broker, and no
 * method blocks. When the broker is available again, the bus resubscribes all open
 * channels.
 * <p>
 * <b>Positions.</b> Pub/Sub has none, so no method reports one. For a bus on an ordered
 * log, with which a client recovers its connection at another node, the contract must
 * grow:
 * <ul>
 * <li>{@link ClusterFrame} reports its position in the log, which becomes the offset of
 * the event. {@link Publication#publish} need not report it: the bus delivers the frames
 * of this node, too, and with recovery {@link ClusterAdapter} delivers the broadcasts of
 * this node when they come back, at most {@link ClusterOptions#publishTimeout()} later.
 * Otherwise clients could get offsets in another order than that of the log.</li>
 * <li>{@link Channel} reads the frames again that follow a position, up to the frame that
 * was handled last, and reports whether the log still contains that position. The adapter
 * does so in its lane before it adds the socket, so that no frame is missing or
 * repeated.</li>
 * <li>A direct emit to a socket is published as well, addressed to it by its id, and
 * volatile events and those with acknowledgements are never replayed.</li>
 * <li>The bus stores the session of a lost socket, and returns it once.</li>
 * </ul>
 *
 * @since 0.1.0
 */
public interface ClusterBus {

	/**
	 * Connect. If the broker is unavailable, or the connection is lost later, the bus
	 * connects in the background and then subscribes all open channels. May be called
	 * again after {@link #stop}.
	 * @return completes when the bus is connected and the open channels are subscribed;
	 * never completes if the broker stays unavailable
	 */
	Mono<Void> start();

	/**
	 * Disconnect.
	 * @return completes when all subscriptions have ended
	 */
	Mono<Void> stop();

	/**
	 * Whether the bus can publish and receive messages, as far as it knows.
	 * @return {@code false} while the broker is unavailable
	 */
	boolean isConnected();

	/**
	 * The number of times that a connection to the broker was lost and restored.
	 * @return the number so far, zero if the bus does not count
	 */
	default long reconnects() {
		return 0;
	}

	/**
	 * The number of times that the broker closed the subscribed connection although it
	 * was reachable, as it does if a node reads too slowly.
	 * @return the number so far, zero if the bus does not count
	 */
	default long cuts() {
		return 0;
	}

	/**
	 * The maximum size of an answer.
	 * @return a number of bytes
	 */
	default int maxMessageSize() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Open a channel for a namespace.
	 * @param namespace the name of the namespace
	 * @param uid the id of this node in the namespace, which is unique in the cluster
	 * @param role what the channel subscribes to
	 * @param receiver called with each frame in the order of arrival, on the thread that
	 * reads from the broker; must not block
	 * @return the channel, which can be used immediately, even before the bus is started
	 */
	Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver);

	/**
	 * Open the channel for messages between the nodes of this project that are
	 * independent of namespaces. Other servers neither send nor receive these messages.
	 * @param receiver called with each frame, including those of this node, in the order
	 * of arrival, on the thread that reads from the broker; must not block
	 * @return publishes to all nodes; can be used immediately, even before the bus is
	 * started
	 */
	Nodes openNodes(Consumer<byte[]> receiver);

	/**
	 * Replace connections that appear open but are dead: connect and subscribe again in
	 * the background. Has no effect while the bus is stopped.
	 */
	void reconnect();

	/**
	 * Whether the names of all rooms can be fetched from other nodes.
	 * @return {@code false} if {@link ClusterMessage.FetchRooms} cannot be published, so
	 * that the rooms are taken from the details of the sockets
	 */
	default boolean canFetchRooms() {
		return true;
	}

	/**
	 * Whether the bus subscribes to each {@linkplain Channel#room room} separately, so
	 * that a node only receives broadcasts to rooms with members on it.
	 * @return {@code true} if broadcasts to a new room arrive only after a
	 * {@linkplain Channel#arriving wait}
	 */
	default boolean subscribesRooms() {
		return false;
	}

	/**
	 * What a channel subscribes to.
	 */
	enum Role {

		/** All messages between the nodes of the namespace. */
		MEMBER,

		/**
		 * The answers to this node's own requests. It is not counted as a node of the
		 * namespace.
		 */
		ASKER,

		/** Nothing. Such a channel holds no resources and need not be closed. */
		SENDER

	}

	/**
	 * The channel of a namespace on the bus. Thread-safe.
	 */
	interface Channel {

		/**
		 * The name of the namespace.
		 * @return the name with which the channel was opened
		 */
		String namespace();

		/**
		 * The id of this node in the namespace, which its messages contain.
		 * @return the id with which the channel was opened
		 */
		String uid();

		/**
		 * Wait until the channel is subscribed.
		 * @return completes when the subscription is confirmed, or after {@link #close}
		 */
		Mono<Void> ready();

		/**
		 * Whether the channel is subscribed now, as far as known.
		 * @return {@code false} until the subscription is confirmed, and while it is
		 * restored; {@code true} if the channel subscribes to nothing
		 */
		boolean isReady();

		/**
		 * Encode a message for all other nodes without publishing it.
		 * @param message what to publish later
		 * @return publishes the message without blocking
		 * @throws RuntimeException if the message cannot be encoded
		 */
		default Publication prepare(ClusterMessage message) {
			return prepare(message, null);
		}

		/**
		 * Encode a message for all other nodes without publishing it.
		 * @param message what to publish later
		 * @param trace the trace that the frame carries, {@code null} for none
		 * @return publishes the message without blocking
		 * @throws RuntimeException if the message cannot be encoded
		 */
		Publication prepare(ClusterMessage message, @Nullable TraceContext trace);

		/**
		 * Send an answer to a request.
		 * @param answer goes to the node that sent the request
		 * @param to the id of the node that sent the request, {@code null} if the request
		 * had none, as those of old nodes
		 * @return completes when the broker has received the answer, fails if it is lost;
		 * need not be subscribed to
		 * @throws ClusterFormatException if the answer exceeds the maximum size of a
		 * message
		 */
		Mono<Void> answer(ClusterMessage.Answer answer, @Nullable String to);

		/**
		 * Count the other nodes of the namespace in the whole cluster. Costs a request to
		 * the broker, which looks at one channel.
		 * @return sends the request on subscription, and emits the number of nodes
		 * without this one, on any thread; fails while the broker is unavailable
		 */
		Mono<Integer> otherNodes();

		/**
		 * List the ids of the other nodes of the namespace in the whole cluster, for
		 * diagnosis. Includes those of {@linkplain Role#ASKER askers}. Costs a request
		 * for which the broker may look at all its channels, so callers share the result.
		 * @return sends the request on subscription, and emits the ids without that of
		 * this channel, on any thread; fails while the broker is unavailable
		 */
		Mono<Set<String>> otherNodeIds();

		/**
		 * Called when a room got its first member on this node or lost its last one, also
		 * for the rooms named after sockets. The calls for one room are in order.
		 * @param room the name of the room
		 * @param present whether the room has members now
		 */
		default void room(String room, boolean present) {
		}

		/**
		 * Wait until broadcasts of other nodes to rooms arrive here. Called after
		 * {@link #room} if the bus {@linkplain ClusterBus#subscribesRooms subscribes to
		 * rooms}.
		 * @param rooms the names of rooms
		 * @return completes, on any thread, when broadcasts to those rooms that have
		 * members here arrive; {@code null} if they already do
		 */
		default @Nullable CompletableFuture<Void> arriving(Collection<String> rooms) {
			return null;
		}

		/**
		 * Unsubscribe. The channel can still publish.
		 */
		void close();

	}

	/**
	 * Publishes to all nodes of this project. Thread-safe.
	 */
	@FunctionalInterface
	interface Nodes {

		/**
		 * Publish a frame. Takes effect even if the result is not subscribed to.
		 * @param frame the frame, which must not be changed afterwards
		 * @return completes when the broker has received it, fails if it is lost
		 */
		Mono<Void> publish(byte[] frame);

	}

	/**
	 * An encoded message that can be published.
	 */
	@FunctionalInterface
	interface Publication {

		/**
		 * Publish the message. Takes effect even if the result is not subscribed to.
		 * @return completes when the broker has received it, fails if it is lost
		 */
		Mono<Void> publish();

	}

}
