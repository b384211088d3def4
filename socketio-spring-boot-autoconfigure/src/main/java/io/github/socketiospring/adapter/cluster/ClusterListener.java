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

import java.time.Duration;

/**
 * Observes the requests of a node to others. Called on the thread that ends a request;
 * must not block. An exception is logged and has no other effect.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClusterListener {

	/**
	 * A request is over: nothing more is awaited. A broadcast with acknowledgements is
	 * over when each node has told the number of its receivers.
	 * @param request what was asked
	 * @param outcome how it ended
	 * @param took the time since it was published
	 */
	void onRequest(Request request, Outcome outcome, Duration took);

	/**
	 * What is asked of other nodes.
	 */
	enum Request {

		/** An event whose receivers acknowledge it. */
		BROADCAST("emitWithAck"),

		/** The details of sockets. */
		SOCKETS("fetchSockets"),

		/** The names of rooms. */
		ROOMS("rooms"),

		/** An event for servers that they answer. */
		SERVER_EVENT("serverSideEmit");

		private final String call;

		Request(String call) {
			this.call = call;
		}

		/**
		 * What the application called.
		 * @return the name of a method
		 */
		public String call() {
			return this.call;
		}

	}

	/**
	 * How a request ends.
	 */
	enum Outcome {

		/** Each node answered. */
		COMPLETE,

		/** Nodes did not answer in time. */
		TIMEOUT,

		/** The broker is away, or this node leaves the cluster. */
		UNAVAILABLE,

		/** Nobody waits for the answers any longer. */
		CANCELLED

	}

}
