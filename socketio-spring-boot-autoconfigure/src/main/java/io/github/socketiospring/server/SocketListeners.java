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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the application registered on one socket. Most sockets have little here, and
 * changes are rare: everything is copied when it changes and read without a lock.
 */
final class SocketListeners {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private volatile Map<String, List<ListenerEventHandler>> events = Map.of();

	private volatile List<AnyEventListener> any = List.of();

	private volatile List<OutgoingListener> outgoing = List.of();

	private volatile List<EventInterceptor> interceptors = List.of();

	private volatile List<BiConsumer<DisconnectReason, DisconnectDetails>> disconnecting = List.of();

	private volatile List<BiConsumer<DisconnectReason, DisconnectDetails>> disconnect = List.of();

	synchronized void onEvent(String event, ListenerEventHandler handler) {
		Map<String, List<ListenerEventHandler>> copy = new HashMap<>(this.events);
		copy.merge(event, List.of(handler), SocketListeners::concat);
		this.events = copy;
	}

	/**
	 * Remove listeners of an event.
	 * @param event the event's name
	 * @param which which of them
	 * @return whether there was one
	 */
	synchronized boolean offEvent(String event, Predicate<ListenerEventHandler> which) {
		List<ListenerEventHandler> present = this.events.getOrDefault(event, List.of());
		List<ListenerEventHandler> rest = present.stream().filter(which.negate()).toList();
		if (rest.size() == present.size()) {
			return false;
		}
		Map<String, List<ListenerEventHandler>> copy = new HashMap<>(this.events);
		if (rest.isEmpty()) {
			copy.remove(event);
		}
		else {
			copy.put(event, rest);
		}
		this.events = copy;
		return true;
	}

	synchronized void off() {
		this.events = Map.of();
		this.disconnecting = List.of();
		this.disconnect = List.of();
	}

	synchronized void onAny(AnyEventListener listener) {
		this.any = concat(this.any, List.of(listener));
	}

	synchronized void prependAny(AnyEventListener listener) {
		this.any = concat(List.of(listener), this.any);
	}

	synchronized void offAny(AnyEventListener listener) {
		this.any = without(this.any, listener);
	}

	synchronized void offAny() {
		this.any = List.of();
	}

	synchronized void onAnyOutgoing(OutgoingListener listener) {
		this.outgoing = concat(this.outgoing, List.of(listener));
	}

	synchronized void prependAnyOutgoing(OutgoingListener listener) {
		this.outgoing = concat(List.of(listener), this.outgoing);
	}

	synchronized void offAnyOutgoing(OutgoingListener listener) {
		this.outgoing = without(this.outgoing, listener);
	}

	synchronized void offAnyOutgoing() {
		this.outgoing = List.of();
	}

	synchronized void use(EventInterceptor interceptor) {
		this.interceptors = concat(this.interceptors, List.of(interceptor));
	}

	synchronized void onDisconnecting(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
		this.disconnecting = concat(this.disconnecting, List.of(listener));
	}

	synchronized void onDisconnect(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
		this.disconnect = concat(this.disconnect, List.of(listener));
	}

	private static <T> List<T> concat(List<T> some, List<T> more) {
		List<T> all = new ArrayList<>(some);
		all.addAll(more);
		return List.copyOf(all);
	}

	private static <T> List<T> without(List<T> all, T one) {
		return all.stream().filter((element) -> element != one).toList();
	}

	List<ListenerEventHandler> of(String event) {
		return this.events.getOrDefault(event, List.of());
	}

	List<AnyEventListener> any() {
		return this.any;
	}

	List<OutgoingListener> outgoing() {
		return this.outgoing;
	}

	List<EventInterceptor> interceptors() {
		return this.interceptors;
	}

	void tellAny(String event, EventData arguments) {
		for (AnyEventListener listener : this.any) {
			try {
				listener.onEvent(event, arguments);
			}
			catch (RuntimeException ex) {
				logger.error("A listener for all events failed at event '{}'", event, ex);
			}
		}
	}

	void tellOutgoing(@Nullable Object data) {
		List<OutgoingListener> listeners = this.outgoing;
		if (listeners.isEmpty() || !(data instanceof Object[] all) || all.length == 0) {
			return;
		}
		@Nullable Object[] arguments = new @Nullable Object[all.length - 1];
		System.arraycopy(all, 1, arguments, 0, arguments.length);
		for (OutgoingListener listener : listeners) {
			try {
				listener.onEvent(String.valueOf(all[0]), arguments);
			}
			catch (RuntimeException ex) {
				logger.error("A listener for sent events failed at event '{}'", all[0], ex);
			}
		}
	}

	void tellDisconnecting(DisconnectDetails details) {
		tell(this.disconnecting, details);
	}

	void tellDisconnect(DisconnectDetails details) {
		tell(this.disconnect, details);
	}

	private static void tell(List<BiConsumer<DisconnectReason, DisconnectDetails>> listeners,
			DisconnectDetails details) {
		for (BiConsumer<DisconnectReason, DisconnectDetails> listener : listeners) {
			try {
				listener.accept(details.reason(), details);
			}
			catch (RuntimeException ex) {
				logger.error("A listener failed when a socket was disconnected", ex);
			}
		}
	}

}
