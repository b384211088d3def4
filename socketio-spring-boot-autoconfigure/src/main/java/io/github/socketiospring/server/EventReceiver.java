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

import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.protocol.TreeArgumentReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Brings the events of one socket to their handlers. The arguments are read as soon as an
 * event arrives, straight into the types of its handler when there is just one; handling
 * waits for its turn.
 */
final class EventReceiver {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final DefaultSocket socket;

	private final List<NamespaceHandler> namespaceHandlers;

	private final SocketListeners listeners;

	private final ServerContext context;

	private final EventMeter meter;

	EventReceiver(DefaultSocket socket, List<NamespaceHandler> namespaceHandlers, SocketListeners listeners,
			ServerContext context) {
		this.socket = socket;
		this.namespaceHandlers = namespaceHandlers;
		this.listeners = listeners;
		this.context = context;
		this.meter = new EventMeter(context.timer());
	}

	/**
	 * An event arrived.
	 * @param packet the event
	 * @throws PacketFormatException when the rest of the packet is malformed
	 */
	void receive(ReceivedPacket packet) {
		String event = packet.event();
		EventAck ack = EventAck.of(this.socket, packet.id());
		if (!this.meter.admits(this.context.options().eventRates())) {
			refuse(event, ack, SocketIOCounter.EVENT_RATE);
			return;
		}
		if (!this.listeners.any().isEmpty() || !this.listeners.interceptors().isEmpty()) {
			List<JsonNode> arguments = new EventArguments(packet.arguments()).readTrees();
			this.socket.lane()
				.submit(new InterceptedEventTask(this.socket, this, this.listeners, event, arguments, ack));
			return;
		}
		EventHandler only = (event != null) ? onlyHandler(event) : null;
		if (event != null && only != null) {
			if (!this.meter.admits(only.rates())) {
				refuse(event, ack, SocketIOCounter.HANDLER_RATE);
				return;
			}
			invocation(event, ack, only, packet.arguments()).submit(this.socket.lane());
			return;
		}
		List<JsonNode> arguments = new EventArguments(packet.arguments()).readTrees();
		invocations(event, ack, arguments).forEach((invocation) -> invocation.submit(this.socket.lane()));
	}

	private @Nullable EventHandler onlyHandler(String event) {
		if (!this.listeners.of(event).isEmpty()) {
			return null;
		}
		EventHandler only = null;
		for (NamespaceHandler namespaceHandler : this.namespaceHandlers) {
			EventHandler handler = namespaceHandler.eventHandler(event);
			if (handler != null) {
				if (only != null) {
					return null;
				}
				only = handler;
			}
		}
		return only;
	}

	/**
	 * Who handles an event.
	 * @param event the event's name; an event without one is nobody's
	 * @param ack its acknowledgement
	 * @param arguments its arguments
	 * @return one invocation for each handler
	 */
	List<DefaultEventInvocation> invocations(@Nullable String event, EventAck ack, List<JsonNode> arguments) {
		List<DefaultEventInvocation> invocations = new ArrayList<>(2);
		boolean handled = false;
		if (event != null) {
			List<EventHandler> handlers = handlers(event);
			for (EventHandler handler : handlers) {
				if (this.meter.admits(handler.rates())) {
					invocations
						.add(invocation(event, ack, handler, new TreeArgumentReader(arguments, this.context.mapper())));
				}
				else {
					refuse(event, ack, SocketIOCounter.HANDLER_RATE);
				}
			}
			handled = !handlers.isEmpty();
		}
		if (!handled) {
			logger.debug("Nobody handles event '{}' of socket {} in namespace {}", (event != null) ? event : "",
					this.socket.shownId(), this.socket.namespace().name());
		}
		return invocations;
	}

	private void refuse(@Nullable String event, EventAck ack, SocketIOCounter rate) {
		this.context.count(rate);
		if (this.context.rateWarning().pass()) {
			logger.warn(
					"Event '{}' of socket {} in namespace {} was dropped, since its client sends more than rate limits "
							+ "allow (further ones are counted, and logged once a minute)",
					(event != null) ? event : "", this.socket.shownId(), this.socket.namespace().name());
		}
		this.socket.tellError(ack, new RateLimitExceededException());
	}

	private List<EventHandler> handlers(String event) {
		List<EventHandler> handlers = new ArrayList<>(2);
		for (NamespaceHandler namespaceHandler : this.namespaceHandlers) {
			EventHandler handler = namespaceHandler.eventHandler(event);
			if (handler != null) {
				handlers.add(handler);
			}
		}
		for (ListenerEventHandler handler : this.listeners.of(event)) {
			if (!handler.isOnce() || this.listeners.offEvent(event, (other) -> other == handler)) {
				handlers.add(handler);
			}
		}
		return handlers;
	}

	private DefaultEventInvocation invocation(String event, EventAck ack, EventHandler handler, ArgumentReader reader) {
		Object arguments = handler.readArguments(new EventArguments(reader));
		reader.finish();
		return new DefaultEventInvocation(this.socket, handler, event, arguments, ack);
	}

}
