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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.ReservedEvents;
import io.github.socketiospring.server.AckTimeoutException;
import io.github.socketiospring.server.DisconnectReason;
import io.github.socketiospring.server.SocketLimitException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Sends events to one socket and waits for their acknowledgements. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SocketSender {

	private static final EmitOptions PLAIN = new EmitOptions(false, true, Duration.ZERO);

	private final String socketId;

	/** Whether the socket may be recovered, so that its events are remembered. */
	private final boolean remembered;

	private final NamespaceSender namespace;

	private final Outbox outbox;

	private final PendingAcks acks;

	private final EntryDecision decision = new EntryDecision();

	/** The events that wait until the socket has entered, {@code null} from then on. */
	private @Nullable List<Runnable> atEntry;

	/** Whether the socket did not enter, so that its events are dropped. */
	private boolean refused;

	/**
	 * Create a sender.
	 * @param socketId the socket's id
	 * @param remembered whether the socket may be recovered
	 * @param namespace the shared sender of its namespace
	 * @param outbox the socket's outbox
	 */
	public SocketSender(String socketId, boolean remembered, NamespaceSender namespace, Outbox outbox) {
		this.socketId = socketId;
		this.remembered = remembered;
		this.namespace = namespace;
		this.outbox = outbox;
		this.atEntry = remembered ? new ArrayList<>(1) : null;
		this.acks = namespace.pendingAcks();
	}

	/**
	 * Send an event.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	public void emit(String event, @Nullable Object[] arguments) {
		emit(event, arguments, PLAIN);
	}

	EmitOptions defaults() {
		return new EmitOptions(false, true, this.namespace.ackTimeout());
	}

	/**
	 * Send an event.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param options how to send it
	 */
	void emit(String event, @Nullable Object[] arguments, EmitOptions options) {
		ReservedEvents.check(event);
		emit(this.namespace.event(event, arguments), options);
	}

	private void emit(Packet packet, EmitOptions options) {
		this.namespace.sent();
		DirectEvent event = this.remembered ? this.namespace.remembered(packet, this.socketId, options) : null;
		if (event == null) {
			this.namespace.emit(packet, options, this.outbox);
		}
		else if (!waitForEntry(event)) {
			event.send(this.outbox);
		}
	}

	/**
	 * Let a remembered event wait until the socket has entered its namespace. It gets its
	 * position in the stream of events only then, since otherwise a recovered client
	 * would get it twice.
	 * @param event the event to send
	 * @return {@code false} if the socket has entered, or has left
	 */
	private boolean waitForEntry(DirectEvent event) {
		synchronized (this) {
			if (this.atEntry == null) {
				return this.refused;
			}
			Outbox.Place place = event.hold(this.outbox);
			this.atEntry.add(() -> event.send(place));
		}
		this.outbox.closeIfOverflown();
		return true;
	}

	/**
	 * Middleware and handlers have admitted the socket: from now on, all code may wait
	 * for the client. Call this before the client is notified, since it may react at
	 * once.
	 */
	public void admitted() {
		this.decision.make();
	}

	/**
	 * The socket has entered its namespace: the waiting events get their positions in the
	 * stream of events.
	 */
	public void entered() {
		List<Runnable> waiting = takeWaiting();
		while (!waiting.isEmpty()) {
			waiting.forEach(Runnable::run);
			waiting = takeWaiting();
		}
	}

	private synchronized List<Runnable> takeWaiting() {
		List<Runnable> waiting = this.atEntry;
		if (waiting == null || waiting.isEmpty()) {
			this.atEntry = null;
			return List.of();
		}
		this.atEntry = new ArrayList<>();
		return waiting;
	}

	/**
	 * Mark the context of middleware and connect handlers.
	 * @param context the Reactor context of the middleware and handlers
	 * @return the context with a mark, by which their subscriptions are recognized
	 */
	public Context deciding(Context context) {
		return this.decision.mark(context);
	}

	/**
	 * Check that a subscriber may wait for the client.
	 * @param sink the subscriber that waits
	 * @param what the description of the result, for the message
	 * @throws IllegalStateException if middleware or connect handlers would wait for
	 * their own end
	 */
	void checkWaiting(MonoSink<?> sink, String what) {
		this.decision.check(sink, what);
	}

	/**
	 * Send an event and wait for the acknowledgement.
	 * @param <T> the type of the answer
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @param options how to send it and how long to wait
	 * @param type the requested type of the answer
	 * @return sends the event on subscription; emits the answer
	 */
	<T> Mono<T> ask(String event, @Nullable Object[] arguments, EmitOptions options, Type type) {
		ReservedEvents.check(event);
		AnswerType<T> answerType = this.namespace.answer(type);
		return this.namespace.asking(event, Mono.create((sink) -> {
			checkWaiting(sink, what(event));
			SocketAck<T> ack = new SocketAck<>(event, answerType, sink);
			long id = this.namespace.nextAckId();
			await(id, ack);
			Disposable expiry = this.namespace.expire(() -> sink.error(timedOut(event)), options.ackTimeout());
			sink.onDispose(() -> {
				expiry.dispose();
				this.acks.forget(id);
			});
			emit(this.namespace.event(id, event, arguments), options);
		}));
	}

	private static String what(String event) {
		return "The acknowledgement of event '" + event + "'";
	}

	private AckTimeoutException timedOut(String event) {
		Set<String> missing = Set.of(this.socketId);
		AckTimeoutException error = new AckTimeoutException(event, missing, Map.of(),
				isClientUnread() ? missing : Set.of());
		this.decision.explain(error, what(event));
		return error;
	}

	/**
	 * Whether the server does not read from the client now.
	 * @return {@code true} while too many of its events wait for handlers
	 */
	public boolean isClientUnread() {
		return this.outbox.isClientUnread();
	}

	private void await(long id, PendingAck ack) {
		try {
			this.acks.add(id, this.namespace.measured(ack));
		}
		catch (SocketLimitException ex) {
			this.namespace.tooManyAcks();
			throw ex;
		}
	}

	/**
	 * Create the acknowledgement of an event.
	 * @param ackId the id of the received event
	 * @param arguments the arguments of the acknowledgement
	 * @return the encoded acknowledgement
	 */
	public OutgoingPacket encodeAck(long ackId, @Nullable Object[] arguments) {
		return this.namespace.ack(ackId, arguments);
	}

	/**
	 * Send an acknowledgement after the packets that were sent before. It waits until the
	 * broadcasts of all nodes to the rooms that the socket has joined reach it; events
	 * that are sent in the meantime overtake it.
	 * @param ack the encoded acknowledgement
	 */
	public void sendAck(OutgoingPacket ack) {
		this.outbox.sendAfter(this.namespace.joining(this.socketId), ack);
	}

	/**
	 * Send DISCONNECT after the packets that were sent before, and nothing more.
	 */
	public void disconnect() {
		this.outbox.end(this.namespace.disconnect());
	}

	/**
	 * Pass an answer of the client to the code that waits for it.
	 * @param ackId the id of the acknowledgement
	 * @param arguments the arguments of the answer
	 */
	public void answered(long ackId, ArgumentReader arguments) {
		this.acks.answer(ackId, arguments);
	}

	/**
	 * Stop waiting for an acknowledgement.
	 * @param ackId the id of the sent event
	 */
	public void forgetAck(long ackId) {
		this.acks.forget(ackId);
	}

	/**
	 * How many acknowledgements are outstanding.
	 * @return a number within the limit of outstanding acknowledgements
	 */
	public int pendingAckCount() {
		return this.acks.size();
	}

	/**
	 * The socket has left: all outstanding acknowledgements fail.
	 * @param reason why it left
	 */
	public void end(DisconnectReason reason) {
		this.decision.make();
		if (!reason.wasConnected()) {
			dropWaiting();
		}
		this.acks.end(reason);
	}

	private synchronized void dropWaiting() {
		this.refused = this.atEntry != null;
		this.atEntry = null;
	}

	/**
	 * Wait for the acknowledgement of a broadcast.
	 * @param ackId the broadcast's acknowledgement id
	 * @param collector called with the answer
	 * @param shownId the socket's id for logs
	 * @return {@code false} if no answer can be expected; the collector was called then
	 */
	public boolean awaitAck(long ackId, AckCollector collector, Supplier<String> shownId) {
		try {
			await(ackId, new BroadcastMember(this.socketId, collector));
			return true;
		}
		catch (SocketLimitException ex) {
			this.namespace.leftOut(shownId.get(), ex.getMessage());
			collector.lost(this.socketId);
			return false;
		}
	}

	/**
	 * One receiver of a broadcast with acknowledgements.
	 *
	 * @param socketId the receiver's id
	 * @param collector called with its answer
	 */
	private record BroadcastMember(String socketId, AckCollector collector) implements PendingAck {

		@Override
		public void answered(ArgumentReader arguments) {
			this.collector.answered(this.socketId, arguments);
		}

		@Override
		public void lost(DisconnectReason reason) {
			this.collector.lost(this.socketId);
		}

	}

}
