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

package io.github.socketiospring.adapter;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Delivers the packets of an adapter to the sockets of this node. The namespace
 * implements it, so that adapters depend on neither namespaces nor connections.
 *
 * @since 0.1.0
 */
public interface LocalSockets extends LocalAcks {

	/**
	 * Encode a packet once for all receivers.
	 * @param packet the packet for each receiver, with an acknowledgement id if it
	 * requests acknowledgements
	 * @param options how to deliver it; the adapter selects the receivers
	 * @param acks receives the answers, {@code null} if none are requested
	 * @return delivers the packet to one socket, without blocking
	 */
	Consumer<LocalSocket> delivery(Packet packet, BroadcastOptions options, @Nullable AckCollector acks);

	/**
	 * Encode a remembered event once for all receivers.
	 * @param event the event, with its offset
	 * @param options how to deliver it; the adapter selects the receivers
	 * @return delivers the event to each socket in two steps
	 */
	OrderedDelivery ordered(Packet event, BroadcastOptions options);

	/**
	 * An event was delivered to all of its receivers on this node. Adapters report it for
	 * metrics.
	 * @param receivers the number of sockets, possibly zero
	 */
	default void delivered(int receivers) {
	}

	/**
	 * Another node broadcast an event to the sockets of this namespace. Called before the
	 * sockets of this node receive it, whether or not there are any. Must not block.
	 * @param event the event name
	 * @param arguments decodes the arguments of the event
	 */
	default void peerBroadcast(String event, Supplier<List<JsonNode>> arguments) {
	}

	/**
	 * Another node sent an event to this node. Its listeners are called on another
	 * thread, in the order of the calls.
	 * @param event the event name
	 * @param arguments the arguments of the event
	 * @param answer takes the arguments of the answer, {@code null} if none is requested.
	 * Called at most once and on any thread; without arguments if no listener answers
	 * @param trace the fields of the trace that the event belongs to, as the other node
	 * sent them; empty if there is none
	 */
	void serverSideEvent(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer,
			Map<String, String> trace);

}
