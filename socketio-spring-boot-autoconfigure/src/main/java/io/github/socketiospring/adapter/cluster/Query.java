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

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;

import io.github.socketiospring.adapter.ClusterAnswerException;
import io.github.socketiospring.adapter.ClusterTimeoutException;
import io.github.socketiospring.adapter.MissingNodes;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;

/**
 * A request to the other nodes whose answers are emitted as they arrive. It completes as
 * soon as all nodes have answered.
 *
 * @param <T> what the answers contain
 */
final class Query<T> extends PendingRequest {

	private final ClusterListener.Request kind;

	private final Function<ClusterMessage.Answer, @Nullable Collection<T>> reader;

	private final int limit;

	private final FluxSink<T> sink;

	private long elements;

	/** Whether the answers had more elements than are allowed. */
	private volatile boolean exceeded;

	/** The names of the nodes whose answers were too large for a message. */
	private final Set<String> tooLarge = new ConcurrentSkipListSet<>();

	/**
	 * Create a query that does not wait yet.
	 * @param requests the requests of this node
	 * @param channel the channel on which the query is published
	 * @param kind the kind of the request
	 * @param reader returns the elements of an answer, or {@code null} if it is not of
	 * the requested kind
	 * @param limit the maximum number of elements in all answers
	 * @param sink emits the elements
	 */
	Query(Requests requests, ClusterBus.Channel channel, ClusterListener.Request kind,
			Function<ClusterMessage.Answer, @Nullable Collection<T>> reader, int limit, FluxSink<T> sink) {
		super(requests, channel, kind);
		this.kind = kind;
		this.reader = reader;
		this.limit = limit;
		this.sink = sink;
	}

	@Override
	boolean accept(@Nullable String sender, ClusterMessage.Answer answer) {
		Collection<T> values = this.reader.apply(contentOf(answer));
		if (values == null) {
			return false;
		}
		if (answer instanceof ClusterMessage.TooLargeAnswer) {
			this.tooLarge.add(name(sender));
			return true;
		}
		this.elements += values.size();
		if (this.elements > this.limit) {
			this.exceeded = true;
			return true;
		}
		values.forEach(this.sink::next);
		return true;
	}

	/**
	 * Return the answer itself, or what is left of an answer that was too large.
	 * @param answer an answer
	 * @return an answer of the kind that was requested
	 */
	static ClusterMessage.Answer contentOf(ClusterMessage.Answer answer) {
		return (answer instanceof ClusterMessage.TooLargeAnswer left) ? left.emptied() : answer;
	}

	private @Nullable ClusterAnswerException problem() {
		if (this.exceeded) {
			return new ClusterAnswerException(
					this.kind.call() + ": the answers have more than " + this.limit + " elements");
		}
		return this.tooLarge.isEmpty() ? null : new ClusterAnswerException(this.kind.call()
				+ ": the answers of these nodes are too large for a message: " + String.join(", ", this.tooLarge));
	}

	@Override
	void told(MissingNodes missing) {
		ClusterAnswerException unanswered = problem();
		if (missing.count() > 0) {
			ClusterTimeoutException timeout = new ClusterTimeoutException(this.kind.call(), missing);
			if (unanswered != null) {
				timeout.addSuppressed(unanswered);
			}
			this.sink.error(timeout);
		}
		else if (unanswered != null) {
			this.sink.error(unanswered);
		}
		else {
			this.sink.complete();
		}
	}

	@Override
	void failed(@Nullable Throwable cause) {
		this.sink.error(ClusterContext.unavailable(this.kind.call(), cause));
	}

}
