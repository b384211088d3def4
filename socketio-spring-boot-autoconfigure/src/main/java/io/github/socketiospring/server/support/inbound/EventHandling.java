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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.server.AccessRules.EventRule;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.metrics.NamespaceState;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.Instruments;
import io.github.socketiospring.server.support.outbound.OutgoingListeners;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;
import tools.jackson.databind.JsonNode;

/**
 * How the handlers of one namespace are called: by which rules, for how long, and what is
 * measured, logged and answered. Shared by all sockets of the namespace. Thread-safe.
 *
 * @since 0.1.0
 */
public final class EventHandling {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final SocketIOOptions options;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final WireFormat format;

	private final HandlersAtWork atWork;

	private final OncePerMinute rateWarning;

	private final Instruments instruments;

	private final @Nullable AccessGate access;

	/**
	 * Create the handling of a namespace.
	 * @param options the limits and timeouts
	 * @param timer schedules timeouts and is the clock
	 * @param diagnostics counts, logs and answers what goes wrong
	 * @param format converts arguments
	 * @param atWork the sockets with running handlers
	 * @param rateWarning limits the log line about clients that exceed rates
	 * @param instruments measure and observe the namespace
	 * @param access checks what clients may do, {@code null} if there are no rules
	 */
	public EventHandling(SocketIOOptions options, Scheduler timer, Diagnostics diagnostics, WireFormat format,
			HandlersAtWork atWork, OncePerMinute rateWarning, Instruments instruments, @Nullable AccessGate access) {
		this.options = options;
		this.timer = timer;
		this.diagnostics = diagnostics;
		this.format = format;
		this.atWork = atWork;
		this.rateWarning = rateWarning;
		this.instruments = instruments;
		this.access = access;
	}

	/**
	 * Create the listeners of a socket.
	 * @param outgoing the listeners for events that are sent to it
	 * @return a set without other listeners
	 */
	public SocketListeners listeners(OutgoingListeners outgoing) {
		return new SocketListeners(outgoing, this.format, this.diagnostics);
	}

	/**
	 * The namespace was created.
	 * @param state reads its state until it is removed
	 */
	public void added(NamespaceState state) {
		this.instruments.added(state);
	}

	/**
	 * The namespace was removed. May be repeated.
	 * @param state what was {@linkplain #added added}
	 */
	public void removed(NamespaceState state) {
		this.instruments.removed(state);
	}

	/**
	 * Observe how middleware and handlers decide about a socket.
	 * @param socket the socket that connects
	 * @param decision asks them on subscription
	 * @return the same decision, observed if there is an observer
	 */
	public Mono<Void> deciding(SocketIOSocket socket, Mono<Void> decision) {
		return this.instruments.connecting(socket, decision);
	}

	/**
	 * Ask the access rules before the connect handlers.
	 * @param socket the socket that connects
	 * @param handlers calls the handlers on subscription
	 * @return asks on subscription; fails if the socket may not enter
	 */
	public Mono<Void> connecting(SocketIOSocket socket, Mono<Void> handlers) {
		return (this.access != null) ? this.access.connecting(socket).then(handlers) : handlers;
	}

	/**
	 * Ask the access rules whether a socket may join rooms, all or none of them.
	 * @param socket the client's socket
	 * @param rooms the names of the rooms
	 */
	public void joining(SocketIOSocket socket, Collection<String> rooms) {
		if (this.access != null) {
			this.access.joining(socket, rooms);
		}
	}

	/**
	 * Ask the access rules whether an event may be handled.
	 * @param socket the socket that received it
	 * @param event the name of the event, empty if the client sent none
	 * @return what decides when the event's turn comes, {@code null} if it may be handled
	 */
	@Nullable EventRule receiving(SocketIOSocket socket, String event) {
		return (this.access != null) ? this.access.receiving(socket, event) : null;
	}

	/**
	 * Refuse an event that the access rules deny.
	 * @param socket the socket that received the event
	 * @param event the event's name
	 * @param ack the event's acknowledgement
	 * @param error why it is denied
	 */
	void deny(SocketIOSocket socket, String event, Ack ack, Throwable error) {
		if (this.access != null) {
			this.access.denied(socket, event, error);
		}
		refuse(socket, ack, error);
	}

	/**
	 * Acknowledge an event that was not handled, if errors are acknowledged.
	 * @param socket the socket that received the event
	 * @param ack the event's acknowledgement
	 * @param error why it was not handled
	 */
	void refuse(SocketIOSocket socket, Ack ack, Throwable error) {
		try {
			Object answer = this.diagnostics.answer(error, socket);
			if (answer != null) {
				ack.send(answer);
			}
		}
		catch (Throwable ex) {
			// Errors too: later events wait for the end of this one.
			error(logger, "A refused event of socket " + ShownId.of(socket) + " could not be acknowledged", ex);
		}
	}

	/**
	 * The rates that apply to each event.
	 * @return the rates, empty for no limit
	 */
	List<EventRate> rates() {
		return this.options.eventRates();
	}

	/**
	 * Count and log an event that exceeds a rate.
	 * @param socket the socket that received it
	 * @param event the event's name
	 * @param rate the counter of the exceeded rate
	 */
	void dropped(SocketIOSocket socket, @Nullable String event, SocketIOCounter rate) {
		count(rate);
		if (this.rateWarning.pass()) {
			logger.warn(
					"Event '{}' of socket {} in namespace {} was dropped, since its client sends more than rate limits "
							+ "allow (further ones are counted, and logged once a minute)",
					LogFormat.value(event), ShownId.of(socket), LogFormat.value(socket.namespace().name()));
		}
	}

