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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.server.AccessRules.EventRule;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventMiddleware;
import io.github.socketiospring.server.IncomingEvent;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.support.inbound.UnfinishedEvents.UnfinishedEvent;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * An event of a socket that has middleware or listeners for every event, or whose
 * listeners are still being added, or an event with a rule about its arguments. The rule
 * is asked, and middleware and listeners run, when the event's turn comes, since they may
 * depend on the order; the handlers run next, before the next event's turn if they are
 * ordered.
 */
final class FilteredEvent implements Lane.Task, IncomingEvent, UnfinishedEvent {

	private static final Logger logger = LoggerFactory.getLogger(EventMiddleware.class);

	private final SocketIOSocket socket;

	private final SocketListeners listeners;

	private final EventReceiver receiver;

	private final EventHandling handling;

	private final Lane lane;

	private final UnfinishedEvents unfinished;

	private final ReadEvent event;

	/** What the arguments are examined by, {@code null} for nothing. */
	private final @Nullable EventRule rule;

	/** Whether the rule has not let the event pass yet. */
	private boolean examining;

	/** When middleware returned before it decided, in nanoseconds. */
	private long since;

	/** Whether middleware has decided, or its time is over. */
	private final AtomicBoolean decided = new AtomicBoolean();

	private volatile @Nullable Disposable decision;

	/** Whether {@link #start()} returned, or all middleware has decided. */
	private final AtomicBoolean late = new AtomicBoolean();

	/** The bytes that are charged to the connection until middleware has decided. */
	private final AtomicLong charged = new AtomicLong();

	/**
	 * Create an event that is not submitted yet.
	 * @param socket the socket that received it
	 * @param listeners the socket's listeners and middleware
	 * @param receiver finds the handlers
	 * @param handling how handlers are called
	 * @param lane where the event takes its turn
	 * @param unfinished the socket's events that are being handled
	 * @param event its name, arguments and acknowledgement
	 * @param rule asked before middleware and listeners, {@code null} for nothing
	 */
	FilteredEvent(SocketIOSocket socket, SocketListeners listeners, EventReceiver receiver, EventHandling handling,
			Lane lane, UnfinishedEvents unfinished, ReadEvent event, @Nullable EventRule rule) {
		this.socket = socket;
		this.listeners = listeners;
		this.receiver = receiver;
		this.handling = handling;
		this.lane = lane;
		this.unfinished = unfinished;
		this.event = event;
		this.rule = rule;
	}

	@Override
	public boolean start() {
		if (this.unfinished.isOver()) {
			return true;
		}
		Mono<Void> pending;
		try {
			pending = examine();
		}
		catch (Throwable ex) {
			// Errors too: what the rule cannot decide on is denied.
			deny(ex);
			return true;
		}
		if (pending == null) {
			tellAny();
			if (this.listeners.middleware().isEmpty()) {
				handle();
				return true;
			}
		}
		Disposable decision = ((pending != null) ? permission(pending).thenMany(Flux.defer(this::middleware))
				: middleware())
			.subscribe(null, this::veto, this::pass);
		if (!this.late.compareAndSet(false, true)) {
			return true;
		}
		this.decision = decision;
		this.since = this.handling.now();
		charge();
		this.unfinished.add(this);
		if (this.decided.get()) {
			release();
		}
		return false;
	}

	@SuppressWarnings("try")
	private @Nullable Mono<Void> examine() {
		EventRule current = this.rule;
		if (current == null) {
			return null;
		}
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(this.socket.context())) {
			return current.check(this);
		}
	}

	private Mono<Void> permission(Mono<Void> pending) {
		this.examining = true;
		return ThreadLocals.around(this.socket::context, () -> pending)
			.contextWrite(this.socket.context())
			.then(Mono.fromRunnable(() -> {
				this.examining = false;
				tellAny();
			}));
	}

	private Flux<Void> middleware() {
		return Flux.fromIterable(this.listeners.middleware())
			.concatMap((each) -> ThreadLocals.around(this.socket::context, () -> each.handle(this))
				.contextWrite(this.socket.context()));
	}

	private void charge() {
		long bytes = MemoryCost.RUNNING_EVENT + this.event.cost();
		this.socket.session().memory().charge(MemoryKind.EVENTS, bytes);
		this.charged.set(bytes);
	}

	private void release() {
		this.unfinished.remove(this);
		long bytes = this.charged.getAndSet(0);
		if (bytes != 0) {
			this.socket.session().memory().release(MemoryKind.EVENTS, bytes);
		}
	}

	@SuppressWarnings("try")
	private void tellAny() {
		try (ThreadLocals.Scope scope = ThreadLocals.ifPossible(this.socket.context())) {
			this.listeners.tellAny(name(), this.handling.data(List.copyOf(this.event.arguments())));
		}
	}

	@Override
	public void clientLeft() {
		// The middleware may still complete.
	}

	@Override
	public void overdue() {
		Disposable current = this.decision;
		if (current != null) {
			current.dispose();
		}
		if (this.decided.compareAndSet(false, true)) {
			goOn();
		}
	}

	@Override
	public HandlerAtWork describe(long now) {
		return new HandlerAtWork(this.socket.namespace().name(), ShownId.of(this.socket), name(),
				Duration.ofNanos(now - this.since));
	}

	private void pass() {
		if (this.decided.compareAndSet(false, true)) {
			handle();
			goOn();
		}
	}

	/**
	 * Continue the lane, on the stack of the caller of {@link #start()} if it has not
	 * returned.
	 */
	private void goOn() {
		release();
		if (!this.late.compareAndSet(false, true)) {
			this.lane.next();
		}
	}

	private void deny(Throwable error) {
		if (this.decided.compareAndSet(false, true)) {
			this.handling.deny(this.socket, name(), this.event.ack(), error);
			goOn();
		}
	}

	private void veto(Throwable error) {
		if (this.examining) {
			deny(error);
			return;
		}
		if (!this.decided.compareAndSet(false, true)) {
			return;
		}
		logger.debug("Event '{}' of socket {} in namespace {} was refused by middleware: {}", LogFormat.value(name()),
				ShownId.of(this.socket), LogFormat.value(this.socket.namespace().name()), LogFormat.message(error));
		this.handling.refuse(this.socket, this.event.ack(), error);
		goOn();
	}

	private void handle() {
		try {
			List<DefaultEventInvocation> next = new ArrayList<>(2);
			for (DefaultEventInvocation invocation : this.receiver.invocations(this.event)) {
				if (invocation.isOrdered() || !invocation.submitBeside()) {
					next.add(invocation);
				}
			}
			this.lane.insert(next);
		}
		catch (Throwable ex) {
			// Errors too: the event is acknowledged, and later events continue.
			this.handling.error(logger,
					"Could not find the handlers of event '" + LogFormat.value(name()) + "' of socket "
							+ ShownId.of(this.socket) + " in namespace "
							+ LogFormat.value(this.socket.namespace().name()),
					ex);
			this.handling.refuse(this.socket, this.event.ack(), ex);
		}
	}

	@Override
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String name() {
		return this.event.name();
	}

	@Override
	public List<JsonNode> arguments() {
		return this.event.arguments();
	}

	@Override
	public Ack ack() {
		return this.event.ack();
	}

}
