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

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.protocol.ArgumentReader;
import io.github.socketiospring.protocol.PacketFormatException;
import io.github.socketiospring.server.AckTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * Collects the acknowledgements of a broadcast, and emits them as they arrive.
 *
 * @param <T> the type of an answer
 */
final class BroadcastAcks<T> implements AckCollector {

	private final String event;

	private final AnswerType<T> type;

	private final FluxSink<T> sink;

	/** The required sockets that are not among the receivers yet. */
	private final Set<String> required;

	private final Set<String> awaited = new LinkedHashSet<>();

	private final Set<String> missing = new LinkedHashSet<>();

	private final Map<String, Throwable> invalid = new LinkedHashMap<>();

	/** How many answers are being emitted. */
	private int delivering;

	private Set<String> unread = Set.of();

	private boolean expired;

	private boolean finished;

	/**
	 * Create a collection.
	 * @param event the event's name, for the exception
	 * @param type the requested type of the answers
	 * @param required the ids of sockets that must be among the receivers
	 * @param sink emits the answers
	 */
	BroadcastAcks(String event, AnswerType<T> type, Collection<String> required, FluxSink<T> sink) {
		this.event = event;
		this.type = type;
		this.required = new LinkedHashSet<>(required);
		this.sink = sink;
	}

	@Override
	public void expect(Collection<String> socketIds) {
		synchronized (this) {
			this.awaited.addAll(socketIds);
			socketIds.forEach(this.required::remove);
			if (!isOver()) {
				return;
			}
		}
		finish();
	}

	@Override
	public void answered(String socketId, ArgumentReader arguments) {
		T answer = null;
		Throwable problem = null;
		try {
			answer = this.type.read(arguments);
		}
		catch (PacketFormatException ex) {
			lost(socketId);
			throw ex;
		}
		catch (Throwable ex) {
			// Not of the requested type: the other answers are still valid.
			problem = ex;
		}
		settle(socketId, answer, problem);
	}

	@Override
	public void lost(String socketId) {
		synchronized (this) {
			if (this.awaited.contains(socketId)) {
				this.missing.add(socketId);
			}
		}
		settle(socketId, null, null);
	}

	private void settle(String socketId, @Nullable T answer, @Nullable Throwable problem) {
		synchronized (this) {
			if (this.expired || !this.awaited.remove(socketId)) {
				return;
			}
			if (problem != null) {
				this.invalid.put(socketId, problem);
			}
			this.delivering++;
		}
		if (answer != null) {
			this.sink.next(answer);
		}
		boolean last;
		synchronized (this) {
			this.delivering--;
			last = isOver();
		}
		if (last) {
			finish();
		}
	}

	/**
	 * Whether all answers were emitted, including those that other threads are emitting.
	 * @return {@code true} once
	 */
	private boolean isOver() {
		if (this.finished || this.delivering > 0 || !(this.expired || this.awaited.isEmpty())) {
			return false;
		}
		this.finished = true;
		return true;
	}

	/**
	 * End the collection, since the timeout has expired.
	 * @param isUnread whether the server does not read from the client of a socket now
	 */
	void expire(Predicate<String> isUnread) {
		Set<String> late = awaited().stream().filter(isUnread).collect(Collectors.toSet());
		boolean last;
		synchronized (this) {
			this.expired = true;
			this.missing.addAll(this.awaited);
			late.removeIf((socketId) -> !this.missing.contains(socketId));
			this.unread = late;
			last = isOver();
		}
		if (last) {
			finish();
		}
	}

	private void finish() {
		AckTimeoutException failure = failure();
		if (failure == null) {
			this.sink.complete();
		}
		else {
			this.sink.error(failure);
		}
	}

	private synchronized @Nullable AckTimeoutException failure() {
		Set<String> unanswered = new LinkedHashSet<>(this.missing);
		unanswered.addAll(this.required);
		return (unanswered.isEmpty() && this.invalid.isEmpty()) ? null
				: new AckTimeoutException(this.event, unanswered, this.invalid, this.unread);
	}

	/**
	 * The sockets that have not answered yet.
	 * @return the sockets' ids
	 */
	synchronized Set<String> awaited() {
		return Set.copyOf(this.awaited);
	}

}
