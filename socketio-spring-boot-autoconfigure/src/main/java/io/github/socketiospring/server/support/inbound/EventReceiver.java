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
import java.util.List;
import java.util.Map;

import io.github.socketiospring.protocol.ArgumentConversionException;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.KeptArguments;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.protocol.ReceivedPacket;
import io.github.socketiospring.server.AccessRules.EventRule;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.NamespaceHandler;
import io.github.socketiospring.server.RateLimitExceededException;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.ShownId;
import io.github.socketiospring.server.support.outbound.SocketSender;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Passes the events of one socket to their handlers. If an event need not wait for its
 * turn in the socket's lane, its arguments are read at once, directly into the types of
 * its handler if there is just one. Otherwise the event is only validated, and read when
 * its turn comes. Handlers are found, and rates counted, on arrival; until the listeners
 * for connections were called, which add handlers, they are found when its turn comes.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://github.com/socketio/socket.io-protocol#sending-and-receiving-data">Socket.IO
 * protocol, sending and receiving data</a>
 */
public final class EventReceiver {

	private static final Logger logger = LoggerFactory.getLogger(SocketIOSocket.class);

	private final SocketIOSocket socket;

	private final List<NamespaceHandler> namespaceHandlers;

	private final SocketListeners listeners;

	private final SocketSender sender;

	private final Lane lane;

	private final EventHandling handling;

	private final EventLimits limits;

	private final UnfinishedEvents unfinished;

	private volatile boolean listening;

	/**
	 * Create a receiver.
	 * @param socket the socket that receives
	 * @param namespaceHandlers the handlers of its namespace
	 * @param listeners the socket's own listeners
	 * @param sender sends acknowledgements
	 * @param lane where events take their turns
	 * @param handling how the handlers are called
	 * @param limits enforces the limits of the socket's connection
	 */
	public EventReceiver(SocketIOSocket socket, List<NamespaceHandler> namespaceHandlers, SocketListeners listeners,
			SocketSender sender, Lane lane, EventHandling handling, EventLimits limits) {
		this.socket = socket;
		this.namespaceHandlers = namespaceHandlers;
		this.listeners = listeners;
		this.sender = sender;
		this.lane = lane;
		this.handling = handling;
		this.limits = limits;
		this.unfinished = new UnfinishedEvents(handling);
	}

	/**
	 * The listeners for connections were called. The client may already have sent events,
	 * since the answer to CONNECT may be sent on another thread.
	 */
	public void listening() {
		this.listening = true;
	}

	/**
	 * Receive an event.
	 * @param packet the EVENT packet
	 * @throws PacketFormatException if the rest of the packet is malformed
	 */
	public void receive(ReceivedPacket packet) {
		this.handling.received();
		String event = packet.event();
		Ack ack = EventAck.of(this.sender, packet.id());
		if (!this.limits.admits(this.handling.rates())) {
			this.handling.dropped(this.socket, event, SocketIOCounter.EVENT_RATE);
			refuse(ack);
			return;
		}
		EventRule rule;
		try {
			rule = this.handling.receiving(this.socket, name(event));
		}
		catch (Throwable ex) {
			// Errors too: an event is denied if the rules cannot decide.
			this.handling.deny(this.socket, name(event), ack, ex);
			return;
		}
		if (!this.listening || rule != null || !this.listeners.any().isEmpty()
				|| !this.listeners.middleware().isEmpty()) {
			receiveFiltered(event, ack, rule, packet.arguments());
			return;
		}
		EventHandler only = (event != null) ? onlyHandler(event) : null;
		if (event != null && only != null) {
			EventHandler admitted = admitted(event, only);
			if (admitted != null) {
				receiveForOne(event, ack, admitted, packet.arguments());
			}
			else {
				refuse(ack);
			}
			return;
		}
		receiveForAll(event, ack, packet.arguments());
	}

	private void receiveFiltered(@Nullable String event, Ack ack, @Nullable EventRule rule, ArgumentReader reader) {
		if (this.lane.isFree()) {
			this.lane.submit(filtered(event, ack, rule, reader));
		}
		else {
			this.lane.submit(reader.keep(), (kept) -> filtered(event, ack, rule, kept).start());
		}
	}

	private Lane.Task filtered(@Nullable String event, Ack ack, @Nullable EventRule rule, ArgumentReader reader) {
		try {
			List<JsonNode> arguments = new EventArguments(reader).readTrees();
			return new FilteredEvent(this.socket, this.listeners, this, this.handling, this.lane, this.unfinished,
					new ReadEvent(event, arguments, reader.cost(), ack), rule);
		}
		catch (ArgumentConversionException ex) {
			reader.finish();
			return unread(event, ack, ex);
		}
	}

	private void receiveForOne(String event, Ack ack, EventHandler handler, ArgumentReader reader) {
		if (isTurnOf(handler)) {
			invocation(event, ack, handler, reader).submit();
		}
		else {
			submitKept(event, ack, handler, reader.keep());
		}
	}

	private boolean isTurnOf(EventHandler handler) {
		return handler.isOrdered() ? this.lane.isFree() : this.lane.isFreeBeside();
	}

	private void submitKept(String event, Ack ack, EventHandler handler, KeptArguments arguments) {
		this.lane.submit(arguments, (reader) -> {
			DefaultEventInvocation invocation = invocation(event, ack, handler, reader);
			return (!handler.isOrdered() && invocation.submitBeside()) || invocation.start();
		});
	}

