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

package io.github.socketiospring.adapter.cluster;

import java.util.function.Supplier;

import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.util.context.ContextView;

/**
 * Calls an observer whose errors must not affect messages: a caller has to get a result,
 * and the next frames have to be handled.
 */
final class GuardedObserver implements ClusterObserver {

	private static final Logger logger = LoggerFactory.getLogger(ClusterObserver.class);

	private static final ErrorLog errorLog = new ErrorLog();

	private final ClusterObserver observer;

	private final boolean propagating;

	/**
	 * Create an observer that does not fail.
	 * @param observer an observer that may fail
	 * @param propagating whether requests carry their trace
	 */
	GuardedObserver(ClusterObserver observer, boolean propagating) {
		this.observer = observer;
		this.propagating = propagating;
	}

	@Override
	public ContextView calling(ContextView caller) {
		return guard(() -> this.observer.calling(caller), caller);
	}

	@Override
	public ObservedRequest request(String namespace, ClusterListener.Request request, ContextView caller) {
		ObservedRequest observed = guard(() -> this.observer.request(namespace, request, caller), ObservedRequest.NONE);
		return (observed != ObservedRequest.NONE) ? new GuardedRequest(observed, this.propagating) : observed;
	}

	@Override
	public @Nullable ObservedMessage publish(String namespace, MessageKind kind) {
		ObservedMessage observed = guardNullable(() -> this.observer.publish(namespace, kind));
		return (observed != null) ? new GuardedMessage(observed) : null;
	}

	@Override
	public ObservedMessage handle(String namespace, MessageKind kind, TraceContext trace) {
		return new GuardedMessage(guard(() -> this.observer.handle(namespace, kind, trace), ObservedMessage.NONE));
	}

	private static <T> T guard(Supplier<T> observing, T otherwise) {
		try {
			return observing.get();
		}
		catch (Throwable ex) {
			failed(ex);
			return otherwise;
		}
	}

	private static <T> @Nullable T guardNullable(Supplier<@Nullable T> observing) {
		try {
			return observing.get();
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	private static void guard(Runnable observing) {
		try {
			observing.run();
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private static void failed(Throwable error) {
		errorLog.error(logger, "An observer of the cluster failed", error);
	}

	/**
	 * An observation of a request.
	 *
	 * @param observed an observation that may fail
	 * @param propagating whether the request carries its trace
	 */
	private record GuardedRequest(ObservedRequest observed, boolean propagating) implements ObservedRequest {

		@Override
		public @Nullable TraceContext trace() {
			return this.propagating ? guardNullable(this.observed::trace) : null;
		}

		@Override
		public void end(ClusterListener.@Nullable Outcome outcome, int expected, int answered,
				@Nullable Throwable error) {
			guard(() -> this.observed.end(outcome, expected, answered, error));
		}

	}

	/**
	 * An observation of a message.
	 *
	 * @param observed an observation that may fail
	 */
	private record GuardedMessage(ObservedMessage observed) implements ObservedMessage {

		@Override
		public @Nullable TraceContext trace() {
			return guardNullable(this.observed::trace);
		}

		@Override
		public ThreadLocals.Scope open() {
			ThreadLocals.Scope scope = guardNullable(this.observed::open);
			return () -> {
				if (scope != null) {
					guard(scope::close);
				}
			};
		}

		@Override
		public void end(@Nullable Throwable error) {
			guard(() -> this.observed.end(error));
		}

	}

}
