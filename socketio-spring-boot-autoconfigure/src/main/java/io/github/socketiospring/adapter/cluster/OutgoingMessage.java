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
import reactor.core.publisher.Mono;

/**
 * A message without answers that is encoded, and published after this node has acted on
 * it itself. Has to be closed, so that its observation ends even if it is not published.
 */
final class OutgoingMessage implements AutoCloseable {

	private final ClusterContext context;

	private final ClusterBus.Publication publication;

	private final ClusterObserver.@Nullable ObservedMessage observed;

	private boolean published;

	private OutgoingMessage(ClusterContext context, ClusterBus.Publication publication,
			ClusterObserver.@Nullable ObservedMessage observed) {
		this.context = context;
		this.publication = publication;
		this.observed = observed;
	}

	/**
	 * Encode a message.
	 * @param context the state that the namespaces of the node share
	 * @param namespace the name of the namespace
	 * @param channel the channel on which the message is published
	 * @param message what to publish
	 * @return the encoded message
	 * @throws RuntimeException if the message cannot be encoded
	 */
	static OutgoingMessage prepare(ClusterContext context, String namespace, ClusterBus.Channel channel,
			ClusterMessage message) {
		ClusterObserver.ObservedMessage observed = context.options().propagateTrace()
				? context.observer().publish(namespace, MessageKind.of(message)) : null;
		if (observed == null) {
			return new OutgoingMessage(context, channel.prepare(message), null);
		}
		try {
			return new OutgoingMessage(context, channel.prepare(message, observed.trace()), observed);
		}
		catch (RuntimeException | Error ex) {
			observed.end(ex);
			throw ex;
		}
	}

	/**
	 * Publish the message, at most once.
	 * @return completes when the broker has received the message, fails if it is lost;
	 * need not be subscribed to
	 */
	Mono<Void> publish() {
		this.published = true;
		Mono<Void> result = this.context.publish(this.publication);
		ClusterObserver.ObservedMessage observed = this.observed;
		if (observed != null) {
			result.subscribe((none) -> {
			}, observed::end, () -> observed.end(null));
		}
		return result;
	}

	@Override
	public void close() {
		if (this.observed != null && !this.published) {
			this.observed.end(new IllegalStateException("This node failed to act on the message itself"));
		}
	}

}
