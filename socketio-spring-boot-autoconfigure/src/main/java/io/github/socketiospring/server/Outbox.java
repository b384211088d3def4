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

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.engineio.EngineSession;
import org.jspecify.annotations.Nullable;

/**
 * The way from a socket to its session. Until CONNECT is answered, and what was missed is
 * replayed, it holds back what is sent meanwhile, so that everything arrives in order, up
 * to the limit of what may wait for a client.
 */
final class Outbox {

	private final EngineSession session;

	private final int maxPackets;

	private final long maxBytes;

	private final Runnable overflow;

	private volatile @Nullable List<WireMessage> held;

	private int packets;

	private long bytes;

	/**
	 * Create an outbox.
	 * @param session where messages go
	 * @param options how much may be held back
	 * @param overflow called once when more comes; nothing is held from then on
	 */
	Outbox(EngineSession session, SocketIOOptions options, Runnable overflow) {
		this.session = session;
		this.maxPackets = options.maxHeldPackets();
		this.maxBytes = options.maxHeldBytes();
		this.overflow = overflow;
	}

	boolean isWritable() {
		return this.held == null && this.session.isWritable();
	}

	void send(WireMessage message) {
		if (this.held == null || !hold(message)) {
			message.sendTo(this.session);
		}
	}

	/**
	 * Send a message now, whatever is held back.
	 * @param message the message
	 */
	void sendAhead(WireMessage message) {
		message.sendTo(this.session);
	}

	private boolean hold(WireMessage message) {
		synchronized (this) {
			List<WireMessage> waiting = this.held;
			if (waiting == null) {
				return false;
			}
			if (add(waiting, message)) {
				return true;
			}
		}
		this.overflow.run();
		return true;
	}

	/**
	 * Add a message if there is room.
	 * @param waiting those that wait
	 * @param message the message
	 * @return {@code false} when this is the first for which there is none
	 */
	private boolean add(List<WireMessage> waiting, WireMessage message) {
		if (this.packets > this.maxPackets) {
			return true;
		}
		this.packets += message.count();
		this.bytes += message.length();
		if (this.packets > this.maxPackets || this.bytes > this.maxBytes) {
			this.packets = Integer.MAX_VALUE;
			waiting.clear();
			return false;
		}
		waiting.add(message);
		return true;
	}

	synchronized void holdBack() {
		this.held = new ArrayList<>();
	}

	void release() {
		List<WireMessage> waiting = take();
		while (!waiting.isEmpty()) {
			waiting.forEach((message) -> message.sendTo(this.session));
			waiting = take();
		}
	}

	/**
	 * Take what is held back; when there is nothing, no more is held.
	 * @return what was held
	 */
	private synchronized List<WireMessage> take() {
		List<WireMessage> waiting = this.held;
		if (waiting == null || waiting.isEmpty()) {
			this.held = null;
			return List.of();
		}
		this.held = new ArrayList<>();
		this.packets = 0;
		this.bytes = 0;
		return waiting;
	}

}
