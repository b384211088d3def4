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

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Receives the events of other nodes for one namespace, and hands them over to the
 * executor of the server, since listeners may be slow and the calling thread reads from
 * the broker. The listeners are called for one event after another, in the order of
 * arrival. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ServerSideEvents {

	private static final Logger logger = LoggerFactory.getLogger(Namespace.class);

	/** How many events may wait for listeners; others are dropped. */
	static final int LIMIT = 1000;

	private final String namespace;

	private final ServerSideListeners listeners;

	private final ServerContext context;

	/** Guarded by this; most namespaces never need one. */
	private @Nullable Queue<Event> waiting;

	/** Whether a task of the executor takes events from the queue. */
	private boolean working;

	/**
	 * Create a receiver.
	 * @param namespace the name of the namespace
	 * @param listeners the listeners of the namespace
	 * @param context the shared objects of the server
	 */
	public ServerSideEvents(String namespace, ServerSideListeners listeners, ServerContext context) {
		this.namespace = namespace;
		this.listeners = listeners;
		this.context = context;
	}

	/**
	 * Receive an event. A requested answer is always sent: an empty one if there is no
	 * listener, each listener failed, or too many events wait.
	 * @param event the event's name
	 * @param arguments a tree for each argument
	 * @param answer takes the arguments of the answer, {@code null} if none was requested
	 */
	public void receive(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer) {
		Ack ack = new CallbackAck(answer);
		if (!this.listeners.has(event)) {
			ack.send();
			return;
		}
		Event received = new Event(event, EventData.of(arguments, this.context.mapper()), ack);
		switch (enqueue(received)) {
			case BEGIN -> begin();
			case DROP -> drop(received, "more than " + LIMIT + " events wait for listeners");
			default -> {
				// Another thread will call the listeners.
			}
		}
	}

	private synchronized Next enqueue(Event event) {
		if (this.waiting == null) {
			this.waiting = new ArrayDeque<>();
		}
		if (this.waiting.size() >= LIMIT) {
			return Next.DROP;
		}
		this.waiting.add(event);
		if (this.working) {
			return Next.WAIT;
		}
		this.working = true;
		return Next.BEGIN;
	}

	private void begin() {
		try {
			this.context.executor().execute(this::work);
		}
		catch (RejectedExecutionException ex) {
			for (Event event = next(); event != null; event = next()) {
				drop(event, "the executor accepts no more tasks");
			}
		}
	}

	private void work() {
		for (Event event = next(); event != null; event = next()) {
			call(event);
		}
	}

	private void call(Event event) {
		try {
			this.listeners.call(this.namespace, event.name(), event.data(), this.context, event.ack());
		}
		catch (Throwable ex) {
			// Errors too: the next events still have to be handled.
			this.context.errorLog()
				.error(logger, "The answer to event '" + LogFormat.value(event.name())
						+ "' of another server could not be sent in namespace " + LogFormat.value(this.namespace), ex);
		}
	}

	private synchronized @Nullable Event next() {
		Event next = (this.waiting != null) ? this.waiting.poll() : null;
		this.working = next != null;
		return next;
	}

	private void drop(Event event, String reason) {
		this.context.errorLog()
			.error(logger, "Event '" + LogFormat.value(event.name()) + "' of another server is dropped in namespace "
					+ LogFormat.value(this.namespace), new IllegalStateException(reason));
		event.ack().send();
	}

	/**
	 * What to do after an attempt to enqueue an event.
	 */
	private enum Next {

		BEGIN, WAIT, DROP

	}

	/**
	 * A received event.
	 *
	 * @param name the event's name
	 * @param data the arguments
	 * @param ack takes the answer
	 */
	private record Event(String name, EventData data, Ack ack) {

	}

}
