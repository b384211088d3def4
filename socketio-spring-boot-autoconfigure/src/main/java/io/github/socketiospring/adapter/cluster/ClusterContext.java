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

import io.github.socketiospring.adapter.ClusterUnavailableException;
import io.github.socketiospring.support.Counters;
import io.github.socketiospring.support.OncePerMinute;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/**
 * The state that the namespaces of a node share.
 *
 * @param bus connects the nodes
 * @param options how the node behaves
 * @param nodes this node and the other nodes that it knows
 * @param requests the requests that wait for other nodes
 * @param observer observes messages and requests
 * @param counters the counters of the node
 * @param waiting the bytes that wait in all lanes
 * @param malformed limits the log lines about malformed frames
 * @param timer runs timeouts
 * @param lanes runs the lanes
 * @param reader converts values of other nodes
 * @param writer converts values for other nodes
 * @param attributes selects the details of sockets for other nodes
 */
record ClusterContext(ClusterBus bus, ClusterOptions options, KnownNodes nodes, Requests requests,
		ClusterObserver observer, Counters<ClusterCounter> counters, WaitingBytes waiting, OncePerMinute malformed,
		Scheduler timer, Scheduler lanes, JsonMapper reader, JsonMapper writer, ToldAttributes attributes) {

	/**
	 * Publish a message and count it if it is lost.
	 * @param publication the encoded message
	 * @return completes when the broker has received the message, fails if it is lost;
	 * need not be subscribed to
	 */
	Mono<Void> publish(ClusterBus.Publication publication) {
		this.counters.increment(ClusterCounter.PUBLISHED);
		Mono<Void> published = published(publication);
		sent(published);
		return published;
	}

	/**
	 * Count a message or an answer if it is lost.
	 * @param sent completes when the broker has received it, fails if it is lost
	 */
	void sent(Mono<Void> sent) {
		sent.subscribe((none) -> {
		}, (ex) -> this.counters.increment(ClusterCounter.LOST));
	}

	private static Mono<Void> published(ClusterBus.Publication publication) {
		try {
			return publication.publish();
		}
		catch (RuntimeException ex) {
			// Sockets of this node have already received the message, so the caller must
			// not fail.
			return Mono.error(ex);
		}
	}

	/**
	 * Report when the broker has received a message, for callers that wait for it.
	 * @param published the result of {@link #publish}
	 * @param command the name of the command, for the exception
	 * @return completes when the broker has received the message; fails if it is lost, or
	 * at the timeout
	 */
	Mono<Void> reported(Mono<Void> published, String command) {
		return published.timeout(this.options.publishTimeout(), this.timer)
			.onErrorMap((ex) -> unavailable(command, ex))
			// The work of the caller must not delay the thread that reads from the
			// broker.
			.publishOn(this.lanes);
	}

	/**
	 * Create the exception for a command that fails because the broker is unavailable.
	 * @param command the name of the command
	 * @param cause the failure of the broker, {@code null} if there is none
	 * @return an exception for the caller
	 */
	static ClusterUnavailableException unavailable(String command, @Nullable Throwable cause) {
		return new ClusterUnavailableException(command + " did not reach other nodes, since the broker is unavailable",
				cause);
	}

}
