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

package io.github.socketiospring.handler;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Calls methods for a socket that leaves, one after another. Each is called exactly once,
 * even if the executor rejects it or has no thread for it in time: then one of Reactor's
 * threads for blocking work calls it. Thread-locals that cannot be set are left out.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class Farewell {

	private volatile @Nullable Invocation current;

	private volatile boolean overdue;

	/**
	 * Call a method.
	 * @param method the method, without event arguments
	 * @param call the context of the call
	 * @return calls the method on subscription and emits its result; must not be
	 * cancelled, see {@link #overdue()}
	 */
	public Mono<Object> call(InvocableEventHandlerMethod method, HandlerCall call) {
		return Mono.create((sink) -> {
			Invocation invocation = new Invocation(method, call, sink);
			this.current = invocation;
			invocation.start();
			if (this.overdue) {
				invocation.insist();
			}
		});
	}

	/**
	 * The server no longer waits. A method that has begun is abandoned, and its publisher
	 * is cancelled; a method that still waits for a thread, and all later ones, are
	 * called on another thread.
	 */
	public void overdue() {
		this.overdue = true;
		Invocation last = this.current;
		if (last != null) {
			last.overdue();
		}
	}

	/**
	 * Calls a method in any case, and only once.
	 */
	private static final class Invocation extends MonoInvocation {

		private final AtomicBoolean begun = new AtomicBoolean();

		Invocation(InvocableEventHandlerMethod method, HandlerCall call, MonoSink<Object> sink) {
			super(method, call, sink, ThreadLocals.settable(call.socket().context(sink.contextView())));
		}

		@Override
		boolean begins() {
			return this.begun.compareAndSet(false, true);
		}

		@Override
		public Object connection() {
			return new Departed(call().socket().session());
		}

		@Override
		void rejected(Throwable error) {
			try {
				Schedulers.boundedElastic().schedule(this);
			}
			catch (Throwable ex) {
				error.addSuppressed(ex);
				failed(error);
			}
		}

		void insist() {
			if (this.begun.get()) {
				return;
			}
			try {
				Schedulers.boundedElastic().schedule(this);
			}
			catch (Throwable ex) {
				// The method is still in the queue of its executor.
				return;
			}
			leaveQueue();
		}

		void overdue() {
			if (this.begun.get()) {
				cancel();
				abandoned();
			}
			else {
				insist();
			}
		}

	}

	/**
	 * A connection whose sockets leave. It is distinct from the connection for events,
	 * whose handlers may never release the threads that they share.
	 *
	 * @param session the connection
	 */
	private record Departed(Object session) {

	}

}
