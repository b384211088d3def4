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

package io.github.socketiospring.server.support.outbound;

import java.util.ArrayList;
import java.util.List;

import io.github.socketiospring.protocol.ForwardedValue;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners for the events that are sent to one socket. They are called in order, on
 * the sender's thread. The list is copied when it changes and read without a lock.
 *
 * @since 0.1.0
 */
public final class OutgoingListeners {

	private static final Logger logger = LoggerFactory.getLogger(Outbox.class);

	private final Diagnostics diagnostics;

	private volatile List<OutgoingListener> listeners = List.of();

	/**
	 * Create a set without listeners.
	 * @param diagnostics logs errors of listeners
	 */
	public OutgoingListeners(Diagnostics diagnostics) {
		this.diagnostics = diagnostics;
	}

	/**
	 * Add a listener.
	 * @param listener called after those added before
	 */
	public synchronized void add(OutgoingListener listener) {
		List<OutgoingListener> all = new ArrayList<>(this.listeners);
		all.add(listener);
		this.listeners = List.copyOf(all);
	}

	/**
	 * Add a listener.
	 * @param listener called ahead of those added before
	 */
	public synchronized void prepend(OutgoingListener listener) {
		List<OutgoingListener> all = new ArrayList<>(this.listeners);
		all.add(0, listener);
		this.listeners = List.copyOf(all);
	}

	/**
	 * Remove a listener.
	 * @param listener the listener to remove; an unknown one is ignored
	 */
	public synchronized void remove(OutgoingListener listener) {
		this.listeners = this.listeners.stream().filter((each) -> each != listener).toList();
	}

	/**
	 * Remove all listeners.
	 */
	public synchronized void clear() {
		this.listeners = List.of();
	}

	/**
	 * All listeners.
	 * @return an unmodifiable list, in the order in which they are called
	 */
	public List<OutgoingListener> all() {
		return this.listeners;
	}

	/**
	 * Call all listeners.
	 * @param event an event that is sent
	 */
	void tell(OutgoingPacket event) {
		List<OutgoingListener> interested = this.listeners;
		if (!interested.isEmpty()) {
			tell(interested, event.packet().data());
		}
	}

	private void tell(List<OutgoingListener> interested, @Nullable Object data) {
		if (!(data instanceof Object[] all) || all.length == 0) {
			return;
		}
		@Nullable Object[] arguments = new @Nullable Object[all.length - 1];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = (all[i + 1] instanceof ForwardedValue forwarded) ? forwarded.tree() : all[i + 1];
		}
		for (OutgoingListener listener : interested) {
			try {
				listener.onEvent(String.valueOf(all[0]), arguments);
			}
			catch (Throwable ex) {
				// Errors too: the sender and the other receivers must not be affected.
				this.diagnostics.error(logger,
						"A listener for sent events failed at event '" + LogFormat.message(all[0]) + "'", ex);
			}
		}
	}

}
