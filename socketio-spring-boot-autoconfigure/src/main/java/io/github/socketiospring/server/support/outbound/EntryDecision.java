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

import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import reactor.core.Scannable;
import reactor.core.Scannable.Attr;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/**
 * Detects middleware and connect handlers that wait for the client before their decision.
 * Nothing is sent to the client before the decision, so they would wait forever. Sending
 * without waiting is allowed. Thread-safe.
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
	 * Mark the context of middleware and connect handlers, so that their subscriptions
	 * are recognized.
	 * @param context the Reactor context of the middleware and handlers
	 * @return the context with a mark
	 */
	Context mark(Context context) {
		return context.put(EntryDecision.class, this);
	}

	/**
	 * Check that a subscriber may wait for the client. Before the decision this is not
	 * allowed in the reactive chain of the decision, or in a blocked thread, since it is
	 * unknown which thread the decision waits for.
	 * @param sink the subscriber that waits
	 * @param what the description of the result, for the message
	 * @throws IllegalStateException if the decision would wait for itself
	 */
	void check(MonoSink<?> sink, String what) {
		if (!this.made && (sink.contextView().getOrDefault(EntryDecision.class, null) == this || isBlocked(sink))) {
			throw refusal(what);
		}
	}

	/**
	 * Explain a missing answer if the wait began before the decision. Some ways to wait
	 * cannot be detected, such as a latch that a callback counts down; this code gets the
	 * error when its timeout expires.
	 * @param error the error of the subscriber that waited
	 * @param what the description of the result, for the message
	 */
	void explain(Throwable error, String what) {
		if (!this.made) {
			error.addSuppressed(refusal(what));
		}
	}

	private static IllegalStateException refusal(String what) {
		return new IllegalStateException(what + " cannot be awaited by middleware or connect handlers, "
				+ "since nothing is sent to the client before they complete: wait for it in an onConnection "
				+ "listener or in an event handler, or subscribe with callbacks and do not wait");
	}

	private static boolean isBlocked(@Nullable Object sink) {
		@Nullable Object subscriber = sink;
		while (subscriber instanceof Scannable scannable) {
			Object next = scannable.scanUnsafe(Attr.ACTUAL);
			if (next == null) {
				// The operator may share the result among several subscribers.
				return isWaiting(subscriber) || scannable.inners().anyMatch(EntryDecision::isBlocked);
			}
			subscriber = next;
		}
		return isWaiting(subscriber);
	}

	// The subscribers of block(), toFuture(), and toIterable() or toStream(), which
	// Reactor does not expose otherwise.
	private static boolean isWaiting(@Nullable Object subscriber) {
		return subscriber instanceof CountDownLatch || subscriber instanceof Future || subscriber instanceof Iterator;
	}

}
