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
 * Observes the requests of a node to other nodes. Called on the thread that ends a
 * request; must not block. An exception is logged and has no other effect.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ClusterListener {

	/**
	 * Called when a request has ended and waits for no more answers. A broadcast with
	 * acknowledgements ends when each node has reported the number of its receivers.
	 * @param request the kind of the request
	 * @param outcome how it ended
	 * @param took the time since the request was published
	 */
	void onRequest(Request request, Outcome outcome, Duration took);

	/**
	 * The kinds of requests to other nodes.
	 */
	enum Request {

		/** An event whose receivers acknowledge it. */
		BROADCAST("emitWithAck"),

		/** The details of sockets. */
		SOCKETS("fetchSockets"),

		/** The names of rooms. */
		ROOMS("rooms"),

		/** An event for other servers that they answer. */
		SERVER_EVENT("serverSideEmit");

		private final String call;

		Request(String call) {
			this.call = call;
		}

		/**
		 * The method that the application called.
		 * @return the name of the method
		 */
		public String call() {
			return this.call;
		}

	}

	/**
	 * The ways in which a request ends.
	 */
	enum Outcome {

		/** Each node answered. */
		COMPLETE,

		/** Nodes did not answer in time. */
		TIMEOUT,

		/** The broker is unavailable, or this node leaves the cluster. */
		UNAVAILABLE,

		/** The caller cancelled the request. */
		CANCELLED

	}

}
