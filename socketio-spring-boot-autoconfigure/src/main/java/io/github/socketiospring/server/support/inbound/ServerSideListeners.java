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

package io.github.socketiospring.server.support.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the events that other nodes send to one namespace. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerSideListeners {

	private static final Logger logger = LoggerFactory.getLogger(Namespace.class);

	private final Map<String, List<SocketEventListener>> listeners = new ConcurrentHashMap<>();

	private final List<NamespaceHandler> handlers = new CopyOnWriteArrayList<>();

	/**
	 * Add a listener for an event.
	 * @param event the event's name
	 * @param listener the listener to call
	 */
	public void add(String event, SocketEventListener listener) {
		this.listeners.computeIfAbsent(event, (name) -> new CopyOnWriteArrayList<>()).add(listener);
	}

	/**
	 * Add what may handle events.
	 * @param handler asked for its handler of each event
	 */
	public void add(NamespaceHandler handler) {
		this.handlers.add(handler);
	}

	/**
	 * Add all listeners and handlers of another set.
	 * @param others the listeners to add
	 */
	public void addAll(ServerSideListeners others) {
		this.handlers.addAll(others.handlers);
		others.listeners.forEach((event, all) -> all.forEach((listener) -> add(event, listener)));
	}

	/**
	 * Whether there is a listener or a handler for an event.
	 * @param event the event's name
	 * @return {@code false} if there is none
	 */
	boolean has(String event) {
		return this.listeners.containsKey(event) || (!this.handlers.isEmpty() && !handlers(event).isEmpty());
	}

	/**
	 * Find the handlers for an event.
	 * @param event the event's name
	 * @return the handlers, in the order in which they were added
	 */
	List<EventHandler> handlers(String event) {
		List<EventHandler> found = new ArrayList<>(1);
		for (NamespaceHandler candidate : this.handlers) {
			EventHandler handler = candidate.serverEventHandler(event);
			if (handler != null) {
				found.add(handler);
			}
		}
		return found;
	}

	/**
	 * Call the listeners for an event of another node.
	 * @param namespace the name of the namespace, for the log
	 * @param event the event's name
	 * @param data its arguments, converted for each listener
	 * @param diagnostics logs errors
	 * @param ack takes the answer
	 * @param onError called with each error of a listener
	 * @return whether one of them has answered, or may answer later
	 */
	boolean call(String namespace, String event, EventData data, Diagnostics diagnostics, Ack ack,
			Consumer<Throwable> onError) {
		boolean pending = false;
		for (SocketEventListener listener : this.listeners.getOrDefault(event, List.of())) {
			try {
				listener.onEvent(data, ack);
				pending = true;
			}
			catch (Throwable ex) {
				// Errors too: the other listeners still have to be called.
				onError.accept(ex);
				diagnostics.error(
						logger, "Event '" + LogFormat.value(event)
								+ "' of another server could not be handled in namespace " + LogFormat.value(namespace),
						ex);
			}
		}
		return pending;
	}

}
