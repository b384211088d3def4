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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Whether a socket is let in is being decided. Its client hears nothing before that, so
 * what decides must not wait for the client: it would wait for itself. To send and not to
 * wait is fine. Thread-safe.
 */
final class EntryDecision {

	private volatile boolean made;

	/**
	 * The decision was made.
	 */
	void make() {
		this.made = true;
	}

	/**
	 * Mark what decides, so that it is known what it waits for.
	 * @param context the Reactor context of what decides
	 * @return the context with a mark
	 */
	Context mark(Context context) {
		return context.put(EntryDecision.class, this);
	}

	/**
	 * Refuse to wait for the client if the decision waits too: in the same reactive
	 * chain, or in a thread. Which thread waits for which is not known, so before the
	 * decision none may.
	 * @param sink the one that waits
	 * @param what what is waited for
	 * @throws IllegalStateException when the decision would wait for itself
	 */
	void check(MonoSink<?> sink, String what) {
		if (!this.made && (sink.contextView().getOrDefault(EntryDecision.class, null) == this || isBlocked(sink))) {
			throw new IllegalStateException(what + " cannot be awaited by what lets the socket in, since its client "
					+ "hears nothing before: wait for it in an onConnection listener or in an event handler, or "
					+ "subscribe with callbacks and do not wait");
		}
	}

	private static boolean isBlocked(MonoSink<?> sink) {
		@Nullable Object subscriber = sink;
		while (subscriber instanceof Scannable scannable) {
			Object next = scannable.scanUnsafe(Attr.ACTUAL);
			if (next == null) {
				break;
			}
			subscriber = next;
		}
		// Of block() and toFuture(): Reactor has no other sign of them.
		return subscriber instanceof CountDownLatch || subscriber instanceof Future;
	}

}
