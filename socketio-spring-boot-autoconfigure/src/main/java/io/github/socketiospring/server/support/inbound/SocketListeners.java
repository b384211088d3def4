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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.github.socketiospring.server.AnyEventListener;
import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.EventData;
import io.github.socketiospring.server.EventMiddleware;
import io.github.socketiospring.server.OutgoingListener;
import io.github.socketiospring.server.SocketEventListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.OutgoingListeners;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners and middleware of one socket. Most sockets have few, and changes are
 * rare: everything is copied when it changes and read without a lock.
 *
 * @since 0.1.0
 */
public final class SocketListeners {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final OutgoingListeners outgoing;

	private final WireFormat format;

	private final Diagnostics diagnostics;

	private volatile Map<String, List<ListenerEventHandler>> events = Map.of();

	private volatile List<AnyEventListener> any = List.of();

	private volatile List<EventMiddleware> middleware = List.of();

	private volatile List<BiConsumer<DisconnectReason, DisconnectDetails>> disconnecting = List.of();

	private volatile List<BiConsumer<DisconnectReason, DisconnectDetails>> disconnect = List.of();

	/**
	 * Create a set without listeners.
	 * @param outgoing the listeners for sent events
	 * @param format converts the arguments of events
	 * @param diagnostics logs errors of listeners
	 */
	public SocketListeners(OutgoingListeners outgoing, WireFormat format, Diagnostics diagnostics) {
		this.outgoing = outgoing;
		this.format = format;
		this.diagnostics = diagnostics;
	}

	/**
	 * Add a listener for an event.
	 * @param event the event's name
	 * @param listener the listener that was passed to the socket's {@code on} or
	 * {@code once}
	 * @param once whether it is called for the next event only
	 */
	public synchronized void onEvent(String event, SocketEventListener listener, boolean once) {
		ListenerEventHandler handler = new ListenerEventHandler(listener, once, this.format);
		Map<String, List<ListenerEventHandler>> copy = new HashMap<>(this.events);
		copy.merge(event, List.of(handler), SocketListeners::concat);
		this.events = copy;
	}

	/**
	 * Remove a listener for an event.
	 * @param event the event's name
	 * @param listener the listener to remove; an unknown one is ignored
	 */
	public void off(String event, SocketEventListener listener) {
		offEvent(event, (handler) -> handler.listener() == listener);
	}

	/**
	 * Remove all listeners for an event.
	 * @param event the event's name
	 */
	public void off(String event) {
		offEvent(event, (handler) -> true);
	}

	/**
	 * Remove listeners for an event.
	 * @param event the event's name
	 * @param which selects the listeners to remove
	 * @return whether one was removed
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

	/**
	 * Remove all listeners for single events and for the disconnect.
	 */
	public synchronized void off() {
		this.events = Map.of();
		this.disconnecting = List.of();
		this.disconnect = List.of();
	}

	/**
	 * Add a listener for all events.
	 * @param listener the listener, called after those added before
	 */
	public synchronized void onAny(AnyEventListener listener) {
		this.any = concat(this.any, List.of(listener));
	}

	/**
	 * Add a listener for all events.
	 * @param listener the listener, called ahead of those added before
	 */
	public synchronized void prependAny(AnyEventListener listener) {
		this.any = concat(List.of(listener), this.any);
	}

	/**
	 * Remove a listener for all events.
	 * @param listener the listener to remove; an unknown one is ignored
	 */
	public synchronized void offAny(AnyEventListener listener) {
		this.any = without(this.any, listener);
	}

	/**
	 * Remove all listeners for all events.
	 */
	public synchronized void offAny() {
		this.any = List.of();
	}

	/**
	 * Add a listener for sent events.
	 * @param listener the listener, called after those added before
	 */
	public void onAnyOutgoing(OutgoingListener listener) {
		this.outgoing.add(listener);
	}

	/**
	 * Add a listener for sent events.
	 * @param listener the listener, called ahead of those added before
	 */
	public void prependAnyOutgoing(OutgoingListener listener) {
		this.outgoing.prepend(listener);
	}

	/**
	 * Remove a listener for sent events.
	 * @param listener the listener to remove; an unknown one is ignored
	 */
	public void offAnyOutgoing(OutgoingListener listener) {
		this.outgoing.remove(listener);
	}

	/**
	 * Remove all listeners for sent events.
	 */
	public void offAnyOutgoing() {
		this.outgoing.clear();
	}

	/**
	 * The listeners for sent events.
	 * @return an unmodifiable list, in the order in which they are called
	 */
	public List<OutgoingListener> anyOutgoing() {
		return this.outgoing.all();
	}

	/**
	 * Add middleware.
	 * @param added the middleware, run after that added before
	 */
	public synchronized void use(EventMiddleware added) {
		this.middleware = concat(this.middleware, List.of(added));
	}

	/**
	 * Add a listener that is called before the socket leaves its rooms.
	 * @param listener called with the reason and its details
	 */
	public synchronized void onDisconnecting(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
		this.disconnecting = concat(this.disconnecting, List.of(listener));
	}

	/**
	 * Add a listener that is called when the socket has left.
	 * @param listener called with the reason and its details
	 */
	public synchronized void onDisconnect(BiConsumer<DisconnectReason, DisconnectDetails> listener) {
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

	/**
	 * The listeners for all events.
	 * @return an unmodifiable list, in the order in which they are called
	 */
	public List<AnyEventListener> any() {
		return this.any;
	}

	List<EventMiddleware> middleware() {
		return this.middleware;
	}

	void tellAny(String event, EventData arguments) {
		for (AnyEventListener listener : this.any) {
			try {
				listener.onEvent(event, arguments);
			}
			catch (Throwable ex) {
				// Errors too: the event still has to be handled.
				this.diagnostics.error(logger,
						"A listener for all events failed at event '" + LogFormat.value(event) + "'", ex);
			}
		}
	}

	/**
	 * Call the listeners for a socket that leaves.
	 * @param details why it leaves
	 */
	public void tellDisconnecting(DisconnectDetails details) {
		tell(this.disconnecting, details);
	}

	/**
	 * Call the listeners for a socket that has left.
	 * @param details why it left
	 */
	public void tellDisconnect(DisconnectDetails details) {
		tell(this.disconnect, details);
	}

	private void tell(List<BiConsumer<DisconnectReason, DisconnectDetails>> listeners, DisconnectDetails details) {
		for (BiConsumer<DisconnectReason, DisconnectDetails> listener : listeners) {
			try {
				listener.accept(details.reason(), details);
			}
			catch (Throwable ex) {
				// Errors too: the other listeners still have to be called.
				this.diagnostics.error(logger, "A listener failed when a socket was disconnected", ex);
			}
		}
	}

}
