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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.HandlerTimeoutException;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOObserver.Observed;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import io.github.socketiospring.server.support.inbound.UnfinishedEvents.UnfinishedEvent;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.util.context.Context;

/**
 * One event that is handled by one handler, in its turn in the socket's lane.
 */
final class DefaultEventInvocation implements EventInvocation, Lane.Task, UnfinishedEvent {

	private static final Logger logger = LoggerFactory.getLogger(EventInvocation.class);

	private static final AtomicIntegerFieldUpdater<DefaultEventInvocation> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(DefaultEventInvocation.class, "phase");

	private static final AtomicLongFieldUpdater<DefaultEventInvocation> CHARGED = AtomicLongFieldUpdater
		.newUpdater(DefaultEventInvocation.class, "charged");

	private static final int STARTING = 0;

	private static final int WAITING = 1;

	private static final int DONE = 2;

	private final SocketIOSocket socket;

	private final EventHandler handler;

	private final String event;

	private final @Nullable Object arguments;

	private final Ack ack;

	private final Lane lane;

	private final EventHandling handling;

	private final UnfinishedEvents unfinished;

	/** When the handler was called, in nanoseconds; only if that is measured. */
	private long begun;

	/** Why the event failed, {@code null} for a success. */
	private volatile @Nullable Throwable failure;

	/** The observation of the handler, {@code null} for none. */
	private @Nullable Observed observed;

	/** The trace fields of the event. */
	private Map<String, String> carrier = Map.of();

	/** When the handler returned before the event had ended, in nanoseconds. */
	private long since;

	private volatile @Nullable EventWork work;

	private volatile @Nullable Disposable expiry;

	/** Whether this event runs in parallel with the socket's others, without a turn. */
	private boolean beside;

	private volatile int phase = STARTING;

	/** The size of the arguments in bytes. */
	private long cost;

	/** The bytes that are charged to the connection while the handler runs. */
	private volatile long charged;

	DefaultEventInvocation(SocketIOSocket socket, EventHandler handler, String event, @Nullable Object arguments,
			Ack ack, Lane lane, EventHandling handling, UnfinishedEvents unfinished) {
		this.socket = socket;
		this.handler = handler;
		this.event = event;
		this.arguments = arguments;
		this.ack = ack;
		this.lane = lane;
		this.handling = handling;
		this.unfinished = unfinished;
	}

	/**
	 * Set the size of the arguments. Call this before the invocation is submitted.
	 * @param cost a number of bytes
	 */
	void setCost(long cost) {
		this.cost = cost;
	}

	/**
	 * Set the trace fields of the event. Call this before the invocation is submitted.
	 * @param carrier the values by name
	 */
	void setCarrier(Map<String, String> carrier) {
		this.carrier = carrier;
	}

	@Override
	@SuppressWarnings("try")
	public boolean start() {
		if (this.unfinished.isOver()) {
			logger.debug("Event '{}' of socket {} in namespace {} is not handled, since its client left long ago",
					LogFormat.value(this.event), ShownId.of(this.socket),
					LogFormat.value(this.socket.namespace().name()));
			return true;
		}
		begin();
		try (ThreadLocals.Scope scope = ThreadLocals.from(context())) {
			this.handler.handle(this);
		}
		catch (Throwable ex) {
			// Errors too: later events must not be affected.
			fail(ex);
		}
		if (!PHASE.compareAndSet(this, STARTING, WAITING)) {
			return true;
		}
		try {
			goOn();
		}
		catch (Throwable ex) {
			// Otherwise the lane would continue now, and once more when the event ends.
			fail(ex);
			cancelWork();
		}
		return false;
	}

