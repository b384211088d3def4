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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.support.outbound.ServerContext;
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

	/**
	 * Add a listener for an event.
	 * @param event the event's name
	 * @param listener the listener to call
	 */
	public void add(String event, SocketEventListener listener) {
		this.listeners.computeIfAbsent(event, (name) -> new CopyOnWriteArrayList<>()).add(listener);
	}

	/**
	 * Add all listeners of another set.
	 * @param others the listeners to add
	 */
	public void addAll(ServerSideListeners others) {
		others.listeners.forEach((event, all) -> all.forEach((listener) -> add(event, listener)));
	}

	/**
	 * Whether there is a listener for an event.
	 * @param event the event's name
	 * @return {@code false} if there is none
	 */
	boolean has(String event) {
		return this.listeners.containsKey(event);
	}

	/**
	 * Call the listeners for an event of another node. If each of them fails, the answer
	 * is empty, since none can follow.
	 * @param namespace the name of the namespace, for the log
	 * @param event the event's name
	 * @param data the arguments
	 * @param context logs errors
	 * @param ack takes the answer
	 */
	void call(String namespace, String event, EventData data, ServerContext context, Ack ack) {
		boolean pending = false;
		for (SocketEventListener listener : this.listeners.getOrDefault(event, List.of())) {
			try {
				listener.onEvent(data, ack);
				pending = true;
			}
			catch (Throwable ex) {
				// Errors too: the other listeners still have to be called.
				context.errorLog()
					.error(logger, "Event '" + LogFormat.value(event)
							+ "' of another server could not be handled in namespace " + LogFormat.value(namespace),
							ex);
			}
		}
		if (!pending) {
			ack.send();
		}
	}

}
