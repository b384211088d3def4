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

import java.util.concurrent.atomic.AtomicInteger;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.support.outbound.ServerContext;

/**
 * Stops reading from a client while any of its sockets has too many events in hand.
 *
 * @since 0.1.0
 */
public final class ReadingGate implements Lane.Congestion {

	private final EngineSession session;

	private final ServerContext context;

	private final AtomicInteger congested = new AtomicInteger();

	private final AtomicInteger changes = new AtomicInteger();

	private boolean closed;

	/**
	 * Create an open gate.
	 * @param session the session that is read
	 * @param context counts how often reading is suspended
	 */
	public ReadingGate(EngineSession session, ServerContext context) {
		this.session = session;
		this.context = context;
	}

	@Override
	public void congested() {
		this.context.count(SocketIOCounter.READING_SUSPENDED);
		this.congested.incrementAndGet();
		update();
	}

	@Override
	public void relieved() {
		this.congested.decrementAndGet();
		update();
	}

	/**
	 * Changes may come from several threads; the last word must be the right one.
	 */
	private void update() {
		if (this.changes.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			boolean close = this.congested.get() > 0;
			if (close != this.closed) {
				this.closed = close;
				if (close) {
					this.session.suspendReading();
				}
				else {
					this.session.resumeReading();
				}
			}
			missed = this.changes.addAndGet(-missed);
		}
	}

}
