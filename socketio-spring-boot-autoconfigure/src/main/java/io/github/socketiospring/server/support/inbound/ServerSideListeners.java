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
import java.util.function.Consumer;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

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
	 * Receive an event of another node.
	 * @param namespace the name of the namespace, for the log
	 * @param event the event's name
	 * @param arguments a tree for each argument
	 * @param context converts the arguments, and logs errors
	 * @param answer takes the arguments of the answer, {@code null} if none was requested
	 */
	public void receive(String namespace, String event, List<JsonNode> arguments, ServerContext context,
			@Nullable Consumer<@Nullable Object[]> answer) {
		EventData data = EventData.of(arguments, context.mapper());
		Ack ack = new CallbackAck(answer);
		for (SocketEventListener listener : this.listeners.getOrDefault(event, List.of())) {
			try {
				listener.onEvent(data, ack);
			}
			catch (Throwable ex) {
				// Errors too: the other listeners still have to be called.
				context.errorLog()
					.error(logger, "Event '" + LogFormat.value(event)
							+ "' of another server could not be handled in namespace " + LogFormat.value(namespace),
							ex);
			}
		}
	}

}
