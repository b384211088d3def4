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

import java.util.Map;

import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.metrics.NamespaceMeter;
import io.github.socketiospring.server.metrics.NamespaceState;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.ContextView;

/**
 * Measures and observes one namespace, if there is a meter or an observer.
 *
 * @since 0.1.0
 */
public final class Instruments {

	private final String namespace;

	private final @Nullable NamespaceMeter meter;

	private final @Nullable SocketIOObserver observer;

	/**
	 * Create the instruments of a namespace.
	 * @param namespace what metrics call the namespace
	 * @param meter measures the namespace, {@code null} if nobody does
	 * @param observer observes the namespace, {@code null} if nobody does
	 */
	public Instruments(String namespace, @Nullable NamespaceMeter meter, @Nullable SocketIOObserver observer) {
		this.namespace = namespace;
		this.meter = meter;
		this.observer = observer;
	}

	/**
	 * The namespace was created.
	 * @param state reads its state until it is removed
	 */
	public void added(NamespaceState state) {
		if (this.meter != null) {
			this.meter.added(state);
		}
	}

	/**
	 * The namespace was removed. May be repeated.
	 * @param state what was {@linkplain #added added}
	 */
	public void removed(NamespaceState state) {
		if (this.meter != null) {
			this.meter.removed(state);
		}
	}

	/**
	 * A client sent an event, whether or not it is handled.
	 */
	public void received() {
		if (this.meter != null) {
			this.meter.received();
		}
	}

	/**
	 * An event was sent to one socket.
	 */
	void sent() {
		if (this.meter != null) {
			this.meter.sent();
		}
	}

	/**
	 * An event was sent to the selected sockets of this node.
	 * @param receivers the number of sockets, possibly zero
	 */
	public void broadcast(int receivers) {
		if (this.meter != null) {
			this.meter.broadcast(receivers);
		}
	}

	/**
	 * Measure how long a client takes to acknowledge.
	 * @param ack waits for the acknowledgement of an event that is sent now
	 * @return the same acknowledgement, measured if there is a meter
	 */
	PendingAck measured(PendingAck ack) {
		return (this.meter != null) ? new MeasuredAck(ack, this.meter) : ack;
	}

	/**
	 * A handler is called.
	 * @return the time in nanoseconds, zero if nobody measures
	 */
	public long begin() {
		return (this.meter != null) ? System.nanoTime() : 0;
	}

	/**
	 * An event was handled.
	 * @param event the event's name, {@code null} if the client chose it, since the
	 * handler was registered for any event
	 * @param begun what {@link #begin()} returned
	 * @param failed whether the handler failed
	 */
	public void handled(@Nullable String event, long begun, boolean failed) {
		if (this.meter != null) {
			this.meter.handled(event, System.nanoTime() - begun, failed);
		}
	}

	/**
	 * Observe the handling of an event.
	 * @param socket the socket that received the event
	 * @param event the event's name
	 * @param named whether the handler was registered for that name
	 * @param carrier what the event says about its trace
	 * @return the observation, {@code null} if nobody observes
	 */
	public @Nullable Observed handling(SocketIOSocket socket, String event, boolean named,
			Map<String, String> carrier) {
		return (this.observer != null) ? this.observer.event(this.namespace, socket, event, named, carrier) : null;
	}

	/**
	 * Observe the handling of an event of another server.
	 * @param event the event's name
	 * @param trace the trace fields of the event, empty if it belongs to no trace
	 * @return the observation, {@code null} if nobody observes
	 */
	public @Nullable Observed handling(String event, Map<String, String> trace) {
		return (this.observer != null && !trace.isEmpty()) ? this.observer.serverEvent(this.namespace, event, trace)
				: null;
	}

	/**
	 * Make the observation of a Reactor context the current one of the thread, for code
	 * that does not get the context.
	 * @param context may contain an observation
	 * @return restores the previous one, {@code null} if there is no observer
	 */
	ThreadLocals.@Nullable Scope current(ContextView context) {
		return (this.observer != null) ? ThreadLocals.ifPossible(context) : null;
	}

	/**
	 * Whether events name the trace that they belong to.
	 * @return {@code false} if there is no observer
	 */
	public boolean isPropagating() {
		return this.observer != null && this.observer.isPropagating();
	}

	/**
	 * Observe how middleware and handlers decide about a socket.
	 * @param socket the socket that connects
	 * @param decision calls them on subscription
	 * @return the same publisher, observed if there is an observer
	 */
	public Mono<Void> connecting(SocketIOSocket socket, Mono<Void> decision) {
		SocketIOObserver observer = this.observer;
		return (observer != null) ? Mono.defer(() -> observe(observer.connect(this.namespace, socket), decision))
				: decision;
	}

	/**
	 * Observe the answer to an event.
	 * @param <T> the type of the answer
	 * @param event the name of the event
	 * @param answer sends the event on subscription
	 * @return the same publisher, observed if there is an observer
	 */
	<T> Mono<T> asking(String event, Mono<T> answer) {
		SocketIOObserver observer = this.observer;
		return (observer != null)
				? Mono.deferContextual((caller) -> observe(observer.ask(this.namespace, event, caller), answer))
				: answer;
	}

	/**
	 * Observe the answers to a broadcast.
	 * @param <T> the type of an answer
	 * @param event the name of the event
	 * @param answers sends the event on subscription
	 * @return the same publisher, observed if there is an observer
	 */
	public <T> Flux<T> asking(String event, Flux<T> answers) {
		SocketIOObserver observer = this.observer;
		return (observer != null)
				? Flux.deferContextual((caller) -> observe(observer.ask(this.namespace, event, caller), answers))
				: answers;
	}

	private static <T> Mono<T> observe(Observed observed, Mono<T> source) {
		return source.doOnError(observed::end)
			.doFinally((signal) -> endUnlessFailed(observed, signal))
			.contextWrite(observed::context);
	}

	private static <T> Flux<T> observe(Observed observed, Flux<T> source) {
		return source.doOnError(observed::end)
			.doFinally((signal) -> endUnlessFailed(observed, signal))
			.contextWrite(observed::context);
	}

	private static void endUnlessFailed(Observed observed, SignalType signal) {
		if (signal != SignalType.ON_ERROR) {
			observed.end(null);
		}
	}

	/**
	 * Run a broadcast, observed if there is an observer.
	 * @param event the name of the event
	 * @param broadcast sends the event
	 */
	public void broadcasting(String event, Runnable broadcast) {
		Observed observed = (this.observer != null) ? this.observer.broadcast(this.namespace, event) : null;
		if (observed == null) {
			broadcast.run();
			return;
		}
		Throwable error = null;
		try {
			broadcast.run();
		}
		catch (Throwable ex) {
			error = ex;
			throw ex;
		}
		finally {
			observed.end(error);
		}
	}

}
