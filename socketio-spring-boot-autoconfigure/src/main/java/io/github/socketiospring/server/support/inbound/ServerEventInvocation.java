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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.HandlerTimeoutException;
import io.github.socketiospring.server.Namespace;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.server.support.outbound.Diagnostics;
import io.github.socketiospring.server.support.outbound.ErrorLine;
import io.github.socketiospring.server.support.outbound.WireFormat;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;

/**
 * One event of another node that is handled by one handler. There is no socket, and so
 * nobody who could leave: the handler's timeout is the only end besides its own.
 */
final class ServerEventInvocation implements EventInvocation {

	private static final Logger logger = LoggerFactory.getLogger(EventInvocation.class);

	private final Namespace namespace;

	private final String event;

	private final Ack ack;

	private final WireFormat format;

	private final Diagnostics diagnostics;

	private final HandlerTimeouts timeouts;

	private final Consumer<@Nullable Throwable> onHandled;

	private final Runnable onFinished;

	private final Disposable.Swap expiry = Disposables.swap();

	private final AtomicBoolean handled = new AtomicBoolean();

	private final AtomicBoolean finished = new AtomicBoolean();

	private Context context = Context.empty();

	private @Nullable Object arguments;

	/** Why the event failed, {@code null} for a success. */
	private volatile @Nullable Throwable failure;

	private volatile @Nullable EventWork work;

	/**
	 * Create an invocation.
	 * @param namespace the namespace that the other node named
	 * @param event the event's name
	 * @param ack takes the answer
	 * @param format reads the arguments
	 * @param diagnostics logs errors and describes them to the other node
	 * @param timeouts limit the time of the handler
	 * @param onHandled called once when the event has ended for the handler, with the
	 * error if it failed
	 * @param onFinished called once, then or when its work that could not be stopped is
	 * done
	 */
	ServerEventInvocation(Namespace namespace, String event, Ack ack, WireFormat format, Diagnostics diagnostics,
			HandlerTimeouts timeouts, Consumer<@Nullable Throwable> onHandled, Runnable onFinished) {
		this.namespace = namespace;
		this.event = event;
		this.ack = ack;
		this.format = format;
		this.diagnostics = diagnostics;
		this.timeouts = timeouts;
		this.onHandled = onHandled;
		this.onFinished = onFinished;
	}

	/**
	 * Let the handler read the arguments, and handle the event.
	 * @param handler handles it, now or on a thread of its own
	 * @param trees a tree for each argument
	 * @param context the Reactor context of the event
	 */
	void start(EventHandler handler, List<JsonNode> trees, Context context) {
		this.context = context;
		try {
			this.arguments = handler.readArguments(new EventArguments(this.format.reader(trees)));
			handler.handle(this);
		}
		catch (Throwable ex) {
			// Errors too: the other node waits for an answer, and later events for this
			// one.
			fail(ex);
		}
		if (!this.handled.get()) {
			this.expiry.update(this.timeouts.start(handler, this::expire));
		}
	}

	private void expire(Duration limit) {
		if (!this.handled.get()) {
			fail(new HandlerTimeoutException(this.event, limit));
			EventWork current = this.work;
			if (current != null) {
				current.cancel();
				if (!current.goesOn()) {
					// It may have gone on when the event ended, and stopped since.
					finish();
				}
			}
		}
	}

	@Override
	public SocketIOSocket socket() {
		throw new IllegalStateException(
				"Event '" + this.event + "' was sent by another server, so that there is no socket");
	}

	@Override
	public boolean hasSocket() {
		return false;
	}

	@Override
	public Namespace namespace() {
		return this.namespace;
	}

	@Override
	public String event() {
		return this.event;
	}

	@Override
	public Context context() {
		return this.context;
	}

	@Override
	public @Nullable Object arguments() {
		return this.arguments;
	}

	@Override
	public Ack ack() {
		return this.ack;
	}

	@Override
	public void underway(EventWork work) {
		this.work = work;
	}

	@Override
	public void handled() {
		if (!this.handled.compareAndSet(false, true)) {
			finish();
			return;
		}
		this.expiry.dispose();
		EventWork current = this.work;
		if (current == null || !current.goesOn()) {
			finish();
		}
		this.onHandled.accept(this.failure);
	}

	private void finish() {
		if (this.finished.compareAndSet(false, true)) {
			this.onFinished.run();
		}
	}

	@Override
	public void fail(Throwable error) {
		this.failure = error;
		@Nullable Object[] answer = describe(error);
		log(error);
		try {
			this.ack.send(answer);
		}
		catch (Throwable ex) {
			// Errors too: the event has to end.
			this.diagnostics.error(logger, "The error of " + shown() + " could not be sent", ex);
		}
		handled();
	}

	private @Nullable Object[] describe(Throwable error) {
		try {
			Object answer = this.diagnostics.answer(error, locale());
			return (answer != null) ? new Object[] { answer } : new Object[0];
		}
		catch (Throwable ex) {
			// Errors too: the other node waits for an answer.
			if (ex != error) {
				error.addSuppressed(ex);
			}
			return new Object[0];
		}
	}

	private void log(Throwable error) {
		if (this.diagnostics.status(error, locale()).isClientError()) {
			logger.debug("Event '{}' of another server was refused in namespace {}: {}", LogFormat.value(this.event),
					LogFormat.value(this.namespace.name()), ErrorLine.of(error));
		}
		else if (error instanceof HandlerTimeoutException) {
			this.diagnostics.warn(logger, "server event timeout", shown() + ": " + ErrorLine.of(error));
		}
		else {
			this.diagnostics.error(logger, shown() + " could not be handled", error);
		}
	}

	private String shown() {
		return "Event '" + LogFormat.value(this.event) + "' of another server in namespace "
				+ LogFormat.value(this.namespace.name());
	}

}
