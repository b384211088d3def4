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
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;

/**
 * Events that other nodes send to the listeners and handlers of a namespace on this node.
 * They begin one after another in the order of arrival, on a thread that may block; an
 * event waits for the one before until its listeners have returned, and its ordered
 * handlers have ended. Two namespaces do not wait for each other.
 *
 * @since 0.1.0
 */
public final class ServerSideEvents {

	private static final Logger logger = LoggerFactory.getLogger(Namespace.class);

	/** How many events may wait or be handled; others are dropped. */
	static final int LIMIT = 1000;

	/** How many bytes their arguments may take, unless there is just one. */
	static final long LIMIT_BYTES = 16 * 1024 * 1024;

	private final String namespace;

	private final ServerSideListeners listeners;

	private final WireFormat format;

	private final Executor executor;

	private final Diagnostics diagnostics;

	private final HandlerTimeouts timeouts;

	private final Instruments instruments;

	/** Set when the namespace exists, whose adapter has to be there before. */
	private volatile @Nullable Namespace owner;

	/** Guarded by this; most namespaces never need one. */
	private @Nullable Queue<Event> waiting;

	/** Whether a task takes events from the queue, or an event has its turn. */
	private boolean working;

	/** The events that wait or are handled. */
	private int present;

	/** The bytes of their arguments. */
	private long bytes;

	/**
	 * Create a receiver.
	 * @param namespace the name of the namespace
	 * @param listeners the listeners of the namespace
	 * @param format converts the arguments
	 * @param executor calls the listeners, which may block
	 * @param diagnostics logs errors
	 * @param timeouts limit the time of handlers
	 * @param instruments observe the events
	 */
	public ServerSideEvents(String namespace, ServerSideListeners listeners, WireFormat format, Executor executor,
			Diagnostics diagnostics, HandlerTimeouts timeouts, Instruments instruments) {
		this.namespace = namespace;
		this.listeners = listeners;
		this.format = format;
		this.executor = executor;
		this.diagnostics = diagnostics;
		this.timeouts = timeouts;
		this.instruments = instruments;
	}

	/**
	 * Set the namespace. Before that no handlers are called.
	 * @param owner the namespace of the name
	 */
	public void belongTo(Namespace owner) {
		this.owner = owner;
	}

	/**
	 * Whether an event has a listener or a handler.
	 * @param event the event's name
	 * @return {@code false} if {@link #receive} would only answer
	 */
	public boolean isAwaited(String event) {
		return this.listeners.has(event);
	}

	/**
	 * Receive an event. A requested answer is always sent: an empty one if there is no
	 * listener, each listener failed, or too many events wait.
	 * @param event the event's name
	 * @param arguments a tree for each argument
	 * @param answer takes the arguments of the answer, {@code null} if none was requested
	 * @param trace the fields of the trace that the event belongs to, empty for none
	 */
	public void receive(String event, List<JsonNode> arguments, @Nullable Consumer<@Nullable Object[]> answer,
			Map<String, String> trace) {
		Ack ack = new CallbackAck(answer);
		if (!this.listeners.has(event)) {
			ack.send();
			return;
		}
		Event received = new Event(event, arguments, TreeArgumentReader.cost(arguments), ack, trace);
		switch (enqueue(received)) {
			case BEGIN -> begin();
			case DROP -> drop(received, "more than " + LIMIT + " events, or " + LIMIT_BYTES
					+ " bytes of their arguments, wait for listeners or are handled");
			default -> {
				// Another thread will call the listeners.
			}
		}
	}

	private synchronized Next enqueue(Event event) {
		if (this.waiting == null) {
			this.waiting = new ArrayDeque<>();
		}
		if (this.present >= LIMIT || (this.present > 0 && this.bytes + event.cost() > LIMIT_BYTES)) {
			return Next.DROP;
		}
		this.present++;
		this.bytes += event.cost();
		this.waiting.add(event);
		if (this.working) {
			return Next.WAIT;
		}
		this.working = true;
		return Next.BEGIN;
	}

	private synchronized void forget(Event event) {
		this.present--;
		this.bytes -= event.cost();
	}

	private void begin() {
		try {
			this.executor.execute(this::work);
		}
		catch (RejectedExecutionException ex) {
			for (Event event = next(); event != null; event = next()) {
				forget(event);
				drop(event, "the executor accepts no more tasks");
			}
		}
	}

	private void work() {
		for (Event event = next(); event != null; event = next()) {
			if (!new Turn(event).take()) {
				return;
			}
		}
	}

	private synchronized @Nullable Event next() {
		Event next = (this.waiting != null) ? this.waiting.poll() : null;
		this.working = next != null;
		return next;
	}