	/**
	 * A client sent an event, whether or not it is handled.
	 */
	void received() {
		this.instruments.received();
	}

	/**
	 * Whether events name the trace that they belong to.
	 * @return {@code false} if nobody observes
	 */
	boolean isPropagating() {
		return this.instruments.isPropagating();
	}

	/**
	 * A handler is called.
	 * @return the time in nanoseconds, zero if nobody measures
	 */
	long begin() {
		return this.instruments.begin();
	}

	/**
	 * Observe the handling of an event.
	 * @param socket the socket that received the event
	 * @param event the event's name
	 * @param named whether the handler was registered for that name
	 * @param carrier what the event says about its trace
	 * @return the observation, {@code null} if nobody observes
	 */
	@Nullable Observed observe(SocketIOSocket socket, String event, boolean named, Map<String, String> carrier) {
		return this.instruments.handling(socket, event, named, carrier);
	}

	/**
	 * An event was handled.
	 * @param event the event's name, {@code null} if the client chose it, since the
	 * handler was registered for any event
	 * @param begun what {@link #begin()} returned
	 * @param failed whether the handler failed
	 */
	void handled(@Nullable String event, long begun, boolean failed) {
		this.instruments.handled(event, begun, failed);
	}

	/**
	 * Show received arguments to a listener.
	 * @param arguments a tree for each argument
	 * @return the arguments, converted on demand
	 */
	EventData data(List<JsonNode> arguments) {
		return this.format.data(arguments);
	}

	/**
	 * Read received arguments once more.
	 * @param arguments a tree for each argument
	 * @return a reader of the first argument
	 */
	ArgumentReader reader(List<JsonNode> arguments) {
		return this.format.reader(arguments);
	}

	/**
	 * Describe an error of a handler in the language of its client.
	 * @param error the error of the handler
	 * @param socket the socket of the client
	 * @param context the Reactor context in which the handler was called
	 * @return the argument of the acknowledgement, {@code null} for none
	 */
	@Nullable Object answer(Throwable error, SocketIOSocket socket, ContextView context) {
		return this.diagnostics.answer(error, socket, context);
	}

	/**
	 * Whether the client caused an error of a handler.
	 * @param error the error of the handler
	 * @param socket the socket of the client
	 * @param context the Reactor context in which the handler was called
	 * @return {@code false} if the server caused it
	 */
	boolean isClientError(Throwable error, SocketIOSocket socket, ContextView context) {
		return this.diagnostics.status(error, socket, context).isClientError();
	}

	/**
	 * Whether the client caused an error of a connect or disconnect handler.
	 * @param error the error of the handler
	 * @param socket the socket of the client
	 * @return {@code false} if the server caused it
	 */
	public boolean isClientError(Throwable error, SocketIOSocket socket) {
		return this.diagnostics.status(error, socket).isClientError();
	}

	/**
	 * Increment a counter.
	 * @param counter the counter to increment
	 */
	void count(SocketIOCounter counter) {
		this.diagnostics.count(counter);
	}

	/**
	 * Log an error, once a minute for each kind.
	 * @param logger the logger to write to
	 * @param description what went wrong; may contain input of clients only formatted
	 * @param error an error that clients can cause
	 */
	public void error(Logger logger, String description, Throwable error) {
		this.diagnostics.error(logger, description, error);
	}

	/**
	 * Log a warning, once a minute for each kind.
	 * @param logger the logger to write to
	 * @param kind the kind that the warning counts for; nothing that clients choose
	 * @param description what happened; may contain input of clients only formatted
	 */
	public void warn(Logger logger, String kind, String description) {
		this.diagnostics.warn(logger, kind, description);
	}

	/**
	 * A handler has returned and not completed.
	 * @param socket the socket that it was called for
	 */
	public void begun(AtWork socket) {
		this.atWork.add(socket);
	}

	/**
	 * All handlers of a socket have completed.
	 * @param socket a socket with {@linkplain #begun begun} handlers
	 */
	public void ended(AtWork socket) {
		this.atWork.remove(socket);
	}

	/**
	 * The time.
	 * @return a number of nanoseconds, to be compared with others
	 */
	public long now() {
		return this.timer.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * Schedule a task.
	 * @param task the task to run
	 * @param delay when to run it
	 * @param unit the unit of the delay
	 * @return cancels the task
	 */
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		return this.timer.schedule(task, delay, unit);
	}

	/**
	 * How long a handler may take, unless it says so itself.
	 * @return the timeout, {@code null} for no limit
	 */
	@Nullable Duration handlerTimeout() {
		return this.options.handlerTimeout();
	}

	/**
	 * How long handlers may continue after their client has left.
	 * @return the timeout, possibly zero
	 */
	public Duration completionTimeout() {
		return this.options.completionTimeout();
	}

	/**
	 * Let a handler of a client that has left end in time.
	 * @param handler the result of the handler
	 * @return the same; fails when the {@linkplain #completionTimeout() timeout} expires
	 */
	public Mono<Void> completing(Mono<Void> handler) {
		return handler.timeout(this.options.completionTimeout(), this.timer);
	}

}
