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

import io.github.socketiospring.support.ThreadLocals;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Observes what a node sends to other nodes and receives from them as spans of time, for
 * tracing. By default it observes nothing. Called on any thread: implementations must not
 * block. An exception is logged and has no other effect.
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
	 * A message that requires no answer is about to be encoded and published. Called only
	 * if messages {@linkplain ClusterOptions#propagateTrace() carry} a trace.
	 * @param namespace the name of the namespace
	 * @param kind the kind of the message
	 * @return the observation, which ends when the broker has received the message, or
	 * when it is not published; {@code null} if the message belongs to no trace
	 */
	default @Nullable ObservedMessage publish(String namespace, MessageKind kind) {
		return null;
	}

	/**
	 * A message of another node that belongs to a trace is about to be handled, unless it
	 * is an event for servers: their listeners and handlers are called later. Called only
	 * if messages {@linkplain ClusterOptions#propagateTrace() carry} a trace.
	 * @param namespace the name of the namespace
	 * @param kind the kind of the message
	 * @param trace the trace, whose format was checked
	 * @return the observation, which ends when the message was handled
	 */
	default ObservedMessage handle(String namespace, MessageKind kind, TraceContext trace) {
		return ObservedMessage.NONE;
	}

	/**
	 * An observation of a request that has started.
	 */
	interface ObservedRequest {

		/** No observation. */
		ObservedRequest NONE = (outcome, expected, answered, error) -> {
		};

		/**
		 * The trace for the handling of the request on other nodes.
		 * @return the trace with the span of this observation, {@code null} if there is
		 * none
		 */
		default @Nullable TraceContext trace() {
			return null;
		}

		/**
		 * End the observation. Called once.
		 * @param outcome how the request ended, {@code null} if it was not published
		 * @param expected the number of nodes that should answer, -1 if unknown
		 * @param answered the number of nodes that answered
		 * @param error why the request failed, {@code null} if it did not fail
		 */
		void end(ClusterListener.@Nullable Outcome outcome, int expected, int answered, @Nullable Throwable error);

	}

	/**
	 * An observation of a message that has started.
	 */
	interface ObservedMessage {

		/** No observation. */
		ObservedMessage NONE = (error) -> {
		};

		/**
		 * The trace for the handling of the message on other nodes.
		 * @return the trace with the span of this observation, {@code null} if there is
		 * none
		 */
		default @Nullable TraceContext trace() {
			return null;
		}

		/**
		 * Make the observation the current one of the thread.
		 * @return restores the previous one, on the same thread
		 */
		default ThreadLocals.Scope open() {
			return () -> {
			};
		}

		/**
		 * End the observation. Called once.
		 * @param error why the message could not be published or handled, {@code null} if
		 * it was
		 */
		void end(@Nullable Throwable error);

	}

}
