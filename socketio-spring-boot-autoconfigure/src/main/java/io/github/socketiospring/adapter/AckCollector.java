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

package io.github.socketiospring.adapter;

import java.util.Collection;

import io.github.socketiospring.protocol.ArgumentReader;
import org.jspecify.annotations.Nullable;

/**
 * Collects the acknowledgements of one broadcast. Called on any thread.
 *
 * @since 0.1.0
 */
public interface AckCollector {

	/**
	 * The broadcast is about to be sent. Called once, before any receiver can answer.
	 * @param socketIds the ids of the receivers
	 */
	void expect(Collection<String> socketIds);

	/**
	 * A socket answered.
	 * @param socketId the id of the socket
	 * @param arguments the arguments of the answer, which must be read during the call
	 */
	void answered(String socketId, ArgumentReader arguments);

	/**
	 * A socket left before it answered.
	 * @param socketId the id of the socket
	 */
	void lost(String socketId);

	/**
	 * The broadcast is also sent to other nodes: the collection is not complete before
	 * {@link #nodesCounted}. Called at most once, before {@link #expect}.
	 */
	default void askElsewhere() {
	}

	/**
	 * Another node has receivers.
	 * @param receivers how many, possibly zero
	 */
	default void expectElsewhere(int receivers) {
	}

	/**
	 * A socket of another node answered. May overtake {@link #expectElsewhere}.
	 * @param socketId the id of the socket, {@code null} if its node did not report it
	 * @param arguments the arguments of the answer, which must be read during the call
	 */
	default void answeredElsewhere(@Nullable String socketId, ArgumentReader arguments) {
	}

	/**
	 * A socket of another node answered, but its node could not forward the answer.
	 * @param socketId the id of the socket, {@code null} if its node did not report it
	 * @param reason why the arguments are missing
	 */
	default void unreadableElsewhere(@Nullable String socketId, ClusterAnswerException reason) {
	}

	/**
	 * No more nodes will report a number of receivers: all have done so, or the others
	 * are missing.
	 * @param missing the nodes that did not report, as far as known
	 */
	default void nodesCounted(MissingNodes missing) {
	}

	/**
	 * A node is gone, and with it the receivers that it has reported. Those that have not
	 * answered yet will not do so.
	 * @param receivers how many of them have not answered, at least one
	 * @param gone the node
	 */
	default void nodeGone(int receivers, MissingNodes gone) {
	}

}
