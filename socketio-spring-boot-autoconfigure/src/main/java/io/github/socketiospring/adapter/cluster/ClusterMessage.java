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
import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.PeerCommand;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message between the nodes of a cluster, about one namespace or about the nodes
 * themselves. Independent of the broker and its encoding.
 *
 * @since 0.1.0
 * @see <a href="https://socket.io/docs/v4/adapter/">Adapter</a>
 */
public sealed interface ClusterMessage {

	/**
	 * An answer to a request.
	 */
	sealed interface Answer extends ClusterMessage {

		/**
		 * The id of the request.
		 * @return the id that the requesting node chose
		 */
		String requestId();

	}

	/**
	 * A message between nodes of this project that is independent of namespaces.
	 */
	sealed interface OfNode extends ClusterMessage {

	}

	/**
	 * Reports that a node is alive.
	 *
	 * @param name the display name of the node
	 * @param interval the time until the next heartbeat
	 */
	record Heartbeat(String name, Duration interval) implements OfNode {

	}

	/**
	 * Reports that a node leaves the cluster.
	 */
	record Goodbye() implements OfNode {

	}

	/**
	 * A command for all other nodes.
	 *
	 * @param command the command to execute
	 */
	record ForPeers(PeerCommand command) implements OfNode {

	}

	/**
	 * An event for the selected sockets.
	 *
	 * @param event the event, without an acknowledgement id
	 * @param options selects the receivers
	 * @param requestId the id of the request for acknowledgements, {@code null} if none
	 * are requested
	 * @param timeout how long the requesting node waits, {@code null} if unknown
	 */
	record Broadcast(Packet event, BroadcastOptions options, @Nullable String requestId,
			@Nullable Duration timeout) implements ClusterMessage {

	}

	/**
	 * Lets the selected sockets join rooms.
	 *
	 * @param options selects the sockets
	 * @param rooms the names of the rooms
	 */
	record Join(BroadcastOptions options, Collection<String> rooms) implements ClusterMessage {

	}

	/**
	 * Lets the selected sockets leave rooms.
	 *
	 * @param options selects the sockets
	 * @param rooms the names of the rooms
	 */
	record Leave(BroadcastOptions options, Collection<String> rooms) implements ClusterMessage {

	}

	/**
	 * Disconnects the selected sockets.
	 *
	 * @param options selects the sockets
	 * @param close whether their connections are closed too
	 */
	record Disconnect(BroadcastOptions options, boolean close) implements ClusterMessage {

	}

	/**
	 * Requests the details of the selected sockets.
	 *
	 * @param requestId the id of the request
	 * @param options selects the sockets
	 */
	record FetchSockets(String requestId, BroadcastOptions options) implements ClusterMessage {

	}

	/**
	 * Requests the names of all rooms.
	 *
	 * @param requestId the id of the request
	 */
	record FetchRooms(String requestId) implements ClusterMessage {

	}

	/**
	 * Requests the ids of the selected sockets, as old nodes do.
	 *
	 * @param requestId the id of the request
	 * @param rooms the rooms that select the sockets, empty for all
	 */
	record FetchIds(String requestId, Set<String> rooms) implements ClusterMessage {

	}

	/**
	 * A command for one socket that requires an answer, as old nodes send it.
	 *
	 * @param requestId the id of the request
	 * @param command the command, which selects the socket by its id
	 */
	record Confirmed(String requestId, ClusterMessage command) implements ClusterMessage {

	}

	/**
	 * An event that is handled by the other nodes instead of clients.
	 *
	 * @param event its name and arguments
	 * @param requestId the id of the request for answers, {@code null} if none are
	 * requested
	 */
	record ServerEvent(Packet event, @Nullable String requestId) implements ClusterMessage {

	}

	/**
	 * The answer to {@link FetchSockets}.
	 *
	 * @param requestId the id of the request
	 * @param sockets the selected sockets of the node
	 */
	record SocketsAnswer(String requestId, List<SocketDetails> sockets) implements Answer {

	}

	/**
	 * The answer to {@link FetchRooms}.
	 *
	 * @param requestId the id of the request
	 * @param rooms the names of the rooms
	 */
	record RoomsAnswer(String requestId, Set<String> rooms) implements Answer {

	}

	/**
	 * The answer to {@link FetchIds}.
	 *
	 * @param requestId the id of the request
	 * @param ids the ids of the selected sockets of the node
	 */
	record IdsAnswer(String requestId, Set<String> ids) implements Answer {

	}

	/**
	 * The answer to {@link Confirmed}.
	 *
	 * @param requestId the id of the request
	 */
	record Confirmation(String requestId) implements Answer {

	}

	/**
	 * The answer to {@link ServerEvent}.
	 *
	 * @param requestId the id of the request
	 * @param value the first argument of the answer, {@code null} if it has none
	 */
	record ServerAnswer(String requestId, @Nullable JsonNode value) implements Answer {

	}

	/**
	 * Replaces an answer that exceeds the maximum size of a message.
	 *
	 * @param emptied the answer without its content, which is all that nodes of other
	 * projects see
	 */
	record TooLargeAnswer(Answer emptied) implements Answer {

		@Override
		public String requestId() {
			return this.emptied.requestId();
		}

	}

	/**
	 * Reports how many receivers a {@link Broadcast} that requests acknowledgements has
	 * on a node.
	 *
	 * @param requestId the id of the request
	 * @param receivers the number of sockets, possibly zero
	 */
	record ReceiverCount(String requestId, int receivers) implements Answer {

	}

	/**
	 * Forwards the acknowledgement of a {@link Broadcast} by a client.
	 *
	 * @param requestId the id of the request
	 * @param socketId the id of the socket, {@code null} if its node did not send it
	 * @param arguments the arguments of the acknowledgement, only the first one if the
	 * node of the socket sends no more
	 */
	record ClientAnswer(String requestId, @Nullable String socketId, List<JsonNode> arguments) implements Answer {

	}

}
