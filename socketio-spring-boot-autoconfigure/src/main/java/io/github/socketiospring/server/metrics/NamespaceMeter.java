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

package io.github.socketiospring.server.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Measures the namespaces that share a name in metrics. Called for each event, from any
 * thread: implementations must neither block nor throw, and should not allocate.
 *
 * @since 0.1.0
 */
public interface NamespaceMeter {

	/**
	 * A namespace was created.
	 * @param namespace reads the state of the namespace until it is removed
	 */
	void added(NamespaceState namespace);

	/**
	 * A namespace was removed. May be repeated.
	 * @param namespace a namespace that was added
	 */
	void removed(NamespaceState namespace);

	/**
	 * A client sent an event, whether or not it is handled.
	 */
	void received();

	/**
	 * An event was sent to one socket.
	 */
	void sent();

	/**
	 * An event was sent to the selected sockets of this node.
	 * @param receivers the number of sockets, possibly zero
	 */
	void broadcast(int receivers);

	/**
	 * An event was handled.
	 * @param event the event's name, {@code null} if the client chose it, since the
	 * handler was registered for any event
	 * @param nanos how long it took, without the wait for its turn
	 * @param failed whether a handler failed
	 */
	void handled(@Nullable String event, long nanos, boolean failed);

	/**
	 * A client acknowledged an event.
	 * @param nanos the time since the event was sent
	 */
	void acknowledged(long nanos);

}
