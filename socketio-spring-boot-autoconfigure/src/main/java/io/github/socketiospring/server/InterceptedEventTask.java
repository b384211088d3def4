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
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * An event of a socket that has listeners for all events, or interceptors. They run when
 * its turn comes, since they may count on the order; then its handlers do, before the
 * next event's turn if they care for order.
 */
final class InterceptedEventTask implements EventLane.Task, InterceptedEvent {

	private static final Logger logger = LoggerFactory.getLogger(EventInterceptor.class);

	private final DefaultSocket socket;

	private final EventReceiver receiver;

	private final SocketListeners listeners;

	private final @Nullable String event;

	private final List<JsonNode> arguments;

	private final EventAck ack;

	/** Whether either {@link #start()} returned, or all interceptors have decided. */
	private final AtomicBoolean late = new AtomicBoolean();

	InterceptedEventTask(DefaultSocket socket, EventReceiver receiver, SocketListeners listeners,
			@Nullable String event, List<JsonNode> arguments, EventAck ack) {
		this.socket = socket;
		this.receiver = receiver;
		this.listeners = listeners;
		this.event = event;
		this.arguments = arguments;
		this.ack = ack;
	}

	@Override
	public boolean start() {
		this.listeners.tellAny(name(), new TreeEventData(List.copyOf(this.arguments), this.socket.mapper()));
		List<EventInterceptor> interceptors = this.listeners.interceptors();
		if (interceptors.isEmpty()) {
			handle();
			return true;
		}
		Flux.fromIterable(interceptors)
			.concatMap((interceptor) -> Mono.defer(() -> interceptor.intercept(this)))
			.contextWrite(this.socket.handshake().context())
			.subscribe(null, this::veto, this::pass);
		return !this.late.compareAndSet(false, true);
	}

	private void pass() {
		handle();
		decided();
	}

	/**
	 * Those that wait go on, on the stack of whoever started this if it is still there.
	 */
	private void decided() {
		if (!this.late.compareAndSet(false, true)) {
			this.socket.lane().next();
		}
	}

	private void veto(Throwable error) {
		logger.debug("Event '{}' of socket {} in namespace {} was refused by an interceptor: {}", name(),
				this.socket.shownId(), this.socket.namespace().name(), error.toString());
		this.socket.tellError(this.ack, error);
		decided();
	}

	private void handle() {
		List<DefaultEventInvocation> next = new ArrayList<>(2);
		for (DefaultEventInvocation invocation : this.receiver.invocations(this.event, this.ack, this.arguments)) {
			if (invocation.isOrdered()) {
				next.add(invocation);
			}
			else {
				invocation.submit(this.socket.lane());
			}
		}
		this.socket.lane().insert(next);
	}

	@Override
	public SocketIOSocket socket() {
		return this.socket;
	}

	@Override
	public String name() {
		return (this.event != null) ? this.event : "";
	}

	@Override
	public List<JsonNode> arguments() {
		return this.arguments;
	}

	@Override
	public Ack ack() {
		return this.ack;
	}

}
