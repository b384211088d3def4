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

package io.github.socketiospring.event;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.socketiospring.server.DisconnectDetails;
import io.github.socketiospring.server.SocketIOListener;
import io.github.socketiospring.server.SocketIOSocket;
import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.util.Assert;

/**
 * Publishes application events of sockets. The events of one socket are published in
 * order, as are those of one user. Listeners may block: they are not called on an event
 * loop. If {@value #MAX_WAITING} events wait for slow listeners, or {@value #MAX_IN_LINE}
 * in one of the {@value #LINES} lines that sockets and users share, further events are
 * dropped, and a warning is logged. Events that the executor rejects are dropped as well.
 *
 * @since 0.1.0
 */
public final class SocketEventPublisher implements SocketIOListener {

	private static final Logger logger = LoggerFactory.getLogger(SocketEventPublisher.class);

	private static final int MAX_WAITING = 100_000;

	private static final int LINES = 64;

	/** Several times the share of a line, since events are not spread evenly. */
	private static final int MAX_IN_LINE = 4 * MAX_WAITING / LINES;

	private final ApplicationEventPublisher publisher;

	private final Predicate<ApplicationEvent> wanted;

	private final ErrorLog errorLog = new ErrorLog();

	private final OncePerMinute droppedWarning = new OncePerMinute();

	private final Line[] lines = new Line[LINES];

	private final AtomicInteger waiting = new AtomicInteger();

	private volatile @Nullable Runnable onIdle;

	/**
	 * Create a publisher.
	 * @param publisher publishes the events
	 * @param wanted whether an event has listeners; others are not published. Called on
	 * any thread; must not block
	 * @param executor calls the listeners, which may block
	 */
	public SocketEventPublisher(ApplicationEventPublisher publisher, Predicate<ApplicationEvent> wanted,
			Executor executor) {
		Assert.notNull(publisher, "'publisher' must not be null");
		Assert.notNull(wanted, "'wanted' must not be null");
		Assert.notNull(executor, "'executor' must not be null");
		this.publisher = publisher;
		this.wanted = wanted;
		for (int i = 0; i < LINES; i++) {
			this.lines[i] = new Line(executor);
		}
	}

	@Override
	public void onConnect(SocketIOSocket socket) {
		publish(socket.id(), new SocketConnectedEvent(socket));
	}

	@Override
	public void onDisconnect(SocketIOSocket socket, DisconnectDetails details) {
		publish(socket.id(), new SocketDisconnectedEvent(socket, details));
	}

	@Override
	public void onJoin(String namespace, String socketId, String room) {
		publish(socketId, new RoomJoinedEvent(namespace, socketId, room));
	}

	@Override
	public void onLeave(String namespace, String socketId, String room) {
		publish(socketId, new RoomLeftEvent(namespace, socketId, room));
	}

	@Override
	public void onUserCame(String namespace, String user) {
		publish(user, new UserCameEvent(namespace, user));
	}

	@Override
	public void onUserGone(String namespace, String user) {
		publish(user, new UserGoneEvent(namespace, user));
	}

	private void publish(String key, ApplicationEvent event) {
		// Users are counted for listeners that are added later.
		if (!(event instanceof UserEvent) && !this.wanted.test(event)) {
			return;
		}
		this.lines[Math.floorMod(key.hashCode(), LINES)].add(event);
	}

	/**
	 * Take one of the places for waiting events. {@link #ended()} releases it.
	 * @return {@code false} if all are taken
	 */
	private boolean takePlace() {
		return this.waiting.getAndUpdate((taken) -> Math.min(taken + 1, MAX_WAITING)) < MAX_WAITING;
	}

	private void dropped() {
		if (this.droppedWarning.pass()) {
			logger.warn("An application event of a socket is dropped, since too many others wait for their listeners, "
					+ "{} in all (further ones are logged once a minute)", this.waiting.get());
		}
	}

	/**
	 * Wait for the events that were published so far.
	 * @param idle called when no event waits, on any thread, possibly at once
	 */
	public void whenIdle(Runnable idle) {
		this.onIdle = idle;
		if (this.waiting.get() == 0) {
			tellIdle();
		}
	}

	private void ended() {
		if (this.waiting.decrementAndGet() == 0) {
			tellIdle();
		}
	}

	private void tellIdle() {
		Runnable idle;
		synchronized (this) {
			idle = this.onIdle;
			this.onIdle = null;
		}
		if (idle != null) {
			idle.run();
		}
	}

	/**
	 * Calls the listeners of one event after another.
	 */
	private final class Line implements Runnable {

		private final Executor executor;

		private final Queue<ApplicationEvent> events = new ConcurrentLinkedQueue<>();

		private final AtomicInteger size = new AtomicInteger();

		/** How many more times a user came than went, by namespace and name. */
		private final Map<String, Integer> users = new HashMap<>();

		Line(Executor executor) {
			this.executor = executor;
		}

		void add(ApplicationEvent event) {
			boolean resting;
			synchronized (this) {
				// Users are counted even if their events are dropped or not wanted.
				if (!isNews(event) || !SocketEventPublisher.this.wanted.test(event)) {
					return;
				}
				if (this.size.get() >= MAX_IN_LINE || !takePlace()) {
					dropped();
					return;
				}
				this.events.add(event);
				resting = this.size.getAndIncrement() == 0;
			}
			if (resting) {
				start();
			}
		}

		private void start() {
			try {
				this.executor.execute(this);
			}
			catch (Throwable ex) {
				// Typically a RejectedExecutionException
				SocketEventPublisher.this.errorLog.warn(logger, "rejected",
						"Application events of sockets are dropped, since no thread can call their listeners: " + ex);
				drop();
			}
		}

		/**
		 * Remove the events without publishing them. Otherwise, the line would never be
		 * started again.
		 */
		private void drop() {
			do {
				this.events.poll();
				ended();
			}
			while (this.size.decrementAndGet() != 0);
		}

		@Override
		public void run() {
			do {
				ApplicationEvent event = this.events.poll();
				if (event != null) {
					publish(event);
				}
				ended();
			}
			while (this.size.decrementAndGet() != 0);
		}

		private void publish(ApplicationEvent event) {
			try {
				SocketEventPublisher.this.publisher.publishEvent(event);
			}
			catch (Throwable ex) {
				// Errors too: the other events must be published.
				SocketEventPublisher.this.errorLog.error(logger, "A listener failed for " + event, ex);
			}
		}

		/**
		 * Whether an event changes the presence of a user. If one socket of a user leaves
		 * while another enters, the server may report both in the wrong order. Called
		 * with the lock of the line.
		 * @param event any event
		 * @return {@code false} if nothing has changed for listeners
		 */
		private boolean isNews(ApplicationEvent event) {
			if (!(event instanceof UserEvent user)) {
				return true;
			}
			int change = (event instanceof UserCameEvent) ? 1 : -1;
			String key = user.namespace() + ' ' + user.user();
			Integer count = this.users.merge(key, change, (before, by) -> (before + by != 0) ? before + by : null);
			return (change > 0) ? count != null && count == 1 : count == null;
		}

	}

}
