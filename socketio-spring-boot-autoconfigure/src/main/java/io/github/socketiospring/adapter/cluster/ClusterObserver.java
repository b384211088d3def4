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

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes the requests of a node to other nodes as spans of time, for tracing. By
 * default it observes nothing. Called on any thread: implementations must not block. An
 * exception is logged and has no other effect.
 *
 * @since 0.1.0
 * @see ClusterNode.Builder#observer(ClusterObserver)
 */
public interface ClusterObserver {

	/**
	 * Capture what is being observed when a request is made that another thread will
	 * publish.
	 * @param caller the Reactor context of the subscriber
	 * @return the context for {@link #request}
	 */
	default ContextView calling(ContextView caller) {
		return caller;
	}

	/**
	 * A request is about to be encoded and published.
	 * @param namespace the name of the namespace
	 * @param request the kind of the request
	 * @param caller the Reactor context of the subscriber; an empty one if only the
	 * thread knows what is being observed
	 * @return the observation, which ends with the request
	 */
	default ObservedRequest request(String namespace, ClusterListener.Request request, ContextView caller) {
		return ObservedRequest.NONE;
	}

	/**
	 * An observation of a request that has started.
	 */
	@FunctionalInterface
	interface ObservedRequest {

		/** No observation. */
		ObservedRequest NONE = (outcome, expected, answered, error) -> {
		};

		/**
		 * End the observation. Called once.
		 * @param outcome how the request ended, {@code null} if it was not published
		 * @param expected the number of nodes that should answer, -1 if unknown
		 * @param answered the number of nodes that answered
		 * @param error why the request failed, {@code null} if it did not fail
		 */
		void end(ClusterListener.@Nullable Outcome outcome, int expected, int answered, @Nullable Throwable error);

	}

}