	private void receiveForAll(@Nullable String event, Ack ack, ArgumentReader reader) {
		List<EventHandler> handlers = admitting(event, ack);
		if (handlers.isEmpty()) {
			reader.finish();
		}
		else if (handlers.stream().allMatch(this::isTurnOf)) {
			receiveForAll(name(event), ack, handlers, reader);
		}
		else {
			KeptArguments arguments = reader.keep();
			for (EventHandler handler : handlers) {
				if (isTurnOf(handler)) {
					invocation(name(event), ack, handler, arguments.reader()).submit();
				}
				else {
					submitKept(name(event), ack, handler, arguments);
				}
			}
		}
	}

	private void receiveForAll(String event, Ack ack, List<EventHandler> handlers, ArgumentReader reader) {
		List<JsonNode> arguments;
		try {
			arguments = new EventArguments(reader).readTrees();
		}
		catch (ArgumentConversionException ex) {
			reader.finish();
			this.lane.submit(unread(event, ack, ex));
			return;
		}
		invocations(new ReadEvent(event, arguments, reader.cost(), ack), handlers)
			.forEach(DefaultEventInvocation::submit);
	}

	// The event fails when its turn comes: no handler can read one of the arguments.
	private Lane.Task unread(@Nullable String event, Ack ack, ArgumentConversionException error) {
		return new DefaultEventInvocation(this.socket, new UnreadEvent(error, true, false), name(event), null, ack,
				this.lane, this.handling, this.unfinished);
	}

	private static String name(@Nullable String event) {
		return (event != null) ? event : "";
	}

	/**
	 * Receive an acknowledgement.
	 * @param packet the ACK packet
	 * @throws PacketFormatException if the rest of the packet is malformed
	 */
	public void receiveAck(ReceivedPacket packet) {
		if (packet.id() != Packet.NO_ID) {
			this.sender.answered(packet.id(), packet.arguments());
		}
		packet.arguments().finish();
	}

	/**
	 * The client has left: running handlers have some time to complete.
	 */
	public void clientLeft() {
		this.unfinished.clientLeft();
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
	 * Find the handlers of an event.
	 * @param event the event; one without a name has no handler
	 * @return one invocation for each handler
	 */
	List<DefaultEventInvocation> invocations(ReadEvent event) {
		return invocations(event, admitting(event.event(), event.ack()));
	}

	private List<DefaultEventInvocation> invocations(ReadEvent event, List<EventHandler> handlers) {
		List<DefaultEventInvocation> invocations = new ArrayList<>(2);
		for (EventHandler handler : handlers) {
			DefaultEventInvocation invocation = invocation(event.name(), event.ack(), handler,
					this.handling.reader(event.arguments()));
			invocation.setCost(event.cost());
			invocations.add(invocation);
		}
		return invocations;
	}

	/**
	 * Find the handlers of an event, except those whose rates it exceeds. The event is
	 * refused only if no handler remains.
	 * @param event the event's name; an event without one has no handler
	 * @param ack its acknowledgement
	 * @return the handlers, in order
	 */
	private List<EventHandler> admitting(@Nullable String event, Ack ack) {
		List<EventHandler> handlers = (event != null) ? handlers(event) : List.of();
		if (event == null || handlers.isEmpty()) {
			logger.debug("Event '{}' of socket {} in namespace {} has no handler", LogFormat.value(event),
					ShownId.of(this.socket), LogFormat.value(this.socket.namespace().name()));
			return handlers;
		}
		List<EventHandler> admitting = new ArrayList<>(handlers.size());
		for (EventHandler handler : handlers) {
			EventHandler admitted = admitted(event, handler);
			if (admitted != null) {
				admitting.add(admitted);
			}
		}
		if (admitting.isEmpty()) {
			refuse(ack);
		}
		return admitting;
	}

	private @Nullable EventHandler admitted(String event, EventHandler handler) {
		return handler.rates().isEmpty() ? handler : handler.within((rates) -> admits(event, rates));
	}

	private boolean admits(String event, List<EventRate> rates) {
		boolean admitted = this.limits.admits(rates);
		if (!admitted) {
			this.handling.dropped(this.socket, event, SocketIOCounter.HANDLER_RATE);
		}
		return admitted;
	}

	private void refuse(Ack ack) {
		this.handling.refuse(this.socket, ack, new RateLimitExceededException());
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

	@SuppressWarnings("try")
	private DefaultEventInvocation invocation(String event, Ack ack, EventHandler handler, ArgumentReader reader) {
		Object arguments = null;
		EventHandler called = handler;
		Map<String, String> carrier = Map.of();
		try (ThreadLocals.Scope scope = ThreadLocals.from(this.socket.context())) {
			if (this.handling.isPropagating()) {
				TraceCarrier found = TraceCarrier.of(new EventArguments(reader).readTrees());
				carrier = found.texts();
				arguments = handler.readArguments(new EventArguments(this.handling.reader(found.arguments())));
			}
			else {
				arguments = handler.readArguments(new EventArguments(reader));
			}
		}
		catch (PacketFormatException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// Errors too: the event is acknowledged, and later events continue.
			called = new UnreadEvent(ex, handler.isOrdered(), handler.isNamed());
		}
		reader.finish();
		DefaultEventInvocation invocation = new DefaultEventInvocation(this.socket, called, event, arguments, ack,
				this.lane, this.handling, this.unfinished);
		invocation.setCost(reader.cost());
		invocation.setCarrier(carrier);
		return invocation;
	}

}
