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

import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;
import reactor.util.context.ContextView;

/**
 * Restores thread-locals for code that is called outside of a Reactor stream, as
 * Reactor's own operators do with {@code spring.reactor.context-propagation=auto}.
 *
 * @since 0.1.0
 */
public final class ThreadLocals {

	private ThreadLocals() {
	}

	/**
	 * Set all registered thread-locals from a context if Reactor does so as well. Those
	 * without a value in the context are cleared, since the thread's values may belong to
	 * another client.
	 * @param context the Reactor context that holds the values
	 * @return restores the previous values of the thread when it is closed, {@code null}
	 * if nothing was set
	 */
	public static @Nullable Scope from(ContextView context) {
		return Hooks.isAutomaticContextPropagationEnabled() ? Propagation.open(context) : null;
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
