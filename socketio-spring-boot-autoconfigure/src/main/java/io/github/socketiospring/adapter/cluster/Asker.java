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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.adapter.ReservedRooms;
import io.github.socketiospring.adapter.SocketDetails;
import io.github.socketiospring.protocol.Packet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Sends queries to the other nodes of one namespace and emits their answers. A query
 * fails immediately while the broker is unavailable.
 */
final class Asker {

	private final ClusterContext context;

	private final String namespace;

	private final ClusterBus.Channel channel;

	/**
	 * Create an asker.
	 * @param context the state that the namespaces of the node share
	 * @param namespace the name of the namespace
	 * @param channel publishes the queries and receives the answers
	 */
	Asker(ClusterContext context, String namespace, ClusterBus.Channel channel) {
		this.context = context;
		this.namespace = namespace;
		this.channel = channel;
	}

	/**
	 * Fetch the details of sockets from the other nodes.
	 * @param options selects the sockets
	 * @param timeout how long to wait
	 * @return the details of the selected sockets of the other nodes
	 */
	Flux<SocketDetails> sockets(BroadcastOptions options, Duration timeout) {
		return ask(ClusterListener.Request.SOCKETS, timeout, (id) -> new ClusterMessage.FetchSockets(id, options),
				Asker::sockets);
	}

	private static @Nullable List<SocketDetails> sockets(ClusterMessage.Answer answer) {
		return (answer instanceof ClusterMessage.SocketsAnswer found) ? found.sockets() : null;
	}

	/**
	 * Fetch the names of the rooms of the other nodes.
	 * @param timeout how long to wait
	 * @return the names, which may contain duplicates
	 */
	Flux<String> rooms(Duration timeout) {
		if (!this.context.bus().canFetchRooms()) {
			return sockets(BroadcastOptions.ALL, timeout).flatMapIterable(Asker::joined);
		}
		return ask(ClusterListener.Request.ROOMS, timeout, ClusterMessage.FetchRooms::new, Asker::rooms);
	}

	private static Set<String> joined(SocketDetails socket) {
		Set<String> rooms = new HashSet<>(socket.rooms());
		rooms.remove(socket.id());
		return ReservedRooms.visible(rooms);
	}

	private static @Nullable Set<String> rooms(ClusterMessage.Answer answer) {
		return (answer instanceof ClusterMessage.RoomsAnswer found) ? ReservedRooms.visible(found.rooms()) : null;
	}

	/**
	 * Send an event to the other nodes and collect their answers.
	 * @param event its name and arguments
	 * @param timeout how long to wait
	 * @return the first argument of each answer that has arguments
	 */
	Flux<JsonNode> event(Packet event, Duration timeout) {
		return ask(ClusterListener.Request.SERVER_EVENT, timeout, (id) -> new ClusterMessage.ServerEvent(event, id),
				Asker::values);
	}

	private static @Nullable List<JsonNode> values(ClusterMessage.Answer answer) {
		if (!(answer instanceof ClusterMessage.ServerAnswer given)) {
			return null;
		}
		JsonNode value = given.value();
		return (value != null) ? List.of(value) : List.of();
	}

	private <T> Flux<T> ask(ClusterListener.Request kind, Duration timeout, Function<String, ClusterMessage> message,
			Function<ClusterMessage.Answer, @Nullable Collection<T>> reader) {
		return Flux.create((sink) -> {
			ClusterObserver.ObservedRequest observed = this.context.observer()
				.request(this.namespace, kind, sink.contextView());
			if (!this.context.bus().isConnected()) {
				ClusterUnavailableException unavailable = ClusterContext.unavailable(kind.call(), null);
				this.context.requests().ended(kind, ClusterListener.Outcome.UNAVAILABLE, Duration.ZERO);
				observed.end(ClusterListener.Outcome.UNAVAILABLE, -1, 0, unavailable);
				sink.error(unavailable);
				return;
			}
			Query<T> query = new Query<>(this.context.requests(), this.channel, kind, reader,
					this.context.options().maxAnswers(), sink);
			ClusterBus.Publication publication = query.await(message.apply(query.id()), timeout, observed);
			sink.onDispose(query);
			send(query, publication);
		});
	}

	/**
	 * Publish a request as soon as answers arrive: now, or when the channel is
	 * subscribed. {@link PendingRequest#await} must have been called before.
	 * @param request the request that waits for the answers
	 * @param publication the encoded request
	 */
	void send(PendingRequest request, ClusterBus.Publication publication) {
		if (this.channel.isReady()) {
			publish(request, publication);
			return;
		}
		this.channel.ready()
			.timeout(this.context.options().publishTimeout(), this.context.timer())
			.subscribe((none) -> {
			}, request::fail, () -> {
				if (!request.isDisposed()) {
					publish(request, publication);
				}
			});
	}

	private void publish(PendingRequest request, ClusterBus.Publication publication) {
		// Count the nodes first: a node that joins in between answers, but the request
		// does not wait for it.
		Mono.defer(this.channel::otherNodes).subscribe(request::expect, request::uncounted);
		this.context.publish(publication).subscribe((none) -> {
		}, request::unpublished);
	}

}
