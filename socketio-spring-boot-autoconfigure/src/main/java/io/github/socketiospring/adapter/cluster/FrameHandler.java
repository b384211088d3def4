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

import java.util.function.Consumer;

import io.github.socketiospring.support.ErrorLog;
import io.github.socketiospring.support.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses the frames of one channel and passes their messages on. A frame that is
 * malformed or fails does not affect the next one.
 */
final class FrameHandler implements Consumer<ClusterFrame> {

	private static final Logger logger = LoggerFactory.getLogger(FrameHandler.class);

	/** Shared by all namespaces, since peers can cause the errors. */
	private static final ErrorLog errorLog = new ErrorLog();

	private final ClusterContext context;

	private final String namespace;

	private final String uid;

	private final Receiver receiver;

	/**
	 * Create a handler.
	 * @param context the state that the namespaces of the node share
	 * @param namespace the name of the namespace
	 * @param uid the id of this node in the namespace
	 * @param receiver handles the messages of other nodes, except answers
	 */
	FrameHandler(ClusterContext context, String namespace, String uid, Receiver receiver) {
		this.context = context;
		this.namespace = namespace;
		this.uid = uid;
		this.receiver = receiver;
	}

	@Override
	public void accept(ClusterFrame frame) {
		try {
			ClusterFrame.Received received = frame.read();
			ClusterMessage message = received.message();
			String sender = received.sender();
			if (message == null || this.uid.equals(sender)) {
				this.context.counters().increment(ClusterCounter.IGNORED);
				FrameLog.ignored(this.namespace,
						(message != null) ? "this node sent it" : "its kind is unknown or its namespace is another one",
						frame.size());
				return;
			}
			FrameLog.received(this.namespace, this.context.nodes(), sender, message, frame);
			if (message instanceof ClusterMessage.Answer answer) {
				this.context.requests().answered(this.uid, sender, answer);
			}
			else {
				TraceContext trace = this.context.options().propagateTrace() ? received.trace() : null;
				this.receiver.receive(sender, message, trace);
			}
		}
		catch (ClusterFormatException ex) {
			malformed(ex);
		}
		catch (Throwable ex) {
			// Errors too: the following frames must still be handled.
			this.context.counters().increment(ClusterCounter.FAILED);
			errorLog.error(logger, "A message of another node for namespace " + LogFormat.value(this.namespace)
					+ " could not be handled", ex);
		}
	}

	private void malformed(ClusterFormatException ex) {
		this.context.counters().increment(ClusterCounter.MALFORMED);
		if (this.context.malformed().pass()) {
			logger.warn(
					"Ignored a malformed message of another node for namespace {}: {} "
							+ "(further ones are logged at DEBUG for a minute)",
					LogFormat.value(this.namespace), LogFormat.value(String.valueOf(ex.getMessage())));
		}
		else {
			logger.debug("Ignored a malformed message of another node for namespace {}: {}",
					LogFormat.value(this.namespace), LogFormat.value(String.valueOf(ex.getMessage())));
		}
	}

	/**
	 * Handles the messages of other nodes, except answers.
	 */
	@FunctionalInterface
	interface Receiver {

		/**
		 * Handle a message.
		 * @param sender the id of the sending node, {@code null} if unknown
		 * @param message what the node sent
		 * @param trace the trace that the message belongs to, {@code null} for none
		 */
		void receive(@Nullable String sender, ClusterMessage message, @Nullable TraceContext trace);

	}

}
