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
 * What the namespaces of a node share.
 *
 * @param bus connects the nodes
 * @param options how the node behaves
 * @param nodes this node, and those that it knows
 * @param requests the requests that wait for other nodes
 * @param counters counts what happens
 * @param waiting the bytes that wait in all lanes
 * @param malformed limits the log lines about malformed frames
 * @param timer runs timeouts
 * @param lanes runs the lanes
 * @param reader converts values of other nodes
 * @param writer converts values for other nodes
 */
record ClusterContext(ClusterBus bus, ClusterOptions options, KnownNodes nodes, Requests requests,
		Counters<ClusterCounter> counters, WaitingBytes waiting, OncePerMinute malformed, Scheduler timer,
		Scheduler lanes, JsonMapper reader, JsonMapper writer) {

	/**
	 * Publish a message. What is lost is counted.
	 * @param publication the encoded message
	 * @return reports whether the broker has it, to those who want to know
	 */
	Mono<Void> publish(ClusterBus.Publication publication) {
		this.counters.increment(ClusterCounter.PUBLISHED);
		Mono<Void> published = published(publication);
		published.subscribe((none) -> {
		}, (ex) -> this.counters.increment(ClusterCounter.LOST));
		return published;
	}

	private static Mono<Void> published(ClusterBus.Publication publication) {
		try {
			return publication.publish();
		}
		catch (RuntimeException ex) {
			// Whatever the broker's client says: sockets of this node have it already.
			return Mono.error(ex);
		}
	}

	/**
	 * Report when the broker has a message, for those who wait for it.
	 * @param published the result of {@link #publish}
	 * @param command what the message is, for the exception
	 * @return completes then, fails if the message is lost or too much time passes
	 */
	Mono<Void> reported(Mono<Void> published, String command) {
		return published.timeout(this.options.publishTimeout(), this.timer)
			.onErrorMap((ex) -> unavailable(command, ex))
			// What callers do next must not hold up the thread that reads from the
			// broker.
			.publishOn(this.lanes);
	}

	/**
	 * Describe a failure of the broker.
	 * @param command what could not be done
	 * @param cause what the broker said, {@code null} if nothing
	 * @return an exception to give to the caller
	 */
	static ClusterUnavailableException unavailable(String command, @Nullable Throwable cause) {
		return new ClusterUnavailableException(command + " did not reach other nodes, since their broker is away",
				cause);
	}

}
