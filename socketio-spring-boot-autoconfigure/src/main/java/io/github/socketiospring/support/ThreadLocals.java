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

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Sets thread-locals for code that is called outside of a Reactor stream: with
 * {@code spring.reactor.context-propagation=auto} all registered ones, as Reactor's own
 * operators do, otherwise those of the context's {@link Source}.
 *
 * @since 0.1.0
 */
public final class ThreadLocals {

	private static final Logger logger = LoggerFactory.getLogger(ThreadLocals.class);

	private static final OncePerMinute warning = new OncePerMinute();

	/**
	 * The key of the {@link Source} of observations, in addition to that of the
	 * application's security framework.
	 */
	public static final String OBSERVATION = ThreadLocals.class.getName() + ".OBSERVATION";

	private ThreadLocals() {
	}

	/**
	 * Set the thread-locals of a context, all or, if that throws, none. With automatic
	 * context propagation, those without a value in the context are cleared, since the
	 * thread's values may belong to another client.
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
		Scope inner;
		try {
			inner = source.open();
		}
		catch (Throwable ex) {
			outer.close();
			throw ex;
		}
		return () -> {
			try {
				inner.close();
			}
			finally {
				outer.close();
			}
		};
	}

	/**
	 * Set the thread-locals of a context for code that has to be called in any case. If
	 * one of them cannot be set, that is logged, and none is set.
	 * @param context the Reactor context that holds the values
	 * @return restores the previous values of the thread when it is closed, {@code null}
	 * if nothing was set
	 */
	public static @Nullable Scope ifPossible(ContextView context) {
		try {
			return from(context);
		}
		catch (Throwable ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Remove the values of thread-locals that cannot be set, for code that has to be
	 * called in any case. They are logged.
	 * @param context the Reactor context that holds the values
	 * @return the context without those values
	 */
	public static Context settable(ContextView context) {
		try {
			Scope scope = from(context);
			if (scope != null) {
				scope.close();
			}
			return Context.of(context);
		}
		catch (Throwable ex) {
			failed(ex);
			return Hooks.isAutomaticContextPropagationEnabled() ? Propagation.settable(context)
					: Context.of(context).delete(Source.class).delete(OBSERVATION);
		}
	}

	private static void failed(Throwable error) {
		if (warning.pass()) {
			logger.error("A thread-local could not be set or restored (further ones are logged once a minute)", error);
		}
	}

	/**
	 * Call a method, and subscribe to what it returns, with the thread-locals of a
	 * context.
	 * @param <T> the type of the result
	 * @param context supplies the Reactor context that holds the values, at each
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
	 * Sets thread-locals itself, even if Reactor does not restore them. A Reactor context
	 * has at most two of them: that of the security framework, with this class as the
	 * key, and one with the key {@link #OBSERVATION}.
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
			ContextSnapshot.Scope scope;
			try {
				scope = SNAPSHOTS.setThreadLocalsFrom(context);
			}
			catch (Throwable ex) {
				clear();
				throw ex;
			}
			return () -> close(scope);
		}

		private static void close(ContextSnapshot.Scope scope) {
			try {
				scope.close();
			}
			catch (Throwable ex) {
				// The code was called: an error here must not be reported as its failure.
				failed(ex);
				clear();
			}
		}

		/**
		 * Clear the thread, which must not keep some of the values of a client.
		 */
		private static void clear() {
			for (ThreadLocalAccessor<?> accessor : accessors()) {
				try {
					accessor.setValue();
				}
				catch (Throwable ex) {
					failed(ex);
				}
			}
		}

		static Context settable(ContextView context) {
			Context settable = Context.of(context);
			for (ThreadLocalAccessor<?> accessor : accessors()) {
				Context only = context.hasKey(accessor.key()) ? Context.of(accessor.key(), context.get(accessor.key()))
						: Context.empty();
				try {
					open(only).close();
				}
				catch (Throwable ex) {
					settable = settable.delete(accessor.key());
				}
			}
			return settable;
		}

		private static List<ThreadLocalAccessor<?>> accessors() {
			return ContextRegistry.getInstance().getThreadLocalAccessors();
		}

	}

}
