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

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import io.github.socketiospring.adapter.AckCollector;
import io.github.socketiospring.protocol.ArgumentReader;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import tools.jackson.databind.JavaType;

/**
 * The acknowledgements of a broadcast, passed on as they come.
 *
 * @param <T> the type of an answer
 */
final class BroadcastAcks<T> implements AckCollector {

	private final String event;

	private final JavaType type;

	private final FluxSink<T> sink;

	/** Who must be among the receivers, and was not expected yet. */
	private final Set<String> required;

	private final Set<String> awaited = new LinkedHashSet<>();

	private final Set<String> missing = new LinkedHashSet<>();

	/** How many answers are on their way to the sink. */
	private int delivering;

	private boolean expired;

	private boolean finished;

	/**
	 * Create a collection.
	 * @param event the event
	 * @param type what answers are converted to
	 * @param required the ids of those without whom it is not complete
	 * @param sink where answers go
	 */
	BroadcastAcks(String event, JavaType type, Collection<String> required, FluxSink<T> sink) {
		this.event = event;
		this.type = type;
		this.required = new LinkedHashSet<>(required);
		this.sink = sink;
	}

	@Override
	public void expect(Collection<String> socketIds) {
		synchronized (this) {
			this.awaited.addAll(socketIds);
			this.required.removeAll(socketIds);
			if (!isOver()) {
				return;
			}
		}
		finish();
	}

	@Override
	@SuppressWarnings("unchecked")
	public void answered(String socketId, ArgumentReader arguments) {
		T answer = null;
		RuntimeException problem = null;
		try {
			answer = arguments.hasNext() ? (T) arguments.next(this.type) : null;
			arguments.finish();
		}
		catch (RuntimeException ex) {
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

	private void settle(String socketId, @Nullable T answer, @Nullable RuntimeException problem) {
		synchronized (this) {
			if (this.expired || !this.awaited.remove(socketId)) {
				return;
			}
			this.delivering++;
		}
		if (problem != null) {
			this.sink.error(problem);
			return;
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
	 * Whether nothing more is to come. An answer that another thread has in hand is.
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
	 * The time is up.
	 */
	void expire() {
		boolean last;
		synchronized (this) {
			this.expired = true;
			this.missing.addAll(this.awaited);
			last = isOver();
		}
		if (last) {
			finish();
		}
	}

	private void finish() {
		Set<String> unanswered = missing();
		if (unanswered.isEmpty()) {
			this.sink.complete();
		}
		else {
			this.sink.error(new AckTimeoutException(this.event, unanswered));
		}
	}

	private synchronized Set<String> missing() {
		Set<String> all = new LinkedHashSet<>(this.missing);
		all.addAll(this.required);
		return all;
	}

	/**
	 * Who has not answered yet.
	 * @return the sockets' ids
	 */
	synchronized Set<String> awaited() {
		return Set.copyOf(this.awaited);
	}

}
