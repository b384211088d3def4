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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.adapter.Adapter;
import io.github.socketiospring.adapter.AdapterSender;
import io.github.socketiospring.adapter.BroadcastOptions;
import io.github.socketiospring.adapter.RecoveryAdapter;
import io.github.socketiospring.engineio.EngineSession;
import io.github.socketiospring.protocol.Packet;
import io.github.socketiospring.protocol.PacketType;
import io.github.socketiospring.server.SocketIOCounter;
import io.github.socketiospring.server.SocketIOOptions;
import io.github.socketiospring.support.LogFormat;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * The shared sender of all sockets of one namespace: the namespace's name, its adapter
 * and the ids of acknowledgements. Thread-safe.
 *
 * @since 0.1.0
 */
public final class NamespaceSender {

	private static final Logger logger = LoggerFactory.getLogger(SocketSender.class);

	private final String namespace;

	private final AdapterSender adapter;

	private final WireFormat format;

	private final SocketIOOptions options;

	private final Scheduler timer;

	private final Diagnostics diagnostics;

	private final Instruments instruments;

	private final LongSupplier ackIds;

	/**
	 * Create the sender of a namespace.
	 * @param namespace the namespace's name
	 * @param adapter the namespace's adapter, or a sender to the same namespace of other
	 * nodes
	 * @param format writes its packets
	 * @param options the limits and timeouts
	 * @param timer schedules timeouts
	 * @param diagnostics counts and logs what does not fit the limits
	 * @param instruments measure and observe the namespace
	 * @param ackIds generates the ids of acknowledgements, the same for all nodes'
	 * broadcasts
	 */
	public NamespaceSender(String namespace, AdapterSender adapter, WireFormat format, SocketIOOptions options,
			Scheduler timer, Diagnostics diagnostics, Instruments instruments, LongSupplier ackIds) {
		this.namespace = namespace;
		this.adapter = adapter;
		this.format = format;
		this.options = options;
		this.timer = timer;
		this.diagnostics = diagnostics;
		this.instruments = instruments;
		this.ackIds = ackIds;
	}

	/**
	 * Create the outbox of a socket.
	 * @param session the session that sends its packets
	 * @param resumable whether the client can be recovered, and so gets offsets
	 * @param listeners called for each sent event
	 * @return an outbox without waiting packets
	 */
	public Outbox outbox(EngineSession session, boolean resumable, OutgoingListeners listeners) {
		return new Outbox(session, resumable, listeners, this.options.maxHeldBytes(), this.diagnostics);
	}

	/**
	 * Create the table of a socket's outstanding acknowledgements.
	 * @return a table without acknowledgements
	 */
	PendingAcks pendingAcks() {
		return new PendingAcks(this.options.maxPendingAcks());
	}

	/**
	 * How long acknowledgements are awaited, unless the caller says otherwise.
	 * @return a positive duration
	 */
	public Duration ackTimeout() {
		return this.options.ackTimeout();
	}

	/**
	 * Resolve the requested type of an acknowledgement.
	 * @param <T> the type of the answer
	 * @param type the requested type
	 * @return the type
	 * @throws IllegalArgumentException if clients must not send values of the type
	 */
	<T> AnswerType<T> answer(Type type) {
		return this.format.answer(type);
	}

	/**
	 * Observe the answer to an event.
	 * @param <T> the type of the answer
	 * @param event the name of the event
	 * @param answer sends the event on subscription
	 * @return the same answer, observed if there is an observer
	 */
	<T> Mono<T> asking(String event, Mono<T> answer) {
		return this.instruments.asking(event, answer);
	}

	/**
	 * Observe the answers to a broadcast.
	 * @param <T> the type of an answer
	 * @param event the name of the event
	 * @param answers sends the event on subscription
	 * @return the same answers, observed if there is an observer
	 */
	<T> Flux<T> asking(String event, Flux<T> answers) {
		return this.instruments.asking(event, answers);
	}

	/**
	 * Measure how long a client takes to acknowledge.
	 * @param ack waits for the acknowledgement of an event that is sent now
	 * @return the same acknowledgement, measured if there is a meter
	 */
	PendingAck measured(PendingAck ack) {
		return this.instruments.measured(ack);
	}

