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
 * replayed, it holds back what is sent meanwhile, so that everything arrives in order.
 */
final class Outbox {

	private final EngineSession session;

	private volatile @Nullable List<WireMessage> held;

	Outbox(EngineSession session) {
		this.session = session;
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

	private synchronized boolean hold(WireMessage message) {
		List<WireMessage> waiting = this.held;
		if (waiting == null) {
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
		return waiting;
	}

}
