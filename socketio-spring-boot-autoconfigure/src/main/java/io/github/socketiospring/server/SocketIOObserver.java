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

package io.github.socketiospring.server;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Observes what a server does as spans of time, each with its own Reactor context, for
 * tracing. Called on any thread, usually an event loop: implementations must neither
 * block nor throw.
 * <p>
 * The names of namespaces are those of {@link SocketIOServer.Builder#meter metrics}.
 *
 * @since 0.1.0
 * @see SocketIOServer.Builder#observer(SocketIOObserver)
 */
public interface SocketIOObserver {

	/**
	 * Whether events carry the trace that they belong to: as their last argument, an
	 * object with the property {@code traceparent}. It is removed from the arguments, and
	 * the arguments of all events are read as trees.
	 * @return {@code false} by default
	 */
	default boolean isPropagating() {
		return false;
	}

	/**
	 * Middleware and handlers begin to decide about a socket.
	 * @param namespace the name of the namespace in metrics
	 * @param socket the socket that connects
	 * @return the observation, which ends when the socket has entered or is refused
	 */
	Observed connect(String namespace, SocketIOSocket socket);

	/**
	 * A handler is about to be called with an event.
	 * @param namespace the name of the namespace in metrics
	 * @param socket the socket that received the event
	 * @param event the name of the event
	 * @param named whether the application registered that name; otherwise the client
	 * chose it
	 * @param carrier the trace fields of the event, empty by default
	 * @return the observation, which ends with the event
	 */
	Observed event(String namespace, SocketIOSocket socket, String event, boolean named, Map<String, String> carrier);

	/**
	 * An event is about to be sent whose acknowledgement is awaited.
	 * @param namespace the name of the namespace in metrics
	 * @param event the name of the event
	 * @param caller the Reactor context of the subscriber
	 * @return the observation, which ends with the acknowledgement
	 */
	Observed ask(String namespace, String event, ContextView caller);

	/**
	 * An event is about to be broadcast.
	 * @param namespace the name of the namespace in metrics
	 * @param event the name of the event
	 * @return the observation, which ends when the event was handed to the sockets of
	 * this node; {@code null} if broadcasts are not observed
	 */
	@Nullable Observed broadcast(String namespace, String event);

	/**
	 * Listeners and handlers are about to be called with an event of another server that
	 * names the trace it belongs to.
	 * @param namespace the name of the namespace in metrics
	 * @param event the name of the event, which the application registered
	 * @param carrier the trace fields of the event
	 * @return the observation, which ends when the listeners have returned and the
	 * handlers have ended; {@code null} if such events are not observed
	 */
	default @Nullable Observed serverEvent(String namespace, String event, Map<String, String> carrier) {
		return null;
	}

	/**
	 * An observation that has started.
	 */
	interface Observed {

		/**
		 * Add the observation to the context of the code that is observed.
		 * @param context the Reactor context of that code
		 * @return the context with the observation
		 */
		Context context(Context context);

		/**
		 * End the observation. Called once, from any thread.
		 * @param error why it failed, {@code null} for a success
		 */
		void end(@Nullable Throwable error);

	}

}