	/**
	 * Schedule the end of a wait.
	 * @param task called when the timeout has expired
	 * @param timeout how long to wait
	 * @return cancels the timeout
	 */
	Disposable expire(Runnable task, Duration timeout) {
		return this.timer.schedule(task, timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A socket has too many outstanding acknowledgements for one more.
	 */
	void tooManyAcks() {
		this.diagnostics.count(SocketIOCounter.TOO_MANY_ACKS);
	}

	/**
	 * A socket gets no event of an acknowledged broadcast.
	 * @param shownId the socket's id for logs
	 * @param reason why it gets none
	 */
	void leftOut(String shownId, @Nullable String reason) {
		this.diagnostics.warn(logger, "left out", "Socket " + LogFormat.value(shownId)
				+ " is left out of an acknowledged broadcast: " + LogFormat.message(reason));
	}

	/**
	 * Execute a command for sockets of the namespace at once.
	 * @param command executes the command on subscription
	 * @param what what the sockets were to do, for the log
	 * @return completes or fails as the command does
	 */
	public Mono<Void> carryOut(Mono<Void> command, String what) {
		return Commands.carryOut(command, this.timer, this.diagnostics,
				"Sockets of namespace " + this.namespace + " could not all " + what);
	}

	/**
	 * Broadcast an event without acknowledgements.
	 * @param options which sockets, and how
	 * @param event the event's name
	 * @param arguments the event's arguments
	 */
	public void broadcast(BroadcastOptions options, String event, @Nullable Object[] arguments) {
		this.instruments.broadcasting(event, () -> this.adapter.broadcast(event(event, arguments), options));
	}

	/**
	 * Generate an id for an acknowledgement.
	 * @return an id that no other event of the namespace has
	 */
	long nextAckId() {
		return this.ackIds.getAsLong();
	}

	/**
	 * An event is sent to one socket.
	 */
	void sent() {
		this.instruments.sent();
	}

	/**
	 * Send an event that is not remembered.
	 * @param event the event to send
	 * @param options how to send it
	 * @param outbox the socket's outbox
	 */
	void emit(Packet event, EmitOptions options, Outbox outbox) {
		OutgoingPacket outgoing = outgoing(event, options.compressed());
		if (options.droppable()) {
			outbox.deliverIfWritable(outgoing);
		}
		else {
			outbox.deliver(outgoing);
		}
	}

	/**
	 * Broadcast an event that requests acknowledgements.
	 * @param event the event with the id of its acknowledgements
	 * @param options which sockets, and how
	 * @param timeout how long the acknowledgements are awaited
	 * @param acks collects the acknowledgements
	 * @param caller the Reactor context of the subscriber
	 * @return ends the wait for those of other nodes
	 */
	@SuppressWarnings("try")
	Disposable broadcast(Packet event, BroadcastOptions options, Duration timeout, AckCollector acks,
			ContextView caller) {
		try (ThreadLocals.Scope scope = this.instruments.current(caller)) {
			return this.adapter.broadcast(event, options, timeout, acks);
		}
	}

	/**
	 * Prepare an event for a socket that may be recovered.
	 * @param event the event to send
	 * @param socketId the socket's id
	 * @param options how to send it
	 * @return the event, {@code null} if it is not remembered
	 */
	@Nullable DirectEvent remembered(Packet event, String socketId, EmitOptions options) {
		if (event.id() != Packet.NO_ID || options.droppable() || !(this.adapter instanceof RecoveryAdapter recovery)) {
			return null;
		}
		String offset = recovery.nextOffset();
		OutgoingPacket outgoing = outgoing(event.withOffset(offset), options.compressed()).encode();
		return new DirectEvent(recovery, offset, outgoing, socketId);
	}

	/**
	 * What a socket waits for before its client is told that it has joined rooms.
	 * @param socketId the socket's id
	 * @return completes on any thread, {@code null} if it need not wait
	 */
	@Nullable CompletionStage<Void> joining(String socketId) {
		return (this.adapter instanceof Adapter own) ? own.joining(socketId) : null;
	}

	/**
	 * Create the acknowledgement of an event.
	 * @param ackId the id of the received event
	 * @param arguments the arguments of the acknowledgement
	 * @return the encoded acknowledgement
	 */
	OutgoingPacket ack(long ackId, @Nullable Object[] arguments) {
		return outgoing(Packet.ack(this.namespace, ackId, arguments), true).encode();
	}

	/**
	 * Create a packet that disconnects a socket.
	 * @return a DISCONNECT packet, encoded on first use
	 */
	OutgoingPacket disconnect() {
		return outgoing(new Packet(PacketType.DISCONNECT, this.namespace, Packet.NO_ID, null), true);
	}

	/**
	 * Prepare a packet of this namespace.
	 * @param packet a packet whose namespace is this one
	 * @param compressed whether transports may compress it
	 * @return the packet, encoded on first use
	 */
	OutgoingPacket outgoing(Packet packet, boolean compressed) {
		return this.format.outgoing(packet, compressed);
	}

	/**
	 * Create an event of this namespace without an acknowledgement.
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return an event without an id
	 */
	Packet event(String event, @Nullable Object[] arguments) {
		return Packet.event(this.namespace, event, arguments);
	}

	/**
	 * Create an event of this namespace with an acknowledgement.
	 * @param ackId the id of the acknowledgement
	 * @param event the event's name
	 * @param arguments the event's arguments
	 * @return an event with that id
	 */
	Packet event(long ackId, String event, @Nullable Object[] arguments) {
		return Packet.event(this.namespace, ackId, event, arguments);
	}

}
