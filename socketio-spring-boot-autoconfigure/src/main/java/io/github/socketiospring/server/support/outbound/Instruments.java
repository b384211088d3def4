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

import io.github.socketiospring.server.SocketIOObserver;
import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.metrics.NamespaceMeter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * The meter and the observer of one namespace.
 *
 * @param namespace the name of the namespace in metrics
 * @param meter measures the namespace, {@code null} for none
 * @param observer observes the namespace, {@code null} for none
 * @since 0.1.0
 */
public record Instruments(String namespace, @Nullable NamespaceMeter meter, @Nullable SocketIOObserver observer) {

	/** The instruments of a namespace without a meter and an observer. */
	public static final Instruments NONE = new Instruments("", null, null);

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