	private void drop(Event event, String reason) {
		this.diagnostics.error(logger, "Event '" + LogFormat.value(event.name())
				+ "' of another server is dropped in namespace " + LogFormat.value(this.namespace),
				new IllegalStateException(reason));
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
	 * @param arguments a tree for each argument
	 * @param cost what they take, in bytes
	 * @param ack takes the answer
	 * @param trace the fields of the trace that the event belongs to, empty for none
	 */
	private record Event(String name, List<JsonNode> arguments, long cost, Ack ack, Map<String, String> trace) {

	}

	/**
	 * An event that is being handled. Its turn is over when this thread has called
	 * everybody and the ordered handlers have ended; it is forgotten when all have, and
	 * what they could not stop, too.
	 */
	private final class Turn {

		private final Event event;

		/** This thread, and the ordered handlers that have not ended. */
		private final AtomicInteger holders = new AtomicInteger(1);

		/** This thread, and all handlers that still work. */
		private final AtomicInteger workers = new AtomicInteger(1);

		/** This thread, and all handlers that have not ended. */
		private final AtomicInteger unhandled = new AtomicInteger(1);

		/** The observation of this event, {@code null} for none. */
		private @Nullable Observed observed;

		/** The last error of a listener or a handler. */
		private volatile @Nullable Throwable failure;

		Turn(Event event) {
			this.event = event;
		}

		/**
		 * Call listeners and handlers.
		 * @return whether the turn is over; otherwise the next one begins by itself
		 */
		@SuppressWarnings("try")
		boolean take() {
			this.observed = observe();
			try (ThreadLocals.Scope scope = (this.observed != null) ? ThreadLocals.ifPossible(context()) : null) {
				call();
			}
			catch (Throwable ex) {
				// Errors too: the next events still have to be handled.
				failed(ex);
				ServerSideEvents.this.diagnostics.error(logger,
						"The answer to event '" + LogFormat.value(this.event.name())
								+ "' of another server could not be sent in namespace "
								+ LogFormat.value(ServerSideEvents.this.namespace),
						ex);
			}
			ended(null);
			finished();
			return this.holders.decrementAndGet() == 0;
		}

		private @Nullable Observed observe() {
			try {
				return ServerSideEvents.this.instruments.handling(this.event.name(), this.event.trace());
			}
			catch (Throwable ex) {
				observationFailed(ex);
				return null;
			}
		}

		private void observationFailed(Throwable error) {
			ServerSideEvents.this.diagnostics.error(logger, "An event of another server could not be observed", error);
		}

		private Context context() {
			if (this.observed == null) {
				return Context.empty();
			}
			try {
				return this.observed.context(Context.empty());
			}
			catch (Throwable ex) {
				observationFailed(ex);
				return Context.empty();
			}
		}

		private void call() {
			WireFormat format = ServerSideEvents.this.format;
			Diagnostics diagnostics = ServerSideEvents.this.diagnostics;
			boolean pending = ServerSideEvents.this.listeners.call(ServerSideEvents.this.namespace, this.event.name(),
					format.data(this.event.arguments()), diagnostics, this.event.ack(), this::failed);
			Namespace owner = ServerSideEvents.this.owner;
			List<EventHandler> handlers = (owner != null) ? ServerSideEvents.this.listeners.handlers(this.event.name())
					: List.of();
			if (owner == null || handlers.isEmpty()) {
				if (!pending) {
					this.event.ack().send();
				}
				return;
			}
			for (EventHandler handler : handlers) {
				this.workers.incrementAndGet();
				this.unhandled.incrementAndGet();
				if (handler.isOrdered()) {
					this.holders.incrementAndGet();
				}
				new ServerEventInvocation(owner, this.event.name(), this.event.ack(), format, diagnostics,
						ServerSideEvents.this.timeouts, handler.isOrdered() ? this::handled : this::ended,
						this::finished)
					.start(handler, this.event.arguments(), context());
			}
		}

		private void failed(Throwable error) {
			this.failure = error;
		}

		// This thread has called everybody, or a handler has ended.
		private void ended(@Nullable Throwable error) {
			if (error != null) {
				failed(error);
			}
			if (this.unhandled.decrementAndGet() == 0 && this.observed != null) {
				try {
					this.observed.end(this.failure);
				}
				catch (Throwable ex) {
					observationFailed(ex);
				}
			}
		}

		// An ordered handler has ended.
		private void handled(@Nullable Throwable error) {
			ended(error);
			if (this.holders.decrementAndGet() == 0) {
				begin();
			}
		}

		/** Nothing works for a handler any more. */
		private void finished() {
			if (this.workers.decrementAndGet() == 0) {
				forget(this.event);
			}
		}

	}

}
