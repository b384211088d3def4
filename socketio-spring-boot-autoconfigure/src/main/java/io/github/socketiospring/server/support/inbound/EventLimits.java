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
import java.util.concurrent.atomic.LongAdder;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;

/**
 * Enforces the limits of one connection's events. Belongs to the connection and not to a
 * socket, since a client can enter and leave namespaces repeatedly.
 *
 * @since 0.1.0
 */
public final class EventLimits {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final EngineSession session;

	private final Diagnostics diagnostics;

	private final ReadingGate gate;

	private final HandlerSlots slots;

	private final EventMeter meter;

	/**
	 * Create the limits of a connection that has sent no events yet.
	 * @param session the session that is read
	 * @param options the configured limits of a connection
	 * @param waitingBytes counts the bytes of all events of the server that wait
	 * @param clock provides the time
	 * @param diagnostics counts how often reading is suspended, and logs errors
	 */
	public EventLimits(EngineSession session, SocketIOOptions options, LongAdder waitingBytes, Scheduler clock,
			Diagnostics diagnostics) {
		this.session = session;
		this.diagnostics = diagnostics;
		this.gate = new ReadingGate(session, options.backlogSize(), waitingBytes, diagnostics);
		this.slots = new HandlerSlots(options.concurrency());
		this.meter = new EventMeter(clock);
	}

	/**
	 * An event has to wait for its turn.
	 * @param size the size of its arguments in bytes
	 */
	void beginWait(long size) {
		this.gate.add(size);
	}

	/**
	 * An event no longer waits.
	 * @param size the size of its arguments in bytes
	 */
	void endWait(long size) {
		this.gate.remove(size);
	}

	/**
	 * Whether one more event may be handled in parallel with others.
	 * @return whether {@link #takeSlot()} would succeed now
	 */
	boolean isSlotFree() {
		return this.slots.isFree();
	}

	/**
	 * Handle an event in parallel with others. {@link #releaseSlot()} must follow.
	 * @return {@code false} if too many are handled already
	 */
	boolean takeSlot() {
		return this.slots.take();
	}

	/**
	 * An event that was handled in parallel with others has ended.
	 */
	void releaseSlot() {
		this.slots.release();
	}

	/**
	 * Count an event.
	 * @param rates the rates that all apply to it
	 * @return whether it is within all rates
	 */
	boolean admits(List<EventRate> rates) {
		return this.meter.admits(rates);
	}

	/**
	 * Something failed while the connection was served. After a fatal error the
	 * connection is closed, since the interrupted work may be incomplete.
	 * @param error what was thrown
	 */
	void failed(Throwable error) {
		if (!FatalErrors.isFatal(error)) {
			this.diagnostics.error(logger, "An event, or the entry or end, of a socket could not be handled", error);
			return;
		}
		logger.error("Session {} is closed, since the virtual machine failed while it was handled: {}", this.session,
				LogFormat.message(error.toString()));
		this.session.close();
	}

}
