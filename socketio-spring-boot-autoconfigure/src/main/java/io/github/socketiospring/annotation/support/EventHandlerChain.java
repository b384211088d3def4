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

package io.github.socketiospring.annotation.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.socketiospring.protocol.TreeArgumentReader;
import io.github.socketiospring.server.Ack;
import io.github.socketiospring.server.EventArguments;
import io.github.socketiospring.server.EventHandler;
import io.github.socketiospring.server.EventInvocation;
import io.github.socketiospring.server.EventInvocation.EventWork;
import io.github.socketiospring.server.EventRate;
import io.github.socketiospring.server.SocketIOSocket;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Passes one event to several methods: first to those for any event, then to the one for
 * this event, whose return value acknowledges it. The event ends when all of them have
 * completed.
 */
class EventHandlerChain implements EventHandler {

	private final List<EventHandler> observers;

	private final @Nullable EventHandler handler;

	private final List<EventHandler> handlers;

	private final JsonMapper mapper;

	private final List<EventRate> rates;

	private final @Nullable Duration timeout;

	/**
	 * Create a chain.
	 * @param observers handlers for any event
	 * @param handler the handler for this event; if it is {@code null}, all observers may
	 * acknowledge the event
	 * @param mapper reads the arguments for all of them
	 */
	EventHandlerChain(List<EventHandler> observers, @Nullable EventHandler handler, JsonMapper mapper) {
		this.observers = observers;
		this.handler = handler;
		this.handlers = new ArrayList<>(observers);
		if (handler != null) {
			this.handlers.add(handler);
		}
		this.mapper = mapper;
		this.rates = this.handlers.stream().flatMap((member) -> member.rates().stream()).toList();
		this.timeout = this.handlers.stream()
			.map(EventHandler::timeout)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	@Override
	public List<EventRate> rates() {
		return this.rates;
	}

	/**
	 * Leaves out the observers that are called too often. If this affects the handler
	 * that acknowledges the event, no other can, so nothing is left.
	 */
	@Override
	public @Nullable EventHandler within(Predicate<List<EventRate>> admits) {
		if (this.handler != null && this.handler.within(admits) == null) {
			return null;
		}
		List<EventHandler> admitted = this.observers.stream()
			.filter((observer) -> observer.within(admits) != null)
			.toList();
		if (admitted.size() == this.observers.size()) {
			return this;
		}
		if (admitted.isEmpty()) {
			return this.handler;
		}
		return new EventHandlerChain(admitted, this.handler, this.mapper);
	}

	/**
	 * The shortest timeout of a member, since the event ends for all of them.
	 */
	@Override
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	@Override
	public Object readArguments(EventArguments arguments) {
		List<JsonNode> trees = arguments.readTrees();
		@Nullable Object[] parts = new Object[this.handlers.size()];
		for (int i = 0; i < parts.length; i++) {
			parts[i] = this.handlers.get(i)
				.readArguments(new EventArguments(new TreeArgumentReader(trees, this.mapper)));
		}
		return parts;
	}

	@Override
	public void handle(EventInvocation invocation) {
		@Nullable Object[] parts = (@Nullable Object[]) invocation.arguments();
		Assert.state(parts != null, "No arguments");
		Progress progress = new Progress(invocation, parts.length);
		invocation.underway(progress);
		for (int i = 0; i < parts.length; i++) {
			this.handlers.get(i)
				.handle(new Part(progress, parts[i], this.handler == null || i == this.observers.size()));
		}
	}

	@Override
	public boolean isNamed() {
		return this.handler != null;
	}

	@Override
	public boolean isOrdered() {
		return this.handlers.stream().anyMatch(EventHandler::isOrdered);
	}

	@Override
	public String toString() {
		return this.handlers.toString();
	}

	/**
	 * Tracks how far the handlers of one event are.
	 */
	private static final class Progress implements EventWork {

		private final EventInvocation invocation;

		private final AtomicInteger remaining;

		private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

		private final Queue<EventWork> works = new ConcurrentLinkedQueue<>();

		Progress(EventInvocation invocation, int count) {
			this.invocation = invocation;
			this.remaining = new AtomicInteger(count);
		}

		@Override
		public void clientLeft() {
			this.works.forEach(EventWork::clientLeft);
		}

		@Override
		public void cancel() {
			this.works.forEach(EventWork::cancel);
		}

		void failed(Throwable error) {
			Throwable first = this.failure.compareAndExchange(null, error);
			if (first != null && first != error) {
				first.addSuppressed(error);
			}
			handled();
		}

		void handled() {
			if (this.remaining.decrementAndGet() == 0) {
				Throwable error = this.failure.get();
				if (error != null) {
					this.invocation.fail(error);
				}
				else {
					this.invocation.handled();
				}
			}
		}

	}

	/**
	 * One handler's view of the event, which ends when this handler has completed.
	 *
	 * @param progress tracks all handlers of the event
	 * @param arguments the arguments of this handler
	 * @param acknowledging whether the handler's return value acknowledges the event
	 */
	private record Part(Progress progress, @Nullable Object arguments,
			boolean acknowledging) implements EventInvocation {

		@Override
		public SocketIOSocket socket() {
			return this.progress.invocation.socket();
		}

		@Override
		public String event() {
			return this.progress.invocation.event();
		}

		@Override
		public Context context() {
			return this.progress.invocation.context();
		}

		@Override
		public Ack ack() {
			return this.progress.invocation.ack();
		}

		@Override
		public void underway(EventWork work) {
			this.progress.works.add(work);
		}

		@Override
		public void handled() {
			this.progress.handled();
		}

		@Override
		public void acknowledge(@Nullable Object... arguments) {
			if (this.acknowledging) {
				EventInvocation.super.acknowledge(arguments);
			}
			else {
				handled();
			}
		}

		@Override
		public void fail(Throwable error) {
			this.progress.failed(error);
		}

	}

}
