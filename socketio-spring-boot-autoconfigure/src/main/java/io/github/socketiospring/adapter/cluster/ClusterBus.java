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
 * What a broker must supply so that nodes are one cluster. Requests, answers, timeouts
 * and limits are not its business: they are the adapter's.
 * <p>
 * <b>At most once.</b> A message arrives at each other node once or not at all, and the
 * sender does not learn which. A node may hear its own messages.
 * <p>
 * <b>Order.</b> The messages that one thread publishes through one channel, and its
 * answers, arrive at each node in that order. There is no order between nodes, or between
 * namespaces.
 * <p>
 * <b>While the broker is away</b> publications fail at once, so that what is lost can be
 * counted, and questions for nodes fail. Nothing waits for the broker, and no method
 * blocks. When it is back, all open channels are subscribed again without being asked.
 * <p>
 * A bus with an ordered log will tell the positions of messages beside this.
 *
 * @since 0.1.0
 */
public interface ClusterBus {

	/**
	 * Connect. The bus goes on to connect in the background when the broker is away, and
	 * again whenever it is lost, and then subscribes what is open. May be called again
	 * after {@link #stop}.
	 * @return completes when the bus is connected and what was open is subscribed; it may
	 * take for ever
	 */
	Mono<Void> start();

	/**
	 * Disconnect.
	 * @return completes when nothing is subscribed any more
	 */
	Mono<Void> stop();

	/**
	 * Whether messages are published and arrive now, as far as known.
	 * @return {@code false} while the broker is away
	 */
	boolean isConnected();

	/**
	 * How often a connection to the broker was lost and came back.
	 * @return the number so far, zero if the bus does not count
	 */
	default long reconnects() {
		return 0;
	}

	/**
	 * How often the broker cut the subscriptions although it could be reached, as it does
	 * to a node that reads too slowly.
	 * @return the number so far, zero if the bus does not count
	 */
	default long cuts() {
		return 0;
	}

	/**
	 * Take part in a namespace.
	 * @param namespace the name of the namespace
	 * @param uid the id of this node in the namespace, unlike any other's
	 * @param role what is subscribed
	 * @param receiver called with each frame in the order of arrival, on the thread that
	 * reads from the broker; must not block
	 * @return the namespace's channel, usable at once, also before the bus is started
	 */
	Channel open(String namespace, String uid, Role role, Consumer<ClusterFrame> receiver);

	/**
	 * Take part in what the nodes of this project tell each other regardless of
	 * namespaces. Other servers neither send nor hear it.
	 * @param receiver called with each frame, including those of this node, in the order
	 * of arrival, on the thread that reads from the broker; must not block
	 * @return publishes to all nodes, usable at once, also before the bus is started
	 */
	Nodes openNodes(Consumer<byte[]> receiver);

	/**
	 * Give up connections that look alive but are not, and connect and subscribe again in
	 * the background. Has no effect while the bus is stopped.
	 */
	void reconnect();

	/**
	 * Whether nodes can be asked for the names of all rooms.
	 * @return {@code false} if {@link ClusterMessage.FetchRooms} cannot be published, so
	 * that the sockets have to be asked for their rooms
	 */
	default boolean canFetchRooms() {
		return true;
	}

	/**
	 * Whether {@linkplain Channel#room rooms} are subscribed one by one, so that a node
	 * gets only the broadcasts to rooms that it has.
	 * @return {@code true} if who joins a room has to {@linkplain Channel#arriving wait}
	 * for its broadcasts
	 */
	default boolean subscribesRooms() {
		return false;
	}

	/**
	 * What a channel subscribes.
	 */
	enum Role {

		/** Everything that the nodes of the namespace tell each other. */
		MEMBER,

		/** The answers to this node's own requests. It is no node of the namespace. */
		ASKER,

		/** Nothing: such a channel holds nothing and need not be closed. */
		SENDER

	}

	/**
	 * A namespace on the bus. Thread-safe.
	 */
	interface Channel {

		/**
		 * Whether it is subscribed.
		 * @return completes once when its subscription stands, empty after {@link #close}
		 */
		Mono<Void> ready();

		/**
		 * Encode a message for all other nodes.
		 * @param message the message
		 * @return publishes it when it is run, without blocking
		 * @throws RuntimeException if the message cannot be encoded
		 */
		Publication prepare(ClusterMessage message);

		/**
		 * Answer a request.
		 * @param answer the answer
		 * @param to the id of the node that asked, {@code null} if it did not tell, as
		 * old nodes do not
		 * @throws ClusterFormatException if the answer is larger than a message may be
		 */
		void answer(ClusterMessage.Answer answer, @Nullable String to);

		/**
		 * Ask who has the namespace. Costs a request to the broker.
		 * @return the number of nodes without this one; fails while the broker is away
		 */
		Mono<Integer> otherNodes();

		/**
		 * Ask for the ids of the nodes that have the namespace, for diagnosis: may cost
		 * the broker much.
		 * @return their ids, without this one's
		 */
		Mono<Set<String>> nodeIds();

		/**
		 * A room got its first member here, or lost its last. Called for the rooms named
		 * after sockets too; the calls for one room are in order.
		 * @param room the name of the room
		 * @param present whether it has members now
		 */
		default void room(String room, boolean present) {
		}

		/**
		 * Whether broadcasts of other nodes to rooms arrive here. Asked if the bus
		 * {@linkplain ClusterBus#subscribesRooms subscribes rooms}, after {@link #room}.
		 * @param rooms the names of rooms
		 * @return completes when those that have members here do, on any thread;
		 * {@code null} if they do now
		 */
		default @Nullable CompletableFuture<Void> arriving(Collection<String> rooms) {
			return null;
		}

		/**
		 * Unsubscribe. Publishing goes on to work.
		 */
		void close();

	}

	/**
	 * Publishes to all nodes of this project. Thread-safe.
	 */
	@FunctionalInterface
	interface Nodes {

		/**
		 * Publish a frame. Takes effect without a subscription.
		 * @param frame the frame, not to be changed any more
		 * @return completes when the broker has it, fails if it is lost
		 */
		Mono<Void> publish(byte[] frame);

	}

	/**
	 * An encoded message.
	 */
	@FunctionalInterface
	interface Publication {

		/**
		 * Publish it. Takes effect without a subscription.
		 * @return completes when the broker has it, fails if it is lost
		 */
		Mono<Void> publish();

	}

}
