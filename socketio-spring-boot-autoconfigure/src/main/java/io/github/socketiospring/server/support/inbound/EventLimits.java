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

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.FatalErrors;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enforces the limits of one connection's events. Belongs to the connection and not to a
 * socket, since a client can enter and leave namespaces repeatedly.
 *
 * @since 0.1.0
 */
public final class EventLimits {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final EngineSession session;

	private final ErrorLog errorLog;

	private final ReadingGate gate;

	private final HandlerSlots slots;

	private final EventMeter meter = new EventMeter();

	/**
	 * Create the limits of a connection that has sent no events yet.
	 * @param session the session that is read
	 * @param context provides the limits and counters
	 */
	public EventLimits(EngineSession session, ServerContext context) {
		this.session = session;
		this.errorLog = context.errorLog();
		this.gate = new ReadingGate(session, context);
		this.slots = new HandlerSlots(context.options().concurrency());
	}

	/**
	 * The gate that counts waiting events.
	 * @return always the same gate
	 */
	ReadingGate gate() {
		return this.gate;
	}

	/**
	 * The slots for events that are handled at once.
	 * @return always the same slots
	 */
	HandlerSlots slots() {
		return this.slots;
	}

	/**
	 * The meter that enforces rates.
	 * @return always the same meter
	 */
	EventMeter meter() {
		return this.meter;
	}

	/**
	 * Something failed while the connection was served. After a fatal error the
	 * connection is closed, since the interrupted work may be incomplete.
	 * @param error what was thrown
	 */
	void failed(Throwable error) {
		if (!FatalErrors.isFatal(error)) {
			this.errorLog.error(logger, "A change of a socket could not be handled", error);
			return;
		}
		logger.error("Session {} is closed, since the virtual machine failed while it was handled: {}", this.session,
				LogFormat.message(error.toString()));
		this.session.close();
	}

}