	/**
	 * The handler has returned before the event has ended.
	 */
	private void goOn() {
		this.since = this.handling.now();
		charge();
		this.unfinished.add(this);
		Duration timeout = this.handler.timeout();
		Duration limit = (timeout != null) ? timeout : this.handling.handlerTimeout();
		if (limit != null) {
			this.expiry = this.handling.schedule(() -> expire(limit), limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		if (this.phase == DONE) {
			release();
		}
	}

	private void release() {
		this.unfinished.remove(this);
		Disposable timer = this.expiry;
		if (timer != null) {
			timer.dispose();
		}
		EventWork current = this.work;
		if (current == null || !current.goesOn()) {
			discharge();
		}
	}

	private void charge() {
		long bytes = MemoryCost.RUNNING_EVENT + this.cost;
		this.socket.session().memory().charge(MemoryKind.EVENTS, bytes);
		this.charged = bytes;
	}

	private void discharge() {
		long bytes = CHARGED.getAndSet(this, 0);
		if (bytes != 0) {
			this.socket.session().memory().release(MemoryKind.EVENTS, bytes);
		}
	}

	private void expire(Duration limit) {
		if (this.phase == WAITING) {
			fail(new HandlerTimeoutException(this.event, limit));
			cancelWork();
		}
	}

	@Override
	public HandlerAtWork describe(long now) {
		return new HandlerAtWork(this.socket.namespace().name(), ShownId.of(this.socket), this.event,
				Duration.ofNanos(now - this.since));
	}

	@Override
	public void underway(EventWork work) {
		this.work = work;
	}

	@Override
	public void clientLeft() {
		EventWork current = this.work;
		if (current != null && this.phase == WAITING) {
			current.clientLeft();
		}
	}

	@Override
	public void overdue() {
		if (this.phase == WAITING) {
			this.failure = new HandlerTimeoutException(this.event, this.handling.completionTimeout());
			this.handling.warn(logger, "event overdue",
					shown() + " is still being handled after its client left and the completion timeout expired");
			cancelWork();
			handled();
		}
	}

	private void cancelWork() {
		EventWork current = this.work;
		if (current != null) {
			current.cancel();
			if (!current.goesOn()) {
				// The work may have continued when the event ended, and ended since.
				discharge();
			}
		}
	}

	/**
	 * Whether later events wait for this one.
	 * @return the handler's setting
	 */
	boolean isOrdered() {
		return this.handler.isOrdered();
	}

	/**
	 * Take a turn in the socket's lane. An unordered event runs in parallel with the
	 * others unless too many do.
	 */
	void submit() {
		if (isOrdered() || !submitBeside()) {
			this.lane.submit(this);
		}
	}

	/**
	 * Run now, in parallel with the events that are being handled.
	 * @return {@code false} if too many are, and this event has to take its turn
	 */
	boolean submitBeside() {
		this.beside = true;
		this.beside = this.lane.submitBeside(this);
		return this.beside;
	}

	@Override
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String event() {
		return this.event;
	}

	@Override
	public @Nullable Object arguments() {
		return this.arguments;
	}

	@Override
	public Ack ack() {
		return this.ack;
	}

	@Override
	public void handled() {
		switch (PHASE.getAndSet(this, DONE)) {
			case STARTING -> measure();
			case WAITING -> {
				measure();
				release();
				if (this.beside) {
					this.lane.besideDone();
				}
				else {
					this.lane.next();
				}
			}
			case DONE -> discharge();
		}
	}

	private void begin() {
		this.begun = this.handling.begin();
		try {
			this.observed = this.handling.observe(this.socket, this.event, this.handler.isNamed(), this.carrier);
		}
		catch (Throwable ex) {
			measurementFailed(ex);
		}
	}

	private void measure() {
		Throwable error = this.failure;
		try {
			this.handling.handled(this.handler.isNamed() ? this.event : null, this.begun, error != null);
			if (this.observed != null) {
				this.observed.end(error);
			}
		}
		catch (Throwable ex) {
			measurementFailed(ex);
		}
	}

	/**
	 * Log an error of the application's metrics or traces. This event and later ones must
	 * not be affected.
	 * @param error the error that the application has thrown
	 */
	private void measurementFailed(Throwable error) {
		this.handling.error(logger, "An event could not be measured", error);
	}

	@Override
	public Context context() {
		Context context = Context.of(this.socket.context());
		return (this.observed != null) ? this.observed.context(context) : context;
	}

	@Override
	public void fail(Throwable error) {
		this.failure = error;
		@Nullable Object @Nullable [] answer = describe(error);
		log(error);
		try {
			if (answer != null) {
				this.ack.send(answer);
			}
		}
		catch (Throwable ex) {
			this.handling.error(logger, "The error of " + shown() + " could not be sent", ex);
		}
		handled();
		if (FatalErrors.isFatal(error)) {
			this.socket.closeConnection();
		}
	}

	private @Nullable Object @Nullable [] describe(Throwable error) {
		try {
			Object answer = this.handling.answer(error, this.socket, context());
			return (answer != null) ? new Object[] { answer } : null;
		}
		catch (Throwable ex) {
			// Errors too: the event has to end.
			if (ex != error) {
				error.addSuppressed(ex);
			}
			return new Object[0];
		}
	}

	private void log(Throwable error) {
		if (FatalErrors.isFatal(error)) {
			logger.error("{} could not be handled, and its connection is closed: {}", LogFormat.message(shown()),
					LogFormat.message(error.toString()));
		}
		else if (this.handling.isClientError(error, this.socket, context())) {
			this.handling.count(SocketIOCounter.EVENT_REFUSED);
			logger.debug("Event '{}' of socket {} in namespace {} was refused: {}", LogFormat.value(this.event),
					ShownId.of(this.socket), LogFormat.value(this.socket.namespace().name()), ErrorLine.of(error));
		}
		else if (error instanceof HandlerTimeoutException) {
			this.handling.warn(logger, "event timeout", shown() + ": " + ErrorLine.of(error));
		}
		else {
			this.handling.error(logger, shown() + " could not be handled", error);
		}
	}

	private String shown() {
		return "Event '" + LogFormat.value(this.event) + "' of socket " + ShownId.of(this.socket) + " in namespace "
				+ LogFormat.value(this.socket.namespace().name());
	}

}
