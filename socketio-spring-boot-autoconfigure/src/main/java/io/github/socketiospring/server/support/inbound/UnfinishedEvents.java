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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.socketiospring.server.SocketIOStatistics.HandlerAtWork;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The events of one socket that are being handled. After its client has left they have
 * some time to complete, and then they are ended. An event that has ended when its
 * handler returns is never added. Thread-safe.
 */
final class UnfinishedEvents implements AtWork {

	private final EventHandling handling;

	private @Nullable Set<UnfinishedEvent> events;

	private boolean clientLeft;

	/** When the time to complete ends, in nanoseconds. */
	private long deadline;

	private @Nullable Disposable timer;

	private volatile boolean over;

	UnfinishedEvents(EventHandling handling) {
		this.handling = handling;
	}

	/**
	 * Whether the client has left, and the time to complete is over.
	 * @return {@code true} if waiting events must not be handled any more
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Add an event that is still being handled.
	 * @param event an event whose handler has returned
	 */
	void add(UnfinishedEvent event) {
		boolean gone;
		synchronized (this) {
			if (this.events == null) {
				this.events = new HashSet<>(4);
				this.handling.begun(this);
			}
			this.events.add(event);
			gone = this.clientLeft;
			startTimer();
		}
		if (gone) {
			event.clientLeft();
		}
		if (this.over) {
			event.overdue();
		}
	}

	/**
	 * Remove an event that has ended.
	 * @param event an event that was added before
	 */
	synchronized void remove(UnfinishedEvent event) {
		if (this.events != null && this.events.remove(event) && this.events.isEmpty()) {
			this.events = null;
			this.handling.ended(this);
			stopTimer();
		}
	}

	/**
	 * The client has left.
	 */
	void clientLeft() {
		List<UnfinishedEvent> present;
		synchronized (this) {
			this.clientLeft = true;
			this.deadline = now() + this.handling.completionTimeout().toNanos();
			startTimer();
			present = copy();
		}
		present.forEach(UnfinishedEvent::clientLeft);
	}

	@Override
	public void describe(Consumer<HandlerAtWork> description) {
		List<UnfinishedEvent> present;
		synchronized (this) {
			present = copy();
		}
		long now = now();
		present.forEach((event) -> description.accept(event.describe(now)));
	}

	private void deadlinePassed() {
		List<UnfinishedEvent> present;
		synchronized (this) {
			this.over = true;
			present = copy();
		}
		present.forEach(UnfinishedEvent::overdue);
	}

	private List<UnfinishedEvent> copy() {
		return (this.events != null) ? new ArrayList<>(this.events) : List.of();
	}

	/** Scheduled only while there is an event that it could end. */
	private void startTimer() {
		if (this.clientLeft && !this.over && this.timer == null && this.events != null) {
			long left = Math.max(0, this.deadline - now());
			this.timer = this.handling.schedule(this::deadlinePassed, left, TimeUnit.NANOSECONDS);
		}
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.dispose();
			this.timer = null;
		}
	}

	private long now() {
		return this.handling.now();
	}

	/**
	 * An event that is still being handled.
	 */
	interface UnfinishedEvent {

		/**
		 * The client has left: end the event if only the client needs the result.
		 */
		void clientLeft();

		/**
		 * End the event now, since the time to complete is over.
		 */
		void overdue();

		/**
		 * Describe the running handler.
		 * @param now the time, in nanoseconds
		 * @return the event and how long its handler has been running
		 */
		HandlerAtWork describe(long now);

	}

}
