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

package io.github.socketiospring.support;

import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.ContextView;

/**
 * Sets thread-locals for code that is called outside of a Reactor stream: with
 * {@code spring.reactor.context-propagation=auto} all registered ones, as Reactor's own
 * operators do, otherwise those of the context's {@link Source}.
 *
 * @since 0.1.0
 */
public final class ThreadLocals {

	/**
	 * The key of the {@link Source} of what observes the code, beside the one of the
	 * application's security framework.
	 */
	public static final String OBSERVATION = ThreadLocals.class.getName() + ".OBSERVATION";

	private ThreadLocals() {
	}

	/**
	 * Set the thread-locals of a context. With automatic context propagation, those
	 * without a value in the context are cleared, since the thread's values may belong to
	 * another client.
	 * @param context the Reactor context that holds the values
	 * @return restores the previous values of the thread when it is closed, {@code null}
	 * if nothing was set
	 */
	public static @Nullable Scope from(ContextView context) {
		if (Hooks.isAutomaticContextPropagationEnabled()) {
			return Propagation.open(context);
		}
		Source source = context.getOrDefault(Source.class, null);
		Source observation = context.getOrDefault(OBSERVATION, null);
		if (observation == null) {
			return (source != null) ? source.open() : null;
		}
		return (source != null) ? both(observation.open(), source) : observation.open();
	}

	private static Scope both(Scope outer, Source source) {
		Scope inner = source.open();
		return () -> {
			inner.close();
			outer.close();
		};
	}

	/**
	 * Call a method, and subscribe to what it returns, with the thread-locals of a
	 * context.
	 * @param <T> the type of the result
	 * @param context gives the Reactor context that holds the values, at each
	 * subscription
	 * @param method the method to call at each subscription
	 * @return emits what the result of the method emits
	 */
	public static <T> Mono<T> around(Supplier<? extends ContextView> context, Supplier<? extends Mono<T>> method) {
		return new Around<>(context, method);
	}

	/**
	 * Call a method, and subscribe to what it returns, with the thread-locals of the
	 * subscriber's Reactor context.
	 * @param <T> the type of the result
	 * @param method the method to call at each subscription
	 * @return emits what the result of the method emits
	 */
	public static <T> Mono<T> around(Supplier<? extends Mono<T>> method) {
		return Mono.deferContextual((context) -> around(() -> context, method));
	}

	/**
	 * Has to be closed on the thread on which it was opened.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		@Override
		void close();

	}

	/**
	 * Sets thread-locals on its own, also where Reactor does not restore them. A Reactor
	 * context has at most one of the security framework, with this class as the key, and
	 * one with the key {@link #OBSERVATION}.
	 */
	@FunctionalInterface
	public interface Source {

		/**
		 * Set the thread-locals of the current thread.
		 * @return restores the previous values
		 */
		Scope open();

	}

	/**
	 * Calls a method at each subscription.
	 *
	 * @param <T> the type of the result
	 */
	private static final class Around<T> extends Mono<T> {

		private final Supplier<? extends ContextView> context;

		private final Supplier<? extends Mono<T>> method;

		Around(Supplier<? extends ContextView> context, Supplier<? extends Mono<T>> method) {
			this.context = context;
			this.method = method;
		}

		@Override
		@SuppressWarnings("try")
		public void subscribe(CoreSubscriber<? super T> actual) {
			Mono<T> result;
			try (Scope scope = ThreadLocals.from(this.context.get())) {
				try {
					result = Objects.requireNonNull(this.method.get(), "The method must not return null");
				}
				catch (Throwable ex) {
					Operators.error(actual, Operators.onOperatorError(ex, actual.currentContext()));
					return;
				}
				result.subscribe(actual);
			}
		}

	}

	/**
	 * Loaded only where Micrometer's context propagation is on the class path.
	 */
	private static final class Propagation {

		private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder()
			.clearMissing(true)
			.build();

		static Scope open(ContextView context) {
			return SNAPSHOTS.setThreadLocalsFrom(context)::close;
		}

	}

}
