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

package io.github.socketiospring.server.support.outbound;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Function;

import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.PartialResultException;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.AckTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Broadcasts the events of one namespace that request acknowledgements. Thread-safe.
 *
 * @since 0.1.0
 */
public final class AckBroadcaster {

	private final NamespaceSender namespace;

	private final Function<String, ? extends @Nullable AskedSocket> sockets;

	/**
	 * Create the broadcaster of a namespace.
	 * @param namespace sends the events of the namespace
	 * @param sockets finds a socket of this node by its id
	 */
	public AckBroadcaster(NamespaceSender namespace, Function<String, ? extends @Nullable AskedSocket> sockets) {
		this.namespace = namespace;
		this.sockets = sockets;
	}

	/**
	 * Send an event to the chosen sockets and collect their acknowledgements.
	 * @param <T> the type of an answer
	 * @param options which sockets, and how
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type the requested type of each answer
	 * @param arguments the event's arguments
	 * @return sends the event on subscription, and emits the answers as they arrive
	 */
	public <T> Flux<T> broadcast(BroadcastOptions options, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return broadcast(options, null, timeout, event, type, arguments);
	}

	/**
	 * Send an event to one socket, regardless of its node, and wait for the
	 * acknowledgement.
	 * @param <T> the type of the answer
	 * @param socketId the socket's id
	 * @param timeout how long to wait, {@code null} for the default
	 * @param event the event's name
	 * @param type the requested type of the answer
	 * @param arguments the event's arguments
	 * @return sends the event on subscription; fails with {@link AckTimeoutException}, as
	 * soon as all nodes have reported that they do not have the socket
	 */
	public <T> Mono<T> ask(String socketId, @Nullable Duration timeout, String event, Type type,
			@Nullable Object[] arguments) {
		return this.<T>broadcast(BroadcastOptions.socket(socketId), socketId, timeout, event, type, arguments)
			.singleOrEmpty()
			.onErrorMap(AckTimeoutException.class,
					(failure) -> failure.invalid().values().stream().findFirst().orElse(failure));
	}

	private <T> Flux<T> broadcast(BroadcastOptions options, @Nullable String only, @Nullable Duration timeout,
			String event, Type type, @Nullable Object[] arguments) {
		ReservedEvents.check(event);
		AnswerType<T> answer = this.namespace.answer(type);
		Duration limit = (timeout != null) ? timeout : this.namespace.ackTimeout();
		Flux<T> answers = Flux.create((sink) -> collect(options, limit, event, arguments,
				new BroadcastAcks<>(event, answer, only, sink), sink));
		return this.namespace.asking(event, PartialResultException.keepResults(answers));
	}

	private <T> void collect(BroadcastOptions options, Duration timeout, String event, @Nullable Object[] arguments,
			BroadcastAcks<T> acks, FluxSink<T> sink) {
		long id = this.namespace.nextAckId();
		Disposable.Swap elsewhere = Disposables.swap();
		Disposable expiry = this.namespace.expire(() -> {
			// First, since it reports which nodes are missing.
			elsewhere.dispose();
			acks.expire(this::isUnread);
		}, timeout);
		sink.onDispose(() -> {
			expiry.dispose();
			elsewhere.dispose();
			forget(acks, id);
		});
		try {
			elsewhere.update(this.namespace.broadcast(this.namespace.event(id, event, arguments), options, timeout,
					acks, sink.contextView()));
		}
		finally {
			if (elsewhere.isDisposed()) {
				// The wait ended while the event was being delivered: the remaining
				// sockets were asked afterwards.
				forget(acks, id);
			}
		}
	}

	private void forget(BroadcastAcks<?> acks, long id) {
		acks.awaited().forEach((socketId) -> forget(socketId, id));
	}

	private boolean isUnread(String socketId) {
		AskedSocket socket = this.sockets.apply(socketId);
		return socket != null && socket.isClientUnread();
	}

	/**
	 * Stop waiting for the acknowledgement of a socket of this node.
	 * @param socketId the socket's id
	 * @param ackId the id of the sent event
	 */
	public void forget(String socketId, long ackId) {
		AskedSocket socket = this.sockets.apply(socketId);
		if (socket != null) {
			socket.forgetAck(ackId);
		}
	}

}
