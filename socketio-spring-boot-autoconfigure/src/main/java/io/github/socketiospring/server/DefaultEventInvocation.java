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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.github.socketiospring.protocol.ArgumentConversionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;

/**
 * One event on its way through one handler, taking its turn in the socket's lane.
 */
final class DefaultEventInvocation implements EventInvocation, EventLane.Task {

	private static final Logger logger = LoggerFactory.getLogger(EventInvocation.class);

	private static final AtomicIntegerFieldUpdater<DefaultEventInvocation> PHASE = AtomicIntegerFieldUpdater
		.newUpdater(DefaultEventInvocation.class, "phase");

	private static final int STARTING = 0;

	private static final int WAITING = 1;

	private static final int DONE = 2;

	private final DefaultSocket socket;

	private final EventHandler handler;

	private final String event;

	private final @Nullable Object arguments;

	private final EventAck ack;

	/** Whether this does not take turns with the socket's other events. */
	private boolean beside;

	private volatile int phase = STARTING;

	DefaultEventInvocation(DefaultSocket socket, EventHandler handler, String event, @Nullable Object arguments,
			EventAck ack) {
		this.socket = socket;
		this.handler = handler;
		this.event = event;
		this.arguments = arguments;
		this.ack = ack;
	}

	@Override
	public boolean start() {
		try {
			this.handler.handle(this);
		}
		catch (Throwable ex) {
			// Also an error: the events behind this one are not to blame.
			fail(ex);
		}
		return !PHASE.compareAndSet(this, STARTING, WAITING);
	}

	/**
	 * Whether the events behind this one wait for it.
	 * @return what the handler says
	 */
	boolean isOrdered() {
		return this.handler.isOrdered();
	}

	/**
	 * Take a turn in the socket's lane, or none if the handler does not care.
	 * @param lane the lane
	 */
	void submit(EventLane lane) {
		if (isOrdered()) {
			lane.submit(this);
		}
		else {
			this.beside = true;
			lane.submitBeside(this);
		}
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
	public void complete() {
		done();
	}

	@Override
	public void complete(@Nullable Object... ackArguments) {
		try {
			this.ack.send(ackArguments);
		}
		catch (RuntimeException ex) {
			fail(ex);
			return;
		}
		done();
	}

	private void fail(Throwable error) {
		@Nullable Object[] answer = {};
		try {
			answer = new Object[] { this.socket.describe(error) };
		}
		catch (RuntimeException ex) {
			error.addSuppressed(ex);
		}
		fail(error, answer);
	}

	@Override
	public void fail(Throwable error, @Nullable Object... ackArguments) {
		if (error instanceof ArgumentConversionException || error instanceof BindException
				|| error instanceof BadEventException || error instanceof SocketLimitException) {
			logger.debug("Event '{}' of socket {} in namespace {} was refused: {}", this.event, this.socket.shownId(),
					this.socket.namespace().name(), reason(error));
		}
		else {
			logger.error("Event '{}' of socket {} in namespace {} could not be handled", this.event,
					this.socket.shownId(), this.socket.namespace().name(), error);
		}
		try {
			this.ack.send(ackArguments);
		}
		catch (RuntimeException ex) {
			logger.error("The error of event '{}' could not be told to socket {}", this.event, this.socket.shownId(),
					ex);
		}
		done();
	}

	/**
	 * Errors of validation quote what was sent, on several lines.
	 * @param error why the event was refused
	 * @return one line that does not
	 */
	private static String reason(Throwable error) {
		if (error instanceof BindException invalid) {
			return "invalid " + invalid.getAllErrors()
				.stream()
				.map((problem) -> (problem instanceof FieldError field) ? field.getField() : problem.getObjectName())
				.toList();
		}
		return String.valueOf(error.getMessage());
	}

	private void done() {
		if (PHASE.getAndSet(this, DONE) == WAITING) {
			if (this.beside) {
				this.socket.lane().besideDone();
			}
			else {
				this.socket.lane().next();
			}
		}
	}

}
