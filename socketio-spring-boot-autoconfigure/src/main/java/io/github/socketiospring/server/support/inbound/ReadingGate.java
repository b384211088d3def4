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
import java.util.concurrent.atomic.AtomicLong;

import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.server.support.outbound.ServerContext;
import io.github.socketiospring.support.MemoryCost;
import io.github.socketiospring.support.MemoryKind;

/**
 * Counts the bytes of waiting events, for all sockets of one connection, and stops
 * reading from its client while there are too many. Thread-safe.
 *
 * @see SocketIOOptions#backlogSize()
 */
final class ReadingGate {

	private final EngineSession session;

	private final ServerContext context;

	private final AtomicLong waiting = new AtomicLong();

	private final AtomicInteger changes = new AtomicInteger();

	private boolean closed;

	/**
	 * Create an open gate.
	 * @param session the session that is read
	 * @param context provides the limit, and counts waiting bytes and how often reading
	 * is suspended
	 */
	ReadingGate(EngineSession session, ServerContext context) {
		this.session = session;
		this.context = context;
	}

	/**
	 * Count an event that waits.
	 * @param size the size of its arguments in bytes
	 */
	void add(long size) {
		change(size + MemoryCost.WAITING_EVENT);
	}

	/**
	 * Count an event that no longer waits.
	 * @param size the size of its arguments in bytes
	 */
	void remove(long size) {
		change(-size - MemoryCost.WAITING_EVENT);
	}

	// Several threads may change the count; the last call has to match its final value.
	private void change(long bytes) {
		this.session.memory().charge(MemoryKind.EVENTS, bytes);
		this.context.waitingBytes().add(bytes);
		this.waiting.addAndGet(bytes);
		if (this.changes.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		while (missed != 0) {
			update();
			missed = this.changes.addAndGet(-missed);
		}
	}

	private void update() {
		long limit = this.context.options().backlogSize();
		boolean close = this.waiting.get() > (this.closed ? limit / 2 : limit);
		if (close == this.closed) {
			return;
		}
		this.closed = close;
		if (close) {
			this.context.count(SocketIOCounter.READING_SUSPENDED);
			this.session.suspendReading();
		}
		else {
			this.session.resumeReading();
		}
	}

}
